"""The cities' own systems: which may be shown, and how they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.city_tables import CITY_SYSTEM

TABLE = CITY_SYSTEM.name


@dataclass(frozen=True)
class System:
    """One system. `since` is when its state began; `passed` of `total` are the conformance checks, None before the first."""

    id: str
    adcode: str
    name: str
    origin: str
    base: str
    embed: str
    allowed: bool
    state: str
    since: datetime
    checked_at: datetime | None
    millis: int | None
    detail: str
    passed: int | None
    total: int | None
    conformed_at: datetime | None
    nature: str


@dataclass(frozen=True, kw_only=True)
class Health:
    """What a look at a system found."""

    state: str
    detail: str
    millis: int | None
    embed: str
    name: str


_COLUMNS = [CITY_SYSTEM.c[name] for name in System.__dataclass_fields__]


def listed(connection: Connection, scope: Scope, adcode: str | None = None, *, allowed: bool = True) -> list[System]:
    """The systems in the scope, of one city or of all, in the order of their admission."""
    c = CITY_SYSTEM.c
    where = [scope.clause(c.adcode)] + ([c.adcode == adcode] if adcode else []) + ([c.allowed.is_(True)] if allowed else [])
    return [System(*row) for row in connection.execute(select(*_COLUMNS).where(*where).order_by(c.adcode, c.allowed_at, c.id))]


def put(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Admit a system, or admit it again; what is known of its health stays."""
    c = CITY_SYSTEM.c
    same = (c.adcode == row["adcode"], c.base == row["base"])
    values = {name: row[name] for name in ("name", "origin", "allowed", "allowed_by", "allowed_at") if row.get(name)}
    if not connection.execute(update(CITY_SYSTEM).where(*same).values(**values)).rowcount:
        connection.execute(insert(CITY_SYSTEM).values(**row))
    outbox.put(connection, (TABLE,), now)


def shut(connection: Connection, adcode: str, base: str, now: datetime) -> bool:
    """Take a system off the allow-list; False when it is not on it."""
    c = CITY_SYSTEM.c
    gone = update(CITY_SYSTEM).where(c.adcode == adcode, c.base == base, c.allowed.is_(True)).values(allowed=False)
    if not connection.execute(gone).rowcount:
        return False
    outbox.put(connection, (TABLE,), now)
    return True


def look(connection: Connection, before: System, found: Health, now: datetime) -> None:
    """Write down how a system is; only a change of what is shown is told to the screens."""
    changed = (before.state, before.embed, before.name) != (found.state, found.embed, found.name)
    values = {
        "detail": found.detail,
        "millis": found.millis,
        "checked_at": now,
        "embed": found.embed,
        "name": found.name,
        "state": found.state,
    }
    since = {} if before.state == found.state else {"since": now}
    connection.execute(update(CITY_SYSTEM).where(CITY_SYSTEM.c.id == before.id).values(**values, **since))
    if changed or before.checked_at is None:
        outbox.put(connection, (TABLE,), now)


def conformed(connection: Connection, system: str, passed: int, total: int, now: datetime) -> None:
    """Write down how many checks of the contract it passed."""
    values = {"passed": passed, "total": total, "conformed_at": now}
    connection.execute(update(CITY_SYSTEM).where(CITY_SYSTEM.c.id == system).values(**values))
    outbox.put(connection, (TABLE,), now)


def forget_demo(connection: Connection, adcode: str, but: str) -> int:
    """Delete a city's demo systems but the one at this base."""
    c = CITY_SYSTEM.c
    return connection.execute(delete(CITY_SYSTEM).where(c.nature == "demo", c.adcode == adcode, c.base != but)).rowcount
