"""The question to the indicators, and what they answer: frames of numbers, or one number with those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from data_access.buckets import Grain
from data_access.measure import Where
from data_access.scope import Scope
from indicators.period import Period, Span


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question. Time is a grain between `start` and `end` (half-open; open where None), or one `span`; without either each indicator
    answers for its own usual period. `at` looks back as if the data ended there. `limit` is the most rows that are allowed.
    """

    codes: tuple[str, ...]
    scope: Scope
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    start: date | None = None
    end: date | None = None
    where: Where = field(default_factory=dict)
    region: str | None = None
    span: Span | None = None
    at: date | None = None
    limit: int | None = None
    who_is_missing: bool = True
    """Whether to look for cities that have not reported; a place that shows no such thing saves a statement a mart."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Numbers and where they come from. `frame`: `t` with a grain, the splits, then a float column for each code, NaN where unknown.
    `parts`: on the same rows `<code>#n` and `<code>#d`, the numerators and denominators. `as_of` and `batch` are those of the oldest mart
    read, `nature` the least real one; `missing` names the cities that have not reported at the data's last time.
    """

    frame: pd.DataFrame
    parts: pd.DataFrame
    as_of: datetime | None
    batch: int | None
    nature: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Value:
    """One number with the numbers before it, None where unknown. `period` is the time that it covers.

    `previous` and `year_ago` compare with `like`: the number over the ended days and the reporting cities alone, for half a day and
    twelve of thirteen cities would always be a fall. `missing` names the cities that have not reported at the data's last time.
    """

    code: str
    value: float | None
    like: float | None = None
    previous: float | None = None
    year_ago: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    as_of: datetime | None = None
    batch: int | None = None
    nature: str = "production"
    missing: tuple[str, ...] = ()
    period: Period | None = None
    region: str | None = None
    span: Span | None = None
    where: Where = field(default_factory=dict)
    cities: tuple[str, ...] = ()
    """The place, the kind of period, the limits, and the cities where several were asked for without being all: what the number on a screen
    has to tell to be asked again.
    """
