"""The quarantine of the store: what came in and was refused, as it came, until somebody replays or dismisses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.alert_tables import QUARANTINE
from data_access.stores.engine import StoreFailed

LARGEST = 1_048_576
"""Bytes that are kept of a body; of a larger one its beginning alone, which cannot be replayed."""
BEGINNING = 65_536
WAITING, REPLAYED, DISMISSED = "waiting", "replayed", "dismissed"
HANDLED_KEPT = timedelta(days=180)
MOST_KEPT = 20_000
"""Rows at most: a sender that goes mad must not fill the disk."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One thing that was refused."""

    way: str
    sender: str
    content_type: str
    body: bytes
    reason: str
    region: str | None = None

    @property
    def digest(self) -> str:
        """What makes two refused things one: the way, the kind and every byte."""
        head = f"{self.way}\n{self.content_type}\n{len(self.body)}\n".encode("utf-8", "replace")
        return sha256(head + self.body).hexdigest()


@dataclass(frozen=True)
class Kept:
    """A row of the quarantine."""

    id: str
    at: datetime
    way: str
    sender: str
    content_type: str
    reason: str
    body: bytes
    times: int
    state: str
    handled_by: str | None
    handled_at: datetime | None
    outcome: str | None
    region: str | None


@dataclass(frozen=True, kw_only=True)
class Handled:
    """What somebody did with a row: replayed or dismissed it."""

    state: str
    who: str
    outcome: str


COLUMNS = tuple(QUARANTINE.c[name] for name in Kept.__dataclass_fields__)


def put(connection: Connection, refused: Refused, now: datetime) -> str:
    """Keep it; gives the row's id. The same bytes once more count up and wait again."""
    digest = refused.digest
    found = _again(connection, digest, refused.reason, now)
    if found is None:
        try:
            with connection.begin_nested():
                found = _new(connection, refused, digest, now)
        except IntegrityError:  # another process kept the same bytes in between
            found = _again(connection, digest, refused.reason, now)
    outbox.put(connection, ["quarantine"], now)
    return found or ""


def listed(
    connection: Connection, scope: Scope, *, state: str | None = WAITING, limit: int = 100, after: datetime | None = None
) -> list[Kept]:
    """The rows of a scope, newest first, at most `limit`, older than `after`. A row without a region is the whole province's to see."""
    where = [_visible(scope)]
    if state is not None:
        where.append(QUARANTINE.c.state == state)
    if after is not None:
        where.append(QUARANTINE.c.at < after)
    rows = connection.execute(select(*COLUMNS).where(*where).order_by(QUARANTINE.c.at.desc(), QUARANTINE.c.id).limit(limit))
    return [Kept(*row) for row in rows]


def count(connection: Connection, scope: Scope) -> int:
    """Rows that wait."""
    where = (QUARANTINE.c.state == WAITING, _visible(scope))
    return connection.execute(select(func.count()).select_from(QUARANTINE).where(*where)).scalar() or 0


def one(connection: Connection, id: str, scope: Scope | None = None) -> Kept | None:
    """The row; None where there is none in the scope."""
    where = [QUARANTINE.c.id == id] + ([_visible(scope)] if scope else [])
    row = connection.execute(select(*COLUMNS).where(*where)).first()
    return Kept(*row) if row else None


def handled(connection: Connection, id: str, done: Handled, now: datetime) -> None:
    """Note what became of a row that waits. Raises StoreFailed when somebody else was faster."""
    values: dict[str, Any] = {"state": done.state, "handled_by": done.who[:64], "handled_at": now, "outcome": done.outcome}
    where = (QUARANTINE.c.id == id, QUARANTINE.c.state == WAITING)
    if not connection.execute(update(QUARANTINE).where(*where).values(**values)).rowcount:
        raise StoreFailed(f"隔离区的 {id} 已处理或不存在：请刷新后再看。")
    outbox.put(connection, ["quarantine"], now)


def noted(connection: Connection, id: str, outcome: str, now: datetime) -> None:
    """Note a replay that was refused again: the row goes on waiting."""
    connection.execute(update(QUARANTINE).where(QUARANTINE.c.id == id).values(outcome=outcome))
    outbox.put(connection, ["quarantine"], now)


def sweep(connection: Connection, now: datetime) -> int:
    """Forget what was handled long ago, and the oldest beyond the most that is kept; gives the number."""
    gone = connection.execute(
        delete(QUARANTINE).where(QUARANTINE.c.state != WAITING, QUARANTINE.c.handled_at < now - HANDLED_KEPT)
    ).rowcount
    oldest = connection.execute(select(QUARANTINE.c.at).order_by(QUARANTINE.c.at.desc()).offset(MOST_KEPT).limit(1)).scalar()
    if oldest is not None:
        gone += connection.execute(delete(QUARANTINE).where(QUARANTINE.c.at <= oldest)).rowcount
    if gone:
        outbox.put(connection, ["quarantine"], now)
    return gone


def _visible(scope: Scope) -> ColumnElement[bool]:
    return scope.clause(QUARANTINE.c.region)


def _again(connection: Connection, digest: str, reason: str, now: datetime) -> str | None:
    same = QUARANTINE.c.digest == digest
    found: str | None = connection.execute(select(QUARANTINE.c.id).where(same)).scalar()
    if found is not None:
        connection.execute(update(QUARANTINE).where(same).values(times=QUARANTINE.c.times + 1, at=now, reason=reason, state=WAITING))
    return found


def _new(connection: Connection, refused: Refused, digest: str, now: datetime) -> str:
    body = refused.body if len(refused.body) <= LARGEST else refused.body[:BEGINNING]
    row = {
        "id": uuid4().hex[:26], "at": now, "way": refused.way, "sender": refused.sender[:64], "content_type": refused.content_type[:128],
        "reason": refused.reason, "body": body, "digest": digest, "times": 1, "state": WAITING, "region": refused.region,
    }  # fmt: skip
    connection.execute(insert(QUARANTINE).values(**row))
    return str(row["id"])
