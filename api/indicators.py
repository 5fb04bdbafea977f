"""The API of indicators: the catalogue, one declaration, and series cut to the caller's scope."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from api.models import BandModel, CodePath, IndicatorList, IndicatorModel, ListQuery, Series, SeriesQuery, SeriesRow
from api.problem import DOCUMENTED, ApiFailed
from api.services import Services
from data_access.buckets import Grain
from data_access.horizon import region_known
from data_access.measure import ForeignRegion, MeasureFailed, Reader
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.period import months_later
from indicators.provenance import freshness, oldest_of, sources_of, states_of
from indicators.read import Answer, Ask, anchor, ask
from indicators.registry import find, get, search
from indicators.watch import Look, look
from settings import settings

MOST_ROWS = 10_000
MOST_SPLITS = 3
SOME_DAY = date(2000, 1, 1)
"""For a mart without any data: its series is empty wherever it lies."""
TAG = Tag(name="indicators", description="指标：目录、口径、序列")
REACH = {Grain.HOUR: timedelta(hours=47), Grain.DAY: timedelta(days=29)}
BACK = {Grain.MONTH: 11, Grain.YEAR: 48}
"""Months before the last one that a series covers by itself."""


def add_routes(blueprint: APIBlueprint, services: Services) -> None:
    """Adds the indicators' addresses to the API."""

    @blueprint.get("/indicators", tags=[TAG], summary="The catalogue of indicators", responses={200: IndicatorList, 400: DOCUMENTED})
    def list_indicators(query: ListQuery) -> Response:
        reader = services.reader()
        found = watched_models(services, reader, query) if query.watch else [model(services, reader, one) for one in sought(query)]
        return services.answer(IndicatorList(count=len(found), indicators=found))

    @blueprint.get(
        "/indicators/<code>", tags=[TAG], summary="One indicator", responses={200: IndicatorModel, 400: DOCUMENTED, 404: DOCUMENTED}
    )
    def show_indicator(path: CodePath) -> Response:
        return services.answer(model(services, services.reader(), registered(path.code)))

    @blueprint.get(
        "/indicators/<code>/series",
        tags=[TAG],
        summary="A series of one indicator",
        responses={200: Series, 400: DOCUMENTED, 404: DOCUMENTED},
    )
    def series_of_indicator(path: CodePath, query: SeriesQuery) -> Response:
        return services.answer(series(services, known(path.code), query))


def sought(query: ListQuery) -> list[Indicator | Counted]:
    """The numbers that a list asks for by words."""
    return search(f"{query.q} {query.search}")


def watched_models(services: Services, reader: Reader, query: ListQuery) -> list[IndicatorModel]:
    """The indicators of a watch, each with its number in the caller's scope and where it stands."""
    asked = {one.code for one in sought(query)}
    looked = look(reader, Look(scope=services.identity().scope, now=services.now(), watch=query.watch))
    return [
        measured_model(services, reader, one.indicator).model_copy(update={"value": one.value.value, "stand": str(one.stand)})
        for one in looked
        if one.indicator.code in asked
    ]


def known(code: str) -> Indicator:
    """The indicator of a code, or 404; a counted number has no series."""
    try:
        return get(code)
    except UnknownIndicator as failed:
        raise ApiFailed(404, str(failed), "code") from failed


def registered(code: str) -> Indicator | Counted:
    """The registered number of a code, or 404."""
    try:
        return find(code)
    except UnknownIndicator as failed:
        raise ApiFailed(404, str(failed), "code") from failed


def model(services: Services, reader: Reader, one: Indicator | Counted) -> IndicatorModel:
    """A declaration, of an indicator with the state of its data."""
    return counted_model(one) if isinstance(one, Counted) else measured_model(services, reader, one)


