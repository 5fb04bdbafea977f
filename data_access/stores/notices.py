"""The notices of the store: one message to one receiver each, claimed by compare-and-set, sent from the row, marked afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, insert, or_, select, update

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.alert_tables import ALERT, NOTICE

UNDER_WAY = ("waiting", "sending")
CALLING = ("fired", "raised", "repeated", "escalated", "reopened", "silence_ended")
"""Occasions that call for an answer: once the alert is answered they are not sent any more."""


@dataclass(frozen=True)
class Notice:
    """One notice."""

    id: str
    key: str
    alert: str
    receiver: str
    channel: str
    occasion: str
    state: str
    body: Mapping[str, Any]
    tries: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None
    error: str | None
    receipt: Mapping[str, Any] | None
    exercise: bool


@dataclass(frozen=True)
class Claim:
    """Who sends, and until when nobody else may."""

    holder: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Places:
    """How many letters a receiver may have under way: `each`, or what is left of them."""

    each: int
    left: Mapping[str, int] = field(default_factory=dict)


_COLUMNS = [NOTICE.c[name] for name in Notice.__dataclass_fields__]


def put(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Write notices whose keys are not there yet, each key once: one screen may stand before two people. Returns how many were new."""
    known = set(connection.execute(select(NOTICE.c.key).where(NOTICE.c.key.in_([row["key"] for row in rows]))).scalars()) if rows else set()
    fresh = list(
        {row["key"]: {"tries": 0, "exercise": False, **row, "created_at": now} for row in rows if row["key"] not in known}.values()
    )
    if fresh:
        connection.execute(insert(NOTICE), fresh)
        outbox.put(connection, ("notice",), now)
    return len(fresh)


def any_due(connection: Connection, now: datetime) -> bool:
    """Whether any notice is due, or was left by a holder that died."""
    left = and_(NOTICE.c.state == "sending", NOTICE.c.claimed_until < now)
    query = select(NOTICE.c.id).where(or_(NOTICE.c.state == "waiting", left), NOTICE.c.due_at <= now).limit(1)
    return connection.execute(query).first() is not None


def claim(connection: Connection, claim: Claim, limit: int, places: Places | None = None) -> list[Notice]:
    """Take due notices, oldest first and for one alert and receiver one after the other. A holder that died loses its claim in time.

    No receiver gets more than its places: one that hangs does not keep the others waiting.
    """
    each = places or Places(limit)
    before = NOTICE.alias()
    free = or_(NOTICE.c.state == "waiting", and_(NOTICE.c.state == "sending", NOTICE.c.claimed_until < claim.at))
    earlier = exists().where(
        before.c.alert == NOTICE.c.alert,
        before.c.receiver == NOTICE.c.receiver,
        before.c.state.in_(UNDER_WAY),
        or_(before.c.created_at < NOTICE.c.created_at, and_(before.c.created_at == NOTICE.c.created_at, before.c.id < NOTICE.c.id)),
        or_(before.c.due_at <= claim.at, before.c.tries > 0),  # one that is tried again holds its place; one for later does not
    )
    full = [name for name, left in each.left.items() if left <= 0]
    turn = func.row_number().over(partition_by=NOTICE.c.receiver, order_by=(NOTICE.c.due_at, NOTICE.c.id)).label("turn")
    due = select(*_COLUMNS, turn).where(free, NOTICE.c.due_at <= claim.at, ~earlier, NOTICE.c.receiver.not_in(full)).subquery()
    room = case(each.left, value=due.c.receiver, else_=each.each) if each.left else each.each
    query = select(*(due.c[column.name] for column in _COLUMNS)).where(due.c.turn <= room)
    found = [Notice(*row) for row in connection.execute(query.order_by(due.c.due_at, due.c.id).limit(limit))]
    taken = []
    for notice in found:
        values = {"state": "sending", "claimed_by": claim.holder, "claimed_until": claim.until, "tries": notice.tries + 1}
        if connection.execute(
            update(NOTICE).where(NOTICE.c.id == notice.id, free, NOTICE.c.tries == notice.tries).values(**values)
        ).rowcount:
            taken.append(notice)
    return taken


