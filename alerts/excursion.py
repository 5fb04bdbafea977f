"""The accumulated excursions of a cold store: how long and how far out of limits, told from defrosts and short spikes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import MappingProxyType

import numpy as np
import pandas as pd

from alerts.failure import AlertsFailed

PRODUCTS = Path(__file__).parent / "data" / "products.toml"
JOIN = timedelta(minutes=5)
"""Runs out of limits that are nearer to each other than this are one."""
LONGEST_STEP = timedelta(minutes=30)
"""A reading speaks for at most this long: what lies beyond is unknown. GSP wants a record every 30 minutes in a store."""


@dataclass(frozen=True, kw_only=True)
class Product:
    """What is stored and what it bears: limits in ℃, and how many degree-minutes and minutes out of them are borne."""

    code: str
    name: str
    high: float
    minutes: float
    degree_minutes: float
    hump_above: float
    status: str
    citation: str
    effective_from: date
    low: float | None = None


@dataclass(frozen=True, kw_only=True)
class Defrost:
    """What a defrost looks like: a hump of some minutes that comes again at a regular interval."""

    shortest: float = 20
    longest: float = 50
    ceiling: float = 10.0
    """℃; a defrost does not heat the air above this."""
    learned_after: int = 3
    """Humps after which their interval is known; before that the shape alone decides."""
    least_interval: timedelta = timedelta(hours=4)
    tolerance: float = 0.15
    """How far an interval may be off, as a part of the usual one."""


class Kind(StrEnum):
    """What a stretch out of limits is."""

    BRIEF = "brief"
    """短时波动: shorter or smaller than the product bears."""
    DEFROST = "defrost"
    EXCURSION = "excursion"


@dataclass(frozen=True, kw_only=True)
class Excursion:
    """One stretch out of limits. `hump_minutes` is how long it stood far out; `ended` is False for one that goes on at the last reading."""

    start: datetime
    end: datetime
    minutes: float
    degree_minutes: float
    peak: float
    hump_minutes: float
    ended: bool
    kind: Kind = Kind.BRIEF


@cache
def products() -> Mapping[str, Product]:
    """The products by code."""
    with PRODUCTS.open("rb") as file:
        return MappingProxyType({code: Product(code=code, **row) for code, row in tomllib.load(file).items()})


def product(code: str) -> Product:
    """One product. Raises AlertsFailed."""
    if code not in products():
        raise AlertsFailed(f"there are no limits for {code!r:.40}; alerts/data/products.toml knows {', '.join(products())}.")
    return products()[code]


def excursions(readings: pd.DataFrame, of: Product, defrost: Defrost | None = None) -> list[Excursion]:
    """Every stretch out of limits in readings (`at` aware and rising, `celsius`; NaN is no reading), each with what it is.

    A defrost is known by its shape and, once three were seen, by its interval: a hump at another time is an excursion.
    """
    known = readings.loc[readings["celsius"].notna(), ["at", "celsius"]].sort_values("at", kind="stable").drop_duplicates("at")
    return _told_apart([_measured(run, of, last) for run, last in _runs(known, of)], of, defrost or Defrost())


def true_excursions(readings: pd.DataFrame, of: Product, defrost: Defrost | None = None) -> list[Excursion]:
    """Those that are worth an alert."""
    return [one for one in excursions(readings, of, defrost) if one.kind is Kind.EXCURSION]


def _runs(known: pd.DataFrame, of: Product) -> list[tuple[pd.DataFrame, bool]]:
    """The readings of each stretch out of limits, each row with the minutes that it speaks for; and whether it reaches the last reading."""
    if known.empty:
        return []
    steps = (known["at"].shift(-1) - known["at"]).dt.total_seconds() / 60
    usual = float(steps.median()) if len(known) > 1 else 1.0
    rows = known.assign(minutes=steps.fillna(usual).clip(upper=LONGEST_STEP.total_seconds() / 60), over=_over(known["celsius"], of))
    out = rows[rows["over"] > 0]
    if out.empty:
        return []
    ends = out["at"] + pd.to_timedelta(out["minutes"], unit="min")
    new = (out["at"] - ends.shift()) > JOIN
    last = known["at"].iloc[-1]
    return [(run, bool(run["at"].iloc[-1] == last)) for _, run in out.groupby(new.cumsum())]


def _over(celsius: pd.Series, of: Product) -> pd.Series:
    """Degrees out of limits; above and below count alike."""
    above = (celsius - of.high).clip(lower=0)
    return above if of.low is None else above + (of.low - celsius).clip(lower=0)


def _measured(run: pd.DataFrame, of: Product, at_end: bool) -> Excursion:
    end = run["at"].iloc[-1] + pd.Timedelta(minutes=float(run["minutes"].iloc[-1]))
    far = run["over"] > of.hump_above
    return Excursion(
        start=run["at"].iloc[0].to_pydatetime(),
        end=end.to_pydatetime(),
        minutes=float(run["minutes"].sum()),
        degree_minutes=float(np.dot(run["minutes"], run["over"])),
        peak=float(run["celsius"].iloc[int(run["over"].to_numpy().argmax())]),
        hump_minutes=float(run.loc[far, "minutes"].sum()),
        ended=not at_end,
    )


def _told_apart(found: list[Excursion], of: Product, defrost: Defrost) -> list[Excursion]:
    humps: list[datetime] = []
    told = []
    for one in found:
        kind = Kind.EXCURSION if one.minutes > of.minutes and one.degree_minutes > of.degree_minutes else Kind.BRIEF
        if kind is Kind.EXCURSION and _shaped(one, defrost) and _in_time(one.start, humps, defrost):
            kind = Kind.DEFROST
            humps.append(one.start)
        told.append(replace(one, kind=kind))
    return told


def _shaped(one: Excursion, defrost: Defrost) -> bool:
    """Whether a stretch has the shape of a defrost; one that still goes on may become one."""
    long_enough = one.hump_minutes >= defrost.shortest or not one.ended
    return long_enough and one.hump_minutes <= defrost.longest and one.peak <= defrost.ceiling


def _in_time(start: datetime, humps: list[datetime], defrost: Defrost) -> bool:
    """Whether a hump comes when the next defrost is due, one left out or two included."""
    if not humps:
        return True
    since = start - humps[-1]
    if len(humps) < defrost.learned_after:
        return since >= defrost.least_interval
    usual = median([(later - earlier).total_seconds() for earlier, later in pairwise(humps[-11:])])
    return any(abs(since.total_seconds() - turns * usual) <= defrost.tolerance * usual for turns in (1, 2, 3))
