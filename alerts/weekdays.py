"""The weekday adjustment: counts freed of the rhythm of working days, days off and holidays, so that days compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

LEAST = 4
"""Days of one kind that must be known before the kind has a factor of its own."""
REST = frozenset({"rest", "holiday"})


def day_kinds(days: pd.DatetimeIndex, calendar: Mapping[date, str]) -> list[str]:
    """The kind of each day: its weekday, or `shift` and `holiday` where the working calendar says so."""
    found = []
    for day in days:
        kind = calendar.get(day.date(), "")
        found.append(kind if kind in ("shift", "holiday") else f"{day.day_of_week}")
    return found


def adjusted(counts: pd.Series, calendar: Mapping[date, str]) -> pd.Series:
    """Counts by day (index: days) divided by how busy their kind of day usually is; the mean level of the series is kept.

    A factor is the median ratio of such days to the mean of the seven days around them. A kind that was seen too seldom takes the
    factor of working days or of days off. Where no factor is known at all, counts stay as they are. Unknown stays unknown.
    """
    values = counts.astype(float)
    around = values.rolling(7, center=True, min_periods=5).mean()
    ratio = (values / around.where(around > 0)).to_numpy()
    kinds = np.array(day_kinds(pd.DatetimeIndex(counts.index), calendar))
    rest = np.isin(kinds, ("5", "6", "holiday"))
    factors = {kind: _factor(ratio, kinds == kind) for kind in set(kinds)}
    off, on = _factor(ratio, rest), _factor(ratio, ~rest)
    chosen = np.array([_first(factors[kind], off if is_rest else on) for kind, is_rest in zip(kinds, rest, strict=True)])
    return pd.Series(values.to_numpy() / chosen, index=counts.index)


def factor_of(adjusted_counts: pd.Series, counts: pd.Series) -> float:
    """The factor of the last day, to turn an adjusted bound back into a count that people can compare; 1 where it is unknown."""
    last, plain = float(adjusted_counts.iloc[-1]), float(counts.iloc[-1])
    return plain / last if last > 0 and plain == plain else 1.0


def _factor(ratio: np.ndarray, of: np.ndarray) -> float:
    known = ratio[of & ~np.isnan(ratio)]
    return float(np.median(known)) if len(known) >= LEAST else float("nan")


def _first(*factors: float) -> float:
    return next((factor for factor in factors if factor == factor and factor > 0.02), 1.0)
