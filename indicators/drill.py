"""The way down from a number: the sums that it is made of, and the records behind each, for the same place and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data_access import records
from data_access.buckets import Window
from data_access.measure import MeasureFailed, Reader, Where
from data_access.measure_query import Query
from data_access.measure_terms import Term, sums, terms
from data_access.records import Listing, Slice
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.period import Span
from indicators.read import Ask, Value, current, recalled, values

LONGEST = 3700
"""Days that a question may cover."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """For whom, where and when a number is asked: the usual period, another kind of it, or days from `start` until before `end`."""

    scope: Scope
    region: str | None = None
    span: Span | None = None
    start: date | None = None
    end: date | None = None
    where: Where = field(default_factory=dict)
    cities: tuple[str, ...] = ()
    """The cities that were chosen among those of somebody's scope, to which `scope` is cut then."""

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise IndicatorFailed("起止日期须同时给出。")
        if self.start and self.end and not 0 < (self.end - self.start).days <= LONGEST:
            raise IndicatorFailed("起始日期须早于结束日期，且不超过十年。")

    @property
    def dated(self) -> bool:
        return self.start is not None

    def wording(self, one: Indicator) -> str:
        """The whole 口径 of an indicator here."""
        return one.worded(None if self.dated else self.span or one.span)

    def is_usual(self, one: Indicator) -> bool:
        """Whether it is the whole that somebody sees, in the indicator's usual period: what a normal band is meant for."""
        whole = self.region in (None, self.scope.province)
        return whole and not self.cities and not self.dated and not self.where and self.span in (None, one.span)

    def ask(self, code: str) -> Ask:
        return Ask(
            codes=(code,), scope=self.scope, region=self.region, span=None if self.dated else self.span, start=self.start, end=self.end, where=self.where
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Drill:
    """A number taken apart: itself, the days that it covers, its terms, and of the chosen one the records and events."""

    value: Value
    window: Window | None
    terms: tuple[Term, ...]
    chosen: int
    listing: Listing
    events: Listing
    additive: bool

    @property
    def term(self) -> Term | None:
        return self.terms[self.chosen] if self.terms else None


def read_value(reader: Reader, indicator: Indicator, place: Place) -> tuple[Value, Window | None]:
    """The number with those before it, and the time that it covers. Raises IndicatorFailed and ForeignRegion."""
    if place.start and place.end:
        found = current(reader, (indicator.code,), place.ask(indicator.code))[indicator.code]
        return found, (place.start, place.end)
    one = values(reader, (indicator.code,), place.ask(indicator.code))[indicator.code]
    return one, one.period.window if one.period else None


def query_of(indicator: Indicator, place: Place, window: Window) -> Query:
    """The question to the mart for one place and time."""
    try:
        return Query(
            mart=indicator.mart, measures={indicator.code: indicator.measure}, scope=place.scope, region=place.region, where=place.where, windows=(window,)
        )  # fmt: skip
    except MeasureFailed as failed:
        raise IndicatorFailed(str(failed)) from failed


def drill(reader: Reader, indicator: Indicator, place: Place, chosen: int = 0, part: Slice | None = None) -> Drill:
    """The number, its terms, and a part of the records of the chosen one."""
    found, window = read_value(reader, indicator, place)
    parts = terms(indicator.measure, indicator.mart)
    chosen = chosen if 0 <= chosen < len(parts) else 0
    listing = events = records.NOTHING
    if window is not None and part is not None and parts:
        query = query_of(indicator, place, window)
        listing = records.records(reader, query, parts[chosen], part)
        events = records.archive_events(reader, query, parts[chosen], replace(part, offset=0, limit=min(part.limit, 20)))
    return Drill(
        value=found, window=window, terms=parts, chosen=chosen, listing=listing, events=events, additive=sums(indicator.measure)
    )  # fmt: skip


def rows_behind(reader: Reader, indicator: Indicator, place: Place, window: Window | None) -> int | None:
    """How many records the first term of a number has: the rows that a passport offers to show. None where there is no time to ask for."""
    if window is None:
        return None
    term = terms(indicator.measure, indicator.mart)[0]
    key = f"rows {indicator.code} {place!r} {window!r}"
    return recalled(reader, key, lambda: records.counted(reader, query_of(indicator, place, window), term))


def total_of(listings: Sequence[tuple[Term, Listing]]) -> float | None:
    """What signed sums make together; None when one is unknown."""
    if not listings or any(listing.total is None for _, listing in listings):
        return None
    return sum(term.sign * (listing.total or 0.0) for term, listing in listings)
