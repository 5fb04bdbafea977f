"""The watch on a data center's marts: what was published there is put into the outbox, so that open pages hear of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data_access.centre.marts import CentreMarts, centre_of
from data_access.mart_tables import MARTS
from data_access.stores import outbox
from data_access.stores.engine import Store, store_of
from data_access.stores.tables import PREFERENCE
from settings import Settings

KEY = "centre.seen"


def watch(chosen: Settings, now: datetime) -> None:
    """Look at the data center once; run every few seconds by the worker. Raises MartsFailed while it is away."""
    look(centre_of(chosen.marts_url), store_of(chosen), now)


def look(marts: CentreMarts, store: Store, now: datetime) -> list[str]:
    """Announce the tables that were seen to change at the look before, and note what is seen now. Gives the announced ones.

    One look later, because by then every web process has looked too: a page that asks at the announcement must meet the new batch.
    """
    seen = marts.mark()
    with store.write() as connection:
        kept = _kept(connection)
        told, before = kept.get("told", {}), kept.get("seen", {})
        changed = sorted(table for table in MARTS.tables if told.get(table) != before.get(table))
        if changed:
            outbox.put(connection, changed, now)
        if before != seen or changed:
            _keep(connection, {"told": before, "seen": seen}, now)
    return changed


def _kept(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] | None = connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.key == KEY)).scalar()
    return found or {}


def _keep(connection: Connection, value: dict[str, Any], now: datetime) -> None:
    if not connection.execute(update(PREFERENCE).where(PREFERENCE.c.key == KEY).values(value=value, changed_at=now)).rowcount:
        connection.execute(insert(PREFERENCE).values(key=KEY, value=value, changed_at=now))
