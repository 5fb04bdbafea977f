"""The pushes of the store: one matter told to several departments, and each one's own receipt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.procedure_tables import NOTICE_PUSH, NOTICE_RECEIPT

WAITING, RECEIVED = "waiting", "received"
TABLES = ("notice_push", "notice_receipt")


@dataclass(frozen=True)
class Push:
    """One matter that was told."""

    id: str
    rule: str
    subject: str
    title: str
    region: str
    pushed_at: datetime
    nature: str


@dataclass(frozen=True)
class Receipt:
    """One recipient of a push. `at` and `who` are None while it has not confirmed."""

    push: str
    recipient: str
    state: str
    at: datetime | None
    who: str | None
    note: str


@dataclass(frozen=True)
class Hand:
    """Who confirms, when, with which words."""

    who: str
    at: datetime
    note: str = ""


Told = tuple[Push, list[Receipt]]
_PUSH = [NOTICE_PUSH.c[name] for name in Push.__dataclass_fields__]
_RECEIPT = [NOTICE_RECEIPT.c[name] for name in Receipt.__dataclass_fields__]


def since(connection: Connection, scope: Scope, moment: datetime) -> list[Told]:
    """The visible pushes after a moment and all older ones of which a receipt is missing, the oldest first."""
    open_ones = select(NOTICE_RECEIPT.c.push).where(NOTICE_RECEIPT.c.state == WAITING)
    wanted = (NOTICE_PUSH.c.pushed_at >= moment) | NOTICE_PUSH.c.id.in_(open_ones)
    where = (wanted, scope.clause(NOTICE_PUSH.c.region))
    found = [Push(*row) for row in connection.execute(select(*_PUSH).where(*where).order_by(NOTICE_PUSH.c.pushed_at, NOTICE_PUSH.c.id))]
    mine = select(NOTICE_PUSH.c.id).where(*where)
    receipts: dict[str, list[Receipt]] = {}
    query = select(*_RECEIPT).where(NOTICE_RECEIPT.c.push.in_(mine)).order_by(NOTICE_RECEIPT.c.push, NOTICE_RECEIPT.c.recipient)
    for row in connection.execute(query):
        receipts.setdefault(row.push, []).append(Receipt(*row))
    return [(push, receipts.get(push.id, [])) for push in found]


def one(connection: Connection, name: str, scope: Scope) -> Told | None:
    """A push in the scope."""
    row = connection.execute(select(*_PUSH).where(NOTICE_PUSH.c.id == name, scope.clause(NOTICE_PUSH.c.region))).first()
    if row is None:
        return None
    query = select(*_RECEIPT).where(NOTICE_RECEIPT.c.push == name).order_by(NOTICE_RECEIPT.c.recipient)
    return Push(*row), [Receipt(*found) for found in connection.execute(query)]


def receive(connection: Connection, push: str, recipient: str, hand: Hand) -> bool:
    """Write a receipt; False where it has been written: of two at once one alone does."""
    waits = (NOTICE_RECEIPT.c.push == push, NOTICE_RECEIPT.c.recipient == recipient, NOTICE_RECEIPT.c.state == WAITING)
    values = {"state": RECEIVED, "at": hand.at, "who": hand.who, "note": hand.note}
    if not connection.execute(update(NOTICE_RECEIPT).where(*waits).values(**values)).rowcount:
        return False
    outbox.put(connection, TABLES, hand.at)
    return True


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the pushes are."""
    return heard.state(connection, scope, NOTICE_PUSH, NOTICE_PUSH.c.pushed_at)


def known(connection: Connection, ids: Collection[str]) -> set[str]:
    """Which of these pushes are set down."""
    return set(connection.execute(select(NOTICE_PUSH.c.id).where(NOTICE_PUSH.c.id.in_(list(ids)))).scalars())


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], receipts: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write pushes and their recipients; receipts without a state wait."""
    if rows:
        connection.execute(insert(NOTICE_PUSH), [{"nature": "production", **row} for row in rows])
        blank = {"state": WAITING, "at": None, "who": None, "note": ""}
        connection.execute(insert(NOTICE_RECEIPT), [{**blank, **row} for row in receipts])
        outbox.put(connection, TABLES, now)


def forget_demo(connection: Connection, before: datetime | None = None) -> int:
    """Delete demo pushes before a time; without a time all of them."""
    old = [NOTICE_PUSH.c.nature == "demo"] + ([NOTICE_PUSH.c.pushed_at < before] if before else [])
    connection.execute(delete(NOTICE_RECEIPT).where(NOTICE_RECEIPT.c.push.in_(select(NOTICE_PUSH.c.id).where(*old))))
    return connection.execute(delete(NOTICE_PUSH).where(*old)).rowcount
