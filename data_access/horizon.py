"""The horizon of a mart: the last time that it holds, and which cities have reported there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Select, func, select

from data_access.batches import Nature
from data_access.buckets import Grain, own_grain, time_of
from data_access.mart_tables import REGION, SOURCE_SYSTEM
from data_access.measure import Reader
from data_access.measure_query import mart_table
from data_access.scope import Scope


def last_time(mart: str, until: date | None = None) -> Select:
    """The mart's last time, not after `until`. It tells no row: every reader sees the cut-off of a batch, whatever the scope, so that
    a period means the same days to all."""
    table = mart_table(mart)
    time = time_of(table)
    result = select(func.max(time, type_=time.type).label("last_time"))
    return result if until is None else result.where(time <= until)


def horizon(reader: Reader, mart: str, tz: ZoneInfo, at: date | None = None) -> date | None:
    """The last time of a mart up to `at` (None: up to its cut-off).

    A date; a naive local hour for hourly marts; None when the mart holds nothing.
    """
    table, states = mart_table(mart), reader.tables()
    grain = own_grain(table)
    if mart not in states or grain is None:
        return None
    as_of = states[mart].as_of
    if table.info["kind"] == "entity":
        state = states[mart].as_of
        known = None if state is None else state.astimezone(tz).date()
        return known if known is None or at is None else min(known, at.date() if isinstance(at, datetime) else at)
    until: date | None = at
    if until is None and as_of is not None:
        local = as_of.astimezone(tz)
        until = local.replace(tzinfo=None) if grain is Grain.HOUR else local.date()
    elif grain is Grain.HOUR and until is not None and not isinstance(until, datetime):
        until = datetime(until.year, until.month, until.day, 23)  # noqa: DTZ001 -- a label of local time, as the column holds it
    frame = reader.read(last_time(mart, until))
    found = frame["last_time"].iloc[0] if len(frame) else None
    if found is None or pd.isna(found):
        return None
    stamp = pd.Timestamp(found).to_pydatetime()
    return stamp if grain is Grain.HOUR else stamp.date()


def is_complete(reader: Reader, mart: str, last: date, tz: ZoneInfo) -> bool:
    """Whether the step that begins at `last` had ended at the mart's cut-off. A cut-off may stand at the last second of the step."""
    state = reader.tables().get(mart)
    if state is None or state.as_of is None:
        return False
    grain = own_grain(mart_table(mart))
    start = last if isinstance(last, datetime) else datetime(last.year, last.month, last.day)  # noqa: DTZ001 -- local by contract
    end = (start + timedelta(days=32)).replace(day=1) if grain is Grain.MONTH else start + timedelta(**{f"{grain}s": 1})
    return state.as_of.astimezone(tz).replace(tzinfo=None) >= end - timedelta(seconds=1)


def absent_cities(reader: Reader, mart: str, scope: Scope, at: date) -> tuple[str, ...]:
    """The visible cities without a row at `at`; nothing for a mart that is not kept by city, nor for a sample, which nobody owes."""
    table, states = mart_table(mart), reader.tables()
    if "region" not in states or (mart in states and states[mart].nature == Nature.SAMPLE):
        return ()
    if table.info["kind"] == "entity":
        return ()
    rows = reader.read(select(table.c.region).where(scope.clause(table.c.region), time_of(table) == at).distinct())
    reported = {str(code)[:4] + "00" for code in rows["region"]} - {scope.province}
    if not reported and rows.shape[0]:
        return ()
    cities = reader.read(select(REGION.c.code).where(scope.clause(REGION.c.code), REGION.c.level == "city", REGION.c.valid_to.is_(None)))
    return tuple(sorted(set(cities["code"]) - reported))


def region_known(reader: Reader, region: str) -> bool:
    """Whether a region is in the published list of regions; every code is while there is no list."""
    if "region" not in reader.tables():
        return True
    return len(reader.read(select(REGION.c.code).where(REGION.c.code == region).limit(1))) > 0


def suppliers(reader: Reader, mart: str) -> tuple[str, ...]:
    """The codes of the source systems that supply a mart."""
    if "source_system" not in reader.tables():
        return ()
    rows = reader.read(select(SOURCE_SYSTEM.c.code, SOURCE_SYSTEM.c.tables).order_by(SOURCE_SYSTEM.c.code))
    return tuple(
        code for code, tables in zip(rows["code"], rows["tables"], strict=True) if mart in {t.strip() for t in str(tables).split(",")}
    )
