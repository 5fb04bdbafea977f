"""The store's soundness: whether its file or server is whole and its tables are this program's."""

from __future__ import annotations

from sqlalchemy import select, text

from data_access.stores.engine import Store
from data_access.stores.tables import OUTBOX

FAULTS = 5


def faults(store: Store) -> list[str]:
    """What is wrong with the store, in the engine's words; empty when it is sound. Raises StoreFailed when it cannot be read at all."""
    with store.read() as connection:
        connection.execute(select(OUTBOX.c.seq).limit(1))
        if connection.dialect.name != "sqlite":
            return []
        found = connection.execute(text(f"PRAGMA integrity_check({FAULTS})")).scalars().all()
    return [fault for fault in found if fault != "ok"]
