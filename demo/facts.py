"""The drawing of one day of one mart: regions × dimensions, whole-day counts, and what of them is done by a minute of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo.clusters import clusters_on
from demo.noise import generator
from demo.places import Place, Province
from demo.rhythm import GROWTH_FROM, OFFICE, Pace, factor, reached, risk

WHOLE_DAY = 1440
DRIFT = 0.018
"""How far a city's yearly growth lies from the province's."""
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
    lively: float = 0.09
    """How far a city's rate lastingly lies from its size."""
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
class Cause:
    """A number that another follows some days later: how it is drawn, what is usual, and the weight of each number of days."""

    fact: Callable[[], Fact]
    drawn: Callable[[Hand], NDArray[np.int64]]
    usual: Callable[[Hand], NDArray[np.float64]]
    lags: tuple[tuple[int, float], ...]


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

    @cached_property
    def cell_city(self) -> NDArray[np.intp]:
        """Index of the city of each cell."""
        county = self.fact.level == "county"
        return np.repeat(self.province.county_city if county else np.arange(len(self.province.cities)), len(self.fact.shares))

    def by_city(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The sum of the cells of each city."""
        return np.bincount(self.cell_city, weights=values, minlength=len(self.province.cities)).astype(np.float64)

    @cached_property
    def drift(self) -> NDArray[np.float64]:
        """How far each cell's city has grown away from the province since the growth is counted."""
        pace = _trait(self.seed, self.fact.table, "drift", len(self.province.cities))
        return np.exp(DRIFT * pace * ((self.day - GROWTH_FROM).days / 365.25))[self.cell_city]

    @cached_property
    def swell(self) -> NDArray[np.float64]:
        """How many times the usual each cell has on this day, by the clusters that run."""
        found = np.ones((len(self.sizes), len(self.fact.combos)))
        for cluster in clusters_on(self.seed, self.province, self.fact.table, self.day):
            cells = np.array([combo[0] == cluster.member for combo in self.fact.combos])
            places = np.array([cluster.covers(place) for place in self.places])
            found[np.ix_(places, cells)] *= cluster.times_on(self.day)
        return found.ravel()

    @property
    def places(self) -> tuple[Place, ...]:
        return self.province.counties if self.fact.level == "county" else self.province.cities

    def echo(self, cause: Cause) -> NDArray[np.float64]:
        """How many times the usual each cell's city had of a cause in the days before, as drawn."""
        heard = [(_drawn(self.seed, self.province, cause, self.day - timedelta(days=lag)), weight) for lag, weight in cause.lags]
        drawn, usual = (sum((weight * pair[at] for pair, weight in heard), np.zeros(len(self.province.cities))) for at in (0, 1))
        return np.clip(drawn / np.maximum(usual, 1e-9), 0.25, 6.0)[self.cell_city]

    @cached_property
    def vigour(self) -> NDArray[np.float64]:
        """How lively each cell's city lastingly is, around 1."""
        return np.exp(self.fact.lively * _trait(self.seed, self.fact.table, "vigour", len(self.province.cities)))[self.cell_city]

    def risk(self, days_before: int = 0) -> NDArray[np.float64]:
        """Risk of each cell's city, some days ago."""
        return risk(self.seed, len(self.province.cities), self.day - timedelta(days=days_before))[self.cell_city]

    def rates(self, usual: float, pace: Pace | None = None) -> NDArray[np.float64]:
        """Expected counts of each cell on this day, `usual` being the province's total of a usual working day."""
        return usual * factor(self.seed, self.fact.table, pace or self.fact.pace, self.day) * self.drift * self.vigour * self.weights

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


@lru_cache(maxsize=256)
def _trait(seed: int, table: str, name: str, cities: int) -> NDArray[np.float64]:
    """What each city lastingly is, a standard normal number."""
    return generator(seed, table, "own", name).standard_normal(cities)


@lru_cache(maxsize=8192)
def _drawn(seed: int, province: Province, cause: Cause, day: date) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What was drawn of a cause on a day in each city, and what was usual."""
    hand = Hand(seed, province, cause.fact(), day)
    return hand.by_city(cause.drawn(hand)), hand.by_city(cause.usual(hand))


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
