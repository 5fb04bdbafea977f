"""The load itself: files in, one atomic batch out, or a sentence that says why not and nothing changed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from uuid import uuid4

import duckdb
from sqlalchemy import Table

from data_access import rejects
from data_access.batches import Batch, MartsFailed, Nature
from data_access.engine import connect, failed, first_row, literal, quoted
from data_access.load.judges import Judges
from data_access.load.judging import LABEL, judge, make_codes
from data_access.load.profiles import Profile, profiles
from data_access.load.reading import Header, create_tables, read
from data_access.load.rules import FILLED
from data_access.mart_tables import MARTS
from data_access.marts import Marts
from data_access.publication import Part

MEMORY = "300MB"
DEFAULT_SOURCE = "manual"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be loaded. `target` is a table or an import profile; None leaves a choice to the profile or the data."""

    target: str
    files: Sequence[Path]
    source: str | None = None
    nature: Nature | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of every row: `read == published + merged + rejected`.

    `merged` rows were added into another row, because both their regions are one region today.
    """

    table: str
    read: int
    published: int
    merged: int
    rejected: int
    batch: Batch | None
    rejects: Path | None


def load(marts: Marts, order: Order, judges: Judges, *, now: datetime, tz: tzinfo) -> Report:
    """Load files as one batch. Raises MartsFailed when nothing could be published; the marts are then as before."""
    profile = profiles().get(order.target)
    name = profile.table if profile else order.target
    if name not in MARTS.tables:
        raise MartsFailed(f"没有主题表或导入格式 {order.target}：可用的是 {'、'.join([*MARTS.tables, *profiles()])}。")
    marts.folder.mkdir(parents=True, exist_ok=True)
    job = Job(marts, order, profile, MARTS.tables[name], now, tz)
    try:
        return job.run(judges)
    except duckdb.Error as error:
        raise failed([name], error) from error
    except OSError as error:
        raise MartsFailed(
            f"装载 {name} 时写不进 {marts.folder}（{error.strerror}）：请腾出磁盘空间或检查权限后重做，原有批次照常提供。"
        ) from error
    finally:
        job.clean()


class Job:
    """One load at work: its workbench database and its temporary files."""

    def __init__(self, marts: Marts, order: Order, profile: Profile | None, table: Table, now: datetime, tz: tzinfo) -> None:  # noqa: PLR0913
        self.marts, self.order, self.profile, self.table, self.now, self.tz = marts, order, profile, table, now, tz
        self.mark = f".load-{uuid4().hex[:8]}"
        self.bench = connect(2, MEMORY, marts.folder / ".spill")

    def run(self, judges: Judges) -> Report:
        bench, table = self.bench, self.table
        header = self._header()
        create_tables(bench, header)
        total = sum(read(bench, number, path, header) for number, path in enumerate(self.order.files, 1))
        self._shape(judges, header)
        merged = judge(bench, table, judges, self.now.astimezone(self.tz).date(), keep_unknown=self.profile is not None)
        published, rejected = (
            self._count("SELECT count(*) FROM good"),
            self._count("SELECT count(*) FROM (SELECT DISTINCT __file, __row FROM bad)"),
        )
        if total != published + merged + rejected:
            raise MartsFailed(
                f"{table.name} 的行数对不上：读入 {total}，可发布 {published}，并入 {merged}，拒收 {rejected}。未发布，请报告此问题。"
            )
        draft = self._write_rejects() if rejected else None
        if not published:
            kept = self._keep_rejects(draft, f"{table.name}-{self.now:%Y%m%dT%H%M%SZ}") if draft else None
            why = f"，原因见 {kept}" if kept else ""
            raise MartsFailed(f"{table.name} 没有一行可以发布：读入 {total} 行，拒收 {rejected} 行{why}。原有批次照常提供。")
        batch = self._publish(rejected)
        rejects = self._keep_rejects(draft, f"{table.name}-{batch.number:08d}") if draft else None
        return Report(table=table.name, read=total, published=published, merged=merged, rejected=rejected, batch=batch, rejects=rejects)

    def clean(self) -> None:
        """Close the workbench and remove what is temporary."""
        self.bench.close()
        for path in self.marts.folder.glob(f"{self.mark}*"):
            with suppress(OSError):
                path.unlink()

    def _header(self) -> Header:
        if self.profile:
            return Header(required=self.profile.columns, others_allowed=True)
        names = [column.name for column in self.table.columns if column.name != "batch_id"]
        return Header(required=tuple(n for n in names if n not in FILLED), optional=tuple(n for n in names if n in FILLED))

    def _shape(self, judges: Judges, header: Header) -> None:
        if self.profile:
            make_codes(self.bench, "raw", self.table, judges)
            self.bench.execute(f"CREATE TABLE shaped AS {self.profile.shape}")
        else:
            self.bench.execute(f"CREATE TABLE shaped AS SELECT *, CAST(NULL AS VARCHAR) AS {LABEL} FROM raw")  # noqa: S608
        self.bench.execute("DROP TABLE raw")

    def _publish(self, rejected: int) -> Batch:
        selects = {self.table.name: "SELECT * FROM good", **(self.profile.derived if self.profile else {})}
        parts = []
        for name, select in selects.items():
            path = self.marts.folder / f"{self.mark}-{name}.parquet"
            self.bench.execute(f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet)")
            parts.append(Part(table=name, data=path, rejected=rejected if name == self.table.name else 0))
        source = self.order.source or (self.profile.source if self.profile else DEFAULT_SOURCE)
        nature = self.order.nature or (self.profile.nature if self.profile else Nature.PRODUCTION)
        as_of = self.order.as_of or self._cut_off()
        self._drop_workbench()
        return self.marts.publish(parts, source=source, nature=nature, as_of=as_of)

    def _cut_off(self) -> datetime:
        """End of the last day, hour or month in the data, never later than now; without time column: when the file was last changed."""
        column = self.table.info["time"]
        if self.profile is None and column is None:
            return datetime.fromtimestamp(max(path.stat().st_mtime for path in self.order.files), UTC)
        row = first_row(self.bench, self.profile.last_day if self.profile else f"SELECT max({quoted(column)}) FROM good")  # noqa: S608
        last = row[0] if row else None
        if last is None:
            return self.now
        if column == "hour":
            end = last.replace(tzinfo=self.tz) + timedelta(hours=1)
        else:
            day: date = (last.replace(day=1) + timedelta(days=32)).replace(day=1) if column == "month" else last + timedelta(days=1)
            end = datetime.combine(day, time(), self.tz)
        return min(end - timedelta(seconds=1), self.now)

    def _drop_workbench(self) -> None:
        for name in ("typed", "judged", "shaped", "codes", "places"):
            self.bench.execute(f"DROP TABLE IF EXISTS {name} CASCADE")

    def _count(self, select: str) -> int:
        row = first_row(self.bench, select)
        return int(row[0]) if row else 0

    def _write_rejects(self) -> Path:
        draft = self.marts.folder / f"{self.mark}-rejects.csv"
        (self.marts.folder / "rejects").mkdir(exist_ok=True)  # before the publication, so that nothing can fail after it
        rows = self.bench.execute(
            "SELECT __file, __row, __line, coalesce(string_agg(col, '；' ORDER BY col), ''), "
            "string_agg(coalesce(left(val, 200), ''), '；' ORDER BY col), "
            "string_agg(CASE WHEN col IS NULL THEN why ELSE col || ' ' || why END, '；' ORDER BY col) FROM bad GROUP BY ALL ORDER BY 1, 2"
        )
        with draft.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["file", "row", "line", "column", "value", "reason"])
            while piece := rows.fetchmany(10_000):
                lines.writerows([[self.order.files[number - 1].name, row, line or "", *rest] for number, row, line, *rest in piece])
        return draft

    def _keep_rejects(self, draft: Path, name: str) -> Path:
        kept = self.marts.folder / "rejects" / f"{name}.csv"
        found = draft.replace(kept)
        rejects.sweep(self.marts.folder)
        return found
