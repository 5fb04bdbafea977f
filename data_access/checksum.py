"""The checksums of the marts: a digest a table that follows from the values alone, whatever batch or order the rows came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from data_access.batches import MartsFailed
from data_access.mart_tables import MARTS
from data_access.marts import Marts


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """The digest of a table's rows: their number, and the exclusive or of a 64-bit hash of each."""

    table: str
    rows: int
    digest: str


def checksum(marts: Marts, table: str, until: date | None = None, without: str = "") -> Checksum:
    """The checksum of a table's rows up to a day (all of them without a time column), but for those of one source.

    Comparable between equal engines only. Raises MartsFailed.
    """
    if table not in MARTS.tables:
        raise MartsFailed(f"没有名为 {table} 的主题表：请用 yiping mart list 查看已有的表。")
    mart = MARTS.tables[table]
    values = [column for column in mart.columns if column.name != "batch_id"]
    asked = select(func.count().label("rows"), func.bit_xor(func.hash(*values)).label("digest")).select_from(mart)
    if until is not None and mart.info["time"]:
        asked = asked.where(func.date_trunc("day", mart.c[mart.info["time"]]) <= until)
    left_out = [batch.number for batch in marts.batches() if without and batch.source == without]
    if left_out:
        asked = asked.where(mart.c.batch_id.not_in(left_out))
    found = marts.read(asked)
    rows, digest = found["rows"].iloc[0], found["digest"].iloc[0]
    return Checksum(table=table, rows=int(rows), digest=f"{int(digest) if rows else 0:016x}")


def checksums(marts: Marts, until: date | None = None, without: str = "") -> list[Checksum]:
    """The checksums of all published tables, by name."""
    return [checksum(marts, table, until, without) for table in sorted(marts.tables())]
