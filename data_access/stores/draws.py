"""The random draws of the store: roster versions, draws prepared and drawn, and what was drawn. A draw is written twice and never changed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data_access.scope import Scope
from data_access.stores import heard, outbox
from data_access.stores.procedure_tables import DRAW_ITEM, DRAW_ROSTER, RANDOM_DRAW

PREPARED, DRAWN = "prepared", "drawn"
TABLES = ("random_draw", "draw_item", "draw_roster")


@dataclass(frozen=True)
class Roster:
    """One version of a roster, without its text."""

    id: str
    kind: str
    region: str
    hash: str
    count: int
    made_at: datetime


@dataclass(frozen=True)
class Draw:
    """One draw. What only a draw that is done has is None before; the secret of one that is only prepared may not be shown."""

    id: str
    state: str
    plan: str
    kind: str
    region: str
    conditions: Mapping[str, Any]
    subjects: str
    inspectors: str
    algorithm: str
    size: int
    each: int
    secret: str
    commitment: str
    public_number: str | None
    seed: str | None
    result_hash: str | None
    why: str
    user: str
    who: str
    prepared_at: datetime
    drawn_at: datetime | None
    nature: str


@dataclass(frozen=True)
class Item:
    """One subject of a draw with its inspectors' codes."""

    place: int
    code: str
    name: str
    region: str
    inspectors: Sequence[str]


_DRAW = [RANDOM_DRAW.c[name] for name in Draw.__dataclass_fields__]
_ROSTER = [DRAW_ROSTER.c[name] for name in Roster.__dataclass_fields__]
_ITEM = [DRAW_ITEM.c[name] for name in Item.__dataclass_fields__]


def keep_roster(connection: Connection, row: Mapping[str, Any], text: str) -> str:
    """Keep a version of a roster, once for each content and place; gives its number."""
    same = [DRAW_ROSTER.c[name] == row[name] for name in ("hash", "kind", "region")]
    known = connection.execute(select(DRAW_ROSTER.c.id).where(*same)).scalar()
    if known:
        return str(known)
    connection.execute(insert(DRAW_ROSTER).values(**row, text=zlib.compress(text.encode(), 6)))
    return str(row["id"])


def roster(connection: Connection, name: str) -> Roster:
    """A version of a roster. The caller has checked the draw's scope."""
    return Roster(*connection.execute(select(*_ROSTER).where(DRAW_ROSTER.c.id == name)).one())


def roster_text(connection: Connection, name: str) -> str:
    """The canonical text of a version, as it is kept."""
    packed = connection.execute(select(DRAW_ROSTER.c.text).where(DRAW_ROSTER.c.id == name)).scalar_one()
    return zlib.decompress(packed).decode()


def prepare(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Write a draw that is about to be done."""
    connection.execute(insert(RANDOM_DRAW).values(**row, state=PREPARED, prepared_at=now))
    outbox.put(connection, TABLES, now)


def finish(connection: Connection, name: str, values: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> bool:
    """Write what a prepared draw gave; False where it is done already: of two who draw at once one alone does."""
    waits = (RANDOM_DRAW.c.id == name, RANDOM_DRAW.c.state == PREPARED)
    if not connection.execute(update(RANDOM_DRAW).where(*waits).values(**values, state=DRAWN)).rowcount:
        return False
    connection.execute(insert(DRAW_ITEM), [{**item, "draw": name} for item in items])
    outbox.put(connection, TABLES, values["drawn_at"])
    return True


def one(connection: Connection, name: str, scope: Scope) -> Draw | None:
    """A draw in the scope: one of its own cities, or of the province for those who see it whole."""
    row = connection.execute(select(*_DRAW).where(RANDOM_DRAW.c.id == name, scope.clause(RANDOM_DRAW.c.region))).first()
    return Draw(*row) if row else None


def listed(connection: Connection, scope: Scope, limit: int = 50) -> list[Draw]:
    """The visible draws, the newest first."""
    query = select(*_DRAW).where(scope.clause(RANDOM_DRAW.c.region)).order_by(RANDOM_DRAW.c.prepared_at.desc(), RANDOM_DRAW.c.id.desc())
    return [Draw(*row) for row in connection.execute(query.limit(limit))]


def items(connection: Connection, name: str, limit: int | None = None) -> list[Item]:
    """What a draw gave, in order. The caller has checked the draw's scope."""
    query = select(*_ITEM).where(DRAW_ITEM.c.draw == name).order_by(DRAW_ITEM.c.place)
    return [Item(*row) for row in connection.execute(query.limit(limit) if limit else query)]


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the draws are."""
    return heard.state(connection, scope, RANDOM_DRAW, RANDOM_DRAW.c.prepared_at)


def forget_demo(connection: Connection) -> int:
    """Delete all demo draws with their rosters."""
    mine = select(RANDOM_DRAW.c.id).where(RANDOM_DRAW.c.nature == "demo")
    connection.execute(delete(DRAW_ITEM).where(DRAW_ITEM.c.draw.in_(mine)))
    gone = connection.execute(delete(RANDOM_DRAW).where(RANDOM_DRAW.c.nature == "demo")).rowcount
    used = select(RANDOM_DRAW.c.subjects).union(select(RANDOM_DRAW.c.inspectors))
    connection.execute(delete(DRAW_ROSTER).where(DRAW_ROSTER.c.nature == "demo", DRAW_ROSTER.c.id.not_in(used)))
    return gone
