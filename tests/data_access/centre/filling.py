"""A data center of the tests: the contract's tables, seeded rows with unknowns, and their batches, in DuckDB, PostgreSQL or ClickHouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Column, Table, create_engine, insert, text
from sqlalchemy.pool import NullPool

from data_access.centre.batch_table import MART_BATCH
from data_access.centre.kinds import TYPES, Kind, kind_of
from data_access.load.rules import allowed
from data_access.mart_tables import FACTS, MARTS, REGION, SOURCE_SYSTEM
from data_access.marts import Marts, Part

LAST = date(2026, 11, 20)
AS_OF = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
REGIONS = ("320102", "320104", "320505", "320582", "320500")
Rows = list[dict[str, Any]]


def times(table: Table) -> list[date]:
    """The times that the rows of a table hold: some days of this month, the last and the year before, hours, or months."""
    match table.info["time"]:
        case "month":
            return [date(2025, 11, 1), date(2026, 10, 1), date(2026, 11, 1)]
        case "hour":
            return [datetime(2026, 11, 20, hour) for hour in (0, 8, 23)] + [datetime(2026, 11, 19, 8)]  # noqa: DTZ001 - local
    return [LAST, LAST - timedelta(days=1), LAST - timedelta(days=31), LAST - timedelta(days=365)]


def rows_of(table: Table) -> Rows:
    """Rows whose every seventh measure is unknown; the same each time."""
    split = [column for column in table.primary_key.columns if column.name not in ("region", table.info["time"])]
    values = [allowed(column)[:2] or ("甲", "乙") for column in split]
    found: Rows = []
    for moment in times(table):
        for region in REGIONS:
            for place in range(2):
                row: dict[str, Any] = {table.info["time"]: moment, "region": region}
                row |= {column.name: kinds[place] for column, kinds in zip(split, values, strict=True)}
                found.append(row | {c.name: _value(c, len(found)) for c in table.columns if c.name not in (*row, "batch_id")})
    return found


def _value(column: Column[Any], number: int) -> Any:
    seed = (number * 31 + sum(map(ord, column.name))) % 97
    if seed % 7 == 0:
        return None
    if kind_of(column) is Kind.MOMENT:
        return AS_OF - timedelta(minutes=seed)
    return seed + 0.5 if kind_of(column) is Kind.NUMBER else seed


def regions() -> Rows:
    codes = {"320000": ("province", None), "320100": ("city", "320000"), "320500": ("city", "320000"), "321300": ("city", "320000")}
    codes |= {code: ("county", code[:4] + "00") for code in REGIONS if not code.endswith("00")}
    empty = {"valid_from": None, "valid_to": None}
    return [{"code": code, "name": f"地{code}", "level": level, "parent": parent, **empty} for code, (level, parent) in codes.items()]


def sources() -> Rows:
    usual = {"owner": "信息中心", "bureau": "省局", "net": "business", "rhythm": 1440}
    return [
        {"code": "甲", "name": "甲系统", "tables": "entity_daily,case_daily", **usual},
        {"code": "乙", "name": "乙系统", "tables": "", **usual},
    ]


def province() -> dict[str, Rows]:
    """The rows of every fact table, the regions and the source systems."""
    return {table.name: rows_of(table) for table in FACTS} | {REGION.name: regions(), SOURCE_SYSTEM.name: sources()}


def batch_row(number: int, mart: str, **more: Any) -> dict[str, Any]:
    """A row of the batch table."""
    usual = {
        "source": "S01",
        "nature": "production",
        "as_of": AS_OF,
        "published_at": AS_OF + timedelta(minutes=number),
        "replaces": "nothing",
    }
    return {"batch_id": number, "mart": mart, **usual, "first_day": None, "last_day": None, "row_count": None, **more}


class Filled:
    """A data center's database that its own people may write."""

    def __init__(self, url: str, tables: Iterable[Table] = MARTS.tables.values()) -> None:
        self.url = url
        self.engine = create_engine(url, poolclass=NullPool, connect_args={"compress": False} if url.startswith("clickhouse") else {})
        self.types = TYPES["postgresql" if url.startswith("postgresql") else "clickhouse"]
        for table in (*tables, MART_BATCH):
            self.run(self.types.create(table))

    def run(self, *statements: str) -> None:
        """The statements of a DBA."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def put(self, table: Table, rows: Rows, number: int = 1, **about: Any) -> None:
        """Rows and their registration as a batch."""
        self.insert(table, [row | {"batch_id": number} for row in rows])
        self.insert(MART_BATCH, [batch_row(number, table.name, row_count=len(rows), **about)])

    def insert(self, table: Table, rows: Rows) -> None:
        if rows:
            with self.engine.begin() as connection:
                connection.execute(insert(table), rows)


def filled(url: str, rows: Mapping[str, Rows]) -> Filled:
    """A data center that holds these rows as batch 1."""
    made = Filled(url)
    for name, given in rows.items():
        made.put(MARTS.tables[name], given)
    return made


def published(folder: Path, rows: Mapping[str, Rows]) -> Marts:
    """The same rows in DuckDB files."""
    marts = Marts(folder)
    parts = [Part(table=name, data=_frame(MARTS.tables[name], given)) for name, given in rows.items()]
    marts.publish(parts, source="S01", nature="production", as_of=AS_OF)
    return marts


def _frame(table: Table, rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in table.columns:
        if column.name in frame and kind_of(column) is Kind.WHOLE:
            frame[column.name] = frame[column.name].astype("Int64")
        elif column.name in frame and kind_of(column) is Kind.TEXT:
            frame[column.name] = frame[column.name].astype("string")
    return frame
