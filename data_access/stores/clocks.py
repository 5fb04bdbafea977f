"""The statutory clocks of the store: what is timed by which limit, and every step of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.alert_tables import CLOCK, CLOCK_STEP

RUNNING = ("running", "stopped")


@dataclass(frozen=True)
class Timed:
    """One clock. `due_at` is None while it is stopped."""

    id: str
    rule: str
    subject: str
    region: str
    title: str
    state: str
    started_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    extended: int
    nature: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step to be written, and how the clock stands after it."""

    kind: str
    at: datetime
    who: str
    why: str
    days: int = 0
    state: str
    due_at: datetime | None
    extended: int


@dataclass(frozen=True)
class Written:
    """One step as it is kept."""

    clock: str
    kind: str
    days: int | None
    who: str
    why: str
    at: datetime


_COLUMNS = [CLOCK.c[name] for name in Timed.__dataclass_fields__]


def start(connection: Connection, row: Mapping[str, Any], move: Move) -> bool:
    """Set a clock going, if its subject has none of this limit yet. Returns whether it was set."""
    known = select(CLOCK.c.id).where(CLOCK.c.subject == row["subject"], CLOCK.c.rule == row["rule"])
    if connection.execute(known).first():
        return False
    values = {"state": move.state, "due_at": move.due_at, "started_at": move.at, "changed_at": move.at, "extended": 0}
    connection.execute(insert(CLOCK).values(**row, **values))
    _step(connection, str(row["id"]), move)
    return True


def go(connection: Connection, clock: str, steps: int, move: Move) -> bool:
    """Write a step, if the clock has had exactly so many steps before: two who act at once cannot both. Returns whether it was written."""
    count = select(func.count()).where(CLOCK_STEP.c.clock == clock).scalar_subquery()
    ended = {"done_at": move.at} if move.state in ("done", "cancelled") else {}
    changed = (
        update(CLOCK)
        .where(CLOCK.c.id == clock, CLOCK.c.state.in_(RUNNING), count == steps)
        .values(state=move.state, due_at=move.due_at, extended=move.extended, changed_at=move.at, **ended)
    )
    if not connection.execute(changed).rowcount:
        return False
    _step(connection, clock, move)
    return True


def _step(connection: Connection, clock: str, move: Move) -> None:
    values = {"kind": move.kind, "days": move.days or None, "who": move.who, "why": move.why, "at": move.at}
    connection.execute(insert(CLOCK_STEP).values(clock=clock, **values))
    outbox.put(connection, ("clock", "clock_step"), move.at)


def one(connection: Connection, clock: str, scope: Scope) -> Timed | None:
    """A clock in the scope."""
    row = connection.execute(select(*_COLUMNS).where(CLOCK.c.id == clock, scope.clause(CLOCK.c.region))).first()
    return Timed(*row) if row else None


def steps(connection: Connection, clock: str) -> Sequence[Any]:
    """A clock's steps in order: `kind`, `days`, `who`, `why`, `at`."""
    columns = (CLOCK_STEP.c.kind, CLOCK_STEP.c.days, CLOCK_STEP.c.who, CLOCK_STEP.c.why, CLOCK_STEP.c.at)
    return connection.execute(select(*columns).where(CLOCK_STEP.c.clock == clock).order_by(CLOCK_STEP.c.seq)).all()


def of(connection: Connection, subject: str, scope: Scope) -> list[Timed]:
    """All clocks of a thing, `kind:id`."""
    query = select(*_COLUMNS).where(CLOCK.c.subject == subject, scope.clause(CLOCK.c.region)).order_by(CLOCK.c.started_at, CLOCK.c.id)
    return [Timed(*row) for row in connection.execute(query)]


def going(connection: Connection, scope: Scope) -> list[tuple[Timed, list[Written]]]:
    """All clocks that are running or stopped, each with its steps in order: two statements, however many there are."""
    where = (CLOCK.c.state.in_(RUNNING), scope.clause(CLOCK.c.region))
    found = [Timed(*row) for row in connection.execute(select(*_COLUMNS).where(*where).order_by(CLOCK.c.id))]
    columns = [CLOCK_STEP.c[name] for name in Written.__dataclass_fields__]
    rows: dict[str, list[Written]] = {}
    for row in connection.execute(select(*columns).join(CLOCK, CLOCK.c.id == CLOCK_STEP.c.clock).where(*where).order_by(CLOCK_STEP.c.seq)):
        rows.setdefault(row.clock, []).append(Written(*row))
    return [(timed, rows.get(timed.id, [])) for timed in found]


def counted(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many steps each of these clocks has, those that are set down."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), 500):
        query = select(CLOCK_STEP.c.clock, func.count()).where(CLOCK_STEP.c.clock.in_(ids[at : at + 500])).group_by(CLOCK_STEP.c.clock)
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Set clocks down with all their steps, as they stand."""
    if rows:
        connection.execute(insert(CLOCK), [dict(row) for row in rows])
        connection.execute(insert(CLOCK_STEP), [dict(step) for step in steps])
        outbox.put(connection, ("clock", "clock_step"), now)


def forget_demo(connection: Connection) -> int:
    """Delete all demo clocks with their steps."""
    connection.execute(delete(CLOCK_STEP).where(CLOCK_STEP.c.clock.in_(select(CLOCK.c.id).where(CLOCK.c.nature == "demo"))))
    return connection.execute(delete(CLOCK).where(CLOCK.c.nature == "demo")).rowcount


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the clocks are."""
    return heard.state(connection, scope, CLOCK, CLOCK.c.changed_at)


@dataclass(frozen=True)
class Standing:
    """How the clocks of one limit stand: not ended, of these due soon, and of these past their due-time. A stopped clock is due at no time."""

    running: int
    soon: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which clocks are counted: of these limits, due `soon` by then, in one city or county of the scope where `region` is given."""

    rules: tuple[str, ...]
    now: datetime
    soon: datetime
    region: str | None = None


def standing(connection: Connection, scope: Scope, asked: Asked) -> dict[str, Standing]:
    """How clocks stand, by limit; a limit of which no clock was ever set going has no entry."""
    where = [CLOCK.c.rule.in_(asked.rules), scope.clause(CLOCK.c.region)]
    if asked.region and not asked.region.endswith("00"):
        where.append(CLOCK.c.region == asked.region)
    open_, running = CLOCK.c.state.in_(RUNNING), CLOCK.c.state == "running"

    def count(*parts: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((and_(*parts), 1), else_=0))

    query = select(
        CLOCK.c.rule, count(open_), count(running, CLOCK.c.due_at >= asked.now, CLOCK.c.due_at < asked.soon), count(running, CLOCK.c.due_at < asked.now)
    )  # fmt: skip
    return {rule: Standing(int(a), int(b), int(c)) for rule, a, b, c in connection.execute(query.where(*where).group_by(CLOCK.c.rule))}


def due(connection: Connection, scope: Scope, before: datetime, limit: int = 500) -> list[Timed]:
    """Running clocks that are due before a time, the most urgent first."""
    where = (CLOCK.c.state == "running", CLOCK.c.due_at < before, scope.clause(CLOCK.c.region))
    return [Timed(*row) for row in connection.execute(select(*_COLUMNS).where(*where).order_by(CLOCK.c.due_at, CLOCK.c.id).limit(limit))]
