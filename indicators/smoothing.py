"""The two smoothing methods behind a forecast, each fitted to many beginnings of one series at once.

Parameters are searched on a grid: the whole grid of all beginnings is one array, so a back-test of thirty origins costs little more than
one forecast, the result is the same on every machine, and no optimiser can fail to converge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Floats = np.ndarray
ALPHAS = np.linspace(0.02, 0.99, 30)
THETAS = np.array([1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0])
SHARES = np.array([0.01, 0.05, 0.1, 0.2, 0.4])
PHIS = np.array([0.8, 0.88, 0.92, 0.95, 0.98])
FIRST = 10
"""Points from which the damped trend takes its first level and slope."""


@dataclass(frozen=True)
class Line:
    """The continuation of each beginning: `ahead` (beginnings × steps), the standard deviation of one step, the weight of the newest value."""

    ahead: Floats
    sd: Floats
    alpha: Floats


def _grid(*axes: Floats) -> list[Floats]:
    return [axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")]


def _best(sse: Floats, lengths: Floats, used: int) -> tuple[Floats, Floats]:
    """The grid point with the least squared error of each beginning, and the standard deviation there."""
    best = sse.argmin(axis=1)
    least = np.maximum(sse[np.arange(len(best)), best], 0.0)
    return best, np.sqrt(least / np.maximum(lengths - used, 1))


class _Means:
    """The running mean and slope of each beginning, which the theta line is drawn through."""

    def __init__(self, rows: int) -> None:
        self.mean, self.slope, self.cut = (np.zeros((rows, 1)) for _ in range(3))

    def take(self, value: Floats, t: Floats | int, rows: slice = slice(None)) -> None:
        slope, mean = self.slope[rows], self.mean[rows]
        self.slope[rows] = np.where(np.equal(t, 1), 0.0, ((t - 2) * slope + 6 / t * (value - mean)) / (t + 1))
        self.mean[rows] = ((t - 1) * mean + value) / t
        self.cut[rows] = self.mean[rows] - (t + 1) / 2 * self.slope[rows]


def theta(values: Floats, lengths: Floats, steps: int) -> Line:
    """The dynamic optimised theta model: exponential smoothing of a theta line, theta and weight by least squares.

    `values` holds a beginning a row, `lengths` (not falling) how many of its values count. Method: Fiorucci, Pellegrini, Louzada,
    Petropoulos and Koehler (2016), Models for optimising the theta method; the first level is solved in closed form.
    """
    alpha, thetas = _grid(ALPHAS, THETAS)
    share, keep = 1 - 1 / thetas, 1 - alpha
    rows = len(values)
    level, sums, cross = (np.zeros((rows, len(alpha))) for _ in range(3))
    squares, power = np.zeros((rows, len(alpha))), np.ones_like(alpha)
    means = _Means(rows)
    for t in range(1, int(lengths[-1]) + 1):
        going = slice(int(np.searchsorted(lengths, t)), None)
        value = values[going, t - 1 : t]
        error = value - level[going] - share * (power * means.cut[going] + (1 - power * keep) / alpha * means.slope[going])
        sums[going] += error * error
        cross[going] += error * power
        squares[going] += power * power
        level[going] = alpha * value + keep * level[going]
        power = power * keep
        means.take(value, t, going)
    best, sd = _best(sums - cross**2 / squares, lengths, 3)
    at = (np.arange(rows), best)
    first, left = cross[at] / squares[at], keep[best] ** lengths
    return Line(_theta_ahead((level[at] + left * first, left, alpha[best], share[best]), means, lengths, steps), sd, alpha[best])


def _theta_ahead(fitted: tuple[Floats, Floats, Floats, Floats], means: _Means, lengths: Floats, steps: int) -> Floats:
    """The theta model run on, each step taking its own expectation for what came."""
    level, power, alpha, share = (one[:, None] for one in fitted)
    found = []
    for step in range(1, steps + 1):
        value = level + share * (power * means.cut + (1 - power * (1 - alpha)) / alpha * means.slope)
        found.append(value[:, 0])
        level, power = alpha * value + (1 - alpha) * level, power * (1 - alpha)
        means.take(value, lengths[:, None] + step)
    return np.stack(found, axis=1)


def damped(values: Floats, lengths: Floats, steps: int) -> Line:
    """Exponential smoothing with a damped trend. Method: Gardner and McKenzie (1985); arguments as of `theta`."""
    alpha, shares, phi = _grid(ALPHAS[1::2], SHARES, PHIS)
    beta = alpha * shares
    early = min(FIRST, int(lengths[0]))
    run = np.arange(early) - (early - 1) / 2
    slope = values[:, :early] @ run / (run @ run)
    level = np.repeat((values[:, :early].mean(axis=1) - slope * (early + 1) / 2)[:, None], len(alpha), axis=1)
    trend = np.repeat(slope[:, None], len(alpha), axis=1)
    sse = np.zeros_like(level)
    for t in range(1, int(lengths[-1]) + 1):
        going = slice(int(np.searchsorted(lengths, t)), None)
        carried = phi * trend[going]
        expected = level[going] + carried
        error = values[going, t - 1 : t] - expected
        sse[going] += error * error
        level[going] = expected + alpha * error
        trend[going] = carried + beta * error
    best, sd = _best(sse, lengths, 4)
    at = (np.arange(len(values)), best)
    powers = np.cumsum(phi[best][:, None] ** np.arange(1, steps + 1), axis=1)
    return Line(level[at][:, None] + trend[at][:, None] * powers, sd, alpha[best])
