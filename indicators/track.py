"""The track record of a forecast: how far it and the seasonal naive line were off, from every origin of the series' own past."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from indicators.seasons import season as season_of
from indicators.smoothing import damped, theta

Floats = np.ndarray
ORIGINS = 30
"""The most origins: the end, and as many as this before it."""


@dataclass(frozen=True)
class Lines:
    """A line from every origin, the last of which is the end of the series. `ahead` and `sd`: origins × steps."""

    ends: Floats
    ahead: Floats
    sd: Floats


@dataclass(frozen=True)
class Track:
    """Rolling-origin errors over `windows` origins, each as far as the series reaches but `horizon` steps at most. NaN: not known.

    `smape` in %, 0…200; `mase` against the mean seasonal step before each origin. `naive_…` are those of the seasonal naive line.
    """

    windows: int
    horizon: int
    smape: float
    mase: float
    naive_smape: float
    naive_mase: float

    @property
    def beats_naive(self) -> bool:
        """Whether the method was nearer than the naive line."""
        return self.windows > 0 and self.smape < self.naive_smape


def origins(size: int, least: int) -> Floats:
    """The lengths of the beginnings that are forecast from: the whole, and up to ORIGINS shorter ones of at least `least` points."""
    return np.arange(max(min(least, size), size - ORIGINS), size + 1)


def smoothed(values: Floats, ends: Floats, h: int, season: int) -> Lines:
    """The method: the mean of the dynamic optimised theta and of the damped trend, each on the series without its season.

    Season and parameters are found anew from each beginning, so that no line knows what came after it.
    """
    seasons = [season_of(values[:end], season) for end in ends]
    grid = np.zeros((len(ends), len(values)))
    for row, (end, one) in enumerate(zip(ends, seasons, strict=True)):
        grid[row, :end] = one.removed(values[:end])
    first, second = theta(grid, ends, h), damped(grid, ends, h)
    spread = _spread((first.sd + second.sd) / 2, (first.alpha + second.alpha) / 2, h)
    ahead = (first.ahead + second.ahead) / 2
    dressed = [one.put_on(row, int(end)) for one, row, end in zip(seasons, ahead, ends, strict=True)]
    widths = [one.width(int(end), h) for one, end in zip(seasons, ends, strict=True)]
    return Lines(ends, np.array(dressed), spread * np.array(widths))


GROWTH = 0.001
"""How much the error grows by step squared beyond what the weight of the newest value says; see docs/decisions.md."""


def _spread(sd: Floats, alpha: Floats, h: int) -> Floats:
    """The standard deviation of each step: that of exponential smoothing, and the unsure slope."""
    steps = np.arange(h)
    return sd[:, None] * np.sqrt(1 + steps * alpha[:, None] ** 2 + GROWTH * steps**2)


def repeated(values: Floats, ends: Floats, h: int, season: int) -> Lines:
    """The seasonal naive line: each step is the last known value of its place in the season."""
    steps = np.arange(h)
    ahead = np.array([values[end - season + steps % season] for end in ends])
    sd = [np.sqrt(np.mean((values[season:end] - values[: end - season]) ** 2)) if end > season else 0.0 for end in ends]
    return Lines(ends, ahead, np.array(sd)[:, None] * np.sqrt(1 + steps // season))


def misses(values: Floats, lines: Lines) -> Floats:
    """Value minus line by origin (without the last, which has no future) and step; NaN beyond the series."""
    h = lines.ahead.shape[1]
    found = np.full((len(lines.ends) - 1, h), np.nan)
    for row, end in enumerate(lines.ends[:-1]):
        came = values[end : end + h]
        found[row, : len(came)] = came - lines.ahead[row, : len(came)]
    return found


def track(values: Floats, method: Lines, naive: Lines, season: int) -> Track:
    """The errors of a method and of the naive line from the same origins."""
    off, off_naive = misses(values, method), misses(values, naive)
    steps = [np.abs(values[season:end] - values[: end - season]).mean() if end > season else math.nan for end in method.ends[:-1]]
    scale = np.where(np.array(steps) > 0, steps, np.nan)
    return Track(
        len(off), method.ahead.shape[1], _smape(off, method), _mase(off, scale), _smape(off_naive, naive), _mase(off_naive, scale)
    )  # fmt: skip


def _smape(off: Floats, lines: Lines) -> float:
    """200·|y − f| / (|y| + |f|), 0 where both are 0: the mean of the origins' means."""
    if not len(off):
        return math.nan
    line = lines.ahead[:-1]
    whole = np.abs(off + line) + np.abs(line)
    share = np.where(whole > 0, 200 * np.abs(off) / np.where(whole > 0, whole, 1), np.where(np.isnan(whole), np.nan, 0.0))
    return float(np.nanmean(share, axis=1).mean())


def _mase(off: Floats, scale: Floats) -> float:
    known = ~np.isnan(scale)
    return float((np.nanmean(np.abs(off[known]), axis=1) / scale[known]).mean()) if known.any() else math.nan
