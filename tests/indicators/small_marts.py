"""A small province in a real engine: the declared tables, seeded rows, and a reader over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Engine, Select, Table, create_engine, delete, insert
from sqlalchemy.pool import NullPool

from data_access.engine import tables_of
from data_access.mart_tables import MARTS
from data_access.scope import Scope

PROVINCE = "320000"
CITIES = ("320100", "320500", "321300")
COUNTIES = ("320102", "320104", "320505", "320582", "321302")
WHOLE = Scope.whole(PROVINCE)
NANJING = Scope.of(PROVINCE, "320100")
ENGINES = ("duckdb:///:memory:", "sqlite://")
"""Those that live in memory; the fixture `engines` adds PostgreSQL."""
AS_OF = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    as_of: datetime | None = AS_OF
    batch: int | None = 7
    nature: str = "demo"


@cache
def served(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


@dataclass
class Bench:
    """A reader over one engine. `states` says what is published."""

    url: str = ENGINES[0]
    states: dict[str, Known] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = served(self.url) if "postgresql" in self.url else create_engine(self.url)
        self._made: set[str] = set()

    def _have(self, table: Table) -> None:
        """Have an empty table. PostgreSQL has one database for all benches: what another one put there goes."""
        if table.name in self._made:
            return
        with self.engine.begin() as connection:
            table.create(connection, checkfirst="postgresql" in self.url)
            connection.execute(delete(table))
        self._made.add(table.name)

    def put(self, table: Table, rows: Iterable[Mapping[str, Any]], state: Known | None = None) -> Bench:
        self._have(table)
        filled = [{**{c.name: None for c in table.columns}, **row, "batch_id": 7} for row in rows]
        if filled:
            with self.engine.begin() as connection:
                connection.execute(insert(table), filled)
        self.states[table.name] = state or Known()
        return self

    def read(self, select: Select) -> pd.DataFrame:
        self.asked.append(str(select))
        for name in tables_of(select):
            self._have(MARTS.tables[name])
        with self.engine.connect() as connection:
            result = connection.execute(select)
            return pd.DataFrame(result.fetchall(), columns=list(result.keys()))

    def tables(self) -> Mapping[str, Known]:
        return self.states


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def regions() -> list[dict[str, Any]]:
    rows = [{"code": PROVINCE, "name": "江苏省", "parent": None, "level": "province"}]
    rows += [{"code": code, "name": f"市{code}", "parent": PROVINCE, "level": "city"} for code in CITIES]
    return rows + [{"code": code, "name": f"县{code}", "parent": code[:4] + "00", "level": "county"} for code in COUNTIES]
