"""The cameras of the store: the watched strip, how many are live, and which are not since when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.tables import CAMERA


@dataclass(frozen=True)
class Camera:
    """One camera. `last_frame` is None where it never showed a picture; `watched` is its place in the strip, 0 for none."""

    id: str
    name: str
    kind: str
    region: str
    state: str
    last_frame: datetime | None
    reading: str | None
    still: str | None
    watched: int
    clue: str | None
    changed_at: datetime
    nature: str


COLUMNS = [CAMERA.c[name] for name in Camera.__dataclass_fields__]


def strip(connection: Connection, scope: Scope, limit: int) -> list[Camera]:
    """The watched cameras in their order."""
    query = select(*COLUMNS).where(CAMERA.c.watched > 0, scope.clause(CAMERA.c.region)).order_by(CAMERA.c.watched, CAMERA.c.id)
    return [Camera(*row) for row in connection.execute(query.limit(limit))]


def counts(connection: Connection, scope: Scope) -> tuple[int, int]:
    """Cameras that are live, and all that are registered."""
    live = func.sum(case((CAMERA.c.state == "live", 1), else_=0))
    row = connection.execute(select(live, func.count()).where(scope.clause(CAMERA.c.region))).one()
    return row[0] or 0, row[1]


def not_live(connection: Connection, scope: Scope) -> list[Camera]:
    """Cameras that are not live, the watched ones first; since when is the time of their last frame, or of their last change."""
    order = (case((CAMERA.c.watched > 0, 0), else_=1), CAMERA.c.watched, CAMERA.c.id)
    return [
        Camera(*row)
        for row in connection.execute(select(*COLUMNS).where(CAMERA.c.state != "live", scope.clause(CAMERA.c.region)).order_by(*order))
    ]


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the cameras' states are."""
    return heard.state(connection, scope, CAMERA, CAMERA.c.changed_at)


def known(connection: Connection, ids: Collection[str]) -> dict[str, Camera]:
    """The registered ones of these cameras."""
    return {row.id: Camera(*row) for row in connection.execute(select(*COLUMNS).where(CAMERA.c.id.in_(list(ids))))}


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Register cameras."""
    if rows:
        connection.execute(insert(CAMERA), [dict(row) for row in rows])
        outbox.put(connection, ("camera",), now)


def set_all(connection: Connection, values: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
    """Write new states, frames and readings by camera id."""
    for camera, fields in values.items():
        connection.execute(update(CAMERA).where(CAMERA.c.id == camera).values(**fields))
    if values:
        outbox.put(connection, ("camera",), now)


def forget_demo(connection: Connection) -> int:
    """Delete all demo cameras."""
    return connection.execute(delete(CAMERA).where(CAMERA.c.nature == "demo")).rowcount
