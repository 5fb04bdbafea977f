"""The emergency plans of the store: what is done at which level, and by when it is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.tables import PLAN


@dataclass(frozen=True)
class EmergencyPlan:
    """One plan at one level. Actions are in order: text, unit, minutes. Reports: kind, minutes (None: no fixed time), citation."""

    id: str
    name: str
    family: str
    level: str
    region: str
    version: str
    actions: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    changed_at: datetime
    nature: str


COLUMNS = [PLAN.c[name] for name in EmergencyPlan.__dataclass_fields__]


def every(connection: Connection, scope: Scope, family: str | None = None) -> list[EmergencyPlan]:
    """The plans in force in the scope, gravest first: the province's own are everybody's, a city's are the city's."""
    mine = scope.clause(PLAN.c.region)
    if scope.cities:
        mine = or_(mine, PLAN.c.region == scope.province)
    wanted = [PLAN.c.family == family] if family else []
    query = select(*COLUMNS).where(mine, *wanted).order_by(PLAN.c.family, PLAN.c.level, PLAN.c.region, PLAN.c.id)
    return sorted((EmergencyPlan(*row) for row in connection.execute(query)), key=_rank)


def _rank(plan: EmergencyPlan) -> tuple[str, int, str]:
    """Roman figures by their value: IV is no graver than III."""
    return plan.family, ("I", "II", "III", "IV").index(plan.level), plan.region


def known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these plans are set down."""
    return set(connection.execute(select(PLAN.c.id).where(PLAN.c.id.in_(list(ids)))).scalars())


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Set plans down."""
    if rows:
        connection.execute(insert(PLAN), [dict(row) for row in rows])
        outbox.put(connection, ("plan",), now)


def forget_demo(connection: Connection) -> int:
    """Delete all demo plans."""
    return connection.execute(delete(PLAN).where(PLAN.c.nature == "demo")).rowcount
