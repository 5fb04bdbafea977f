"""The reads of watched things: enterprises, their events and relations, devices and lots, as the rules of alerts ask for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import func, select, true

from data_access.mart_tables import BATCH_MOVEMENT, ENTERPRISE, ENTERPRISE_EVENT, ENTERPRISE_RELATION, EQUIPMENT, PRODUCT_BATCH
from data_access.scope import Scope

MOST = 50_000
"""Rows that one read may give; a watch over more has to be counted by an indicator."""
PART = 500
"""Codes in one condition."""
IN_USE = ("在用", "in_use")


def openings(reader: Any, scope: Scope, since: date, until: date) -> pd.DataFrame:
    """Enterprises opened on the days from `since` to `until`: `uscc, name, region, address, type, industry, capital_fen, t`."""
    c = ENTERPRISE.c
    columns = (c.uscc, c.name, c.region, c.address, c.type, c.industry, c.capital_fen, c.opened_on.label("t"))
    query = select(*columns).where(scope.clause(c.region), c.opened_on >= since, c.opened_on <= until).order_by(c.opened_on, c.uscc)
    return _timed(_read(reader, query, "enterprise"))


def events(reader: Any, scope: Scope, kind: str, since: datetime, until: datetime, text: str = "") -> pd.DataFrame:
    """Events of one kind in a time: `event, uscc, t, text, region, name, industry`; `text` limits to those that hold it."""
    c, e = ENTERPRISE_EVENT.c, ENTERPRISE.c
    holds = c.text.contains(text, autoescape=True) if text else true()
    columns = (c.event, c.uscc, c.at.label("t"), c.text, c.region, e.name, e.industry)
    query = (
        select(*columns)
        .select_from(ENTERPRISE_EVENT.outerjoin(ENTERPRISE, c.uscc == e.uscc))
        .where(scope.clause(c.region), c.kind == kind, c.at >= since, c.at < until, holds)
        .order_by(c.at, c.event)
    )
    return _timed(_read(reader, query, "enterprise_event"))


def woken(reader: Any, scope: Scope, kind: str, since: datetime, until: datetime, quiet_from: datetime) -> pd.DataFrame:
    """Events of enterprises that had none between `quiet_from` and `since` and were opened before: `uscc, t, text, region`."""
    c, e = ENTERPRISE_EVENT.c, ENTERPRISE.c
    before = ENTERPRISE_EVENT.alias("before")
    stirred = select(before.c.uscc).where(before.c.uscc == c.uscc, before.c.at >= quiet_from, before.c.at < since).exists()
    query = (
        select(c.uscc, func.min(c.at).label("t"), func.min(c.text).label("text"), c.region)
        .join(ENTERPRISE, c.uscc == e.uscc)
        .where(scope.clause(c.region), c.kind == kind, c.at >= since, c.at < until, e.opened_on < quiet_from.date(), ~stirred)
        .group_by(c.uscc, c.region)
        .order_by(c.uscc)
    )
    return _timed(_read(reader, query, "enterprise_event"))


def relations(reader: Any, scope: Scope, kinds: Collection[str], since: date, until: date) -> pd.DataFrame:
    """Relations begun on the days from `since` to `until`: `uscc, other, kind, t, region`."""
    c = ENTERPRISE_RELATION.c
    columns = (c.uscc, c.other, c.kind, c.since.label("t"), c.region)
    query = select(*columns).where(scope.clause(c.region), c.kind.in_(list(kinds)), c.since >= since, c.since <= until)
    return _timed(_read(reader, query.order_by(c.since, c.uscc), "enterprise_relation"))


def devices_of(reader: Any, kind: str, usccs: Collection[str]) -> pd.DataFrame:
    """Devices of one kind of some users: `device, model, uscc, maintainer, region`."""
    c = EQUIPMENT.c
    found = [
        _read(reader, select(c.device, c.model, c.uscc, c.maintainer, c.region).where(c.kind == kind, c.uscc.in_(part)), "equipment")
        for part in _parts(usccs)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["device", "model", "uscc", "maintainer", "region"])


def overdue_devices(reader: Any, scope: Scope, kind: str, day: date) -> pd.DataFrame:
    """Devices in use of one kind by user: `uscc, region, overdue, t` (the oldest due day); users without any overdue are left out."""
    c = EQUIPMENT.c
    query = (
        select(c.uscc, c.region, func.count().label("overdue"), func.min(c.due_on).label("t"))
        .where(scope.clause(c.region), c.kind == kind, c.status.in_(IN_USE), c.due_on < day, c.uscc.is_not(None))
        .group_by(c.uscc, c.region)
        .order_by(c.uscc)
    )
    return _timed(_read(reader, query, "equipment"))


def lots_by_makers(reader: Any, makers: Collection[str]) -> pd.DataFrame:
    """Lots of some makers: `lot, family, name, uscc, region`."""
    return _lots(reader, PRODUCT_BATCH.c.uscc, makers)


def known_lots(reader: Any, lots: Collection[str]) -> pd.DataFrame:
    """Lots by number: `lot, family, name, uscc, region`."""
    return _lots(reader, PRODUCT_BATCH.c.lot, lots)


def _lots(reader: Any, column: Any, codes: Collection[str]) -> pd.DataFrame:
    c = PRODUCT_BATCH.c
    columns = (c.lot, c.family, c.name, c.uscc, c.region)
    found = [_read(reader, select(*columns).where(column.in_(part)).order_by(c.lot), "product_batch") for part in _parts(codes)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[column.key for column in columns])


def holders(reader: Any, scope: Scope, lot: str, until: datetime) -> pd.DataFrame:
    """Everyone who was handed a lot: `uscc, received, passed_on, t` (first receipt), `region`, `name`. Who has passed all on is in it too."""
    c, e = BATCH_MOVEMENT.c, ENTERPRISE.c
    moved = _timed(
        _read(
            reader, select(c.giver, c.taker, c.quantity, c.at.label("t")).where(c.lot == lot, c.at < until).order_by(c.at), "batch_movement"
        )
    )
    if moved.empty:
        return pd.DataFrame(columns=["uscc", "received", "passed_on", "t", "region", "name"])
    taken = moved[moved["taker"].notna()].groupby("taker").agg(received=("quantity", "sum"), t=("t", "min"))
    given = moved[moved["giver"].notna()].groupby("giver")["quantity"].sum().rename("passed_on")
    found = taken.join(given, how="left").fillna({"passed_on": 0.0}).rename_axis("uscc").reset_index()
    who = [
        _read(reader, select(e.uscc, e.name, e.region).where(scope.clause(e.region), e.uscc.in_(part)), "enterprise")
        for part in _parts(found["uscc"])
    ]
    return found.merge(pd.concat(who, ignore_index=True), on="uscc", how="inner") if who else found.assign(region=None, name=None)


TIMES = {
    "enterprise": ENTERPRISE.c.opened_on, "enterprise_event": ENTERPRISE_EVENT.c.at, "enterprise_relation": ENTERPRISE_RELATION.c.since,
    "product_batch": PRODUCT_BATCH.c.made_on, "batch_movement": BATCH_MOVEMENT.c.at,
}  # fmt: skip
"""When a row of a table came to be, where that is known."""


def first_day(reader: Any, table: str) -> date | None:
    """The day of the oldest row of a table whose rows have a time; None for an empty one."""
    if table not in reader.tables() or table not in TIMES:
        return None
    found = reader.read(select(func.min(TIMES[table], type_=TIMES[table].type).label("first")))["first"].iloc[0]
    return None if found is None or found != found else pd.Timestamp(found).date()


def _parts(codes: Collection[str]) -> list[list[str]]:
    whole = sorted({str(code) for code in codes if code and code == code})
    return [whole[first : first + PART] for first in range(0, len(whole), PART)]


def _read(reader: Any, query: Any, table: str) -> pd.DataFrame:
    if table not in reader.tables():
        return pd.DataFrame({column.key: pd.Series(dtype="object") for column in query.selected_columns})
    return reader.read(query.limit(MOST))


def _timed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `t` as timestamps."""
    return rows.assign(t=pd.to_datetime(rows["t"], utc=getattr(rows["t"].dtype, "tz", None) is not None))
