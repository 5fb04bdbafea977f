"""The survival of entities: which share of those that opened still stands after so many months, by Kaplan and Meier."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from data_access.horizon import horizon
from data_access.lifetimes import Lives, lifetimes
from data_access.measure import Reader
from data_access.scope import Scope
from indicators.read import recalled
from indicators.zombies import known_until, zombie_rule
from settings import settings

ALL = ""
"""The key of the curve over all entities asked for."""
UNCLASSED = "-"
COLUMNS = ("months", "survival", "low", "high", "at_risk", "events")


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Which entities: opened from `start` (included) to `end` (not; None is open), of a region, with a value of the splits."""

    start: date | None = None
    end: date | None = None
    region: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    without_zombies: bool = False


@dataclass(frozen=True, kw_only=True)
class Survival:
    """Curves by key (the codes of the split, or ALL). Each is a frame of `months`, `survival`, `low`, `high` (95 %), `at_risk`, `events`,
    a row a month from 0 on; `counted` entities by key. `until`: the day on which those still standing were last seen."""

    curves: Mapping[str, pd.DataFrame]
    counted: Mapping[str, int]
    until: date
    by: str | None
    without_zombies: bool
    batch: int | None = None
    nature: str = "production"

    def at(self, key: str, months: int) -> float | None:
        """The share that stands after so many months; None where nobody was observed that long."""
        frame = self.curves[key]
        found = frame.loc[frame["months"] == months, "survival"]
        return float(found.iloc[0]) if len(found) else None

    def median(self, key: str) -> int | None:
        """The month in which half are gone; None while more than half stand."""
        frame = self.curves[key]
        gone = frame.loc[frame["survival"] <= 0.5, "months"]
        return int(gone.iloc[0]) if len(gone) else None


def survival(reader: Reader, scope: Scope, by: str | None = None, cohort: Cohort | None = None) -> Survival | None:
    """The survival of entities of a scope, whole or by city, region, industry or type. None where the register is not published.

    Lives are counted in calendar months; entities that still stand count as long as they were seen (right-censored). Without suspected
    zombies: those of the rule are left out. Raises ForeignRegion and MeasureFailed.
    """
    asked = cohort or Cohort()
    until = known_until(reader) if asked.without_zombies else horizon(reader, "enterprise", settings().tz)
    if until is None:
        return None
    lives = Lives(
        scope=scope, until=until, by=by, region=asked.region, start=asked.start, end=asked.end, where=asked.where,
        without=zombie_rule().at(until) if asked.without_zombies else None,
    )  # fmt: skip
    frame = recalled(reader, f"lifetimes {lives!r}", lambda: lifetimes(reader, lives))
    keys = frame["by"].where(frame["by"].notna(), UNCLASSED if by else ALL).astype("object")
    parts = {str(key): part for key, part in frame.groupby(keys, sort=True)}
    state = reader.tables()["enterprise"]
    return Survival(
        curves={key: curve(part) for key, part in parts.items()}, counted={key: int(part["n"].sum()) for key, part in parts.items()}, until=until,
        by=by, without_zombies=asked.without_zombies, batch=state.batch, nature=state.nature,
    )  # fmt: skip


def curve(lives: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """The curve of lives given as `months`, `ended`, `n`: the product-limit estimate of Kaplan and Meier (1958) month by month.

    `at_risk` stood at the beginning of the month's count, `events` ended in it. The interval is Greenwood's on the log(−log) scale, so
    that it stays between 0 and 1; NaN where the estimate is 0.
    """
    longest = int(lives["months"].max())
    gone = np.bincount(lives["months"], weights=lives["n"], minlength=longest + 1)
    events = np.bincount(lives["months"], weights=lives["n"].where(lives["ended"], 0), minlength=longest + 1)
    at_risk = gone[::-1].cumsum()[::-1]
    stands = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events))))
        width = NormalDist().inv_cdf(0.5 + level / 2) * spread / np.abs(np.log(stands))
        low, high = stands ** np.exp(width), stands ** np.exp(-width)
    whole, none = stands >= 1, stands <= 0
    low, high = (np.where(none, math.nan, np.where(whole, 1.0, ends)) for ends in (low, high))
    columns = (np.arange(longest + 1), stands, low, high, at_risk.astype("int64"), events.astype("int64"))
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
