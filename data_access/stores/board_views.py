"""The views of boards in the store: one row a day, board and viewer, the viewer as a keyed digest that names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, Date, Index, Integer, String, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.scope import Scope
from data_access.stores.metadata import STORE

LONGEST = 96
BOARD_VIEW = Table(
    "board_view", STORE,
    Column("day", Date, primary_key=True), Column("address", String(LONGEST), primary_key=True),
    Column("viewer", String(16), primary_key=True),  # keyed digest of the account
    Column("region", String(6), nullable=False),  # the viewer's city; the province's code for all who see more than one
    Column("views", Integer, nullable=False), Index("ix_board_view_address_day", "address", "day"),
)  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How often one viewer opened one board on one day since the last writing."""

    day: date
    address: str
    viewer: str
    region: str
    views: int


@dataclass(frozen=True)
class Seen:
    """How much a board was looked at: distinct viewers, views, and the last day."""

    viewers: int
    views: int
    last: date


def add(connection: Connection, tallies: Iterable[Tally]) -> None:
    """Add views to what is known. It puts nothing into the outbox: a view changes no panel that anybody waits for.

    In one order for all, so that two processes that write at once do not wait for each other.
    """
    for one in sorted(tallies, key=lambda one: (one.day, one.address, one.viewer)):
        if not _raise(connection, one):
            try:
                with connection.begin_nested():
                    connection.execute(insert(BOARD_VIEW).values(**one.__dict__))
            except IntegrityError:  # another process was faster
                _raise(connection, one)


def _raise(connection: Connection, one: Tally) -> bool:
    same = (BOARD_VIEW.c.day == one.day, BOARD_VIEW.c.address == one.address, BOARD_VIEW.c.viewer == one.viewer)
    return bool(connection.execute(update(BOARD_VIEW).where(*same).values(views=BOARD_VIEW.c.views + one.views)).rowcount)


def seen(connection: Connection, scope: Scope, since: date) -> dict[str, Seen]:
    """By address, the views from a day on by viewers of the scope; a board that nobody opened has no entry."""
    columns = (func.count(BOARD_VIEW.c.viewer.distinct()), func.sum(BOARD_VIEW.c.views), func.max(BOARD_VIEW.c.day, type_=Date))
    where = (BOARD_VIEW.c.day >= since, scope.clause(BOARD_VIEW.c.region))
    rows = connection.execute(select(BOARD_VIEW.c.address, *columns).where(*where).group_by(BOARD_VIEW.c.address))
    return {address: Seen(int(viewers), int(views), last) for address, viewers, views, last in rows}


def viewers(connection: Connection, scope: Scope, since: date) -> int:
    """Distinct viewers of all boards from a day on."""
    where = (BOARD_VIEW.c.day >= since, scope.clause(BOARD_VIEW.c.region))
    return int(connection.execute(select(func.count(BOARD_VIEW.c.viewer.distinct())).where(*where)).scalar() or 0)


def counted_since(connection: Connection) -> date | None:
    """The first day of which views are known: what was looked at before is unknown, not nothing."""
    return connection.execute(select(func.min(BOARD_VIEW.c.day, type_=Date))).scalar()


def forget(connection: Connection, before: date) -> int:
    """Delete the views of days long past."""
    return connection.execute(delete(BOARD_VIEW).where(BOARD_VIEW.c.day < before)).rowcount
