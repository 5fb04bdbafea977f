"""The hearing marks: when a stream of records was last heard of, so that quiet is told from silence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Table, func, insert, select, update

from data_access.scope import Scope
from data_access.stores.tables import PREFERENCE

NATURES = ("production", "sample", "demo")


@dataclass(frozen=True)
class State:
    """How fresh a table of the store is and what its rows are. `as_of` is None when nothing was ever heard."""

    as_of: datetime | None
    nature: str


def mark(connection: Connection, tables: Collection[str], now: datetime, nature: str) -> None:
    """Note that these streams were heard now, whether or not they had anything to say."""
    for table in sorted(tables):
        value = {"at": now.isoformat(), "nature": nature}
        key = f"heard.{table}"
        if not connection.execute(update(PREFERENCE).where(PREFERENCE.c.key == key).values(value=value, changed_at=now)).rowcount:
            connection.execute(insert(PREFERENCE).values(key=key, value=value, changed_at=now))


def state(connection: Connection, scope: Scope, table: Table, changed: Column) -> State:
    """The newest of the visible rows and of the hearing mark. Rows without region are not cut."""
    visible = [scope.clause(table.c.region)] if "region" in table.c else []
    rows = connection.execute(select(table.c.nature, func.max(changed)).where(*visible).group_by(table.c.nature)).all()
    found = connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.key == f"heard.{table.name}")).scalar()
    times = [newest for _, newest in rows]
    natures = {nature for nature, _ in rows}
    if found:
        times.append(datetime.fromisoformat(found["at"]).astimezone(UTC))
        natures.add(found["nature"])
    return State(as_of=max(times, default=None), nature=next((nature for nature in NATURES if nature in natures), "production"))
