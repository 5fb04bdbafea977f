"""The work orders of the store: the open ones by urgency, and their six steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.tables import WORK_ORDER

DONE = 6
OPEN = WORK_ORDER.c.step < DONE


@dataclass(frozen=True)
class Order:
    """One row of the dispatch lane. `due_at` is the time limit of the step that comes next."""

    id: str
    number: str
    level: str
    title: str
    region: str
    unit: str
    person: str | None
    step: int
    due_at: datetime | None
    created_at: datetime
    alert: str | None
    nature: str


@dataclass(frozen=True)
class Counts:
    """How many orders are under way, and how many of them are past their time."""

    open: int
    overdue: int


def lane(connection: Connection, scope: Scope, now: datetime, limit: int) -> list[Order]:
    """Open orders, most urgent first: the longest overdue, then the least time left, then those without limit."""
    none = case((WORK_ORDER.c.due_at.is_(None), 1), else_=0)
    columns = [WORK_ORDER.c[name] for name in Order.__dataclass_fields__]
    query = (
        select(*columns)
        .where(OPEN, WORK_ORDER.c.created_at <= now, scope.clause(WORK_ORDER.c.region))
        .order_by(none, WORK_ORDER.c.due_at, WORK_ORDER.c.id)
    )
    return [Order(*row) for row in connection.execute(query.limit(limit))]


def counts(connection: Connection, scope: Scope, now: datetime) -> Counts:
    """Orders under way and overdue."""
    late = func.sum(case((WORK_ORDER.c.due_at < now, 1), else_=0))
    row = connection.execute(select(func.count(), late).where(OPEN, scope.clause(WORK_ORDER.c.region))).one()
    return Counts(open=row[0], overdue=row[1] or 0)


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the orders are."""
    return heard.state(connection, scope, WORK_ORDER, WORK_ORDER.c.changed_at)


def changed_times(connection: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """When each known order of these changed last."""
    rows = connection.execute(select(WORK_ORDER.c.id, WORK_ORDER.c.changed_at).where(WORK_ORDER.c.id.in_(list(ids))))
    return {row.id: row.changed_at for row in rows}


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write new orders."""
    if rows:
        connection.execute(insert(WORK_ORDER), [dict(row) for row in rows])
        outbox.put(connection, ("work_order",), now)


def move(connection: Connection, order: str, at: datetime, step: int, values: Mapping[str, Any]) -> bool:
    """Take an order to its next step at a time, when it stands at the step before. False: it did not."""
    found = update(WORK_ORDER).where(WORK_ORDER.c.id == order, WORK_ORDER.c.changed_at < at, WORK_ORDER.c.step == step - 1)
    if not connection.execute(found.values(step=step, **values, changed_at=at)).rowcount:
        return False
    outbox.put(connection, ("work_order",), at)
    return True
