"""The reading of indicators: a question by code, scope and split becomes numbers with their data time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import pandas as pd

from data_access.buckets import Window, first_of
from data_access.measure import Reader
from data_access.measure_query import PLACES, Query, check_region
from data_access.measure_sql import measured
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.horizons import Horizons
from indicators.period import Period, Span, period
from indicators.provenance import marts_of, nature_of, oldest_of, published, states_of
from indicators.question import Answer, Ask, Value
from indicators.registry import catalogue, get

__all__ = ["Answer", "Ask", "Value", "anchor", "ask", "current", "value", "values"]


def anchor(reader: Reader, indicator: Indicator, at: date | None = None) -> date | None:
    """The last time of an indicator's data, to which its periods are tied."""
    return Horizons(reader, at).last(indicator.mart)


def ask(reader: Reader, question: Ask) -> Answer:
    """The answer to a question; its frames are shared, copy before changing them. Raises IndicatorFailed (unknown code, undeclared split,
    too many rows) and ForeignRegion.
    """
    return recalled(reader, f"ask {question!r}", lambda: _answered(reader, question))


def recalled(reader: Reader, key: str, make: Callable[[], Found]) -> Found:
    """What `make` gives; a reader of one pinned version keeps it, so that a page and its neighbours compute a number once.

    The key holds the whole question, scope included.
    """
    recall = getattr(reader, "recall", None)
    return recall(key, make) if recall else make()


def _answered(reader: Reader, question: Ask) -> Answer:
    indicators = [get(code) for code in question.codes]
    if not indicators:
        raise IndicatorFailed("a question needs at least one indicator code.")
    for indicator in indicators:
        _check_splits(indicator, question)
    check_region(question.scope, question.region)
    keys = (["t"] if question.grain else []) + list(question.by)
    horizons = Horizons(reader, question.at)
    answered = [_asked(horizons, group, question) for group in _groups(indicators, question)]
    frame = _joined([part for part in answered if part is not None], keys)
    if question.limit is not None and len(frame) > question.limit:
        raise IndicatorFailed(f"the answer has more than {question.limit} rows: ask for a shorter time, a coarser grain or fewer splits.")
    parts = pd.DataFrame(index=frame.index)
    for code in question.codes:
        if code not in frame:
            frame[code] = float("nan")
        for tail in ("#n", "#d"):
            parts[code + tail] = frame[code + tail] if code + tail in frame else float("nan")
    known = states_of(reader, indicators)
    oldest = oldest_of(known)
    return Answer(
        frame=frame[[*keys, *question.codes]],
        parts=parts,
        as_of=oldest.as_of if oldest else None,
        batch=oldest.batch if oldest else None,
        nature=nature_of(known),
        missing=_missing(horizons, indicators, question) if question.who_is_missing else (),
    )


def _missing(horizons: Horizons, indicators: Iterable[Indicator], question: Ask) -> tuple[str, ...]:
    return tuple(sorted({city for indicator in indicators for city in horizons.silent(indicator.mart, _asked_scope(question))}))


def value(reader: Reader, code: str, scope: Scope, *, region: str | None = None, span: Span | None = None, at: date | None = None) -> Value:
    """One number for one place, with the like period before and a year ago."""
    return values(reader, (code,), Ask(codes=(code,), scope=scope, region=region, span=span, at=at))[code]


def values(reader: Reader, codes: Sequence[str], question: Ask) -> dict[str, Value]:
    """Numbers for one place by code; the indicators of one mart and period share one statement. Splits, grain and limit play no part."""
    return dict(recalled(reader, f"values {tuple(codes)!r} {question!r}", lambda: _valued(reader, codes, question)))


