"""The history behind a forecast: numbers by equal steps, checked and its gaps filled, or a sentence that says why it cannot be forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.failure import IndicatorFailed

Floats = np.ndarray
MOST_GAPS = 1 / 3
"""The share of missing points inside a history from which on filling them would be inventing."""
LEAST = 8
SHIFT, LEAST_SIDE = 4.0, 6
"""A level shift: that many robust deviations between two sides of at least so many points."""


class ForecastFailed(IndicatorFailed):
    """A history that cannot be forecast; the sentence is for the screen."""


@dataclass(frozen=True)
class History:
    """`values` from the first known point to the last known one, gaps filled; `after` unknown points follow it up to the history's end."""

    values: Floats
    after: int
    filled: int
    index: pd.Index

    @property
    def flat(self) -> bool:
        """Whether every value is the same."""
        return bool((self.values == self.values[0]).all())

    @property
    def counts(self) -> bool:
        """Whether nothing in it is below 0, so that nothing to come can be."""
        return bool(self.values.min() >= 0)

    def ahead(self, h: int) -> pd.Index:
        """The index of the h steps that follow the history."""
        index, size = self.index, len(self.index)
        if isinstance(index, pd.PeriodIndex):
            return pd.period_range(index[-1] + 1, periods=h, freq=index.freq)
        if isinstance(index, pd.DatetimeIndex) and size > 1:
            step = index.freq or pd.infer_freq(index)
            if step is not None:
                return pd.date_range(index[-1], periods=h + 1, freq=step)[1:]
        return pd.RangeIndex(size, size + h)


def prepared(history: pd.Series | Sequence[Any], h: int, season: int) -> History:
    """The checked history. Raises ForecastFailed (无法预测：…)."""
    if not isinstance(h, int | np.integer) or isinstance(h, bool) or h < 1:
        raise ForecastFailed("无法预测：预测期数应为正整数。")
    if not isinstance(season, int | np.integer) or isinstance(season, bool) or season < 1:
        raise ForecastFailed("无法预测：季节周期应为正整数。")
    numbers, index = _numbers(history)
    known = np.flatnonzero(~np.isnan(numbers))
    if not len(known):
        raise ForecastFailed("无法预测：历史数据全部缺失。")
    values = numbers[known[0] : known[-1] + 1]
    least = max(2 * season, LEAST)
    if len(known) < least:
        raise ForecastFailed(f"无法预测：历史仅有 {len(known)} 期有效数据，至少需要 {least} 期。")
    if h > len(known):
        raise ForecastFailed(f"无法预测：预测期数 {h} 超过历史有效期数 {len(known)}。")
    gaps = np.isnan(values)
    if gaps.mean() > MOST_GAPS:
        raise ForecastFailed(f"无法预测：历史 {len(values)} 期中有 {int(gaps.sum())} 期缺失，超过三分之一。")
    return History(_filled(values, gaps, season), len(numbers) - 1 - int(known[-1]), int(gaps.sum()), index)


def _numbers(history: pd.Series | Sequence[Any]) -> tuple[Floats, pd.Index]:
    series = history if isinstance(history, pd.Series) else pd.Series(list(history), dtype="object")
    try:
        numbers = pd.to_numeric(series, errors="raise").astype("float64").to_numpy(dtype="float64", na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ForecastFailed("无法预测：历史数据中有不是数字的内容。") from error
    if np.isinf(numbers).any() or (np.abs(numbers) > 1e150).any():
        raise ForecastFailed("无法预测：历史数据中有无穷大或溢出的数值。")
    if isinstance(series.index, pd.DatetimeIndex | pd.PeriodIndex) and not series.index.is_monotonic_increasing:
        raise ForecastFailed("无法预测：历史数据未按时间先后排列。")
    return numbers, series.index


def _filled(values: Floats, gaps: Floats, season: int) -> Floats:
    """Gaps by the straight line between their neighbours, moved by how the same place of the season lies off that line elsewhere."""
    if not gaps.any():
        return values
    places = np.arange(len(values))
    filled = values.copy()
    filled[gaps] = np.interp(places[gaps], places[~gaps], values[~gaps])
    if season > 1 and len(values) >= 2 * season:
        trend = pd.Series(filled).rolling(season, center=True, min_periods=season // 2).mean().to_numpy()
        off = values - trend
        for place in places[gaps]:
            alike = off[place % season :: season]
            if np.isfinite(alike).any():
                filled[place] = trend[place] + np.nanmean(alike)
    return np.maximum(filled, 0) if np.nanmin(values) >= 0 else filled


def shifted(values: Floats) -> int | None:
    """The place at which the level of a series jumps, or None: two levels must fit it twice as well as one slope."""
    size = len(values)
    if size < 2 * LEAST_SIDE or values.max() == values.min():
        return None
    sums, squares = np.cumsum(values), np.cumsum(values**2)
    cuts = np.arange(LEAST_SIDE, size - LEAST_SIDE + 1)
    left, right = sums[cuts - 1] / cuts, (sums[-1] - sums[cuts - 1]) / (size - cuts)
    errors = squares[-1] - cuts * left**2 - (size - cuts) * right**2
    best = int(errors.argmin())
    cut = int(cuts[best])
    line = np.polyval(np.polyfit(np.arange(size), values, 1), np.arange(size))
    spread = np.median(np.abs(np.r_[values[:cut] - np.median(values[:cut]), values[cut:] - np.median(values[cut:])])) * 1.4826
    far = abs(left[best] - right[best]) > SHIFT * max(float(spread), 1e-9 * float(np.abs(values).max()))
    return cut if far and errors[best] < 0.5 * float(((values - line) ** 2).sum()) else None
