"""The silences of the store: made, warned of, ended; what is due, and which open matters a person may still see firing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.alert_tables import ALERT, SILENCE
from data_access.stores.alerts import HEAD, OPEN

Row = dict[str, Any]


def add(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Write a new silence down."""
    connection.execute(insert(SILENCE).values(**row))
    outbox.put(connection, ("silence",), now)


def one(connection: Connection, silence: str) -> Row | None:
    """One silence, locked until the transaction ends."""
    row = connection.execute(select(SILENCE).where(SILENCE.c.id == silence).with_for_update()).mappings().first()
    return dict(row) if row else None


def listed(connection: Connection, scope: Scope, *, ended_since: datetime | None = None, limit: int = 200) -> list[Row]:
    """The silences of a scope, those that hold first by their end; with a time also those that ended after it."""
    state = SILENCE.c.ended_at.is_(None) if ended_since is None else or_(SILENCE.c.ended_at.is_(None), SILENCE.c.ended_at >= ended_since)
    query = (
        select(SILENCE)
        .where(state, scope.clause(SILENCE.c.region))
        .order_by(SILENCE.c.ended_at.is_not(None), SILENCE.c.ends_at, SILENCE.c.id)
    )
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def standing(connection: Connection) -> list[Row]:
    """All silences that have not ended, by their end."""
    query = select(SILENCE).where(SILENCE.c.ended_at.is_(None)).order_by(SILENCE.c.ends_at, SILENCE.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def shorten(connection: Connection, silence: str, now: datetime) -> None:
    """Let a silence end now; the upkeep does what belongs to the end."""
    connection.execute(update(SILENCE).where(SILENCE.c.id == silence, SILENCE.c.ended_at.is_(None)).values(ends_at=now, changed_at=now))
    outbox.put(connection, ("silence",), now)


def warned(connection: Connection, silence: str, now: datetime) -> bool:
    """Note that its end was announced; False when somebody else has."""
    where = (SILENCE.c.id == silence, SILENCE.c.warned_at.is_(None), SILENCE.c.ended_at.is_(None))
    return _set(connection, where, {"warned_at": now}, now)


def ended(connection: Connection, silence: str, now: datetime) -> bool:
    """Note that it ended; False when somebody else has, or when it was prolonged."""
    where = (SILENCE.c.id == silence, SILENCE.c.ended_at.is_(None), SILENCE.c.ends_at <= now)
    return _set(connection, where, {"ended_at": now}, now)


def _set(connection: Connection, where: tuple[Any, ...], values: dict[str, Any], now: datetime) -> bool:
    if not connection.execute(update(SILENCE).where(*where).values(**values, changed_at=now)).rowcount:
        return False
    outbox.put(connection, ("silence",), now)
    return True


def firing(connection: Connection) -> list[Row]:
    """The open matters that wait for an answer, gravest told first by their age."""
    query = select(ALERT).where(HEAD, OPEN, ALERT.c.state == "open").order_by(ALERT.c.occurred_at, ALERT.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def forgotten(connection: Connection, now: datetime, limit: int = 200) -> list[str]:
    """The acknowledged matters whose time to do something has run out, longest first."""
    due = (ALERT.c.state == "acknowledged", ALERT.c.reopen_at <= now)
    query = select(ALERT.c.id).where(HEAD, *due).order_by(ALERT.c.reopen_at, ALERT.c.id).limit(limit)
    return list(connection.execute(query).scalars())
