"""The escalations of the store: where each alert's chain stands and when its next step is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, not_, select, update

from data_access.stores import outbox
from data_access.stores.alert_tables import ALERT, ALERT_STEP, ESCALATION, NOTICE
from data_access.stores.engine import Store

ANSWERED = ("acknowledged", "dispatched", "transferred", "closed")


@dataclass(frozen=True)
class Standing:
    """Where a chain stands."""

    alert: str
    chain: str
    step: int
    round: int
    due_at: datetime


def start(connection: Connection, alert: str, chain: str, due_at: datetime, now: datetime) -> None:
    """Set an alert's chain to its first step, whether it ran before or not."""
    values = {"chain": chain, "step": 0, "round": 0, "state": "waiting", "due_at": due_at, "changed_at": now, "note": None}
    if not connection.execute(update(ESCALATION).where(ESCALATION.c.alert == alert).values(**values)).rowcount:
        connection.execute(insert(ESCALATION).values(alert=alert, **values))


def any_due(connection: Connection, now: datetime) -> bool:
    """Whether any step is due."""
    return (
        connection.execute(select(ESCALATION.c.alert).where(ESCALATION.c.state == "waiting", ESCALATION.c.due_at <= now).limit(1)).first()
        is not None
    )


def due(connection: Connection, now: datetime, limit: int) -> list[tuple[Standing, Mapping[str, Any]]]:
    """The steps that are due, with their alerts' rows, the longest waiting first."""
    columns = [ESCALATION.c[name].label(f"standing_{name}") for name in Standing.__dataclass_fields__]
    query = (
        select(*columns, ALERT)
        .join(ALERT, ALERT.c.id == ESCALATION.c.alert)
        .where(ESCALATION.c.state == "waiting", ESCALATION.c.due_at <= now)
        .order_by(ESCALATION.c.due_at, ESCALATION.c.alert)
        .limit(limit)
    )
    wide = len(columns)
    return [(Standing(*row[:wide]), dict(zip(ALERT.c.keys(), row[wide:], strict=True))) for row in connection.execute(query)]


def go(connection: Connection, standing: Standing, values: Mapping[str, Any], now: datetime) -> bool:
    """Move a chain on, if it still stands where it was read: of two workers one does the step."""
    same = (
        ESCALATION.c.alert == standing.alert,
        ESCALATION.c.state == "waiting",
        ESCALATION.c.step == standing.step,
        ESCALATION.c.round == standing.round,
        ESCALATION.c.due_at == standing.due_at,
    )
    return bool(connection.execute(update(ESCALATION).where(*same).values(**values, changed_at=now)).rowcount)


def hasten(connection: Connection, alert: str, now: datetime) -> None:
    """Make the next step due at once."""
    connection.execute(update(ESCALATION).where(ESCALATION.c.alert == alert, ESCALATION.c.state == "waiting").values(due_at=now))


def stop(connection: Connection, alert: str, why: str, now: datetime) -> bool:
    """End a chain because the alert was answered."""
    running = (ESCALATION.c.alert == alert, ESCALATION.c.state == "waiting")
    return bool(connection.execute(update(ESCALATION).where(*running).values(state="stopped", note=why, changed_at=now)).rowcount)


def note(connection: Connection, alert: Mapping[str, Any], why: str, now: datetime) -> None:
    """Write into the alert's history what its chain did; the state stays."""
    state = alert["state"]
    connection.execute(insert(ALERT_STEP).values(alert=alert["id"], state_from=state, state_to=state, who="升级链", why=why, at=now))
    outbox.put(connection, ("alert_step", "escalation"), now)


def open_incident(connection: Connection, alert: str, incident: str) -> bool:
    """Give an alert the number of its incident, if it has none."""
    return bool(connection.execute(update(ALERT).where(ALERT.c.id == alert, ALERT.c.incident.is_(None)).values(incident=incident)).rowcount)


def shift(store: Store, jump: timedelta, seen: tuple[datetime, datetime], now: datetime) -> int:
    """Move the due-times of what waited before a step of the clock, by the length of the step.

    `seen` is the span of the new clock in which rows may have been written after the step: those are right already. Returns the rows moved.
    """
    moved = 0
    first, last = seen
    with store.write() as connection:
        for table, changed in ((ESCALATION, ESCALATION.c.changed_at), (NOTICE, NOTICE.c.created_at)):
            waits = (table.c.state == "waiting", not_(changed.between(first, last)))
            key = table.c.alert if table is ESCALATION else table.c.id
            rows = connection.execute(select(key, table.c.due_at).where(*waits)).all()
            for name, due_at in rows:
                connection.execute(update(table).where(key == name, table.c.due_at == due_at).values(due_at=due_at + jump))
            moved += len(rows)
        if moved:
            outbox.put(connection, ("escalation", "notice"), now)
    return moved
