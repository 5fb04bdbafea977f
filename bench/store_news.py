"""The news: changes of the store and new versions of the marts, made by the product's own functions on the product's home."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from data_access.mart_tables import FACTS
from data_access.marts import Part, marts_of
from data_access.stores import changes, outbox
from data_access.stores.engine import store_of
from data_access.transport import Bus
from settings import Settings

NATURE = "demo"


class News:
    """Writes what a wall then shows."""

    def __init__(self, home: Path) -> None:
        self._settings = Settings.model_validate({"home": home, "demo": True})
        self._store = store_of(self._settings)
        self._bus = Bus(self._settings.redis)

    def write(self, text: str) -> None:
        """One line of change in the store, with its row in the outbox: the worker carries it to the browsers."""
        now = datetime.now(UTC)
        row: dict[str, Any] = {
            "at": now, "kind": "bench", "region": self._settings.province, "text": text,
            "level_from": None, "level_to": None, "object": None, "nature": NATURE,
        }  # fmt: skip
        with self._store.write() as connection:
            changes.insert_many(connection, [row], now)

    def publish(self, text: str) -> float | None:
        """Write a line and publish it at once; the moment of the publication in epoch milliseconds.

        None when the worker was faster: then nothing says when it was published.
        """
        self.write(text)
        moment = time.time() * 1000
        return moment if outbox.relay(self._store, self._bus, datetime.now(UTC)) else None

    def new_version(self) -> int:
        """Publish the newest day of every fact table once more: the same numbers in new batches. Returns the rows."""
        marts = marts_of(self._settings)
        states, batches = marts.tables(), marts.batches()
        by_source: dict[str, list[Part]] = {}
        for table in FACTS:
            if table.name in states:
                source = states[table.name].source
                own = [batch.number for batch in batches if batch.source == source]
                when, mine = table.c[table.info["time"]], table.c.batch_id.in_(own)
                newest = select(func.max(when)).where(mine).scalar_subquery()
                frame = marts.read(select(table).where(when == newest, mine)).drop(columns="batch_id")
                by_source.setdefault(source, []).append(Part(table=table.name, data=frame))
        for source, parts in by_source.items():
            newest_batch = max((batch for batch in batches if batch.source == source), key=lambda batch: batch.number)
            marts.publish(parts, source=source, nature=newest_batch.nature, as_of=newest_batch.as_of)
        return sum(len(part.data) for parts in by_source.values() for part in parts if isinstance(part.data, pd.DataFrame))
