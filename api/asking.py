"""The asking for one number: who calls, from which marts, and where and when within what the caller may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import request
from flask_openapi3 import Tag

from api.passport_models import PlaceQuery, RecomputeBody
from api.problem import DOCUMENTED, ApiFailed
from components.panels.indicator_query import cities_in
from data_access.horizon import region_known
from data_access.measure import ForeignRegion, MeasureFailed
from data_access.stores.engine import Store
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Place
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.period import Span
from indicators.registry import find
from security import guard
from security.identity import Identity

TAG = Tag(name="indicators", description="指标：目录、口径、序列、护照、导出")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 503: DOCUMENTED}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What these addresses need: who calls, the marts, the store and the time."""

    identity: Callable[[], Identity]
    marts: Callable[[], Any]
    store: Callable[[], Store]
    now: Callable[[], datetime]

    @contextmanager
    def pinned(self) -> Iterator[Any]:
        """One version of the marts for one answer."""
        marts = self.marts()
        if not hasattr(marts, "snapshot"):
            yield marts
            return
        with marts.snapshot() as shot:
            yield shot

    def refuse(self, why: str, sentence: str, parameter: str) -> ApiFailed:
        """The one answer to what is unknown and what is foreign; it is written into the audit trail."""
        guard.note_refusal(self.store(), self.identity(), f"{request.method} {request.path}", why, self.now())
        return ApiFailed(404, sentence, parameter)


def known(asking: Asking, code: str) -> Indicator | Counted:
    """The registered number of a code, or 404."""
    try:
        return find(code)
    except UnknownIndicator as failed:
        raise asking.refuse("unknown indicator", str(failed), "code") from failed


def place_in(asking: Asking, marts: Any, asked: PlaceQuery | RecomputeBody) -> Place:
    """Where and when is asked, cut to the caller. 404 for a foreign or unknown region, 400 for days and limits that cannot be."""
    scope = asking.identity().scope
    cities = cities_in({"cities": asked.cities or ""})
    for city in cities:
        if asked.region is not None or not (scope.allows(city) and region_known(marts, city)):
            sentence = f"there is no city {city} among those that you may see, or a region was named besides."
            raise asking.refuse(f"foreign or unknown city {city}", sentence, "cities")
    scope = scope.only(cities) if cities else scope
    if asked.region is not None and not (scope.allows(asked.region) and region_known(marts, asked.region)):
        sentence = f"there is no region {asked.region} among those that you may see."
        raise asking.refuse(f"foreign or unknown region {asked.region}", sentence, "region")
    try:
        span = Span(asked.span) if asked.span else None
    except ValueError as failed:
        raise ApiFailed(400, f"there is no period {asked.span!r:.40}; there are {', '.join(Span)}.", "span") from failed
    first, last = day("from", asked.since), day("to", asked.until)
    try:
        end = last + timedelta(days=1) if last else None
        return Place(scope=scope, region=asked.region, span=span, start=first, end=end, where=limits_in(asked.where), cities=cities)
    except (IndicatorFailed, OverflowError) as failed:
        raise ApiFailed(400, str(failed), "from") from failed


def day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as failed:
        raise ApiFailed(400, f"{text!r} is no day of the calendar: write 2026-11-20.", name) from failed


def limits_in(text: str | None) -> dict[str, tuple[str, ...]]:
    """The limits that a text tells, see `components.number.limits`."""
    pairs = (part.partition(":") for part in (text or "").split(";") if part)
    return {name: tuple(value.split("|")) for name, _, value in pairs}


def tried(make: Callable[[], Any]) -> Any:
    """What is made, or 400 with the sentence of what could not be."""
    try:
        return make()
    except ForeignRegion as failed:
        raise ApiFailed(404, str(failed), "region") from failed
    except (MeasureFailed, IndicatorFailed) as failed:
        raise ApiFailed(400, str(failed)) from failed
