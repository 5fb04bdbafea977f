"""The method of Farrington: hand-computed bounds, the weighting of past outbreaks, and its rates on simulated counts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alerts.failure import AlertsFailed
from alerts.farrington import Reference, anscombe, bound, farrington, fitted, reweighted, threshold, weights

Z = 1.959963984540054


def by_hand(mean: float, points: int, dispersion: float = 1.0) -> float:
    """The bound over a constant past, by the formula on paper."""
    return (mean ** (2 / 3) + Z * math.sqrt(4 / 9 * mean ** (1 / 3) * dispersion * (1 + 1 / points))) ** 1.5


@pytest.mark.parametrize("mean", [1.0, 9.0, 400.0])
def test_the_bound_over_an_even_past_is_that_of_the_formula(mean: float) -> None:
    expected, upper = bound(np.full(300, mean), 250, Reference(years=3))
    assert expected == pytest.approx(mean, rel=1e-9) and upper == pytest.approx(by_hand(mean, 21), rel=1e-9)


def test_an_uneven_past_widens_the_bound_by_its_own_dispersion() -> None:
    past = np.array([2.0, 6.0, 2.0, 6.0, 2.0, 6.0, 4.0])
    fit = fitted(past, np.ones((7, 1)), np.ones(7))
    assert fit.mean[0] == pytest.approx(4.0) and fit.dispersion == 1.0
    wide = np.array([0.0, 12.0, 0.0, 12.0, 0.0, 4.0, 0.0])
    assert fitted(wide, np.ones((7, 1)), np.ones(7)).dispersion == pytest.approx(((wide - 4) ** 2 / 4).sum() / 6)


def test_the_years_before_are_compared_and_nothing_between() -> None:
    counts = np.full(120, 1000.0)
    counts[49:56], counts[101 - 52 + 52] = 10.0, 30.0
    counts[100:] = 30.0
    expected, _ = bound(counts, 104, Reference(years=1))
    assert expected == pytest.approx(10.0)
    assert math.isnan(bound(counts, 54, Reference(years=1))[1])


def test_a_past_outbreak_weighs_less() -> None:
    past = np.array([5.0, 4, 6, 5, 60, 5, 4, 6, 5, 5, 4])
    first = fitted(past, np.ones((11, 1)), np.ones(11))
    weight = weights(anscombe(past, first))
    assert weight.sum() == pytest.approx(11) and weight[4] == weight.min() < 0.5
    plain = threshold(first, np.ones(1), 0.05)
    again = threshold(reweighted(past, np.ones((11, 1))), np.ones(1), 0.05)
    assert again[0] < 0.8 * plain[0] and again[1] < plain[1]


def test_a_trend_counts_only_where_it_is_significant() -> None:
    rng, weeks = np.random.default_rng(3), np.arange(260)
    rising = rng.poisson(20 * np.exp(0.004 * weeks)).astype(float)
    flat = rng.poisson(20, 260).astype(float)
    plain = Reference(years=4, trend=False)
    assert bound(rising, 259, Reference(years=4))[0] > bound(rising, 259, plain)[0] * 1.2
    assert bound(flat, 259, Reference(years=4))[0] == pytest.approx(bound(flat, 259, plain)[0], rel=0.15)


def test_simulated_counts_alarm_at_the_nominal_rate_and_bursts_are_seen() -> None:
    rng = np.random.default_rng(11)
    quiet = [farrington(rng.poisson(25, 330).astype(float), Reference(years=3))["alarm"].to_numpy()[160:] for _ in range(8)]
    assert 0.005 < np.concatenate(quiet).mean() < 0.045
    seen = 0
    for _ in range(30):
        counts = rng.poisson(25, 200).astype(float)
        counts[-1] += 25
        seen += bool(farrington(counts, Reference(years=3))["alarm"].iloc[-1])
    assert seen >= 27


def test_few_cases_and_a_past_of_zeros_raise_nothing_by_mistake() -> None:
    counts = np.zeros(180)
    counts[-1] = 2
    assert not farrington(counts, Reference(years=3))["alarm"].any()
    counts[-1] = 8
    assert farrington(counts, Reference(years=3))["alarm"].iloc[-1]


def test_a_reference_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(AlertsFailed):
        farrington([1, 2, 3], Reference(years=0))
