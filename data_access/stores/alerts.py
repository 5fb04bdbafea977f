"""The alerts of the store: what is open, how fast it was handled, and the moves of an alert's life."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, extract, func, insert, or_, select, update

from data_access.scope import Scope, city_of
from data_access.stores import heard, outbox
from data_access.stores.alert_tables import ESCALATION, NOTICE
from data_access.stores.tables import ALERT, ALERT_STEP, WORK_ORDER

LEVELS = ("I", "II", "III", "0", "IV")
"""In the order of the feed; 0 is a missing report (报送异常)."""
OPEN = ALERT.c.state != "closed"
REAL = ALERT.c.status == "actual"
HEAD: ColumnElement[bool] = or_(ALERT.c.head.is_(None), ALERT.c.head == ALERT.c.id)
"""First alerts of their groups; those from before grouping are groups of their own."""
STANDS: ColumnElement[bool] = and_(HEAD, ALERT.c.inhibited_by.is_(None))
"""Matters that stand for themselves: a member is inside its head's number, a consequence in its cause's."""
MONTH = timedelta(days=30)

Times = dict[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class Alert:
    """One row of the feed."""

    id: str
    level: str
    title: str
    detail: str
    region: str
    lon: float | None
    lat: float | None
    merged: int
    state: str
    owner: str | None
    occurred_at: datetime
    due_at: datetime | None
    nature: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A change of an alert's state: what it must be before, what it is after, who did it and why."""

    state_from: str
    state_to: str
    who: str
    why: str


def open_by_level(connection: Connection, scope: Scope) -> dict[str, int]:
    """Open matters of each level, 0 for missing reports; every level is there."""
    rows = connection.execute(
        select(ALERT.c.level, func.count().label("open")).where(OPEN, REAL, STANDS, scope.clause(ALERT.c.region)).group_by(ALERT.c.level)
    )
    return dict.fromkeys(LEVELS, 0) | {row.level: row.open for row in rows}


def feed(connection: Connection, scope: Scope, limit: int) -> list[Alert]:
    """Open alerts, gravest level first; in a level those that wait for an answer by their clock, then the newest."""
    rank = case({level: place for place, level in enumerate(LEVELS)}, value=ALERT.c.level, else_=len(LEVELS))
    waits = case((ALERT.c.state == "open", 0), else_=1)
    clock = case((ALERT.c.state == "open", ALERT.c.due_at), else_=None)
    columns = [ALERT.c[name] for name in Alert.__dataclass_fields__]
    query = (
        select(*columns)
        .where(OPEN, REAL, STANDS, scope.clause(ALERT.c.region))
        .order_by(rank, waits, clock, ALERT.c.occurred_at.desc(), ALERT.c.id)
    )
    return [Alert(*row) for row in connection.execute(query.limit(limit))]


def first_times(connection: Connection, scope: Scope, since: datetime, length: timedelta = MONTH) -> Times:
    """Median seconds of the three first times for alerts that occurred in the period from `since`, and in the period before it.

    `found` 发现→确认, `dispatched` 确认→派单, `closed` 派单→办结. None where no alert of a period has come that far.
    """
    columns = (ALERT.c.occurred_at, ALERT.c.acknowledged_at, ALERT.c.dispatched_at, ALERT.c.closed_at)
    where = (
        REAL,
        STANDS,
        ALERT.c.level != "0",
        ALERT.c.occurred_at >= since - length,
        ALERT.c.occurred_at < since + length,
        scope.clause(ALERT.c.region),
    )
    rows = [tuple(row) for row in connection.execute(select(*(extract("epoch", column) for column in columns)).where(*where))]
    border = int(since.timestamp())
    halves = ([row for row in rows if row[0] >= border], [row for row in rows if row[0] < border])
    return {name: (_median(halves[0], at), _median(halves[1], at)) for at, name in enumerate(("found", "dispatched", "closed"))}


def _median(rows: Sequence[tuple[Any, ...]], at: int) -> float | None:
    seconds = [float(row[at + 1] - row[at]) for row in rows if row[at] is not None and row[at + 1] is not None]
    return median(seconds) if seconds else None


def by_city_30d(connection: Connection, scope: Scope, now: datetime) -> dict[str, int]:
    """Alerts of the last 30 days by city adcode; missing reports are not counted. A city without any is not in it."""
    city = city_of(ALERT.c.region)
    where = (
        REAL,
        STANDS,
        ALERT.c.level != "0",
        ALERT.c.occurred_at > now - MONTH,
        ALERT.c.occurred_at <= now,
        scope.clause(ALERT.c.region),
    )
    return {row[0]: row[1] for row in connection.execute(select(city, func.count()).where(*where).group_by(city))}


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the alerts are."""
    return heard.state(connection, scope, ALERT, ALERT.c.changed_at)


def changed_times(connection: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """When each known alert of these changed last."""
    rows = connection.execute(select(ALERT.c.id, ALERT.c.changed_at).where(ALERT.c.id.in_(list(ids))))
    return {row.id: row.changed_at for row in rows}


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write new alerts with the steps that they have gone."""
    if rows:
        connection.execute(insert(ALERT), [dict(row) for row in rows])
        if steps:
            connection.execute(insert(ALERT_STEP), [dict(step) for step in steps])
        outbox.put(connection, ("alert", "alert_step"), now)


def move(connection: Connection, alert: str, at: datetime, values: Mapping[str, Any], step: Step | None = None) -> bool:
    """Change an alert at a time, if it is still in the state that the step starts from (without step: if it is open). False: it was not."""
    found = update(ALERT).where(ALERT.c.id == alert, ALERT.c.changed_at < at, ALERT.c.state == step.state_from if step else OPEN)
    state = {"state": step.state_to} if step else {}
    if not connection.execute(found.values(**state, **values, changed_at=at)).rowcount:
        return False
    if step:
        connection.execute(
            insert(ALERT_STEP).values(alert=alert, state_from=step.state_from, state_to=step.state_to, who=step.who, why=step.why, at=at)
        )
    outbox.put(connection, ("alert", "alert_step"), at)
    return True


def forget_demo(connection: Connection, before: datetime | None = None) -> int:
    """Delete demo alerts closed before a time with their steps, notices and orders; without a time all demo alerts. Returns the number of alerts."""
    old = [ALERT.c.nature == "demo"] + ([ALERT.c.closed_at < before] if before else [])
    gone = select(ALERT.c.id).where(*old).scalar_subquery()
    connection.execute(delete(ALERT_STEP).where(ALERT_STEP.c.alert.in_(gone)))
    connection.execute(delete(ESCALATION).where(ESCALATION.c.alert.in_(gone)))
    connection.execute(delete(NOTICE).where(NOTICE.c.alert.in_(gone)))
    connection.execute(delete(WORK_ORDER).where(WORK_ORDER.c.alert.in_(gone)))
    return connection.execute(delete(ALERT).where(*old)).rowcount
