"""The ended months of indicators: up to where a month is whole, and whose last month is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from data_access.buckets import Grain
from data_access.horizon import absent_cities, is_complete
from data_access.measure import Reader
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.period import months_later
from indicators.read import anchor
from settings import settings


def ended(reader: Reader, indicator: Indicator) -> date | None:
    """The first day after the last month that has ended in an indicator's data; None without data."""
    last = anchor(reader, indicator)
    if last is None or indicator.grain is None:
        return None
    day = last.date() if isinstance(last, datetime) else last
    if indicator.grain is Grain.MONTH:
        return months_later(day, 1)
    tomorrow = day + timedelta(days=1)
    return tomorrow if tomorrow.day == 1 and is_complete(reader, indicator.mart, last, settings().tz) else day.replace(day=1)


def all_ended(reader: Reader, indicators: Iterable[Indicator]) -> date | None:
    """The first day after the last month that has ended in the data of all of some indicators."""
    by_mart = {one.mart: one for one in indicators}
    ends = [ended(reader, one) for one in by_mart.values()]
    known = [end for end in ends if end is not None]
    return min(known) if known and len(known) == len(ends) else None


def unreported(reader: Reader, indicator: Indicator, scope: Scope, end: date) -> tuple[str, ...]:
    """The visible cities that have not reported to the end of the month before `end`."""
    last = months_later(end, -1) if indicator.grain is Grain.MONTH else end - timedelta(days=1)
    if indicator.grain is Grain.HOUR:
        last = datetime(last.year, last.month, last.day, 23)  # noqa: DTZ001 -- a label of local time, as the column holds it
    return absent_cities(reader, indicator.mart, scope, last)
