"""The watch: the indicators that are followed live, each against its normal band, and the state that its number is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from data_access.measure import Reader
from data_access.scope import Scope
from indicators.declaration import Band, Indicator, Watch
from indicators.failure import IndicatorFailed
from indicators.many import many
from indicators.provenance import freshness
from indicators.read import Ask, Value
from indicators.registry import catalogue

WATCHES: tuple[Watch, ...] = ("core", "run")


class Stand(StrEnum):
    """Where a number stands. What is not known or comes late is a state of its own, never a normal one."""

    IN = "in"
    BELOW = "below"
    ABOVE = "above"
    UNKNOWN = "unknown"
    LATE = "late"


WORDS = {Stand.IN: "正常", Stand.BELOW: "偏低", Stand.ABOVE: "偏高", Stand.UNKNOWN: "未知", Stand.LATE: "迟报"}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A watched indicator with its number now."""

    indicator: Indicator
    value: Value
    stand: Stand


@cache
def watched(watch: Watch | None = None) -> tuple[Indicator, ...]:
    """The indicators of one watch, or of both: the core first."""
    if watch is not None and watch not in WATCHES:
        raise IndicatorFailed(f"there is no watch {watch!r:.40}; there are {', '.join(WATCHES)}.")
    return tuple(one for name in WATCHES if watch in (None, name) for one in catalogue().values() if one.watch == name)


def stand(indicator: Indicator, found: Value, now: datetime) -> Stand:
    """The state of one number: unknown and late come before the band, for an old number says nothing of now."""
    if found.value is None or indicator.band is None:
        return Stand.UNKNOWN
    if freshness(indicator, found.as_of, now) != "ok":
        return Stand.LATE
    return against(indicator.band, found.value)


def against(band: Band, number: float | None) -> Stand:
    """Where a number lies against a band, whose ends belong to it."""
    if number is None or number != number:
        return Stand.UNKNOWN
    if band.low is not None and number < band.low:
        return Stand.BELOW
    return Stand.ABOVE if band.high is not None and number > band.high else Stand.IN


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at the watch asks: for whom, where, and when."""

    scope: Scope
    now: datetime
    watch: Watch | None = None
    region: str | None = None
    at: date | None = None


def look(reader: Reader, asked: Look) -> list[Watched]:
    """Every watched indicator with its number and state, the core first. Raises ForeignRegion."""
    indicators = watched(asked.watch)
    found = many(reader, [one.code for one in indicators], Ask(codes=(), scope=asked.scope, region=asked.region, at=asked.at))
    return [Watched(indicator=one, value=found[one.code], stand=stand(one, found[one.code], asked.now)) for one in indicators]
