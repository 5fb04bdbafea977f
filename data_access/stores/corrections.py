"""The corrections of the store: filed, moved by compare-and-set with their step and the outbox row in one transaction, read cut to a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.correction_tables import CORRECTION, CORRECTION_STEP
from data_access.stores.heard import State
from data_access.stores.heard import state as heard_state

Row = dict[str, Any]
FOUND, REVIEWED, STORED, REJECTED = "found", "reviewed", "stored", "rejected"
OPEN = (FOUND, REVIEWED)
MOST = 200
TABLE = "correction"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of an item's history: who, as what, and why."""

    who: str
    role: str
    why: str


def add(connection: Connection, row: Mapping[str, Any], step: Step, now: datetime) -> None:
    """Write a new item down with its first step."""
    connection.execute(insert(CORRECTION).values(**row))
    _step(connection, row["id"], (None, row["state"]), step, now)
    outbox.put(connection, (TABLE,), now)


def move(connection: Connection, id: str, states: tuple[str, str], values: Mapping[str, Any], step: Step, now: datetime) -> bool:  # noqa: PLR0913 - one move, by name
    """Move an item from one state to another and write the step; False, and nothing written, when it stands otherwise by now."""
    source, to = states
    where = (CORRECTION.c.id == id, CORRECTION.c.state == source)
    if not connection.execute(update(CORRECTION).where(*where).values(**values, state=to, changed_at=now)).rowcount:
        return False
    _step(connection, id, states, step, now)
    outbox.put(connection, (TABLE,), now)
    return True


def waits(connection: Connection, id: str, what: str, now: datetime) -> None:
    """Note what an approved item waits for; nothing happens where the same was noted before."""
    where = (CORRECTION.c.id == id, CORRECTION.c.state == REVIEWED, func.coalesce(CORRECTION.c.waits, "") != what)
    if connection.execute(update(CORRECTION).where(*where).values(waits=what, changed_at=now)).rowcount:
        outbox.put(connection, (TABLE,), now)


def one(connection: Connection, id: str, scope: Scope | None = None) -> Row | None:
    """The item; None where there is none in the scope."""
    where = [CORRECTION.c.id == id] + ([scope.clause(CORRECTION.c.region)] if scope else [])
    row = connection.execute(select(CORRECTION).where(*where)).mappings().first()
    return dict(row) if row else None


def listed(connection: Connection, scope: Scope, *, states: Collection[str] = (), code: str | None = None, limit: int = MOST) -> list[Row]:
    """The items of a scope: those that wait first and longest, then the others by their last change."""
    where: list[ColumnElement[bool]] = [scope.clause(CORRECTION.c.region)]
    if states:
        where.append(CORRECTION.c.state.in_(tuple(states)))
    if code:
        where.append(CORRECTION.c.code == code)
    waiting = CORRECTION.c.state.in_(OPEN)
    query = select(CORRECTION).where(*where)
    first = query.where(waiting).order_by(CORRECTION.c.reported_at, CORRECTION.c.id).limit(limit)
    rest = query.where(~waiting).order_by(CORRECTION.c.changed_at.desc(), CORRECTION.c.id).limit(limit)
    found = [dict(row) for part in (first, rest) for row in connection.execute(part).mappings()]
    return found[:limit]


def steps(connection: Connection, id: str) -> list[Row]:
    """The history of an item, oldest first."""
    query = select(CORRECTION_STEP).where(CORRECTION_STEP.c.correction == id).order_by(CORRECTION_STEP.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many items stand in each state."""
    query = select(CORRECTION.c.state, func.count()).where(scope.clause(CORRECTION.c.region)).group_by(CORRECTION.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def open_codes(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many items are open for each number."""
    where = (scope.clause(CORRECTION.c.region), CORRECTION.c.state.in_(OPEN))
    query = select(CORRECTION.c.code, func.count()).where(*where).group_by(CORRECTION.c.code)
    return {row[0]: row[1] for row in connection.execute(query)}


def oldest_open(connection: Connection, scope: Scope) -> datetime | None:
    """When the item that has been open for longest was found; None where none is open."""
    where = (scope.clause(CORRECTION.c.region), CORRECTION.c.state.in_(OPEN))
    return connection.execute(select(func.min(CORRECTION.c.reported_at, type_=CORRECTION.c.reported_at.type)).where(*where)).scalar()


def stored_since(connection: Connection, scope: Scope, since: datetime) -> int:
    """How many items reached the marts after a time."""
    where = (scope.clause(CORRECTION.c.region), CORRECTION.c.state == STORED, CORRECTION.c.stored_at >= since)
    return connection.execute(select(func.count()).where(*where)).scalar() or 0


def of_mart(connection: Connection, scope: Scope, marts: Collection[str], limit: int = 20) -> list[Row]:
    """The items that changed rows of some marts, newest first."""
    where = (scope.clause(CORRECTION.c.region), CORRECTION.c.state == STORED, CORRECTION.c.mart.in_(tuple(marts)))
    query = select(CORRECTION).where(*where).order_by(CORRECTION.c.stored_at.desc(), CORRECTION.c.id).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def open_of(connection: Connection, reporter: str, code: str | None = None, region: str | None = None) -> list[Row]:
    """The open items of one person, of one number and place where these are given."""
    where = [CORRECTION.c.reporter == reporter, CORRECTION.c.state.in_(OPEN)]
    where += [CORRECTION.c.code == code] if code else []
    where += [CORRECTION.c.region == region] if region else []
    return [dict(row) for row in connection.execute(select(CORRECTION).where(*where).limit(MOST)).mappings()]


def to_store(connection: Connection) -> list[Row]:
    """The approved items, longest first."""
    query = select(CORRECTION).where(CORRECTION.c.state == REVIEWED).order_by(CORRECTION.c.reviewed_at, CORRECTION.c.id).limit(MOST)
    return [dict(row) for row in connection.execute(query).mappings()]


def to_keep(connection: Connection, since: datetime) -> list[Row]:
    """The stored items whose value is held against later batches, those stored after a time."""
    where = (CORRECTION.c.state == STORED, CORRECTION.c.kept.is_(True), CORRECTION.c.stored_at >= since)
    return [
        dict(row) for row in connection.execute(select(CORRECTION).where(*where).order_by(CORRECTION.c.stored_at).limit(MOST)).mappings()
    ]


def forget_demo(connection: Connection) -> None:
    """Take the demo's items out of the store."""
    demo = select(CORRECTION.c.id).where(CORRECTION.c.nature == "demo")
    connection.execute(delete(CORRECTION_STEP).where(CORRECTION_STEP.c.correction.in_(demo)))
    connection.execute(delete(CORRECTION).where(CORRECTION.c.nature == "demo"))


def as_of(connection: Connection, scope: Scope) -> State:
    """As of when the items stand: their last change."""
    return heard_state(connection, scope, CORRECTION, CORRECTION.c.changed_at)


def _step(connection: Connection, id: str, states: tuple[str | None, str], step: Step, now: datetime) -> None:
    source, to = states
    connection.execute(
        insert(CORRECTION_STEP).values(
            correction=id, state_from=source, state_to=to, who=step.who[:64], role=step.role[:16], why=step.why, at=now
        )
    )
