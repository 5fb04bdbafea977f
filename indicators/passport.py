"""The passport of a number: where it comes from, up to when, by which batches, how good, whose it is; and the same number computed again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from data_access.batches import Batch, BatchPart
from data_access.buckets import Grain, Window
from data_access.measure import Reader
from data_access.sources import Quality, named_suppliers, quality_of
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.drill import Place, read_value, rows_behind
from indicators.formula_words import Formula, formula, sum_of
from indicators.horizons import Horizons
from indicators.period import months_later
from indicators.provenance import freshness, marts_of, sources_of
from indicators.read import Ask, Value, ask, recalled
from indicators.watch import Stand, against

MONTHS = 12
LAST_BATCHES = 6


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One batch that a number reads: its number, what was published when and by whom, and the first digits of its file's digest."""

    number: int
    mart: str
    source: str
    as_of: datetime
    loaded_at: datetime
    rows: int | None
    rejected: int | None
    digest: str


@dataclass(frozen=True, kw_only=True)
class Passport:
    """All that can be told of one number of an indicator. `rows` counts the records behind its first sum; `trend` are months, None unknown."""

    indicator: Indicator
    place: Place
    value: Value
    window: Window | None
    formula: Formula
    sum: str
    edition: str
    sources: tuple[tuple[str, str], ...]
    quality: Quality | None
    missing: tuple[str, ...]
    batches: tuple[Issued, ...]
    next_due: datetime | None
    state: str
    stand: Stand | None
    rows: int | None
    trend: tuple[tuple[date, float | None], ...]


def passport(reader: Reader, indicator: Indicator, place: Place, now: datetime) -> Passport:
    """The passport of a number for one place. Raises IndicatorFailed and ForeignRegion."""
    found, window = read_value(reader, indicator, place)
    batches = issued(reader, indicator, window)
    if not place.scope.is_whole:  # how much the others sent is theirs
        batches = tuple(replace(one, rows=None, rejected=None) for one in batches)
    codes = sources_of(reader, indicator)
    within = place.scope.narrow(place.region) if place.region else place.scope
    return Passport(
        indicator=indicator,
        place=place,
        value=found,
        window=window,
        formula=formula(indicator),
        sum=sum_of(indicator, found.value, found.numerator, found.denominator),
        edition=edition(indicator),
        sources=named_suppliers(reader, codes),
        quality=recalled(reader, f"quality {codes!r} {within.key}", lambda: quality_of(reader, within, codes)),
        missing=Horizons(reader).silent(indicator.mart, within),
        batches=batches,
        next_due=found.as_of + indicator.rhythm if found.as_of and indicator.rhythm else None,
        state=freshness(indicator, found.as_of, now),
        stand=against(band, found.value) if (band := band_of(indicator, place)) else None,
        rows=rows_behind(reader, indicator, place, window),
        trend=trend_of(reader, indicator, place),
    )


def band_of(indicator: Indicator, place: Place) -> Band | None:
    """The normal band where it is meant for this number, see `Place.is_usual`; one that was taken from the province's year is no city's."""
    fits = place.is_usual(indicator) and (place.scope.is_whole or indicator.band is None or indicator.band.source != DEMO_YEAR)
    return indicator.band if fits else None


def edition(indicator: Indicator) -> str:
    """What tells one edition of a declaration from another: the first digits of a digest of what it computes and says."""
    told = f"{indicator.measure!r} {indicator.mart} {indicator.span} {indicator.definition} {indicator.unit}"
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def issued(reader: Reader, indicator: Indicator, window: Window | None) -> tuple[Issued, ...]:
    """The newest batches that hold days of the time that a number covers, of each mart that it reads."""
    catalogue = getattr(reader, "catalogue", None)
    if catalogue is None:
        return ()
    found: list[tuple[Batch, BatchPart]] = []
    for mart in marts_of(indicator):
        found += [(batch, part) for batch, part in catalogue.parts_of(mart) if touches(part, window)]
    found.sort(key=lambda pair: -pair[0].number)
    return tuple(
        Issued(
            number=batch.number, mart=part.table, source=batch.source, as_of=batch.as_of, loaded_at=batch.loaded_at, rows=part.visible_rows,
            rejected=part.rejected, digest=batch.sha256[:16],
        )
        for batch, part in found[:LAST_BATCHES]
    )  # fmt: skip


def touches(part: BatchPart, window: Window | None) -> bool:
    """Whether a part still owns days of a time."""
    if window is None or not part.windows:
        return True
    first, last = _day(window[0]), _day(window[1])
    return any(first <= end and start < last or start <= first <= end for start, end in part.windows)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def trend_of(reader: Reader, indicator: Indicator, place: Place, months: int = MONTHS) -> tuple[tuple[date, float | None], ...]:
    """The number by month, back from the data's end; empty where the past is not known."""
    last = Horizons(reader).last(indicator.mart)
    if last is None or not indicator.has_past:
        return ()
    start = months_later(_day(last).replace(day=1), 1 - months)
    question = Ask(
        codes=(indicator.code,), scope=place.scope, region=place.region, where=place.where, grain=Grain.MONTH, start=start, who_is_missing=False
    )  # fmt: skip
    frame = ask(reader, question).frame
    known = {t.date(): None if v != v else float(v) for t, v in zip(frame["t"], frame[indicator.code], strict=True)}
    steps = (months_later(start, step) for step in range(months))
    return tuple((step, known.get(step)) for step in steps)


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """A number computed again past every cache: beside it what the caches give and what the asker saw; `since` names the batch that parts them."""

    value: Value
    sum: str
    kept: float | None
    seconds: float
    batch: int | None
    since: Issued | None

    def agrees(self, seen: float | None) -> bool:
        """Whether a number that somebody saw is this one."""
        return same(self.value.value, seen)


def same(one: float | None, other: float | None) -> bool:
    """Whether two numbers are one: to the ninth digit, and unknown is unknown."""
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def recompute(reader: Any, indicator: Indicator, place: Place, seconds: Any) -> Recomputed:
    """The number computed from the rows themselves: no kept answer, no roll-up. `seconds` is a monotonic clock."""
    kept, window = read_value(reader, indicator, place)
    begun = seconds()
    found, _ = read_value(reader.afresh() if hasattr(reader, "afresh") else reader, indicator, place)
    took = seconds() - begun
    newest = issued(reader, indicator, window)
    return Recomputed(
        value=found, sum=sum_of(indicator, found.value, found.numerator, found.denominator), kept=kept.value, seconds=took,
        batch=newest[0].number if newest else found.batch, since=newest[0] if newest else None,
    )  # fmt: skip
