"""The counts of one city: alerts by county, and running clocks by the moment at which they are due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select

from data_access.scope import Scope
from data_access.stores.alert_tables import ALERT, CLOCK
from data_access.stores.alerts import MONTH, REAL, STANDS


def alerts_by_county(connection: Connection, scope: Scope, now: datetime) -> dict[str, int]:
    """Alerts of the last 30 days by the region that they name; missing reports are not counted."""
    c = ALERT.c
    where = (REAL, STANDS, c.level != "0", c.occurred_at > now - MONTH, c.occurred_at <= now, scope.clause(c.region))
    return {row[0]: row[1] for row in connection.execute(select(c.region, func.count()).where(*where).group_by(c.region))}


def clocks_by_due(connection: Connection, scope: Scope, rules: Collection[str]) -> dict[datetime | None, int]:
    """Running and stopped clocks of some limits by the moment at which they are due; None: stopped."""
    c = CLOCK.c
    where = (c.rule.in_(list(rules)), c.state.in_(("running", "stopped")), scope.clause(c.region))
    return {row[0]: row[1] for row in connection.execute(select(c.due_at, func.count()).where(*where).group_by(c.due_at))}


def clocks_as_of(connection: Connection, scope: Scope, rules: Collection[str]) -> tuple[datetime | None, str]:
    """When a clock of these limits moved last, and the nature of them."""
    c = CLOCK.c
    query = select(func.max(c.changed_at, type_=c.changed_at.type), func.max(c.nature)).where(
        c.rule.in_(list(rules)), scope.clause(c.region)
    )
    row = connection.execute(query).one()
    return row[0], row[1] or "production"
