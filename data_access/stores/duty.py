"""The duty roster of the store: who leads and who is on duty now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data_access.stores import outbox
from data_access.stores.tables import DUTY


@dataclass(frozen=True)
class Shift:
    """Who is on duty. Empty where nobody is set down; `starts_at` is the beginning of the newest of their turns."""

    lead: tuple[str, ...] = ()
    duty: tuple[str, ...] = ()
    starts_at: datetime | None = None
    nature: str = "production"


def now(connection: Connection, moment: datetime) -> Shift:
    """The people whose turn it is. The roster is the centre's own and not cut by scope."""
    where = (DUTY.c.starts_at <= moment, DUTY.c.ends_at > moment)
    rows = connection.execute(select(DUTY.c.role, DUTY.c.person, DUTY.c.starts_at, DUTY.c.nature).where(*where).order_by(DUTY.c.id)).all()
    people = {role: tuple(row.person for row in rows if row.role == role) for role in ("lead", "duty")}
    natures = {row.nature for row in rows}
    nature = "demo" if natures == {"demo"} else "production"
    return Shift(lead=people["lead"], duty=people["duty"], starts_at=max((row.starts_at for row in rows), default=None), nature=nature)


def known_turns(connection: Connection, since: datetime) -> set[tuple[str, str, datetime]]:
    """The turns set down from a time on, as role, person and beginning."""
    rows = connection.execute(select(DUTY.c.role, DUTY.c.person, DUTY.c.starts_at).where(DUTY.c.starts_at >= since))
    return {(row.role, row.person, row.starts_at) for row in rows}


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], moment: datetime) -> None:
    """Set turns down."""
    if rows:
        connection.execute(insert(DUTY), [dict(row) for row in rows])
        outbox.put(connection, ("duty",), moment)


def forget_demo(connection: Connection, before: datetime | None = None) -> int:
    """Delete demo turns that ended before a time; without a time all demo turns."""
    old = [DUTY.c.nature == "demo"] + ([DUTY.c.ends_at < before] if before else [])
    return connection.execute(delete(DUTY).where(*old)).rowcount
