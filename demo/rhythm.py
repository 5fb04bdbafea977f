"""The rhythm of a province: working days, holidays, seasons, slow growth, the hours of a day, and the risk that the nets share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from alerts.clocks.working_days import DayKind, WorkingCalendar, calendar_of
from demo.noise import generator

GROWTH_FROM = date(2026, 1, 1)
SPRING = "春节"


@cache
def _calendar() -> WorkingCalendar:
    """The shipped calendar; an operator's own years do not change what the demo draws."""
    return calendar_of()


def kind_of(day: date) -> DayKind:
    """What a day is on the working calendar; years without a file know weekends alone."""
    return _calendar().kind(day)


Months = tuple[float, float, float, float, float, float, float, float, float, float, float, float]


@dataclass(frozen=True)
class Surge:
    """A time of every year that is livelier than the season: its first day, its length, and how much livelier its first day is."""

    month: int
    day: int
    days: int
    times: float


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How one kind of business follows the calendar, as parts of a usual working day."""

    week: tuple[float, float, float, float, float] = (1.03, 1.02, 1.0, 0.99, 0.96)
    """Monday to Friday."""
    rest: float = 0.12
    holiday: float = 0.06
    spring: float = 0.55
    """How much of a holiday's business the days of the Spring Festival see."""
    festival: float = 0.3
    """How much of the business stays away in the days next to the Spring Festival."""
    months: Months = (0.95, 0.93, 1.02, 1.04, 1.03, 1.03, 1.0, 0.98, 1.02, 0.99, 1.02, 0.99)
    surges: tuple[Surge, ...] = ()
    growth: float = 0.04
    wobble: float = 0.05


OFFICE = Pace()
ONLINE = Pace(
    rest=0.34, holiday=0.18, festival=0.42, growth=0.055, wobble=0.06,
    months=(0.88, 0.86, 1.17, 1.14, 1.05, 1.01, 0.96, 0.95, 1.06, 1.0, 0.99, 0.93),
)  # fmt: skip
PUBLIC = Pace(
    week=(1.06, 1.02, 1.0, 0.99, 0.97), rest=0.86, holiday=0.78, spring=0.72, festival=0.06, growth=0.07, wobble=0.06,
    months=(0.97, 0.9, 1.0, 0.94, 0.97, 1.01, 1.07, 1.08, 1.0, 0.97, 1.04, 1.02),
    surges=(Surge(3, 15, 8, 1.55), Surge(6, 18, 10, 1.18), Surge(11, 11, 14, 1.32)),
)  # fmt: skip
ALWAYS = Pace(
    week=(1.02, 1.0, 1.0, 1.0, 1.02), rest=0.97, holiday=0.92, spring=0.9, festival=0.04, growth=0.05, wobble=0.04,
    months=(0.97, 0.95, 0.96, 0.97, 1.0, 1.04, 1.09, 1.08, 1.01, 0.97, 0.97, 0.98),
)  # fmt: skip
NEAR = 9
"""Days before and after the Spring Festival in which business is on its way out or back."""
MOOD = 0.025
"""How far a month may lie from its season, by mere chance."""


@cache
def factor(seed: int, table: str, pace: Pace, day: date) -> float:
    """How busy a day is against a usual working day."""
    growth = (1 + pace.growth) ** ((day - GROWTH_FROM).days / 365.25)
    noise = math.exp(pace.wobble * float(generator(seed, table, "wobble", day).standard_normal()))
    return _level(pace, day) * _near_festival(pace, day) * _season(seed, table, pace, day) * _surge(pace, day) * growth * noise


def _level(pace: Pace, day: date) -> float:
    """What the calendar says of a day."""
    kind = kind_of(day)
    if kind.kind == "holiday":
        return pace.holiday * (pace.spring if kind.name == SPRING else 1.0)
    if kind.kind == "rest":
        return pace.rest * (1.04 if day.weekday() == 5 else 0.96)
    level = 0.88 if kind.kind == "shift" else pace.week[day.weekday()]
    return level * (1.05 if not kind_of(day - timedelta(days=1)).works else 1.0)  # what came in over the days off


@cache
def _festivals() -> tuple[tuple[date, date], ...]:
    known = (year.days.items() for year in _calendar().years.values())
    days = sorted(day for days in known for day, kind in days if kind.kind == "holiday" and kind.name == SPRING)
    years = sorted({day.year for day in days})
    return tuple((min(d for d in days if d.year == year), max(d for d in days if d.year == year)) for year in years)


def _near_festival(pace: Pace, day: date) -> float:
    away = min((max((first - day).days, (day - last).days) for first, last in _festivals()), default=NEAR)
    return 1.0 if away <= 0 or away >= NEAR else 1 - pace.festival * (1 - away / NEAR)


def _season(seed: int, table: str, pace: Pace, day: date) -> float:
    """The season, in a straight line from the middle of one month to that of the next; no two years are quite alike."""
    middle = day.replace(day=15)
    other = (middle + timedelta(days=30 if day >= middle else -30)).replace(day=15)
    part = abs((day - middle).days) / abs((other - middle).days)
    return (1 - part) * _month(seed, table, pace, middle) + part * _month(seed, table, pace, other)


@cache
def _month(seed: int, table: str, pace: Pace, middle: date) -> float:
    return pace.months[middle.month - 1] * math.exp(MOOD * float(generator(seed, table, "mood", middle).standard_normal()))


def _surge(pace: Pace, day: date) -> float:
    found = 1.0
    for surge in pace.surges:
        since = (day - date(day.year, surge.month, surge.day)).days
        if 0 <= since < surge.days:
            found *= 1 + (surge.times - 1) * (1 - since / surge.days)
    return found


_MEMORY = (0.34, 0.27, 0.2, 0.12, 0.07)
_SPREAD = 0.42
MEAN_RISK = math.exp(_SPREAD**2 * sum(weight**2 for weight in _MEMORY) / 2)


@cache
def _shock(seed: int, cities: int, day: date) -> NDArray[np.float64]:
    return generator(seed, "shock", day).standard_normal(cities)


@lru_cache(maxsize=8192)
def risk(seed: int, cities: int, day: date) -> NDArray[np.float64]:
    """How risky a day is in each city, around 1: complaints follow it at once, inspections and cases some days later."""
    past = sum((weight * _shock(seed, cities, day - timedelta(days=back)) for back, weight in enumerate(_MEMORY)), np.zeros(cities))
    return np.exp(_SPREAD * past)


_HOURS = {  # parts of a day by hour
    "office": (0, 0, 0, 0, 0, 0, 0, 1, 8, 13, 14, 11, 4, 6, 12, 13, 11, 6, 2, 1, 1, 0, 0, 0),
    "online": (1, 0, 0, 0, 0, 0, 1, 2, 7, 11, 12, 10, 6, 7, 10, 11, 10, 7, 4, 4, 4, 3, 2, 1),
    "public": (2, 1, 1, 0, 0, 1, 2, 3, 6, 9, 9, 8, 6, 6, 7, 8, 7, 7, 7, 9, 9, 7, 4, 3),
    "opinion": (31, 28, 22, 18, 15, 14, 16, 24, 38, 52, 61, 66, 58, 49, 47, 52, 55, 60, 71, 83, 96, 104, 92, 62),
    "always": (1,) * 24,
    "cold": (6, 6, 5, 5, 5, 6, 8, 9, 10, 11, 12, 14, 16, 18, 19, 18, 16, 14, 12, 10, 9, 8, 7, 6),
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
