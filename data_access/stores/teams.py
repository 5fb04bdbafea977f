"""The teams of the store: who can be sent, from where, and whether they are free."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.tables import TEAM


@dataclass(frozen=True)
class Team:
    """One team. `lon`, `lat` are where it stands, None where that is not known; `state` is ready, out or rest."""

    id: str
    name: str
    kind: str
    region: str
    unit: str
    leader: str
    phone: str | None
    members: int
    lon: float | None
    lat: float | None
    state: str
    changed_at: datetime
    nature: str


COLUMNS = [TEAM.c[name] for name in Team.__dataclass_fields__]


def every(connection: Connection, scope: Scope, kind: str | None = None) -> list[Team]:
    """The visible teams, by region and kind; on wish of one kind alone."""
    wanted = [TEAM.c.kind == kind] if kind else []
    query = select(*COLUMNS).where(scope.clause(TEAM.c.region), *wanted).order_by(TEAM.c.region, TEAM.c.kind, TEAM.c.id)
    return [Team(*row) for row in connection.execute(query)]


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the teams' states are."""
    return heard.state(connection, scope, TEAM, TEAM.c.changed_at)


def known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these teams are set down."""
    return set(connection.execute(select(TEAM.c.id).where(TEAM.c.id.in_(list(ids)))).scalars())


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Set teams down."""
    if rows:
        connection.execute(insert(TEAM), [dict(row) for row in rows])
        outbox.put(connection, ("team",), now)


def forget_demo(connection: Connection) -> int:
    """Delete all demo teams."""
    return connection.execute(delete(TEAM).where(TEAM.c.nature == "demo")).rowcount
