"""The rules' own records in the store: where each stands in its cells, its back-tests, and what alerts tell about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.alert_tables import ALERT, BACKTEST, CLOCK, RULE_CELL

RULE = "rule"
"""The source of our own rules' alerts."""


@dataclass(frozen=True)
class CellState:
    """Where a rule stands in a cell. `since` holds what was told: the message, and since when it has been quiet."""

    rule: str
    cell: str
    level: str | None
    alert: str | None
    since: Mapping[str, Any]
    judged_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Told:
    """What the report card needs of an alert."""

    id: str
    source: str
    rule: str | None
    family: str | None
    region: str
    level: str
    occurred_at: datetime
    disposition: str | None
    entity: Mapping[str, str] | None
    nature: str


def cells(connection: Connection, rule: str) -> dict[str, CellState]:
    """Where a rule stands, by cell."""
    rows = connection.execute(select(*(RULE_CELL.c[name] for name in CellState.__dataclass_fields__)).where(RULE_CELL.c.rule == rule))
    return {row.cell: CellState(*row) for row in rows}


def set_cell(connection: Connection, state: CellState) -> None:
    """Write where a rule stands in a cell; in the caller's transaction."""
    values = {name: getattr(state, name) for name in CellState.__dataclass_fields__}
    values["since"] = dict(state.since)
    at = (RULE_CELL.c.rule == state.rule, RULE_CELL.c.cell == state.cell)
    if not connection.execute(update(RULE_CELL).where(*at).values(**values)).rowcount:
        connection.execute(insert(RULE_CELL).values(**values))
    outbox.put(connection, ("rule_cell",), state.judged_at)


def drop_cell(connection: Connection, rule: str, cell: str, now: datetime) -> None:
    """Forget where a rule stood: it is over."""
    connection.execute(delete(RULE_CELL).where(RULE_CELL.c.rule == rule, RULE_CELL.c.cell == cell))
    outbox.put(connection, ("rule_cell",), now)


def told_lots(connection: Connection, since: datetime, until: datetime) -> list[tuple[str, str, datetime]]:
    """Lots that alerts of other sources are about: lot, title, when."""
    query = (
        select(ALERT.c.entity, ALERT.c.title, ALERT.c.occurred_at)
        .where(ALERT.c.source != RULE, ALERT.c.status == "actual", ALERT.c.occurred_at >= since, ALERT.c.occurred_at < until)
        .order_by(ALERT.c.occurred_at)
    )
    rows = [(row.entity, row.title, row.occurred_at) for row in connection.execute(query)]
    return [(str(entity["batch"]), title, at) for entity, title, at in rows if entity and entity.get("batch")]


def silences_told(connection: Connection) -> set[str]:
    """Cities whose silence another source has told of and which is still open."""
    query = select(ALERT.c.region).where(
        ALERT.c.source != RULE, ALERT.c.level == "0", ALERT.c.status == "actual", ALERT.c.state != "closed"
    )
    return {row.region for row in connection.execute(query)}


def overdue_clocks(connection: Connection, now: datetime, limit: int) -> list[Mapping[str, Any]]:
    """Statutory clocks that have run out, the longest overdue first."""
    c = CLOCK.c
    columns = (c.id, c.rule, c.subject, c.region, c.title, c.due_at, c.nature)
    query = select(*columns).where(c.state == "running", c.due_at < now).order_by(c.due_at, c.id).limit(limit)
    return [dict(row._mapping) for row in connection.execute(query)]


def told_since(connection: Connection, scope: Scope, since: datetime, until: datetime) -> list[Told]:
    """Actual alerts of a time, reports of missing data included."""
    query = (
        select(*(ALERT.c[name] for name in Told.__dataclass_fields__))
        .where(ALERT.c.status == "actual", ALERT.c.occurred_at >= since, ALERT.c.occurred_at < until, scope.clause(ALERT.c.region))
        .order_by(ALERT.c.occurred_at, ALERT.c.id)
    )
    return [Told(*row) for row in connection.execute(query)]


def save_backtest(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Write a back-test down."""
    connection.execute(insert(BACKTEST).values(**row, at=now))
    outbox.put(connection, ("backtest",), now)


def newest_backtest(connection: Connection, rule: str, edition: str | None = None) -> Mapping[str, Any] | None:
    """The newest back-test of a rule, or of one edition of it."""
    where = [BACKTEST.c.rule == rule] + ([BACKTEST.c.edition == edition] if edition else [])
    row = connection.execute(select(BACKTEST).where(*where).order_by(BACKTEST.c.at.desc()).limit(1)).first()
    return dict(row._mapping) if row else None


def tested_days(connection: Connection, rule: str, edition: str) -> int:
    """The most days that a back-test of this edition has gone over."""
    query = select(BACKTEST.c.days).where(BACKTEST.c.rule == rule, BACKTEST.c.edition == edition)
    return max((row.days for row in connection.execute(query)), default=0)
