"""The forecasts of the store: written by the night's work, read cut to the caller's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.tables import FORECAST


@dataclass(frozen=True)
class Kept:
    """One forecast as it is kept. `history_end` is the first day of the last month that it knew; `body` is plain data."""

    code: str
    region: str
    history_end: date
    body: Mapping[str, Any]
    batch: int | None
    nature: str
    made_at: datetime


_COLUMNS = [FORECAST.c[name] for name in Kept.__dataclass_fields__]


def write(connection: Connection, forecasts: Iterable[Kept], now: datetime) -> None:
    """Write forecasts down, each in place of the one with the same cut-off; in the caller's transaction."""
    for one in forecasts:
        same = (FORECAST.c.code == one.code, FORECAST.c.region == one.region, FORECAST.c.history_end == one.history_end)
        connection.execute(delete(FORECAST).where(*same))
        connection.execute(insert(FORECAST).values({**one.__dict__, "body": dict(one.body)}))
    outbox.put(connection, ("forecast",), now)


def latest(connection: Connection, code: str, region: str, scope: Scope) -> Kept | None:
    """The newest forecast of a series; None where there is none, or where the region lies outside the scope."""
    found = past(connection, code, region, scope, limit=1)
    return found[0] if found else None


def past(connection: Connection, code: str, region: str, scope: Scope, *, limit: int) -> list[Kept]:
    """The forecasts of a series by cut-off, the newest first."""
    if not scope.allows(region):
        return []
    query = select(*_COLUMNS).where(FORECAST.c.code == code, FORECAST.c.region == region, scope.clause(FORECAST.c.region))
    return [Kept(*row) for row in connection.execute(query.order_by(FORECAST.c.history_end.desc()).limit(limit))]


def made(connection: Connection) -> dict[str, datetime]:
    """When each indicator was last forecast."""
    rows = connection.execute(
        select(FORECAST.c.code, func.max(FORECAST.c.made_at, type_=FORECAST.c.made_at.type)).group_by(FORECAST.c.code)
    )
    return {row[0]: row[1] for row in rows}


def forget(connection: Connection, before: date) -> None:
    """Drop the forecasts of cut-offs that are long past."""
    connection.execute(delete(FORECAST).where(FORECAST.c.history_end < before))
