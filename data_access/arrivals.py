"""Arrivals: which cities and which source systems have reported, and until when.

Absence is data: a city whose rows stop is late, whatever the table's own cut-off says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from data_access.mart_tables import SOURCE_DAILY, SOURCE_SYSTEM
from data_access.scope import Scope, city_of

LATE = 1.1
"""Data are late when they are older than their rhythm and a tenth: the one allowance of sources, indicators and panels."""


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
        late = self.rhythm is not None and now - self.last_arrived_at > timedelta(minutes=self.rhythm) * LATE
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
            code=row.code, name=row.name, owner=row.owner, rhythm=whole(row.rhythm), due=whole(row.due) or 0, arrived=whole(row.arrived) or 0,
            last_arrived_at=None if row.last_at is None or row.last_at != row.last_at else aware(row.last_at),
        )
        for row in frame.itertuples()
    ]  # fmt: skip


def silent_cities(reader: Any, scope: Scope) -> tuple[str, ...]:
    """Visible cities that owe batches on the newest day and have sent none, of any source.

    `horizon.absent_cities` asks the other question: who has no row in one mart, for whatever reason.
    """
    newest = select(func.max(SOURCE_DAILY.c.day)).scalar_subquery()
    city = city_of(SOURCE_DAILY.c.region).label("city")
    query = (
        select(city).where(scope.clause(SOURCE_DAILY.c.region), SOURCE_DAILY.c.day == newest).group_by(city)
        .having(func.sum(SOURCE_DAILY.c.due) > 0, func.coalesce(func.sum(SOURCE_DAILY.c.arrived), 0) == 0)
    )  # fmt: skip
    return tuple(sorted(reader.read(query)["city"]))


def whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


def aware(value: Any) -> datetime:
    stamp = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
