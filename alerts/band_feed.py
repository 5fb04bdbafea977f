"""The feed of bands: every rate with a normal band, city by city, as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from alerts.feeds import APART, Standing
from alerts.reading import Reading
from alerts.rule import Frame
from data_access.buckets import Grain
from indicators.declaration import Indicator
from indicators.period import Span
from indicators.registry import catalogue

GUARDED = ("equipment", "source")
"""Families whose limits have rules of their own."""


AT_ONCE = 20
"""Indicators in one question."""


@cache
def watched() -> tuple[Indicator, ...]:
    """The shares with a band and a direction that can be told by city over 30 days, or as they stand; each measure once, whatever its
    period: the same share over a month and over 30 days would be one matter told twice.
    """
    found: dict[str, Indicator] = {}
    for one in catalogue().values():
        told = one.time == "stock" or one.grain is Grain.DAY
        if one.band and one.unit == "%" and one.is_fraction and one.better != "none" and one.family not in GUARDED and told:
            found.setdefault(f"{one.mart} {one.measure!r}", one)
    return tuple(found.values())


@dataclass(frozen=True, kw_only=True)
class Bands:
    """One frame a city and indicator: flows over the last 30 ended days, so that the first days of a month are no alarm; stocks as they
    stand.
    """

    replayable: bool = True
    ends_by_absence: bool = False

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return tuple(one.code for one in watched())

    def frames(self, reading: Reading) -> Iterator[Frame]:
        for time, span in (("flow", Span.DAYS_30), ("stock", None)):
            every = [one.code for one in watched() if one.time == time]
            for first in range(0, len(every), AT_ONCE):
                yield from self._some(tuple(every[first : first + AT_ONCE]), span, reading)

    def _some(self, codes: tuple[str, ...], span: Span | None, reading: Reading) -> Iterator[Frame]:
        for frame in Standing(codes=codes, by=("city",), span=span).frames(reading):
            for code in codes:
                if frame.rows[code].notna().all():
                    cell = f"{frame.cell}{APART}{code}"
                    keys = {**frame.keys, "indicator": code}
                    yield replace(frame, cell=cell, keys=keys, standing=reading.standing.get(cell))
