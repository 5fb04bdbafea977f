"""The demo province's own record: what was built, with which seed, and how far it was played."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data_access.stores.tables import PREFERENCE

KEY = "demo.province"


def read(connection: Connection) -> dict[str, Any] | None:
    """The record; None before the first build."""
    found: dict[str, Any] | None = connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.key == KEY)).scalar()
    return found


def write(connection: Connection, record: Mapping[str, Any], now: datetime) -> None:
    """Replace the record."""
    value = dict(record)
    if not connection.execute(update(PREFERENCE).where(PREFERENCE.c.key == KEY).values(value=value, changed_at=now)).rowcount:
        connection.execute(insert(PREFERENCE).values(key=KEY, value=value, changed_at=now))
