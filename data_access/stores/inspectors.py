"""The inspectors of the store: the roster of those who can be drawn, city by city."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.scope import Scope, city_of
from data_access.stores import heard, outbox
from data_access.stores.procedure_tables import INSPECTOR


@dataclass(frozen=True)
class Person:
    """One inspector. `region` is the unit's city or county; `avoids` are codes of entities in which an interest is declared."""

    code: str
    name: str
    unit: str
    region: str
    field: str
    avoids: Sequence[str]


COLUMNS = [INSPECTOR.c[name] for name in Person.__dataclass_fields__]


def active(connection: Connection, scope: Scope) -> list[Person]:
    """The visible inspectors who can be drawn, by code."""
    query = select(*COLUMNS).where(INSPECTOR.c.active.is_(True), scope.clause(INSPECTOR.c.region)).order_by(INSPECTOR.c.code)
    return [Person(*row) for row in connection.execute(query)]


def named(connection: Connection, codes: Collection[str]) -> dict[str, Person]:
    """Inspectors by code, struck-off ones too: a draw of the past names them still. The caller has checked the draw's scope."""
    query = select(*COLUMNS).where(INSPECTOR.c.code.in_(sorted(codes)))
    return {row.code: Person(*row) for row in connection.execute(query)}


def counted(connection: Connection, scope: Scope) -> dict[str, tuple[int, int]]:
    """Inspectors and units by city."""
    city = city_of(INSPECTOR.c.region)
    query = select(city, func.count(), func.count(INSPECTOR.c.unit.distinct())).where(
        INSPECTOR.c.active.is_(True), scope.clause(INSPECTOR.c.region)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query.group_by(city))}


def as_of(connection: Connection, scope: Scope) -> heard.State:
    """How fresh the roster is."""
    return heard.state(connection, scope, INSPECTOR, INSPECTOR.c.changed_at)


def replace(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> tuple[int, int]:
    """Put a file's inspectors in the place of those of the cities that it names; who is not in it any more is struck off, not forgotten.

    Gives how many stand in it and how many were struck off.
    """
    cities = sorted({row["region"][:4] for row in rows})
    codes = {row["code"] for row in rows}
    before = select(INSPECTOR.c.code).where(INSPECTOR.c.active.is_(True), func.substr(INSPECTOR.c.region, 1, 4).in_(cities))
    gone = set(connection.execute(before).scalars()) - codes
    for part in _parts(sorted(gone)):
        connection.execute(update(INSPECTOR).where(INSPECTOR.c.code.in_(part)).values(active=False, changed_at=now))
    known: set[str] = set()
    for part in _parts(sorted(codes)):
        known |= set(connection.execute(select(INSPECTOR.c.code).where(INSPECTOR.c.code.in_(part))).scalars())
    for row in rows:
        if row["code"] in known:
            values = {**{name: value for name, value in row.items() if name != "code"}, "active": True, "changed_at": now}
            connection.execute(update(INSPECTOR).where(INSPECTOR.c.code == row["code"]).values(**values))
    insert_many(connection, [row for row in rows if row["code"] not in known], now)
    outbox.put(connection, ("inspector",), now)
    return len(rows), len(gone)


def _parts(codes: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [codes[at : at + size] for at in range(0, len(codes), size)]


def insert_many(connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Set inspectors down."""
    if rows:
        connection.execute(insert(INSPECTOR), [{"active": True, "changed_at": now, "nature": "production", **row} for row in rows])
        outbox.put(connection, ("inspector",), now)


def known(connection: Connection) -> set[str]:
    """The codes that are set down."""
    return set(connection.execute(select(INSPECTOR.c.code)).scalars())


def forget_demo(connection: Connection) -> int:
    """Delete all demo inspectors."""
    return connection.execute(delete(INSPECTOR).where(INSPECTOR.c.nature == "demo")).rowcount
