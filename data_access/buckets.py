"""The time buckets: portable SQL that puts a row's time into its hour, day, month or year, or into one of some windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Table, and_, case, extract, or_, true

from data_access.measure import MeasureFailed

Window = tuple[date, date]
"""A half-open stretch of time: dates, or naive local times for hourly marts (a datetime is a date)."""


class Grain(StrEnum):
    """The width of a bucket, from fine to coarse."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


ORDER = tuple(Grain)
PATTERN = {Grain.DAY: "%Y%m%d", Grain.MONTH: "%Y%m", Grain.YEAR: "%Y"}


def own_grain(table: Table) -> Grain | None:
    """The grain of a mart's own time column: the day for a table of entities, whose things begin and end by day; None for a dimension."""
    if table.info["kind"] == "entity":
        return Grain.DAY
    return Grain(table.info["time"]) if table.info.get("time") else None


def time_of(table: Table) -> ColumnElement[Any]:
    """The time column of a mart."""
    return table.c[table.info["time"]]


def check_grain(table: Table, grain: Grain) -> None:
    """Raises MeasureFailed when a mart is coarser than a grain."""
    own = own_grain(table)
    if own is None or ORDER.index(grain) < ORDER.index(own):
        raise MeasureFailed(f"mart {table.name} cannot be split by {grain}: its own grain is {own or 'none'}.")


def is_own(table: Table, grain: Grain | None) -> bool:
    """Whether a grain is the own one of a mart by hour or day: then a bucket is one time, and all that it holds is the last."""
    return grain in (Grain.HOUR, Grain.DAY) and bool(table.info.get("time")) and own_grain(table) is grain


def bucket_of(column: ColumnElement[Any], grain: Grain) -> ColumnElement[Any]:
    """The bucket that a day or an hour lies in, as a whole number such as 202610."""
    key: ColumnElement[Any] = extract("year", column)
    if grain is not Grain.YEAR:
        key = key * 100 + extract("month", column)
    if grain is Grain.DAY:
        key = key * 100 + extract("day", column)
    return key


def window_index(table: Table, windows: Sequence[Window]) -> ColumnElement[Any]:
    """The number of the window that a row lies in."""
    return case(*((inside(table, window), index) for index, window in enumerate(windows)))


def inside(table: Table, window: Window) -> ColumnElement[bool]:
    """Whether a row lies in a window."""
    if not table.info.get("time"):
        return true()
    column = time_of(table)
    start, end = window
    hourly = own_grain(table) is Grain.HOUR
    bounds = [column >= _bound(start, hourly)] if start != date.min else []  # ClickHouse knows no year 1 and no year 9999
    bounds += [column < _bound(end, hourly)] if end != date.max else []
    return and_(true(), *bounds)


def _bound(at: date, hourly: bool) -> date:
    """A bound in the kind of the column: a midnight for hours; for days the day, and the next one for a time within it."""
    if hourly:
        return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 -- local hours are naive
    if not isinstance(at, datetime):
        return at
    return at.date() if at.time() == time.min else at.date() + timedelta(days=1)


def inside_any(table: Table, windows: Sequence[Window]) -> ColumnElement[bool]:
    """Whether a row lies in one of the windows; no window means all time."""
    return or_(*(inside(table, window) for window in windows)) if windows else true()


def starts(values: pd.Series, grain: Grain, *, own: bool) -> pd.Series:
    """The first moment of each bucket: from the mart's own times, or from what `bucket_of` gave."""
    if own:
        return pd.to_datetime(values).astype("datetime64[us]")
    return pd.to_datetime(values.astype("int64").astype("string"), format=PATTERN[grain]).astype("datetime64[us]")


def first_of(at: date, grain: Grain) -> date:
    """The first day of the bucket that a day lies in."""
    return at.replace(month=1, day=1) if grain is Grain.YEAR else at.replace(day=1) if grain is Grain.MONTH else at