def counted_model(one: Counted) -> IndicatorModel:
    """The declaration of a counted number: no mart, no splits, no batch."""
    return IndicatorModel(
        code=one.code,
        kind="counted",
        name=one.name,
        unit=one.unit,
        better=one.better,
        time="stock",
        owner=one.owner,
        counted_in=list(one.counted_in),
        rhythm_minutes=int(one.rhythm.total_seconds() // 60),
        definition=one.wording,
        decimals=one.decimals,
    )


def measured_model(services: Services, reader: Reader, indicator: Indicator) -> IndicatorModel:
    """The declaration of an indicator with the state of its data."""
    oldest = oldest_of(states_of(reader, [indicator]))
    as_of = oldest.as_of if oldest else None
    band, rhythm = indicator.band, indicator.rhythm or timedelta()
    return IndicatorModel(
        code=indicator.code,
        kind="measured",
        name=indicator.name,
        unit=indicator.unit,
        better=indicator.better,
        time=indicator.time,
        grain=indicator.grain,
        dims=["city", "region", *(indicator.dims or ())],
        mart=indicator.mart,
        owner=indicator.owner,
        sources=list(sources_of(reader, indicator)),
        rhythm_minutes=int(rhythm.total_seconds() // 60),
        definition=indicator.wording,
        band=BandModel(low=band.low, high=band.high, source=band.source) if band else None,
        decimals=indicator.decimals,
        as_of=as_of,
        batch=oldest.batch if oldest else None,
        nature=str(oldest.nature) if oldest else "production",
        state=freshness(indicator, as_of, services.now()),
        watch=indicator.watch or None,
    )


def series(services: Services, indicator: Indicator, query: SeriesQuery) -> Series:
    """The rows of a series. 400 names a bad parameter; a foreign and an unknown region are both 404, with the same words."""
    reader, scope = services.reader(), services.identity().scope
    if query.region is not None and not (scope.allows(query.region) and region_known(reader, query.region)):
        raise _no_region(query.region)
    grain = query.grain or (Grain.HOUR if indicator.grain is Grain.HOUR else Grain.MONTH)
    start, end = _stretch(reader, indicator, query, grain)
    question = Ask(
        codes=(indicator.code,),
        scope=scope,
        by=_splits(indicator, query.by),
        grain=grain,
        start=start,
        end=end,
        where=_limits(indicator, query.where),
        region=query.region,
        limit=MOST_ROWS,
    )
    try:
        answer = ask(reader, question)
    except ForeignRegion as failed:
        raise _no_region(query.region or "") from failed
    except MeasureFailed as failed:
        raise ApiFailed(400, str(failed), "grain" if "split by" in str(failed) else None) from failed
    except IndicatorFailed as failed:
        raise ApiFailed(400, str(failed)) from failed
    return Series(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        grain=grain,
        nature=str(answer.nature),
        rows=_rows(services, indicator, question, answer),
    )


def _no_region(region: str) -> ApiFailed:
    return ApiFailed(404, f"there is no region {region} among those that you may see.", "region")


def _splits(indicator: Indicator, text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    allowed = ("city", "region", *(indicator.dims or ()))
    for name in names:
        if name not in allowed:
            raise ApiFailed(400, f"{indicator.code} cannot be split by {name!r:.80}; it can by {', '.join(allowed)}.", "by")
    if len(names) > MOST_SPLITS:
        raise ApiFailed(400, f"at most {MOST_SPLITS} splits at once.", "by")
    return names


def _limits(indicator: Indicator, texts: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, colon, wanted = text.partition(":")
        if not colon or name not in (indicator.dims or ()):
            raise ApiFailed(
                400, f"write limits as dimension:value; {indicator.code} has {', '.join(indicator.dims or ()) or 'no dimension'}.", "where"
            )
        if not wanted or len(wanted) > 64 or "\x00" in wanted:
            raise ApiFailed(400, f"the value of {name} must be a text of at most 64 characters.", "where")
        found[name] = (*found.get(name, ()), wanted)
    return found


def _stretch(reader: Reader, indicator: Indicator, query: SeriesQuery, grain: Grain) -> tuple[date, date]:
    """The asked days, half-open. What is left out ends with the data and reaches back a usual stretch."""
    first = _day("from", query.since)
    last = _day("to", query.until, last=True)
    end: date | None = last + timedelta(days=1) if last else None
    if end is None:
        newest = anchor(reader, indicator)
        end = (newest or SOME_DAY) + (timedelta(hours=1) if indicator.grain is Grain.HOUR else timedelta(days=1))
    if first is None:
        newest = end - (timedelta(hours=1) if isinstance(end, datetime) else timedelta(days=1))
        first = newest - REACH[grain] if grain in REACH else months_later(newest.replace(day=1), -BACK[grain])
    if isinstance(end, datetime) != isinstance(first, datetime):
        first, end = _midnight(first), _midnight(end)
    if first >= end:
        raise ApiFailed(400, f"the time from {first} lies after its end.", "from")
    return first, end


def _midnight(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 -- local by contract


def _day(name: str, text: str | None, *, last: bool = False) -> date | None:
    if text is None:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        first = date.fromisoformat(f"{text}-01")
        return months_later(first, 1) - timedelta(days=1) if last else first
    except (ValueError, OverflowError) as failed:
        raise ApiFailed(400, f"{text!r} is no day of the calendar: write 2026-11-20 or 2026-11.", name) from failed


def _rows(services: Services, indicator: Indicator, question: Ask, answer: Answer) -> list[SeriesRow]:
    state = freshness(indicator, answer.as_of, services.now())
    rows = []
    for record in answer.frame.to_dict("records"):
        value = record[indicator.code]
        missing = value is None or math.isnan(value)
        row: dict[str, Any] = {"t": _stamp(record["t"], question.grain)}
        row |= {name: record[name] for name in question.by}
        row |= {"value": None if missing else value, "as_of": answer.as_of, "batch": answer.batch, "state": "nodata" if missing else state}
        rows.append(SeriesRow(**row))
    return rows


def _stamp(at: Any, grain: Grain | None) -> str:
    if grain is Grain.HOUR:
        return str(at.tz_localize(settings().tz).isoformat())
    return str(at.date().isoformat())
