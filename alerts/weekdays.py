"""The weekday adjustment: counts freed of the rhythm of working days, days off and holidays, so that days compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEAST = 4
"""Days of one kind that must be known before the kind has a factor of its own."""
AROUND, KNOWN = 7, 5
"""Days around a day that are its level, and how many of them must be known."""
SHIFT, HOLIDAY = 7, 8
"""Numbers of the kinds of day that follow the seven weekdays."""
KINDS = {"shift": SHIFT, "holiday": HOLIDAY}
SMALLEST = 0.02
DAY_KIND = "day_kind"
"""The column of a frame that says each day's kind."""
Vector = NDArray[np.float64]


def day_kinds(days: pd.DatetimeIndex, calendar: Mapping[date, str]) -> NDArray[np.int64]:
    """The kind of each day: its weekday 0 … 6, or SHIFT and HOLIDAY where the working calendar says so."""
    kinds = np.asarray(days.day_of_week, dtype=np.int64).copy()
    if calendar:
        for place, day in enumerate(days.date):
            kinds[place] = KINDS.get(calendar.get(day, ""), kinds[place])
    return kinds


def adjusted(counts: pd.Series, calendar: Mapping[date, str]) -> pd.Series:
    """Counts by day (index: days) divided by how busy their kind of day usually is; the mean level of the series is kept.

    A factor is the median ratio of such days to the mean of the seven days around them. A kind that was seen too seldom takes the
    factor of working days or of days off. Where no factor is known at all, counts stay as they are. Unknown stays unknown.
    """
    freed = free_of_rhythm(counts.to_numpy(dtype=float), day_kinds(pd.DatetimeIndex(counts.index), calendar))
    return pd.Series(freed, index=counts.index)


def free_of_rhythm(values: Vector, kinds: NDArray[np.int64]) -> Vector:
    """`adjusted` for counts on days of known kinds."""
    around = _around(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(around > 0, values / around, np.nan)
    rest = (kinds == 5) | (kinds == 6) | (kinds == HOLIDAY)
    on, off = _factor(ratio[~rest]), _factor(ratio[rest])
    factors = np.array([_first(_factor(ratio[kinds == kind]), off if kind in (5, 6, HOLIDAY) else on) for kind in range(HOLIDAY + 1)])
    freed: Vector = values / factors[kinds]
    return freed


def _around(values: Vector) -> Vector:
    """The mean of the known days around each day; unknown where too few are known."""
    known = (~np.isnan(values)).astype(float)
    ones = np.ones(AROUND)
    if not len(values):
        return values
    half = AROUND // 2
    number, total = (np.convolve(part, ones)[half : half + len(values)] for part in (known, np.nan_to_num(values)))
    return np.where(number >= KNOWN, total / np.maximum(number, 1), np.nan)


def _factor(ratio: Vector) -> float:
    known = np.sort(ratio[~np.isnan(ratio)])
    size = len(known)
    return float(known[(size - 1) // 2] + known[size // 2]) / 2 if size >= LEAST else float("nan")


def _first(*factors: float) -> float:
    return next((factor for factor in factors if factor == factor and factor > SMALLEST), 1.0)
