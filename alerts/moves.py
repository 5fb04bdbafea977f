"""The moves of a group: from state to state by compare-and-set, with a step for each alert of it, and who hears of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts.desk import Desk
from alerts.message import Fate, Occasion, Outcome
from alerts.stages import silence
from alerts.stages.group import laid_aside
from data_access.stores import alert_writes as store
from data_access.stores.alert_writes import Row, Sheet, line, step

OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
ALIVE = ("open", "acknowledged", "dispatched", "transferred")


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move: from which states to which, who does it and why, and what else changes on every alert and on the head alone."""

    sources: Collection[str]
    to: str
    who: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    head_values: Mapping[str, Any] = field(default_factory=dict)


def move(connection: Connection, head: Row, wanted: Move, now: datetime) -> Row | None:
    """Move a group; gives the head's row afterwards, None where the head no longer stands in one of the states."""
    moved = store.move_group(connection, head["id"], (wanted.sources, wanted.to), {**wanted.values, "changed_at": now})
    steps = [step(alert, (before, wanted.to), wanted.who, wanted.why, now) for alert, before in moved]
    sheet = Sheet(steps=steps, changed={head["id"]: dict(wanted.head_values)} if wanted.head_values else {})
    if head["id"] not in {alert for alert, _ in moved}:
        return None
    store.write(connection, sheet, now)
    return head | {"state": wanted.to, "changed_at": now, **wanted.values, **wanted.head_values}


def tell(connection: Connection, row: Row, kind: str, text: str, now: datetime) -> None:
    """A line of the ticker about a group; drills make none."""
    if row["status"] == "actual":
        store.write(connection, Sheet(lines=[line(row, kind, text, now)]), now)


def announce(connection: Connection, desk: Desk, row: Row, occasion: Occasion, now: datetime, reason: str = "") -> Outcome:  # noqa: PLR0913 - what a hook needs
    """Tell the hooks what happened to a group: with what holds its notices back, counted once on the silence and on the alert."""
    held = f"inhibited:{row['inhibited_by']}" if row["inhibited_by"] else None
    if held is None and occasion in (Occasion.FIRED, Occasion.RAISED, Occasion.REOPENED, Occasion.SILENCE_ENDED):
        found = silence.silence_of(row, store.active_silences(connection, now))
        if found and store.count_held(connection, found["id"], now):
            held = f"silence:{found['id']}"
            store.count_suppressed(connection, {row["id"]: 1}, now)
    outcome = Outcome(fate=Fate.UPDATED, reason=reason, id=row["id"], group=row["id"], occasion=occasion, held=held)
    for hook in desk.after:
        hook(connection, row, outcome, now)
    return outcome


def release(connection: Connection, desk: Desk, inhibitor: Row, now: datetime) -> int:
    """What an alert held down stands for itself when that one is closed: it is told now. Gives how many."""
    freed = store.inhibited_by(connection, inhibitor["id"])
    for row in freed:
        why = f"抑制它的告警 {inhibitor['id']} 已办结，恢复单独处置"
        sheet = Sheet(
            changed={row["id"]: {"inhibited_by": None}}, steps=[step(row["id"], (row["state"], row["state"]), "system", why, now)]
        )
        store.write(connection, sheet, now)
        announce(connection, desk, row | {"inhibited_by": None}, Occasion.FIRED, now, why)
    return len(freed)


def close(connection: Connection, desk: Desk, head: Row, wanted: Move, now: datetime) -> Row | None:
    """Close a group: its key is free for a new matter, what it held down is released, and the hooks hear of it."""
    values = {"closed_at": now, "due_at": None, "reopen_at": None, **wanted.values}
    done = Move(
        sources=wanted.sources,
        to=CLOSED,
        who=wanted.who,
        why=wanted.why,
        values=values,
        head_values={"group_key": laid_aside(head), **wanted.head_values},
    )
    row = move(connection, head, done, now)
    if row is None:
        return None
    release(connection, desk, row, now)
    announce(connection, desk, row, Occasion.CLOSED, now, wanted.why)
    return row
