"""The stock of enterprises as numbers: when each opened and ends, where it lies, what it does. A sample of the province's, counted from the first.

An enterprise's number and qualities never depend on the day that is asked for: a later day only knows more of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from demo.entry import ENTITY
from demo.facts import Hand
from demo.places import Province
from demo.rhythm import factor
from demo.things.clock import DAY, NEVER, in_the_day, midnight, numbered
from demo.things.draws import Index, among, chance, weighted
from demo.things.words import day_of, letters, places_of, sample, words

TYPES = ("enterprise", "individual", "coop")
SHELL_INDUSTRY = "L"


@dataclass(frozen=True, eq=False)
class Stock:
    """All enterprises opened by a day. Arrays by number; times in minutes of the clock; places in the lists of counties, industries, types."""

    seed: int
    province: Province
    scale: str
    opened: Index
    ended: Index
    """The minute of deregistration or revocation; NEVER for one that stays."""
    revoked: NDArray[np.bool_]
    county: Index
    industry: Index
    type: Index
    shells: tuple[tuple[int, Index], ...]
    """Host and firms of each address that many firms share."""

    def __len__(self) -> int:
        return len(self.opened)

    @cached_property
    def first_of_day(self) -> Index:
        """The day of opening, in minutes of its midnight; grows with the number."""
        return self.opened // DAY * DAY

    @cached_property
    def firms(self) -> NDArray[np.bool_]:
        return self.type == TYPES.index("enterprise")

    @cached_property
    def lasting(self) -> NDArray[np.bool_]:
        """Who was there before anything is told and stays: safe partners for whatever lies between."""
        since, until = midnight(day_of("settled")), midnight(day_of("stays_until"))
        return (self.opened < since) & (self.ended > until)

    def members(self, industries: tuple[int, ...]) -> Index:
        """Numbers of the enterprises of some industries, oldest first."""
        known = self._members
        if industries not in known:
            known[industries] = np.flatnonzero(np.isin(self.industry, industries))
        return known[industries]

    @cached_property
    def _members(self) -> dict[tuple[int, ...], Index]:
        return {}

    def lasting_of(self, industries: str = "", *, firms: bool = False) -> Index:
        """Numbers of the lasting enterprises of some industries, by their letters; on wish of firms alone."""
        key = (industries, firms)
        if key not in self._lasting_of:
            mine = self.lasting & self.firms if firms else self.lasting
            self._lasting_of[key] = np.flatnonzero(mine & np.isin(self.industry, places_of(industries)))
        return self._lasting_of[key]

    @cached_property
    def _lasting_of(self) -> dict[tuple[str, bool], Index]:
        return {}

    def open_before(self, minute: int) -> int:
        """How many enterprises opened on days before the day of a minute."""
        return int(np.searchsorted(self.first_of_day, minute // DAY * DAY, side="left"))


def _rates(seed: int, last: date) -> NDArray[np.float64]:
    """Enterprises of the province opened on each day from the first to the last."""
    opening, told = words()["opening"], day_of("events_from")
    days = [day_of("first") + timedelta(days=n) for n in range((last - day_of("first")).days + 1)]
    pace = ENTITY.pace
    usual = np.array([factor(seed, ENTITY.table, pace, day) for day in days if day >= told])
    before = [day for day in days if day < told]
    weekday = np.array([1.0 if day.isoweekday() <= 5 else opening["rest"] for day in before])
    season = np.array([opening["months"][day.month - 1] for day in before])
    years = np.array([(told - day).days / 365.25 for day in before])
    start = float((1 + pace.growth) ** ((told - date(2026, 1, 1)).days / 365.25))
    grown = start * (1 + opening["growth_before"]) ** -years
    return np.asarray(np.concatenate([weekday * season * grown, usual]) * opening["usual"])


def _county_weights(seed: int, province: Province, last: date) -> NDArray[np.float64]:
    """How often each county opens one: its size and its city's vigour, as in the daily numbers."""
    lively = Hand(seed, province, ENTITY, last).vigour[:: len(ENTITY.shares)]
    return np.asarray(province.county_sizes * lively)


@lru_cache(maxsize=2)
def stock_of(seed: int, province: Province, scale: str, last: date) -> Stock:
    """The enterprises opened by the end of a day."""
    rates = _rates(seed, last) / sample(scale)["of"]
    index, days = numbered(rates, 0, len(rates) - 1)
    opened = (day_of("first").toordinal() + days) * DAY + in_the_day(seed, "opened", index, ENTITY.shape)
    county = weighted(seed, "county", index, _county_weights(seed, province, last))
    industry = weighted(seed, "industry", index, [entry["share"] for entry in words()["industry"]])
    kinds = words()["types"]
    type_ = weighted(seed, "type", index, [kinds[name] for name in TYPES])
    coop = TYPES.index("coop")
    industry[type_ == coop] = letters().index("A")
    ended = _ends(seed, index, opened)
    revoked = chance(seed, "revoked", index) < words()["opening"]["revoked"]
    shells = _shells(type_, opened // DAY, sample(scale)["shell_step"])
    for host, firms in shells:
        group = np.append(firms, host)
        county[group], industry[group], ended[group] = county[host], letters().index(SHELL_INDUSTRY), NEVER
    return Stock(seed, province, scale, opened, ended, revoked, county, industry, type_, shells)


def _ends(seed: int, index: Index, opened: Index) -> Index:
    """When each ends: young ones more often; in office hours of a working day, or of the Monday after."""
    rule = words()["opening"]
    left = 1 - chance(seed, "life", index)
    years = rule["life_years"] * (left ** (-1 / rule["life_power"]) - 1)
    days = opened // DAY + 1 + np.minimum(years * 365.25, 1e6).astype(np.int64)
    weekday = (days - 1) % 7  # 0 is a Monday: day 1 of the calendar was one
    days += np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))
    found = days * DAY + in_the_day(seed, "ended", index, "office")
    return np.where(years > 60, NEVER, found)


def _shells(type_: Index, days: Index, step: int) -> tuple[tuple[int, Index], ...]:
    """The groups that share an address: some of the firms that opened from a day on, and their host."""
    found = []
    for group in words()["shells"]:
        start, wanted = int(np.searchsorted(days, group["opened"].toordinal())), group["firms"] + 1
        firms = start + np.flatnonzero(type_[start:] == TYPES.index("enterprise"))
        chosen = firms[::step][:wanted]
        if len(chosen) == wanted:
            found.append((int(chosen[0]), chosen[1:]))
    return tuple(found)


def one_of(stock: Stock, salt: str, index: Index, pool: Index) -> Index:
    """One of a pool of enterprises for each thing."""
    return pool[among(stock.seed, salt, index, len(pool))]
