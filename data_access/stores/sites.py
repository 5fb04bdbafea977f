"""The sites of the map: alerts and orders as they stood at a moment, cameras and teams as they stand now, each with the place that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select

from data_access.scope import Scope
from data_access.stores.alerts import LEVELS, REAL, STANDS
from data_access.stores.tables import ALERT, CAMERA, TEAM, WORK_ORDER

MOST = 2000
"""Sites of one layer."""


@dataclass(frozen=True)
class Site:
    """One thing on the map. `lon`, `lat` are None where only its region is known; `state` is its own word, `level` an alert's, else empty.

    `since` is when it began (alert, order), was last seen (camera) or changed (team).
    """

    kind: str
    id: str
    title: str
    region: str
    lon: float | None
    lat: float | None
    state: str
    level: str
    since: datetime | None
    told: str
    """Who has it in hand, or what more is known; empty where nothing is."""


def alerts_at(connection: Connection, scope: Scope, at: datetime) -> list[Site]:
    """The matters that were open at a moment: occurred by then and not closed by then; gravest first. Their state is told only as open."""
    c = ALERT.c
    rank = case({level: place for place, level in enumerate(LEVELS)}, value=c.level, else_=len(LEVELS))
    query = (
        select(c.id, c.title, c.region, c.lon, c.lat, c.state, c.level, c.occurred_at, c.owner)
        .where(REAL, STANDS, c.occurred_at <= at, _not_closed(c.closed_at, at), scope.clause(c.region))
        .order_by(rank, c.occurred_at.desc(), c.id)
        .limit(MOST)
    )
    return [Site("alert", *row[:8], row[8] or "") for row in connection.execute(query)]


def orders_at(connection: Connection, scope: Scope, at: datetime) -> list[Site]:
    """The orders that were under way at a moment, where their alert lies."""
    c = WORK_ORDER.c
    query = (
        select(c.id, c.title, c.region, ALERT.c.lon, ALERT.c.lat, c.step, c.level, c.created_at, c.unit)
        .select_from(WORK_ORDER.outerjoin(ALERT, and_(ALERT.c.id == c.alert, scope.clause(ALERT.c.region))))
        .where(c.created_at <= at, _not_closed(c.closed_at, at), scope.clause(c.region))
        .order_by(c.created_at.desc(), c.id)
        .limit(MOST)
    )
    return [Site("order", *row[:5], str(row[5]), *row[6:8], row[8]) for row in connection.execute(query)]


def cameras_now(connection: Connection, scope: Scope) -> list[Site]:
    """The registered cameras; of a camera its county is known and no point."""
    c = CAMERA.c
    query = select(c.id, c.name, c.region, c.state, c.last_frame, c.kind).where(scope.clause(c.region)).order_by(c.region, c.id).limit(MOST)
    return [Site("camera", row[0], row[1], row[2], None, None, row[3], "", row[4], row[5]) for row in connection.execute(query)]


def teams_now(connection: Connection, scope: Scope) -> list[Site]:
    """The teams where they stand."""
    c = TEAM.c
    query = select(c.id, c.name, c.region, c.lon, c.lat, c.state, c.changed_at, c.unit, c.kind, c.members).where(scope.clause(c.region))
    rows = connection.execute(query.order_by(c.region, c.kind, c.id).limit(MOST))
    return [Site("team", *row[:6], "", row[6], f"{row[7]}　{row[8]}　{row[9]} 人") for row in rows]


def _not_closed(column: ColumnElement[datetime], at: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column > at)
