"""The boards of the cities: versions that are only ever added, and which of them is shown; whoever comes second with an old head is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.city_tables import CITY_BOARD, CITY_BOARD_VERSION

TABLE = CITY_BOARD.name
Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Standing:
    """Where a city's board stands. `published` 0 is the shipped board; `head` 0: the city has written nothing yet."""

    head: int
    published: int


@dataclass(frozen=True)
class Version:
    """One version as it was written."""

    adcode: str
    version: int
    blocks: list[dict[str, Any]]
    state: str
    came_from: int | None
    who: str
    shown_name: str
    note: str
    at: datetime
    published_by: str | None
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A version that is to be written: on top of which head, by whom, and whether it is shown at once."""

    adcode: str
    base: int
    blocks: Blocks
    who: str
    shown_name: str
    note: str
    now: datetime
    came_from: int | None = None


_COLUMNS = [CITY_BOARD_VERSION.c[name] for name in Version.__dataclass_fields__]


def standing(connection: Connection, adcode: str, scope: Scope) -> Standing:
    """Where a board stands; of a foreign city nothing is told but the shipped board."""
    where = (CITY_BOARD.c.adcode == adcode, scope.clause(CITY_BOARD.c.adcode))
    row = connection.execute(select(CITY_BOARD.c.head, CITY_BOARD.c.published).where(*where)).first()
    return Standing(row.head, row.published) if row else Standing(0, 0)


def shown(connection: Connection, scope: Scope) -> list[Version]:
    """The version that each city of the scope shows; a city that shows the shipped board has none."""
    join = (CITY_BOARD_VERSION.c.adcode == CITY_BOARD.c.adcode) & (CITY_BOARD_VERSION.c.version == CITY_BOARD.c.published)
    query = select(*_COLUMNS).join(CITY_BOARD, join).where(scope.clause(CITY_BOARD.c.adcode)).order_by(CITY_BOARD.c.adcode)
    return [Version(*row) for row in connection.execute(query)]


def version(connection: Connection, adcode: str, number: int, scope: Scope) -> Version | None:
    """One version of a city in the scope."""
    c = CITY_BOARD_VERSION.c
    row = connection.execute(select(*_COLUMNS).where(c.adcode == adcode, c.version == number, scope.clause(c.adcode))).first()
    return Version(*row) if row else None


def versions(connection: Connection, adcode: str, scope: Scope, limit: int = 50) -> list[Version]:
    """The versions of a city, the newest first."""
    c = CITY_BOARD_VERSION.c
    query = select(*_COLUMNS).where(c.adcode == adcode, scope.clause(c.adcode)).order_by(c.version.desc()).limit(limit)
    return [Version(*row) for row in connection.execute(query)]


def write(connection: Connection, writing: Writing) -> int | None:
    """Add a draft on top of a head; gives its number. None when the head is another by now."""
    if not _moved(connection, writing.adcode, writing.base, {"head": writing.base + 1}, writing.now):
        return None
    _added(connection, writing, "draft")
    return writing.base + 1


def publish(connection: Connection, adcode: str, number: int, who: str, now: datetime) -> bool:
    """Show the newest version, if it is a draft and still the newest."""
    c = CITY_BOARD_VERSION.c
    if not _moved(connection, adcode, number, {"published": number}, now):
        return False
    shown = (c.adcode == adcode, c.state == "published")
    connection.execute(update(CITY_BOARD_VERSION).where(*shown).values(state="replaced"))
    draft = (c.adcode == adcode, c.version == number, c.state == "draft")
    values = {"state": "published", "published_by": who, "published_at": now}
    return bool(connection.execute(update(CITY_BOARD_VERSION).where(*draft).values(**values)).rowcount)


def roll_back(connection: Connection, writing: Writing) -> int | None:
    """Show earlier blocks again as a new version; what was shown is marked. None when the head is another by now."""
    number, c = writing.base + 1, CITY_BOARD_VERSION.c
    if not _moved(connection, writing.adcode, writing.base, {"head": number, "published": number}, writing.now):
        return None
    shown = (c.adcode == writing.adcode, c.state == "published")
    connection.execute(update(CITY_BOARD_VERSION).where(*shown).values(state="rolled_back"))
    _added(connection, writing, "published")
    return number


def _moved(connection: Connection, adcode: str, base: int, values: Mapping[str, int], now: datetime) -> bool:
    """Move a board on from a head; False when it stands elsewhere."""
    where = (CITY_BOARD.c.adcode == adcode, CITY_BOARD.c.head == base)
    if not connection.execute(update(CITY_BOARD).where(*where).values(**values, changed_at=now)).rowcount:
        if base or connection.execute(select(CITY_BOARD.c.adcode).where(CITY_BOARD.c.adcode == adcode)).first():
            return False
        try:
            with connection.begin_nested():
                connection.execute(insert(CITY_BOARD).values(adcode=adcode, **{"head": 0, "published": 0, **values}, changed_at=now))
        except IntegrityError:  # another editor's first version came between
            return False
    outbox.put(connection, (TABLE,), now)
    return True


def _added(connection: Connection, writing: Writing, state: str) -> None:
    known = {"published_by": writing.who, "published_at": writing.now} if state == "published" else {}
    connection.execute(
        insert(CITY_BOARD_VERSION).values(
            adcode=writing.adcode, version=writing.base + 1, blocks=[dict(block) for block in writing.blocks], state=state,
            came_from=writing.came_from, who=writing.who, shown_name=writing.shown_name, note=writing.note, at=writing.now, **known,
        )
    )  # fmt: skip
