"""The drawing of one day of one mart: regions × dimensions, whole-day counts, and what of them is done by a minute of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from demo.noise import generator
from demo.places import Province
from demo.rhythm import OFFICE, Pace, factor, reached, risk

WHOLE_DAY = 1440
Measures = dict[str, NDArray[np.int64]]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """How one mart is filled: its dimensions with their shares, its pace, and the function that draws a day.

    `flows` grow from 0 over the day; the other measures are what they are at the moment of reading. Cells are region-major.
    """

    table: str
    dims: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    draw: Callable[[Hand], Measures]
    flows: tuple[str, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    """(sum, flow) pairs: a sum over the things that the flow counts comes as they come."""
    pace: Pace = OFFICE
    shape: str = "office"
    level: str = "county"
    hourly: bool = False
    """A day is drawn as hours × cells; the drawing itself knows how far the day has come."""

    @cached_property
    def combos(self) -> list[tuple[str, ...]]:
        """The combinations of dimension codes, last dimension fastest."""
        found: list[tuple[str, ...]] = [()]
        for _, members in self.dims:
            found = [(*left, code) for left in found for code, _ in members]
        return found

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """The share of each combination; they sum to 1."""
        found = np.ones(1)
        for _, members in self.dims:
            parts = np.array([share for _, share in members], dtype=float)
            found = np.outer(found, parts / parts.sum()).ravel()
        return found


@dataclass(frozen=True)
class Hand:
    """What the drawing of one day holds: its place, its day, its own generator."""

    seed: int
    province: Province
    fact: Fact
    day: date
    minute: int = WHOLE_DAY

    @cached_property
    def rng(self) -> np.random.Generator:
        return generator(self.seed, self.fact.table, self.day)

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        return self.province.county_sizes if self.fact.level == "county" else self.province.city_sizes

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """The part of the province that each cell is; they sum to 1."""
        return np.outer(self.sizes, self.fact.shares).ravel()

    @cached_property
    def order(self) -> NDArray[np.float64]:
        """How early in the day each cell's things come, 0 … 1."""
        return generator(self.seed, self.fact.table, "order", self.day).random(len(self.weights))

    def own(self, *key: str) -> np.random.Generator:
        """A generator that belongs to the mart, not to the day: for what a place simply is."""
        return generator(self.seed, self.fact.table, "own", *key)

    def spread(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """One value a region, given to each of its cells."""
        return np.repeat(values, len(self.fact.shares))

    def vigour(self, sigma: float) -> NDArray[np.float64]:
        """How lively each cell's city lastingly is, around 1."""
        found = np.exp(sigma * self.own("vigour").standard_normal(len(self.province.cities)))
        return self.spread(found[self.province.county_city] if self.fact.level == "county" else found)

    def risk(self, days_before: int = 0) -> NDArray[np.float64]:
        """Risk of each cell's city, some days ago."""
        found = risk(self.seed, len(self.province.cities), self.day - timedelta(days=days_before))
        return self.spread(found[self.province.county_city] if self.fact.level == "county" else found)

    def rates(self, usual: float, pace: Pace | None = None) -> NDArray[np.float64]:
        """Expected counts of each cell on this day, `usual` being the province's total of a usual working day."""
        return usual * factor(self.seed, self.fact.table, pace or self.fact.pace, self.day) * self.weights

    def count(self, rates: NDArray[np.float64]) -> NDArray[np.int64]:
        return self.rng.poisson(rates)

    def part(self, whole: NDArray[np.int64], chance: float | NDArray[np.float64]) -> NDArray[np.int64]:
        """How many of a whole, each by chance: never more than the whole."""
        return self.rng.binomial(whole, np.clip(chance, 0.0, 1.0))

    def times(self, whole: NDArray[np.int64], mean: float, sigma: float = 0.35) -> NDArray[np.int64]:
        """Sums over a whole of things of a mean size; nothing for nothing."""
        return np.rint(whole * mean * np.exp(sigma * self.rng.standard_normal(len(whole)) - sigma * sigma / 2)).astype(np.int64)

    def standing(self, total: float, growth: float = 0.0) -> NDArray[np.int64]:
        """A stock that grows smoothly, the province's total being `total` on 2026-11-01."""
        years = (self.day - date(2026, 11, 1)).days / 365.25
        own = np.exp(0.08 * self.own("standing").standard_normal(len(self.weights)))
        return np.floor(
            total * (1 + growth) ** years * self.weights * own / (self.weights @ own) + self.own("rounding").random(len(own))
        ).astype(np.int64)


def draw_day(hand: Hand) -> Measures:
    """One day of a mart, or as much of it as is done by the minute: flows never fall and keep numerators below denominators."""
    found = hand.fact.draw(hand)
    if hand.fact.hourly or hand.minute >= WHOLE_DAY:
        return found
    return so_far(hand.fact, found, reached(hand.fact.shape, hand.minute), hand.order)


def so_far(fact: Fact, full: Measures, done: float, order: NDArray[np.float64]) -> Measures:
    """The measures when a part of the time is done; `order` says of each cell how early its things come."""
    found = {name: np.floor(values * done + order).astype(np.int64) if name in fact.flows else values for name, values in full.items()}
    for total, flow in fact.sums:
        found[total] = full[total] * found[flow] // np.maximum(full[flow], 1)
    return found


def equal(codes: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Dimension members of equal share."""
    return tuple((code, 1.0) for code in codes)


def shared(members: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Dimension members with their shares."""
    return tuple(members.items())
