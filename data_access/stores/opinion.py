"""The opinion items of the store: the hottest in hand, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.tables import OPINION_ITEM

HOT = 70
"""Heat (0 … 100) from which an item counts as hot."""
IN_HAND = OPINION_ITEM.c.state != "answered"


@dataclass(frozen=True)
class Item:
    """One topic, its copies merged."""

    id: str
    title: str
    topic: str
    region: str
    heat: int
    reposts: int
    first_at: datetime
    state: str
    answer_due: datetime | None
    nature: str


@dataclass(frozen=True)
class Counts:
    """How many items in hand are hot, and how many wait for our answer."""

    hot: int
    waiting: int


def top(connection: Connection, scope: Scope, limit: int) -> list[Item]:
    """Items in hand, hottest first."""
    columns = [OPINION_ITEM.c[name] for name in Item.__dataclass_fields__]
    query = (
        select(*columns)
        .where(IN_HAND, scope.clause(OPINION_ITEM.c.region))
        .order_by(OPINION_ITEM.c.heat.desc(), OPINION_ITEM.c.first_at, OPINION_ITEM.c.id)
    )
    return [Item(*row) for row in connection.execute(query.limit(limit))]


def counts(connection: Connection, scope: Scope) -> Counts:
    """Hot items in hand, and open ones with an answer due."""
    hot = func.sum(case((OPINION_ITEM.c.heat >= HOT, 1), else_=0))
    waiting = func.sum(case(((OPINION_ITEM.c.state == "open") & OPINION_ITEM.c.answer_due.is_not(None), 1), else_=0))
    row = connection.execute(select(hot, waiting).where(IN_HAND, scope.clause(OPINION_ITEM.c.region))).one()
    return Counts(hot=row[0] or 0, waiting=row[1] or 0)


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the opinion items are."""
    return heard.state(connection, scope, OPINION_ITEM, OPINION_ITEM.c.changed_at)


def changed_times(connection: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """When each known item of these changed last."""
    rows = connection.execute(select(OPINION_ITEM.c.id, OPINION_ITEM.c.changed_at).where(OPINION_ITEM.c.id.in_(list(ids))))
    return {row.id: row.changed_at for row in rows}


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write new items."""
    if rows:
        connection.execute(insert(OPINION_ITEM), [dict(row) for row in rows])
        outbox.put(connection, ("opinion_item",), now)


def move(connection: Connection, item: str, at: datetime, values: Mapping[str, Any]) -> bool:
    """Change an item in hand at a time. False: it was answered or changed later."""
    found = update(OPINION_ITEM).where(OPINION_ITEM.c.id == item, OPINION_ITEM.c.changed_at < at, IN_HAND)
    if not connection.execute(found.values(**values, changed_at=at)).rowcount:
        return False
    outbox.put(connection, ("opinion_item",), at)
    return True


def forget_demo(connection: Connection, before: datetime | None = None) -> int:
    """Delete demo items first seen before a time; without a time all demo items."""
    old = [OPINION_ITEM.c.nature == "demo"] + ([OPINION_ITEM.c.first_at < before] if before else [])
    return connection.execute(delete(OPINION_ITEM).where(*old)).rowcount
