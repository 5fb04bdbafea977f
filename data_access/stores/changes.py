"""The changes of the store: what happened lately, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.tables import CHANGE


@dataclass(frozen=True)
class Change:
    """One line: when, what, and for a change of level from which to which."""

    at: datetime
    kind: str
    region: str
    text: str
    level_from: str | None
    level_to: str | None
    object: str | None
    nature: str


def since(connection: Connection, scope: Scope, moment: datetime, limit: int) -> list[Change]:
    """What changed after a moment, newest first."""
    columns = [CHANGE.c[name] for name in Change.__dataclass_fields__]
    query = select(*columns).where(CHANGE.c.at > moment, scope.clause(CHANGE.c.region)).order_by(CHANGE.c.at.desc(), CHANGE.c.seq.desc())
    return [Change(*row) for row in connection.execute(query.limit(limit))]


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the changes are."""
    return heard.state(connection, scope, CHANGE, CHANGE.c.at)


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write changes down."""
    if rows:
        connection.execute(insert(CHANGE), [dict(row) for row in rows])
        outbox.put(connection, ("change",), now)


def forget_demo(connection: Connection, before: datetime | None = None) -> int:
    """Delete demo changes before a time; without a time all of them."""
    old = [CHANGE.c.nature == "demo"] + ([CHANGE.c.at < before] if before else [])
    return connection.execute(delete(CHANGE).where(*old)).rowcount
