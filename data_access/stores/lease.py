"""The lease: which one of several workers may act now, and what it last said of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from data_access.stores.engine import Store
from data_access.stores.tables import LEASE


@dataclass(frozen=True)
class Lease:
    """A lease as it stands."""

    holder: str
    renewed_at: datetime
    until: datetime
    note: dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """Who wants which lease for how long."""

    name: str
    holder: str
    length: timedelta


def take(store: Store, claim: Claim, now: datetime, note: dict[str, Any]) -> bool:
    """Take or renew a lease; False while another holds it. One statement decides, so two claimants never both win.

    A lease that ends further ahead than any lease can was taken before the clock was set back: it does not block.
    """
    free = or_(LEASE.c.holder == claim.holder, LEASE.c.until < now, LEASE.c.until > now + claim.length)
    row = {"holder": claim.holder, "renewed_at": now, "until": now + claim.length, "note": note}
    with store.write() as connection:
        if connection.execute(update(LEASE).where(LEASE.c.name == claim.name, free).values(row)).rowcount:
            return True
        if connection.execute(select(LEASE.c.name).where(LEASE.c.name == claim.name)).first():
            return False
    try:
        with store.write() as connection:
            connection.execute(insert(LEASE).values(name=claim.name, **row))
    except IntegrityError:  # another claimant wrote the first row in between
        return False
    return True


def release(store: Store, claim: Claim, now: datetime) -> None:
    """Give a lease back, so that a successor need not wait for its end."""
    with store.write() as connection:
        connection.execute(
            update(LEASE).where(LEASE.c.name == claim.name, LEASE.c.holder == claim.holder).values(until=now - timedelta(seconds=1))
        )


def standing(store: Store, name: str) -> Lease | None:
    """The lease as it stands; None when nobody ever took it."""
    with store.read() as connection:
        row = connection.execute(
            select(LEASE.c.holder, LEASE.c.renewed_at, LEASE.c.until, LEASE.c.note).where(LEASE.c.name == name)
        ).first()
    return Lease(*row) if row else None
