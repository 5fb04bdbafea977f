"""The method of Farrington et al. (1996): a count against the same weeks of earlier years, by quasi-Poisson regression.

Trend kept only where it is significant, past outbreaks weighted down by their Anscombe residuals, the bound from a 2/3-power
approximation of the Poisson distribution. Weighting and bound as in R's `surveillance::algo.farrington`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alerts.chance import normal_quantile, student_tail
from alerts.failure import AlertsFailed

Vector = NDArray[np.float64]
ROUNDS, CLOSE = 50, 1e-10
"""Most rounds of iterated least squares, and the relative change of deviance that ends them."""
TREND_YEARS, TREND_ALPHA = 3, 0.05


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Which earlier points a point is judged by: `years` back, `half_window` points to either side, `period` points a year.

    A point is not judged (R's `limit54`) while fewer than `cases` were counted in the last `points`.
    """

    years: int = 3
    half_window: int = 3
    period: int = 52
    trend: bool = True
    cases: int = 5
    points: int = 4

    @property
    def reach(self) -> int:
        """How many points of history the first judged point needs."""
        return self.years * self.period + self.half_window


@dataclass(frozen=True)
class Fit:
    """A fitted quasi-Poisson line on the log scale, with the fit's own uncertainty."""

    beta: Vector
    covariance: Vector
    mean: Vector
    leverage: Vector
    dispersion: float


def farrington(counts: Sequence[float] | pd.Series, reference: Reference | None = None, alpha: float = 0.05) -> pd.DataFrame:
    """One row a count: `expected`, `upper`, `alarm`; NaN and False where earlier years are not there. `alpha` is two-sided, as in R."""
    chosen = reference or Reference()
    if chosen.years < 1 or chosen.half_window < 0 or chosen.period <= 2 * chosen.half_window:
        raise AlertsFailed("Farrington needs at least one year, and a window shorter than the year.")
    values = np.asarray(counts, dtype=float)
    bounds = [bound(values, at, chosen, alpha) for at in range(len(values))]
    expected, upper = (np.array([pair[side] for pair in bounds]) for side in (0, 1))
    index = counts.index if isinstance(counts, pd.Series) else pd.RangeIndex(len(values))
    with np.errstate(invalid="ignore"):
        alarm = (values > upper) & np.array([_enough(values, at, chosen) for at in range(len(values))], dtype=bool)
    return pd.DataFrame({"expected": expected, "upper": upper, "alarm": alarm}, index=index)


def bound(values: Vector, at: int, reference: Reference, alpha: float = 0.05) -> tuple[float, float]:
    """Expectation and upper bound of one point; NaN where its earlier years are not there or are unknown."""
    if at < reference.reach or at >= len(values):
        return math.nan, math.nan
    places = np.concatenate([
        np.arange(at - year * reference.period - reference.half_window, at - year * reference.period + reference.half_window + 1)
        for year in range(reference.years, 0, -1)
    ])  # fmt: skip
    places = places[~np.isnan(values[places])]
    if len(places) < 3 + reference.half_window:
        return math.nan, math.nan
    past, ago = values[places], (places - at).astype(float)
    if not past.any():
        return 0.0, 0.0
    if reference.trend and reference.years >= TREND_YEARS:
        fit = reweighted(past, np.column_stack([np.ones(len(past)), ago]))
        if _trend_holds(fit, past):
            return threshold(fit, np.array([1.0, 0.0]), alpha)
    return threshold(reweighted(past, np.ones((len(past), 1))), np.array([1.0]), alpha)


def _enough(values: Vector, at: int, reference: Reference) -> bool:
    return bool(np.nansum(values[max(0, at - reference.points + 1) : at + 1]) >= reference.cases)


def _trend_holds(fit: Fit, past: Vector) -> bool:
    """Whether the slope is significant and does not lead above all that was ever counted."""
    error = math.sqrt(fit.covariance[1, 1])
    significant = error > 0 and 2 * student_tail(abs(fit.beta[1]) / error, len(past) - 2) < TREND_ALPHA
    return significant and math.exp(fit.beta[0]) <= past.max()


def reweighted(past: Vector, design: Vector) -> Fit:
    """The fit after past outbreaks (Anscombe residual above 1) were weighted down."""
    first = fitted(past, design, np.ones(len(past)))
    return fitted(past, design, weights(anscombe(past, first)))


def anscombe(past: Vector, fit: Fit) -> Vector:
    """Standardised Anscombe residuals of a fit."""
    raw: Vector = 1.5 * (past ** (2 / 3) * fit.mean ** (-1 / 3) - fit.mean ** (1 / 3))
    return raw / np.sqrt(fit.dispersion * np.maximum(1 - fit.leverage, 1e-12))


def weights(residuals: Vector) -> Vector:
    """Weights that sum to the number of points: the inverse square of a residual above 1, else 1, both scaled."""
    plain = np.where(residuals > 1, np.maximum(residuals, 1.0) ** -2.0, 1.0)
    found: Vector = plain * len(plain) / plain.sum()
    return found


def fitted(past: Vector, design: Vector, weight: Vector) -> Fit:
    """Weighted quasi-Poisson regression with log link by iterated least squares; the dispersion is at least 1."""
    mean = past + 0.1
    eta, deviance = np.log(mean), math.inf
    for _ in range(ROUNDS):
        working, load = eta + (past - mean) / mean, weight * mean
        normal = design.T @ (load[:, None] * design)
        beta = np.linalg.lstsq(normal, design.T @ (load * working), rcond=None)[0]
        eta = np.clip(design @ beta, -30.0, 30.0)
        mean = np.exp(eta)
        now = 2 * float(np.sum(weight * (np.where(past > 0, past * np.log(np.where(past > 0, past, 1.0) / mean), 0.0) - (past - mean))))
        if abs(now - deviance) <= CLOSE * (abs(now) + 0.1):
            break
        deviance = now
    load = weight * mean
    inverse = np.linalg.pinv(design.T @ (load[:, None] * design))
    freedom = len(past) - design.shape[1]
    dispersion = max(1.0, float(np.sum(weight * (past - mean) ** 2 / mean)) / freedom)
    leverage = load * np.einsum("ij,jk,ik->i", design, inverse, design)
    return Fit(np.asarray(beta, dtype=float), dispersion * inverse, mean, leverage, dispersion)


def threshold(fit: Fit, row: Vector, alpha: float) -> tuple[float, float]:
    """Expectation at a row of the design and its upper bound on the 2/3-power scale."""
    mean = math.exp(min(30.0, float(row @ fit.beta)))
    spread = fit.dispersion + mean * float(row @ fit.covariance @ row)
    step = normal_quantile(1 - alpha / 2) * math.sqrt(4 / 9 * mean ** (1 / 3) * spread)
    return mean, (mean ** (2 / 3) + step) ** 1.5
