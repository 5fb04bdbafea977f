"""The EARS methods C1, C2 and C3 of the Early Aberration Reporting System: a count against the mean and spread of a short baseline.

As in Hutwagner et al. (2003) and Fricker, Hegler, Dunfee (2008); bounds equal those of R's `surveillance::earsC`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alerts.chance import normal_quantile
from alerts.failure import AlertsFailed

Method = Literal["C1", "C2", "C3"]
ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
LAG = {"C1": 0, "C2": 2, "C3": 2}
"""Points between the baseline and the point that is judged, so that the start of a burst does not raise its own bound."""
MEMORY = 2
"""Earlier points whose excess C3 adds up."""


def ears(counts: Sequence[float] | pd.Series, method: Method = "C1", alpha: float | None = None, baseline: int = 7) -> pd.DataFrame:
    """One row a count: `upper` (the bound) and `alarm` (the count is above it); NaN and False before the baseline is full.

    The index is that of a Series, else 0 … n−1. An unknown count (NaN) makes the bounds unknown whose baseline holds it.
    """
    values = np.asarray(counts, dtype=float)
    upper = bounds(values, method, alpha, baseline)
    with np.errstate(invalid="ignore"):
        alarm = values > upper
    index = counts.index if isinstance(counts, pd.Series) else pd.RangeIndex(len(values))
    return pd.DataFrame({"upper": upper, "alarm": alarm}, index=index)


def bounds(values: NDArray[np.float64], method: str, alpha: float | None = None, baseline: int = 7) -> NDArray[np.float64]:
    """The bound of each count. Raises AlertsFailed for a method, a level or a baseline that makes no sense."""
    if method not in LAG:
        raise AlertsFailed(f"EARS knows C1, C2 and C3, not {method!r:.20}.")
    if baseline < 2:
        raise AlertsFailed("the baseline of EARS needs at least 2 points, or it has no spread.")
    chosen = ALPHA[method] if alpha is None else alpha
    if not 0 < chosen < 1:
        raise AlertsFailed(f"alpha must lie between 0 and 1, {chosen} does not.")
    critical = normal_quantile(1 - chosen)
    mean, spread = _baseline(values, baseline, LAG[method])
    return mean + critical * spread if method != "C3" else _accumulated(values, mean, spread, critical)


def _baseline(values: NDArray[np.float64], length: int, lag: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and sample standard deviation of the `length` points that end `lag` points before each point."""
    mean, spread = np.full(len(values), np.nan), np.full(len(values), np.nan)
    first = length + lag
    if len(values) > first:
        windows = np.lib.stride_tricks.sliding_window_view(values, length)[: len(values) - first]
        mean[first:], spread[first:] = windows.mean(axis=1), windows.std(axis=1, ddof=1)
    return mean, spread


def _accumulated(
    values: NDArray[np.float64], mean: NDArray[np.float64], spread: NDArray[np.float64], critical: float
) -> NDArray[np.float64]:
    """The bound of C3: the count, raised by the critical value and lowered by how far the two points before it stood above their own
    baselines by more than one spread. So C3 alarms by what came before the point, one to three points later than C2 but for longer.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        excess = np.maximum(0.0, (values - mean) / spread - 1)
    shifted = (np.concatenate([np.full(back, np.nan), excess])[: len(values)] for back in range(1, MEMORY + 1))
    before = sum(shifted, np.zeros(len(values)))
    with np.errstate(invalid="ignore"):
        upper: NDArray[np.float64] = np.maximum(0.0, values + spread * (critical - before))
    return upper
