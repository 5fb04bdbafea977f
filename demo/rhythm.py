"""The rhythm of a province: working days, holidays, seasons, slow growth, the hours of a day, and the risk that the nets share."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from demo.noise import generator
from demo.places import DATA

GROWTH_FROM = date(2026, 1, 1)
SPRING = "春节"


@dataclass(frozen=True)
class DayKind:
    """What a day is on the working calendar."""

    kind: str
    """work | rest | holiday | shift (a weekend day worked in exchange)."""
    name: str = ""

    @property
    def works(self) -> bool:
        return self.kind in ("work", "shift")


@cache
def _days_off() -> dict[date, DayKind]:
    found: dict[date, DayKind] = {}
    with (DATA / "days_off.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
            while day <= last:
                found[day] = DayKind(row["kind"], row["name"])
                day += timedelta(days=1)
    return found


def kind_of(day: date) -> DayKind:
    """The kind of a day; years without an entry in the file know weekends alone."""
    known = _days_off().get(day)
    return known or DayKind("rest" if day.weekday() >= 5 else "work")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How one kind of business follows the calendar, as parts of a working day."""

    rest: float = 0.12
    holiday: float = 0.06
    season: float = 0.06
    peak: int = 100
    """Day of the year of the season's peak."""
    growth: float = 0.04
    wobble: float = 0.05


OFFICE = Pace()
ONLINE = Pace(rest=0.34, holiday=0.18, season=0.12, peak=95, growth=0.055, wobble=0.06)
PUBLIC = Pace(rest=0.86, holiday=0.78, season=0.08, peak=200, growth=0.07, wobble=0.06)
ALWAYS = Pace(rest=0.97, holiday=0.92, season=0.05, peak=205, growth=0.05, wobble=0.04)


@cache
def factor(seed: int, table: str, pace: Pace, day: date) -> float:
    """How busy a day is against a usual working day."""
    kind = kind_of(day)
    level = {"work": 1.0, "shift": 0.88, "rest": pace.rest, "holiday": pace.holiday}[kind.kind]
    if kind.kind == "holiday" and kind.name == SPRING:
        level *= 0.55
    elif kind.works and not kind_of(day - timedelta(days=1)).works:
        level *= 1.08  # what came in over the days off
    season = 1 + pace.season * math.cos(2 * math.pi * (day.timetuple().tm_yday - pace.peak) / 365.25)
    growth = (1 + pace.growth) ** ((day - GROWTH_FROM).days / 365.25)
    noise = math.exp(pace.wobble * float(generator(seed, table, "wobble", day).standard_normal()))
    return level * season * growth * noise


_MEMORY = (0.34, 0.27, 0.2, 0.12, 0.07)


@cache
def _shock(seed: int, cities: int, day: date) -> NDArray[np.float64]:
    return generator(seed, "shock", day).standard_normal(cities)


def risk(seed: int, cities: int, day: date) -> NDArray[np.float64]:
    """How risky a day is in each city, around 1: complaints follow it at once, inspections and cases some days later."""
    past = sum((weight * _shock(seed, cities, day - timedelta(days=back)) for back, weight in enumerate(_MEMORY)), np.zeros(cities))
    return np.exp(0.42 * past)


_HOURS = {  # parts of a day by hour
    "office": (0, 0, 0, 0, 0, 0, 0, 1, 8, 13, 14, 11, 4, 6, 12, 13, 11, 6, 2, 1, 1, 0, 0, 0),
    "online": (1, 0, 0, 0, 0, 0, 1, 2, 7, 11, 12, 10, 6, 7, 10, 11, 10, 7, 4, 4, 4, 3, 2, 1),
    "public": (2, 1, 1, 0, 0, 1, 2, 3, 6, 9, 9, 8, 6, 6, 7, 8, 7, 7, 7, 9, 9, 7, 4, 3),
    "opinion": (31, 28, 22, 18, 15, 14, 16, 24, 38, 52, 61, 66, 58, 49, 47, 52, 55, 60, 71, 83, 96, 104, 92, 62),
    "always": (1,) * 24,
}


@cache
def hours(shape: str) -> NDArray[np.float64]:
    """The parts of a day that fall into each hour; they sum to 1."""
    parts = np.array(_HOURS[shape], dtype=float)
    return parts / parts.sum()


def reached(shape: str, minute: int) -> float:
    """The part of a day's business done by a minute of the day (0 … 1440)."""
    if minute >= 1440:
        return 1.0
    whole, rest = divmod(minute, 60)
    parts = hours(shape)
    return float(parts[:whole].sum() + parts[whole] * rest / 60)