def current(reader: Reader, codes: Sequence[str], question: Ask) -> dict[str, Value]:
    """Numbers for one place by code without their like periods: one statement a mart, for places that show no change."""
    found: dict[str, Value] = {}
    for group in _groups([get(code) for code in codes], question):
        answer = ask(reader, replace(question, codes=tuple(indicator.code for indicator in group), who_is_missing=False))
        for code in (indicator.code for indicator in group):
            cells = (answer.frame[code], answer.parts[code + "#n"], answer.parts[code + "#d"])
            number, part, whole = (None if column.empty or column.isna().iloc[0] else float(column.iloc[0]) for column in cells)
            found[code] = Value(
                code=code, value=number, numerator=part, denominator=whole, as_of=answer.as_of, batch=answer.batch, nature=answer.nature,
                region=question.region, span=question.span, where=question.where, cities=_cities(question),
            )  # fmt: skip
    return {code: found[code] for code in codes}


def _cities(question: Ask) -> tuple[str, ...]:
    """The cities of a question that speaks of several and not of all."""
    several = question.region is None and question.scope.cities is not None and len(question.scope.cities) > 1
    return tuple(sorted(question.scope.cities or ())) if several else ()


def together(codes: Sequence[str]) -> list[str]:
    """These codes with all that the same statements can answer: what is asked for next is then known already."""
    groups = {_group(get(code)) for code in codes}
    return [code for code, one in catalogue().items() if _group(one) in groups]


def _group(one: Indicator) -> tuple[object, ...]:
    return marts_of(one), one.has_past, one.time, one.span


def _valued(reader: Reader, codes: Sequence[str], question: Ask) -> dict[str, Value]:
    check_region(question.scope, question.region)
    found: dict[str, Value] = {}
    horizons = Horizons(reader, question.at)
    for group in _groups([get(code) for code in codes], question):
        chosen = _period(horizons, group[0], question)
        reading = _reading(horizons, group, question, chosen) if chosen else None
        for indicator in group:
            one = _value(reader, indicator, reading, chosen)
            found[indicator.code] = replace(one, region=question.region, span=question.span, where=question.where, cities=_cities(question))
    return {code: found[code] for code in codes}


def _check_splits(indicator: Indicator, question: Ask) -> None:
    allowed = (*PLACES, *(indicator.dims or ()))
    for name in question.by:
        if name not in allowed:
            raise IndicatorFailed(f"{indicator.code} cannot be split by {name!r:.80}; it can by {', '.join(allowed)}.")
    for name in question.where:
        if name not in (indicator.dims or ()):
            raise IndicatorFailed(f"{indicator.code} cannot be limited by {name!r:.80}; it can by {', '.join(indicator.dims or ())}.")


def _groups(indicators: Iterable[Indicator], question: Ask) -> list[list[Indicator]]:
    """Indicators that one statement can answer: of one mart, one period, and bases that are published together."""
    timed = question.grain or question.start or question.end
    groups: dict[tuple, list[Indicator]] = {}
    for indicator in indicators:
        span = None if timed else (indicator.time, question.span or indicator.span)
        groups.setdefault((marts_of(indicator), indicator.has_past, span), []).append(indicator)
    return list(groups.values())


def _query(group: list[Indicator], question: Ask, windows: tuple[Window, ...]) -> Query:
    return Query(
        mart=group[0].mart,
        measures={indicator.code: indicator.measure for indicator in group},
        scope=question.scope,
        by=question.by,
        where=question.where,
        region=question.region,
        grain=question.grain,
        windows=windows,
        limit=None if question.limit is None else question.limit + 1,
    )


def _asked_scope(question: Ask) -> Scope:
    return question.scope.narrow(question.region) if question.region else question.scope


def _asked(horizons: Horizons, group: list[Indicator], question: Ask) -> pd.DataFrame | None:
    if not published(horizons.reader, group):
        return None
    if question.grain or question.start or question.end:
        if question.start and question.end and question.start >= question.end:
            raise IndicatorFailed(f"the time from {question.start} to {question.end} is empty.")
        window = (question.start or date.min, question.end or date.max)
        if group[0].of_things:
            return _asked_of_things(horizons, group, question, window)
        return measured(horizons.reader, _query(group, question, (window,)))
    chosen = _period(horizons, group[0], question)
    return measured(horizons.reader, _query(group, question, (chosen.window,))) if chosen else None


