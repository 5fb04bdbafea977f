"""The forecast: the next steps of a series with an interval, by a method that has beaten the naive line on the series' own past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from indicators.history import ForecastFailed, History, prepared, shifted
from indicators.seasons import season as season_of
from indicators.track import Lines, Track, misses, origins, repeated, smoothed, track

__all__ = ["CONSTANT", "ForecastFailed", "NAIVE", "SMOOTHED", "backtest", "forecast"]

SMOOTHED = "动态优化 Theta 与阻尼趋势的平均"
NAIVE = "季节朴素（取上一周期同期值）"
CONSTANT = "常数"
LEAST_WINDOWS = 6
"""Origins that a comparison with the naive line needs."""
PRIOR = {SMOOTHED: 1.0, NAIVE: 0.8}
"""What the spread of a method is usually to be multiplied by: a fitted line's own residuals are smaller than its misses will be."""
PRIOR_WINDOWS = 10
"""The windows of a series' own misses that weigh as much as that."""
FREEDOM = 5
"""Degrees of freedom of the interval's distribution: errors of real series have longer tails than the normal one."""


def forecast(history: pd.Series | Sequence[Any], h: int, season: int = 12, level: float = 95) -> pd.DataFrame:
    """The next `h` steps: `value`, `low`, `high` in the history's unit, `level` % intervals, a row a step after the history's end.

    `history` is at equal steps, the newest last; missing points are NaN. `attrs`: `method` in words, `reason` why it was chosen,
    `note` on what a reader must know, `track` (the figures of `Track`), `season`, `level`. What never was below 0 stays there.
    Method and calibration: `docs/decisions.md`. Raises ForecastFailed with a sentence for the screen.
    """
    if not 0 < level < 100:
        raise ForecastFailed("无法预测：置信水平应在 0 与 100 之间。")
    past = prepared(history, h, season)
    steps = h + past.after
    if past.flat:
        lines, words, record = _constant(past, steps), (CONSTANT, "历史各期数值相同"), None
    else:
        lines, words, record = _chosen(past, steps, season)
    half = lines.sd[-1] * _quantile(level)
    found = pd.DataFrame({"value": lines.ahead[-1], "low": lines.ahead[-1] - half, "high": lines.ahead[-1] + half})[past.after :]
    found = found.clip(lower=0) if past.counts else found
    found.index = past.ahead(h)
    found.attrs = {"method": words[0], "reason": words[1], "note": _note(past, season), "season": season, "level": level}
    found.attrs["track"] = asdict(record) if record else None
    return found


def backtest(history: pd.Series | Sequence[Any], h: int, season: int = 12) -> Track:
    """The track record that `forecast` chooses by, computed anew. Raises ForecastFailed."""
    past = prepared(history, h, season)
    return _compared(past, h + past.after, season)[2]


def _constant(past: History, steps: int) -> Lines:
    return Lines(np.array([len(past.values)]), np.full((1, steps), past.values[0]), np.zeros((1, steps)))


def _compared(past: History, steps: int, season: int) -> tuple[Lines, Lines, Track]:
    """The method, the naive line, and their errors from the same origins."""
    ends = origins(len(past.values), max(2 * season, 8))
    method, naive = smoothed(past.values, ends, steps, season), repeated(past.values, ends, steps, season)
    if past.counts:
        method = Lines(ends, np.maximum(method.ahead, 0), method.sd)
    return method, naive, track(past.values, method, naive, season)


def _chosen(past: History, steps: int, season: int) -> tuple[Lines, tuple[str, str], Track]:
    """The lines of the method, or those of the naive line where it was nearer, and why."""
    method, naive, record = _compared(past, steps, season)
    if record.windows < LEAST_WINDOWS:
        return (
            _calibrated(past, method, PRIOR[SMOOTHED]),
            (SMOOTHED, f"历史较短，可回测起点仅 {record.windows} 个，未与季节朴素法比较"),
            record,
        )
    told = f"{record.windows} 个起点回测：本法误差 {record.smape:.1f}%，季节朴素法 {record.naive_smape:.1f}%（sMAPE）"
    if record.beats_naive:
        return _calibrated(past, method, PRIOR[SMOOTHED]), (SMOOTHED, told), record
    return _calibrated(past, naive, PRIOR[NAIVE]), (NAIVE, f"{told}，模型未优于季节朴素法，故采用后者"), record


def _calibrated(past: History, lines: Lines, prior: float) -> Lines:
    """The lines with the spread that the series' own misses bear out, drawn towards what is usual by as many windows as PRIOR_WINDOWS."""
    off, sd = misses(past.values, lines), lines.sd
    ratio = (off / np.where(sd[:-1] > 0, sd[:-1], np.nan)) ** 2
    known = ~np.isnan(ratio)
    windows = int(known.any(axis=1).sum())
    own = float(ratio[known].mean()) if windows else 0.0
    factor = math.sqrt((PRIOR_WINDOWS * prior**2 + windows * own) / (PRIOR_WINDOWS + windows))
    return Lines(lines.ends, lines.ahead, sd * factor)


def _quantile(level: float) -> float:
    from scipy.special import stdtrit  # loaded by a forecast alone: no page makes one

    return float(stdtrit(FREEDOM, 0.5 + level / 200))


def _note(past: History, season: int) -> str:
    """What a reader must know of the history."""
    told = []
    cut = shifted(season_of(past.values, season).removed(past.values))
    if cut is not None:
        told.append(f"第 {cut + 1} 期起水平发生突变，预测以突变后的水平为主，区间可能偏窄")
    if past.filled:
        told.append(f"历史中 {past.filled} 期缺失，以相邻和同期数据补齐后计算")
    if past.after:
        told.append(f"最近 {past.after} 期数据未到，自最后一期有效数据起推算")
    return "；".join(told)
