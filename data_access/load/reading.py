"""The reading of load files: CSV (UTF-8 or GB18030) and Parquet into one table of texts, each row with its place in its file."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data_access.batches import MartsFailed
from data_access.engine import literal, quoted, first_row

CHUNK = 20_000
"""Rows held in memory while a CSV is read."""
PLACE = ("__file", "__row", "__line")
"""Number of the file, number of the data row (from 1, without header), line in the file (0 for Parquet)."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the files of a load must have as columns."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    others_allowed: bool = False

    @property
    def known(self) -> tuple[str, ...]:
        return self.required + self.optional

    def check(self, path: Path, given: Sequence[str]) -> None:
        """Raises MartsFailed naming the columns that are missing, doubled or unknown."""
        missing = [name for name in self.required if name not in given]
        doubled = sorted({name for name in given if list(given).count(name) > 1})
        extra = [] if self.others_allowed else [name for name in given if name not in self.known]
        faults = [f"{word} {'、'.join(map(repr, names))}" for word, names in (("缺列", missing), ("重复的列", doubled), ("未声明的列", extra)) if names]
        if faults:
            raise MartsFailed(f"文件 {path} 的表头不对：{'；'.join(faults)}。应有的列是 {'、'.join(self.known)}。")


def create_tables(bench: duckdb.DuckDBPyConnection, header: Header) -> None:
    """The empty tables `raw` (rows as texts) and `bad` (rejected places with reasons)."""
    columns = ", ".join(f"{quoted(name)} VARCHAR" for name in header.known)
    bench.execute(f"CREATE TABLE raw (__file INTEGER, __row BIGINT, __line BIGINT, {columns})")
    bench.execute("CREATE TABLE bad (__file INTEGER, __row BIGINT, __line BIGINT, col VARCHAR, val VARCHAR, why VARCHAR)")


def read(bench: duckdb.DuckDBPyConnection, number: int, path: Path, header: Header) -> int:
    """Append a file's rows to `raw` (or `bad`). Gives the number of data rows in the file. Raises MartsFailed for an unreadable file."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise MartsFailed(f"文件 {path} 打不开（{error.strerror}）：请检查路径和权限。") from error
    if start == b"PAR1" or path.suffix.lower() in (".parquet", ".pq"):
        return _read_parquet(bench, number, path, header)
    if start[:2] in (b"PK", b"\xd0\xcf", b"\x1f\x8b"):
        raise MartsFailed(f"文件 {path} 是压缩包或 Excel 工作簿：请先解压，或另存为 UTF-8 的 CSV。")
    return _read_csv(bench, number, path, header)


def encoding_of(path: Path) -> str:
    """utf-8-sig or gb18030, found from the bytes. Raises MartsFailed for another or a mixed encoding."""
    with path.open("rb") as file:
        start = file.read(2)
        if start in (b"\xff\xfe", b"\xfe\xff"):
            raise MartsFailed(f"文件 {path} 是 UTF-16 编码：请另存为 UTF-8 或 GB18030。")
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
            return "utf-8-sig"
        except UnicodeDecodeError:
            file.seek(0)
            return _other_encoding(path, file)


def _other_encoding(path: Path, lines: Iterator[bytes]) -> str:
    first_utf8 = first_gb = 0
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
            # three-byte Chinese characters of UTF-8 hardly ever come out of GB18030 text by chance
            if any("\u4e00" <= character <= "\u9fff" for character in text):
                first_utf8 = first_utf8 or number
            continue
        except UnicodeDecodeError:
            first_gb = first_gb or number
        try:
            line.decode("gb18030")
        except UnicodeDecodeError as error:
            raise MartsFailed(f"文件 {path} 第 {number} 行既不是 UTF-8 也不是 GB18030：请用一种编码重新导出。") from error
    if first_utf8:
        raise MartsFailed(f"文件 {path} 混用编码：第 {first_utf8} 行是 UTF-8，第 {first_gb} 行是 GB18030。请用一种编码重新导出。")
    return "gb18030"


def _read_csv(bench: duckdb.DuckDBPyConnection, number: int, path: Path, header: Header) -> int:
    with path.open(encoding=encoding_of(path), newline="") as file:
        lines = csv.reader(file, strict=True)
        try:
            given = [name.strip() for name in next(lines, [])]
            if not given:
                raise MartsFailed(f"文件 {path} 是空的：请给出带表头的 CSV。")
            header.check(path, given)
            return _append(bench, number, lines, given, header)
        except csv.Error as error:
            raise MartsFailed(f"文件 {path} 第 {lines.line_num} 行附近不是合格的 CSV（{error}）：多为引号未配对，请改正后重做。") from error


def _append(bench: duckdb.DuckDBPyConnection, number: int, lines, given: list[str], header: Header) -> int:  # type: ignore[no-untyped-def]
    chosen = [place for place, name in enumerate(given) if name in header.known]
    names = [given[place] for place in chosen]
    rows: list[list[object]] = []
    ragged: list[list[object]] = []
    count = 0
    for fields in lines:
        if not fields:
            continue
        count += 1
        place: list[object] = [number, count, lines.line_num]
        if len(fields) == len(given):
            rows.append(place + [fields[i] for i in chosen])
        else:
            ragged.append([*place, "", ",".join(fields)[:200], f"应有 {len(given)} 列，实有 {len(fields)} 列"])
        if len(rows) == CHUNK:
            _insert(bench, "raw", [*PLACE, *names], rows)
            rows = []
    _insert(bench, "raw", [*PLACE, *names], rows)
    _insert(bench, "bad", [*PLACE, "col", "val", "why"], ragged)
    return count


def _insert(bench: duckdb.DuckDBPyConnection, table: str, names: list[str], rows: list[list[object]]) -> None:
    if rows:
        bench.register("chunk", pd.DataFrame(rows, columns=names))
        values = ", ".join(quoted(name) if name in PLACE else f"nullif(trim({quoted(name)}), '')" for name in names)
        bench.execute(f"INSERT INTO {table} ({', '.join(map(quoted, names))}) SELECT {values} FROM chunk")  # noqa: S608 names are declared
        bench.unregister("chunk")


def _read_parquet(bench: duckdb.DuckDBPyConnection, number: int, path: Path, header: Header) -> int:
    source = f"read_parquet({literal(str(path))}, file_row_number = true)"
    try:
        kinds = dict(bench.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})").fetchall())  # noqa: S608
        kinds.pop("file_row_number", None)
        header.check(path, list(kinds))
        names = [name for name in kinds if name in header.known]
        values = ", ".join(_text(name, kinds[name]) for name in names)
        made = first_row(
            bench,
            f"INSERT INTO raw (__file, __row, __line, {', '.join(map(quoted, names))}) "  # noqa: S608 names are declared
            f"SELECT {number}, file_row_number + 1, 0, {values} FROM {source}",
        )
    except duckdb.Error as error:
        text = " ".join(str(error).split())
        if "memory" in text.lower() or "no space" in text.lower():
            raise MartsFailed(f"读入 {path} 时内存或磁盘不足（{text[:160]}）：请腾出空间，或分成几个文件装载。") from error
        raise MartsFailed(f"文件 {path} 不是完整的 Parquet（{text[:160]}）：请重新导出或重新传输。") from error
    return int(made[0]) if made else 0


def _text(name: str, kind: str) -> str:
    column = quoted(name)
    if kind in ("DOUBLE", "FLOAT"):
        column = f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END"  # a frame writes unknown as NaN
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"
