"""The stories' hold on the store: the record of the story that runs, the members of its groups, and what stories left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from data_access.stores import outbox
from data_access.stores.alert_tables import ESCALATION, NOTICE
from data_access.stores.engine import Store
from data_access.stores.tables import ALERT, ALERT_STEP, CAMERA, CHANGE, OPINION_ITEM, PREFERENCE, WORK_ORDER

KEY = "demo.story"
SOURCE = "demo-story"
"""The source of a story's alerts and opinion items, and the beginning of the ids of its own cameras."""
LIVE = frozenset({"asked", "running"})
TICK = timedelta(microseconds=1)
TABLES = ("alert", "alert_step", "work_order", "opinion_item", "change", "camera")


@dataclass(frozen=True)
class Held:
    """The record as it was read; `version` says whether it is still the same."""

    record: dict[str, Any]
    version: datetime

    @property
    def live(self) -> bool:
        """Whether a story is asked for or runs."""
        return self.record["state"] in LIVE


def read(connection: Connection, *, lock: bool = False) -> Held | None:
    """The record; None before the first story. With `lock` no other process reads it so until the transaction ends."""
    query = select(PREFERENCE.c.value, PREFERENCE.c.changed_at).where(PREFERENCE.c.key == KEY)
    row = connection.execute(query.with_for_update() if lock else query).first()
    return Held(dict(row.value), row.changed_at) if row else None


def begin(store: Store, record: Mapping[str, Any], now: datetime) -> bool:
    """Write the record of a new story; what an earlier one left lasting goes on. False while another one is asked for or runs."""
    with store.write() as connection:
        held = read(connection, lock=True)
        if held is not None:
            return not held.live and swap(connection, held, {"effects": held.record.get("effects", {}), **record}, now)
    try:
        with store.write() as connection:
            connection.execute(insert(PREFERENCE).values(key=KEY, value={"effects": {}, **record}, changed_at=now))
            outbox.put(connection, ("preference",), now)
    except IntegrityError:  # another one wrote the first record in between
        return False
    return True


def swap(connection: Connection, held: Held, record: Mapping[str, Any], now: datetime) -> bool:
    """Replace the record if it is still the one that was read."""
    found = update(PREFERENCE).where(PREFERENCE.c.key == KEY, PREFERENCE.c.changed_at == held.version)
    done = connection.execute(found.values(value=dict(record), changed_at=max(now, held.version + TICK))).rowcount
    if done:
        outbox.put(connection, ("preference",), now)
    return bool(done)


def forget(connection: Connection) -> None:
    """Drop the record, whatever it says."""
    connection.execute(delete(PREFERENCE).where(PREFERENCE.c.key == KEY))


def close_members(connection: Connection, head: str, at: datetime, who: str, why: str) -> int:
    """Close all open members of a closed head with it. Returns their number."""
    still = (ALERT.c.head == head, ALERT.c.id != head, ALERT.c.state != "closed")
    columns = ["alert", "state_from", "state_to", "who", "why", "at"]
    said = (literal("closed"), literal(who), literal(why), literal(at, ALERT_STEP.c.at.type))
    connection.execute(insert(ALERT_STEP).from_select(columns, select(ALERT.c.id, ALERT.c.state, *said).where(*still)))
    found = update(ALERT).where(*still).values(state="closed", closed_at=at, changed_at=at, due_at=None)
    return connection.execute(found).rowcount


def sweep(connection: Connection, now: datetime) -> int:
    """Delete all that stories wrote: alerts with their steps and orders, opinion items, ticker lines, cameras. Returns the number of alerts."""
    alerts = select(ALERT.c.id).where(ALERT.c.source == SOURCE)
    items = select(OPINION_ITEM.c.id).where(OPINION_ITEM.c.source == SOURCE)
    mine = CHANGE.c.object.in_(alerts) | CHANGE.c.object.in_(items) | (CHANGE.c.object == SOURCE)
    connection.execute(delete(CHANGE).where(mine, CHANGE.c.nature == "demo"))
    for table in (ALERT_STEP, ESCALATION, NOTICE, WORK_ORDER):
        connection.execute(delete(table).where(table.c.alert.in_(alerts)))
    connection.execute(delete(OPINION_ITEM).where(OPINION_ITEM.c.source == SOURCE))
    connection.execute(delete(CAMERA).where(CAMERA.c.id.startswith(f"{SOURCE}-"), CAMERA.c.nature == "demo"))
    gone = connection.execute(delete(ALERT).where(ALERT.c.source == SOURCE)).rowcount
    outbox.put(connection, TABLES, now)
    return gone