def holders(connection: Connection) -> list[str]:
    """Who holds claims now."""
    query = select(NOTICE.c.claimed_by).where(NOTICE.c.state == "sending", NOTICE.c.claimed_by.is_not(None)).distinct()
    return list(connection.execute(query).scalars())


def give_back(connection: Connection, gone: Collection[str]) -> int:
    """Free the claims of holders that are surely gone. Returns their number."""
    where = (NOTICE.c.state == "sending", NOTICE.c.claimed_by.in_(list(gone)))
    return connection.execute(update(NOTICE).where(*where).values(state="waiting", claimed_by=None, claimed_until=None)).rowcount


def finish(connection: Connection, notice: str, holder: str, values: Mapping[str, Any], now: datetime) -> bool:
    """Write what became of a claimed notice, if the claim still is this holder's."""
    mine = (NOTICE.c.id == notice, NOTICE.c.state == "sending", NOTICE.c.claimed_by == holder)
    done = bool(connection.execute(update(NOTICE).where(*mine).values(**values, claimed_by=None, claimed_until=None)).rowcount)
    if done:
        outbox.put(connection, ("notice",), now)
    return done


def hold(connection: Connection, alerts: Collection[str], why: str, now: datetime) -> int:
    """Take back the calls that wait for these alerts. Returns their number."""
    where = (NOTICE.c.alert.in_(list(alerts)), NOTICE.c.state == "waiting", NOTICE.c.occasion.in_(CALLING))
    held = connection.execute(update(NOTICE).where(*where).values(state="held", error=why)).rowcount
    if held:
        outbox.put(connection, ("notice",), now)
    return held


def alert_now(connection: Connection, alert: str) -> Mapping[str, Any] | None:
    """An alert's row as it is now."""
    row = connection.execute(select(ALERT).where(ALERT.c.id == alert)).mappings().first()
    return dict(row) if row else None


def told(connection: Connection, alert: str) -> set[str]:
    """Receivers that were sent anything of an alert, or will be."""
    where = (NOTICE.c.alert == alert, NOTICE.c.state.in_(("sent", *UNDER_WAY)))
    return set(connection.execute(select(NOTICE.c.receiver).where(*where)).scalars())


def times(connection: Connection, alert: str, occasion: str) -> int:
    """How many occasions of a kind an alert has had."""
    rows = connection.execute(select(NOTICE.c.key).where(NOTICE.c.alert == alert, NOTICE.c.occasion == occasion)).scalars()
    return len({key.split("|")[1] for key in rows})


def of(connection: Connection, alert: str, scope: Scope) -> list[Notice]:
    """All notices of an alert in the scope, oldest first."""
    query = select(*_COLUMNS).join(ALERT, ALERT.c.id == NOTICE.c.alert).where(NOTICE.c.alert == alert, scope.clause(ALERT.c.region))
    return [Notice(*row) for row in connection.execute(query.order_by(NOTICE.c.created_at, NOTICE.c.id))]


def failed(connection: Connection, scope: Scope, since: datetime) -> list[Notice]:
    """Notices that were given up since a time: nobody there has heard of it."""
    query = select(*_COLUMNS).join(ALERT, ALERT.c.id == NOTICE.c.alert)
    query = query.where(NOTICE.c.state == "failed", NOTICE.c.created_at >= since, scope.clause(ALERT.c.region))
    return [Notice(*row) for row in connection.execute(query.order_by(NOTICE.c.created_at.desc()).limit(200))]


def waiting(connection: Connection) -> int:
    """How many notices are on their way."""
    return connection.execute(select(func.count()).where(NOTICE.c.state.in_(UNDER_WAY))).scalar() or 0
