"""The appeals of the store against a clock (申辩) and their rulings: both are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.alert_tables import CLOCK
from data_access.stores.procedure_tables import CLOCK_APPEAL, CLOCK_RULING

TABLES = ("clock_appeal", "clock_ruling")
UPHELD, REFUSED = "upheld", "refused"


@dataclass(frozen=True)
class Appeal:
    """One appeal with its ruling; `verdict` is None while nobody has decided."""

    id: str
    clock: str
    number: int
    region: str
    why: str
    user: str
    who: str
    at: datetime
    nature: str
    title: str
    rule: str
    verdict: str | None
    ruling: str | None
    ruled_by: str | None
    ruled_at: datetime | None

    @property
    def open(self) -> bool:
        return self.verdict is None


_A, _R = CLOCK_APPEAL.c, CLOCK_RULING.c
_FOUND = select(
    _A.id, _A.clock, _A.number, _A.region, _A.why, _A.user, _A.who, _A.at, _A.nature, CLOCK.c.title, CLOCK.c.rule, _R.verdict, _R.why, _R.who, _R.at,
).select_from(CLOCK_APPEAL.join(CLOCK, CLOCK.c.id == _A.clock).outerjoin(CLOCK_RULING, _R.appeal == _A.id))  # fmt: skip


def _appeal(row: Any) -> Appeal:
    return Appeal(*row)


def listed(connection: Connection, scope: Scope, since: datetime) -> list[Appeal]:
    """The visible appeals that are open or were made after a time, open ones first, the newest first."""
    where = (scope.clause(_A.region), _R.appeal.is_(None) | (_A.at >= since))
    query = _FOUND.where(*where).order_by(_R.appeal.is_not(None), _A.at.desc(), _A.id)
    return [_appeal(row) for row in connection.execute(query)]


def of_clocks(connection: Connection, scope: Scope) -> dict[str, Appeal]:
    """The last appeal of each visible clock that has one."""
    query = _FOUND.where(scope.clause(_A.region)).order_by(_A.clock, _A.number)
    return {row.clock: _appeal(row) for row in connection.execute(query)}


def first_of(connection: Connection, clocks: Sequence[str]) -> dict[str, str]:
    """The first appeal of each of these clocks that has one, by its number."""
    found: dict[str, str] = {}
    for at in range(0, len(clocks), 500):
        query = select(_A.clock, _A.id).where(_A.clock.in_(clocks[at : at + 500]), _A.number == 1)
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def one(connection: Connection, name: str, scope: Scope) -> Appeal | None:
    """An appeal in the scope."""
    row = connection.execute(_FOUND.where(_A.id == name, scope.clause(_A.region))).first()
    return _appeal(row) if row else None


def add(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Write an appeal as its clock's next one; False while one is open, or where somebody else was first."""
    ruled = select(func.count()).select_from(CLOCK_APPEAL.join(CLOCK_RULING, _R.appeal == _A.id)).where(_A.clock == row["clock"])
    made = connection.execute(select(func.count()).where(_A.clock == row["clock"])).scalar_one()
    if connection.execute(ruled).scalar_one() != made:
        return False
    return _written(connection, CLOCK_APPEAL, {**row, "number": made + 1}, row["at"])


def rule(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Write the ruling on an appeal; False where there is one."""
    return _written(connection, CLOCK_RULING, row, row["at"])


def _written(connection: Connection, table: Any, row: Mapping[str, Any], now: datetime) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**row))
    except IntegrityError:  # somebody else was first
        return False
    outbox.put(connection, TABLES, now)
    return True


def forget_demo(connection: Connection) -> int:
    """Delete all appeals against demo clocks."""
    mine = select(_A.id).where(_A.clock.in_(select(CLOCK.c.id).where(CLOCK.c.nature == "demo")))
    connection.execute(delete(CLOCK_RULING).where(_R.appeal.in_(mine)))
    return connection.execute(delete(CLOCK_APPEAL).where(_A.id.in_(mine))).rowcount
