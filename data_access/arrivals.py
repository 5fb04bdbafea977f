"""Arrivals: which cities and which source systems have reported, and until when.

Absence is data: a city whose rows stop is late, whatever the table's own cut-off says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Table, func, literal, select

from data_access.mart_tables import MARTS, SOURCE_DAILY, SOURCE_SYSTEM
from data_access.scope import Scope


def last_days(reader: Any, table: str, scope: Scope) -> Mapping[str, date]:
    """The last reported day of each visible city in a mart, by city adcode."""
    mart: Table = MARTS.tables[table]
    city = (func.substr(mart.c.region, 1, 4) + literal("00")).label("city")
    time = mart.c[mart.info["time"]]
    frame = reader.read(select(city, func.max(time).label("last")).where(scope.clause(mart.c.region)).group_by(city))
    return {row.city: _day(row.last) for row in frame.itertuples()}


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value


@dataclass(frozen=True)
class SourceState:
    """One source system as of the newest day that it should have reported on."""

    code: str
    name: str
    owner: str
    rhythm: int | None
    due: int
    arrived: int
    last_arrived_at: datetime | None

    def state(self, now: datetime) -> str:
        """`none` (due, nothing came today), `stopped` (older than its rhythm and a tenth), else `ok`."""
        if self.due and not self.arrived:
            return "none"
        if self.last_arrived_at is None:
            return "none"
        late = self.rhythm is not None and (now - self.last_arrived_at).total_seconds() > self.rhythm * 66
        return "stopped" if late else "ok"


def source_states(reader: Any, scope: Scope) -> list[SourceState]:
    """Every source system with its newest arrivals, in code order. A system without any row has due 0 and no last arrival."""
    newest = select(func.max(SOURCE_DAILY.c.day)).scalar_subquery()
    visible = scope.clause(SOURCE_DAILY.c.region)
    rows = (
        select(
            SOURCE_DAILY.c.source,
            func.sum(SOURCE_DAILY.c.due).label("due"),
            func.sum(SOURCE_DAILY.c.arrived).label("arrived"),
            func.max(SOURCE_DAILY.c.last_arrived_at).label("last_at"),
        )
        .where(visible, SOURCE_DAILY.c.day == newest)
        .group_by(SOURCE_DAILY.c.source)
        .subquery()
    )
    query = select(
        SOURCE_SYSTEM.c.code,
        SOURCE_SYSTEM.c.name,
        SOURCE_SYSTEM.c.owner,
        SOURCE_SYSTEM.c.rhythm,
        rows.c.due,
        rows.c.arrived,
        rows.c.last_at,
    )
    frame = reader.read(
        query.select_from(SOURCE_SYSTEM.outerjoin(rows, rows.c.source == SOURCE_SYSTEM.c.code)).order_by(SOURCE_SYSTEM.c.code)
    )
    return [
        SourceState(
            code=row.code, name=row.name, owner=row.owner, rhythm=_whole(row.rhythm), due=_whole(row.due) or 0, arrived=_whole(row.arrived) or 0,
            last_arrived_at=None if row.last_at is None or row.last_at != row.last_at else _aware(row.last_at),
        )
        for row in frame.itertuples()
    ]  # fmt: skip


def silent_cities(reader: Any, scope: Scope) -> tuple[str, ...]:
    """Visible cities that owe batches on the newest day and have sent none."""
    newest = select(func.max(SOURCE_DAILY.c.day)).scalar_subquery()
    city = (func.substr(SOURCE_DAILY.c.region, 1, 4) + literal("00")).label("city")
    query = (
        select(city).where(scope.clause(SOURCE_DAILY.c.region), SOURCE_DAILY.c.day == newest).group_by(city)
        .having(func.sum(SOURCE_DAILY.c.due) > 0, func.coalesce(func.sum(SOURCE_DAILY.c.arrived), 0) == 0)
    )  # fmt: skip
    return tuple(sorted(reader.read(query)["city"]))


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


def _aware(value: Any) -> datetime:
    stamp = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
