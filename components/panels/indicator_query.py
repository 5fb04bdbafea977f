"""The query of one indicator's page: what its parameters ask for, and what they may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from components.number import limits
from components.panel import View
from data_access.buckets import Grain
from data_access.measure_query import PLACES
from data_access.records import DEEPEST
from data_access.scope import Scope
from geo.regions import regions_of
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Place
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.period import Span
from indicators.registry import find, registered

NEEDS = frozenset({"code", "region", "span", "from", "to", "where", "cities"})
ROWS = 50
REGION = re.compile(r"[0-9]{6}")
SPANS: Mapping[Span, str] = {
    Span.HOUR: "最近一小时", Span.DAY: "当日", Span.DAYS_7: "近 7 日", Span.DAYS_30: "近 30 日", Span.MONTH: "本月", Span.FULL_MONTH: "完整月",
    Span.YEAR: "本年", Span.MONTHS_12: "近 12 月",
}  # fmt: skip
SHORT = frozenset({Span.HOUR, Span.DAY, Span.DAYS_7, Span.DAYS_30})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a page asks: a number and its place, or in a sentence why it cannot be answered."""

    one: Indicator | Counted | None
    place: Place | None
    why: str = ""

    @property
    def indicator(self) -> Indicator | None:
        """The number where it is measured and can be asked for."""
        return self.one if isinstance(self.one, Indicator) and self.place is not None else None


def admits(scope: Scope, params: Mapping[str, str]) -> int:
    """Whether the parameters name what exists (else 404) and what the scope holds (else 403); 200."""
    if params.get("code") not in registered():
        return 404
    region, cities = params.get("region", ""), cities_in(params)
    if cities and (region or any(regions_of(scope.province).level(city) != "city" for city in cities)):
        return 404
    if not region:
        return 200 if all(scope.allows(city) for city in cities) else 403
    if not REGION.fullmatch(region) or regions_of(scope.province).level(region) is None:
        return 404
    return 200 if scope.allows(region) else 403


def cities_in(params: Mapping[str, str]) -> tuple[str, ...]:
    """Some cities together, as 320100|320200."""
    return tuple(sorted({city for city in params.get("cities", "").split("|") if city}))


def asked(view: View) -> Asked:
    """What a view asks for."""
    params = view.params
    try:
        one = find(params.get("code", ""))
    except UnknownIndicator:
        return Asked(one=None, place=None, why="没有这个指标")
    if admits(view.scope, params) != 200:
        return Asked(one=one, place=None, why="没有这个区划，或不在您的数据范围内")
    try:
        return Asked(one=one, place=_place(one, view))
    except IndicatorFailed as failed:
        return Asked(one=one, place=None, why=str(failed))


def _place(one: Indicator | Counted, view: View) -> Place:
    params = view.params
    first, last = _day(params.get("from", "")), _day(params.get("to", ""))
    try:
        end = last + timedelta(days=1) if last else None
    except OverflowError as failed:
        raise IndicatorFailed("结束日期超出日历。") from failed
    where = _limits(one, params.get("where", ""))
    cities = cities_in(params)
    return Place(
        scope=view.scope.only(cities) if cities else view.scope, region=params.get("region") or None, span=_span(one, params.get("span", "")),
        start=first, end=end, where=where, cities=cities,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as failed:
        raise IndicatorFailed("日期写作 2026-11-20。") from failed


def spans_of(one: Indicator) -> tuple[Span, ...]:
    """The kinds of period that an indicator can be asked for."""
    if one.grain is Grain.MONTH:
        return tuple(span for span in SPANS if span not in SHORT)
    return tuple(span for span in SPANS if span is not Span.HOUR or one.grain is Grain.HOUR)


def _span(one: Indicator | Counted, text: str) -> Span | None:
    if not text or isinstance(one, Counted):
        return None
    if text not in {str(span) for span in spans_of(one)}:
        raise IndicatorFailed("这一指标没有这样的期间。")
    return Span(text)


def _limits(one: Indicator | Counted, text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, text.split(";")):
        name, colon, value = part.partition(":")
        if (
            isinstance(one, Counted)
            or not colon
            or not value
            or name not in (one.dims or ())
            or any(len(v) > 64 or "\x00" in v for v in value.split("|"))
        ):
            raise IndicatorFailed("限定条件有误：维度不存在或取值过长。")
        found[name] = tuple(value.split("|"))
    return found


def splits_of(asked_for: Asked) -> tuple[str, ...]:
    """The ways to split that lead further down: the cities of the province, the counties of a city, the dimensions that are not limited."""
    one, place = asked_for.indicator, asked_for.place
    if one is None or place is None:
        return ()
    free = tuple(name for name in one.dims or () if name not in place.where)
    province = place.scope.province
    one_city = place.scope.cities is not None and len(place.scope.cities) == 1
    if place.region in (None, province) and not one_city:
        return (PLACES[0], *free)
    return (PLACES[1], *free) if place.region is None or place.region.endswith("00") else free


def split_of(asked_for: Asked, params: Mapping[str, str]) -> str:
    """The split that is asked for, else the first one; empty where none leads further."""
    possible = splits_of(asked_for)
    return params["by"] if params.get("by") in possible else possible[0] if possible else ""


def number_in(params: Mapping[str, str], name: str, most: int) -> int:
    """A whole number of the parameters from 0 on; 0 for what is none."""
    text = params.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def offset_of(params: Mapping[str, str]) -> int:
    """The first row of the page of records that is asked for."""
    return number_in(params, "p", DEEPEST // ROWS - 1) * ROWS


def with_limit(place: Place, name: str, value: str) -> str:
    """The limits of a place with one more, as a parameter."""
    return limits({**place.where, name: (value,)})
