"""The feed of bands: every rate with a normal band, city by city, as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from alerts.feeds import APART, Standing
from alerts.reading import Reading
from alerts.rule import Frame
from data_access.buckets import Grain
from indicators.declaration import Indicator
from indicators.period import Span
from indicators.registry import catalogue

GUARDED = ("equipment", "source")
"""Families whose limits have rules of their own."""


def watched() -> list[Indicator]:
    """The rates with a band that can be told by city over 30 days, or as they stand."""
    return [
        one
        for one in catalogue().values()
        if one.band and one.is_fraction and one.family not in GUARDED and (one.time == "stock" or one.grain is Grain.DAY)
    ]


@dataclass(frozen=True, kw_only=True)
class Bands:
    """One frame a city and indicator: flows over the last 30 ended days, so that the first days of a month are no alarm; stocks as they
    stand.
    """

    replayable: bool = True
    ends_by_absence: bool = False

    def inputs(self) -> tuple[str, ...]:
        return tuple(one.code for one in watched())

    def frames(self, reading: Reading) -> Iterator[Frame]:
        for time, span in (("flow", Span.DAYS_30), ("stock", None)):
            codes = tuple(one.code for one in watched() if one.time == time)
            if not codes:
                continue
            for frame in Standing(codes=codes, by=("city",), span=span).frames(reading):
                for code in codes:
                    if frame.rows[code].notna().all():
                        cell = f"{frame.cell}{APART}{code}"
                        keys = {**frame.keys, "indicator": code}
                        yield replace(frame, cell=cell, keys=keys, standing=reading.standing.get(cell))
