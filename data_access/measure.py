"""The measure algebra: how a number is made from the columns of a mart.

A measure is declared with an indicator and compiled to SQL by `data_access.measure_sql`. Unknown stays unknown: a sum over no rows is
null, a division by zero is null, and a composite counts only the rows that know every column it needs, so that a place which reports
the denominator alone cannot lower a rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import pandas as pd
from sqlalchemy import Select

Where = Mapping[str, str | tuple[str, ...]]
"""Values that a key column of the mart must have."""


class MeasureFailed(ValueError):
    """A measure or a question that cannot be compiled; the text names the part and what is allowed."""


class ForeignRegion(MeasureFailed):
    """A region outside the caller's scope."""


class State(Protocol):
    """What is known of a published mart."""

    @property
    def as_of(self) -> datetime | None: ...
    @property
    def batch(self) -> int | None: ...
    @property
    def nature(self) -> str: ...


class Reader(Protocol):
    """Who reads the marts: a published version of them, or one snapshot."""

    def read(self, select: Select) -> pd.DataFrame: ...
    def tables(self) -> Mapping[str, State]: ...


class Measure:
    """A number over rows of one mart."""

    def __add__(self, other: Measure) -> Combined:
        return Combined(((1, self), (1, other)))

    def __sub__(self, other: Measure) -> Combined:
        return Combined(((1, self), (-1, other)))


@dataclass(frozen=True)
class Sum(Measure):
    """The sum of a column; `divisor` changes the unit (分 → 元 is 100)."""

    column: str
    where: Where = field(default_factory=dict)
    divisor: int = 1


@dataclass(frozen=True)
class Last(Measure):
    """A stock: each region's value at its last time in the period, summed. A null at that time stays null.

    The last time is taken per region and not per group, so parts always sum to the whole and a value does not depend on who asks.
    """

    column: str
    where: Where = field(default_factory=dict)
    divisor: int = 1


@dataclass(frozen=True)
class Count(Measure):
    """The number of rows: null where there is no row at all, 0 where rows exist and none fits."""

    where: Where = field(default_factory=dict)


Between = Mapping[str, tuple[int | None, int | None]]
"""Ranges that number columns must lie in: from the first (included) to the second (not included); None is an open end."""


@dataclass(frozen=True)
class Standing(Measure):
    """The things of an entity table that stand at the end of a time: `since` has come and `until` has not.

    Without `until` the table is a register of the present: what stood earlier is not known from it. With a column, its sum over them.
    """

    since: str
    until: str | None = None
    column: str | None = None
    where: Where = field(default_factory=dict)
    between: Between = field(default_factory=dict)
    divisor: int = 1


@dataclass(frozen=True)
class Events(Measure):
    """The things of an entity table whose day in the column `on` lies in the time; with a column, its sum over them."""

    on: str
    column: str | None = None
    where: Where = field(default_factory=dict)
    between: Between = field(default_factory=dict)
    divisor: int = 1


@dataclass(frozen=True)
class Mean(Measure):
    """The mean of a column over rows that know it, weighted by another column of the same row."""

    column: str
    weight: str | None = None
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Combined(Measure):
    """A signed sum of measures; null when one of them is."""

    terms: tuple[tuple[int, Measure], ...]

    def __add__(self, other: Measure) -> Combined:
        return Combined((*self.terms, (1, other)))

    def __sub__(self, other: Measure) -> Combined:
        return Combined((*self.terms, (-1, other)))


@dataclass(frozen=True)
class Ratio(Measure):
    """A ratio of two measures of one mart, never a mean of ratios."""

    part: Measure
    whole: Measure
    scale: float = 1


@dataclass(frozen=True)
class Share(Ratio):
    """A ratio in percent."""

    scale: float = 100


@dataclass(frozen=True)
class Base:
    """A measure of a named mart that others are related to, such as the stock of entities."""

    mart: str
    measure: Measure


@dataclass(frozen=True)
class Per(Measure):
    """A measure per so many of a base, which may live in another mart."""

    part: Measure
    base: Base
    scale: float


def parts(measure: Measure, mart: str) -> Iterator[tuple[str, Measure]]:
    """The simple measures below a measure, each with its mart."""
    match measure:
        case Combined(terms):
            for _, term in terms:
                yield from parts(term, mart)
        case Ratio():
            yield from parts(measure.part, mart)
            yield from parts(measure.whole, mart)
        case Per():
            yield from parts(measure.part, mart)
            yield from parts(measure.base.measure, measure.base.mart)
        case _:
            yield mart, measure
