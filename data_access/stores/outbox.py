"""The outbox: changes written with the record in one transaction, carried to the live stream afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.stores.engine import Store
from data_access.stores.tables import OUTBOX
from data_access.transport import Bus

CHANGED = "changed"
AT_ONCE = 500
KEPT = timedelta(days=2)


def put(connection: Connection, tables: Collection[str], now: datetime) -> None:
    """Note that these tables changed, in the transaction that changes them."""
    connection.execute(insert(OUTBOX).values(at=now, topic=CHANGED, body={"tables": sorted(set(tables))}))


def relay(store: Store, bus: Bus, now: datetime) -> int:
    """Send the rows that wait, as one message, and mark them. Returns their number.

    Published before marked: a crash between the two sends the message twice, which is harmless (a changed panel is read again), and
    never loses it. Raises TransportError and leaves the rows waiting when the carrier is gone.
    """
    with store.read() as connection:
        waiting = connection.execute(
            select(OUTBOX.c.seq, OUTBOX.c.body)
            .where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.topic == CHANGED)
            .order_by(OUTBOX.c.seq)
            .limit(AT_ONCE)
        ).all()
    if not waiting:
        return 0
    bus.publish({table for _, body in waiting for table in body["tables"]}, now=now)
    with store.write() as connection:
        connection.execute(
            update(OUTBOX).where(OUTBOX.c.seq.in_([seq for seq, _ in waiting]), OUTBOX.c.sent_at.is_(None)).values(sent_at=now)
        )
    return len(waiting)


def version(store: Store) -> int:
    """Number of the newest change of the store; 0 before the first. What was read at this number is still true while it stands."""
    with store.read() as connection:
        return connection.execute(select(func.max(OUTBOX.c.seq))).scalar() or 0


def sweep(store: Store, now: datetime) -> None:
    """Forget rows sent long ago, but never the newest: its number is the store's version."""
    with store.write() as connection:
        newest = connection.execute(select(func.max(OUTBOX.c.seq))).scalar() or 0
        connection.execute(delete(OUTBOX).where(OUTBOX.c.sent_at < now - KEPT, OUTBOX.c.seq < newest))
