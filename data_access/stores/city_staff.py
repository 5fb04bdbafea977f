"""The officers of the cities: how many there are, counted on which day, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data_access.scope import Scope
from data_access.stores import outbox
from data_access.stores.city_tables import CITY_STAFF

TABLE = CITY_STAFF.name


@dataclass(frozen=True)
class Staff:
    """How many officers a city has, as counted on a day."""

    adcode: str
    as_of: date
    officers: int
    source: str
    nature: str


_COLUMNS = [CITY_STAFF.c[name] for name in Staff.__dataclass_fields__]


def newest(connection: Connection, scope: Scope) -> dict[str, Staff]:
    """The newest count of each city in the scope."""
    query = select(*_COLUMNS).where(scope.clause(CITY_STAFF.c.adcode)).order_by(CITY_STAFF.c.adcode, CITY_STAFF.c.as_of)
    return {row.adcode: Staff(*row) for row in connection.execute(query)}


def put(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Write a count down, in place of one of the same day."""
    same = (CITY_STAFF.c.adcode == row["adcode"], CITY_STAFF.c.as_of == row["as_of"])
    connection.execute(delete(CITY_STAFF).where(*same))
    connection.execute(insert(CITY_STAFF).values(**row, noted_at=now))
    outbox.put(connection, (TABLE,), now)
