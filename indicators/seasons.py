"""The seasons of a series: whether there are any, and how each month lies against the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Floats = np.ndarray
LEAST_SEASONS = 2
LIMIT = 1.645
"""The 90 % limit of the normal distribution, by which the seasonal autocorrelation is judged."""


@dataclass(frozen=True)
class Season:
    """The figures of one season, from the series' first value on; factors where `times`, else differences. No figures: no season."""

    figures: Floats | None
    times: bool = False

    def removed(self, values: Floats) -> Floats:
        """The values without their season."""
        return self._applied(values, 0, back=False)

    def put_on(self, values: Floats, start: int) -> Floats:
        """Values that begin at place `start` with their season."""
        return self._applied(values, start, back=True)

    def width(self, start: int, steps: int) -> Floats:
        """By how much the season widens an interval at each place."""
        return self._applied(np.ones(steps), start, back=True) if self.times else np.ones(steps)

    def _applied(self, values: Floats, start: int, *, back: bool) -> Floats:
        if self.figures is None:
            return values
        at = self.figures[(start + np.arange(len(values))) % len(self.figures)]
        if self.times:
            return values * at if back else values / at
        return values + at if back else values - at


def seasonal(values: Floats, length: int) -> bool:
    """Whether the autocorrelation at the season's length is surely not nothing. Test: Makridakis and Hibon, as for the M competitions."""
    if length < 2 or len(values) < LEAST_SEASONS * length:
        return False
    around = values - values.mean()
    total = float(around @ around)
    if total <= 0:
        return False
    found = np.array([around[lag:] @ around[:-lag] for lag in range(1, length + 1)]) / total
    return bool(abs(found[-1]) > LIMIT * np.sqrt((1 + 2 * float(found[:-1] @ found[:-1])) / len(values)))


def season(values: Floats, length: int) -> Season:
    """The season by classical decomposition with a centred moving average: factors where all values are above 0, else differences."""
    if not seasonal(values, length):
        return Season(None)
    weights = np.ones(length) / length
    if length % 2 == 0:
        weights = np.r_[0.5, np.ones(length - 1), 0.5] / length
    trend = np.convolve(values, weights, "valid")
    edge = (len(weights) - 1) // 2
    middle, times = values[edge : edge + len(trend)], bool(values.min() > 0)
    against = middle / trend if times else middle - trend
    places = (np.arange(len(against)) + edge) % length
    figures = np.array([against[places == place].mean() for place in range(length)])
    return Season(figures / figures.mean() if times else figures - figures.mean(), times)