def _asked_of_things(horizons: Horizons, group: list[Indicator], question: Ask, window: Window) -> pd.DataFrame | None:
    """Things are counted up to the register's own day and no further; a register of the present knows its last bucket alone."""
    last = horizons.last(group[0].mart)
    if last is None:
        return None
    first = first_of(last, question.grain) if question.grain and not group[0].has_past else window[0]
    start, end = max(_day(first), _day(window[0])), min(_day(window[1]), last + timedelta(days=1))
    return measured(horizons.reader, _query(group, question, ((start, end),))) if start < end else None


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _period(horizons: Horizons, indicator: Indicator, question: Ask) -> Period | None:
    last = horizons.last(indicator.mart)
    span = question.span or indicator.span
    if not (last and span and indicator.grain):
        return None
    # a stock is what it is at the moment of reading, whether the day has ended or not
    return period(span, last, indicator.grain, complete=indicator.time == "stock" or horizons.complete(indicator.mart))


Found = TypeVar("Found")
Cells = dict[Window, dict[str, float]]
"""Numbers by window and column."""


@dataclass(frozen=True)
class Reading:
    """What `values` reads for a group: the numbers as they are, and those that may be compared."""

    own: dict[str, float]
    compared: Cells
    missing: tuple[str, ...]


def _reading(horizons: Horizons, group: list[Indicator], question: Ask, chosen: Period) -> Reading:
    reader, plain = horizons.reader, Ask(codes=(), scope=question.scope, where=question.where, region=question.region)
    if not published(reader, group):
        return Reading({}, {}, ())
    missing = horizons.silent(group[0].mart, _asked_scope(question))
    one_place = question.region not in (None, question.scope.province)
    if not group[0].has_past:
        return Reading(_records(measured(reader, _query(group, plain, (chosen.window,))))[0], {}, missing)
    alone = one_place or question.scope.cities == set(missing)
    query = replace(_query(group, plain, chosen.compared), without=() if alone else missing)
    compared: Cells = {chosen.compared[int(row.pop("t", 0))]: row for row in _records(measured(reader, query))}
    if chosen.window in chosen.compared and not query.without:
        return Reading(compared.get(chosen.window, {}), compared, missing)
    return Reading(_records(measured(reader, _query(group, plain, (chosen.window,))))[0], compared, missing)


def _records(frame: pd.DataFrame) -> list[dict[str, float]]:
    return [{str(name): number for name, number in row.items()} for row in frame.to_dict("records")]


def _value(reader: Reader, indicator: Indicator, reading: Reading | None, chosen: Period | None) -> Value:
    states = states_of(reader, [indicator])
    oldest = oldest_of(states)
    found = {"as_of": oldest.as_of, "batch": oldest.batch} if oldest else {}
    blank = Value(code=indicator.code, value=None, nature=nature_of(states), period=chosen, **found)  # type: ignore[arg-type]
    if reading is None or chosen is None:
        return blank
    own, code, earlier = reading.own, indicator.code, reading.compared
    return replace(
        blank,
        value=_known(own.get(code)),
        like=_known(earlier.get(chosen.like, {}).get(code)) if chosen.like else None,
        previous=_known(earlier.get(chosen.previous, {}).get(code)),
        year_ago=_known(earlier.get(chosen.year_ago, {}).get(code)),
        numerator=_known(own.get(f"{code}#n")),
        denominator=_known(own.get(f"{code}#d")),
        missing=reading.missing,
    )


def _known(number: float | None) -> float | None:
    return None if number is None or number != number else float(number)


def _joined(frames: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame({key: pd.Series(dtype="object") for key in keys}, index=pd.RangeIndex(0 if keys else 1))
    joined = frames[0]
    for frame in frames[1:]:
        joined = joined.merge(frame, on=keys, how="outer") if keys else pd.concat([joined, frame], axis=1)
    return joined.sort_values(keys, ignore_index=True) if keys else joined
