"""Tails against tabled values, the cap on false discoveries, and the adjustment for weekdays."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from alerts.chance import binomial_tail, normal_quantile, normal_tail, poisson_tail, student_tail
from alerts.fdr import kept
from alerts.weekdays import HOLIDAY, SHIFT, adjusted, day_kinds


def test_tails_agree_with_the_tables() -> None:
    assert normal_quantile(0.999) == pytest.approx(3.090232306167813, abs=1e-12)
    assert normal_tail(1.959963984540054) == pytest.approx(0.025, abs=1e-12)
    assert student_tail(2.447, 6) == pytest.approx(0.025, abs=1e-4)
    assert student_tail(12.706, 1) == pytest.approx(0.025, abs=1e-5)
    assert student_tail(-2.571, 5) == pytest.approx(0.975, abs=1e-4)
    assert poisson_tail(10, 5) == pytest.approx(0.0318280573, abs=1e-9)
    assert poisson_tail(3, 5) == pytest.approx(0.8753479805, abs=1e-9)
    assert binomial_tail(5, 20, 0.1) == pytest.approx(0.0431744953, abs=1e-9)
    assert binomial_tail(0, 20, 0.1) == poisson_tail(0, 1) == 1.0


def test_the_cap_keeps_what_benjamini_and_hochberg_keep() -> None:
    printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert sum(kept(printed, 0.05)) == 4  # the example of the paper of 1995
    assert kept([0.03, float("nan"), 0.6], 0.05) == [False, False, False]
    assert kept([0.001, 0.002], 0.05, judged=2000) == [False, False] and kept([], 0.05) == []


def test_a_day_of_chance_keeps_hardly_anything() -> None:
    rng = np.random.default_rng(5)
    false = [sum(kept(list(rng.random(260)), 0.05)) > 0 for _ in range(200)]
    assert np.mean(false) < 0.1


def test_the_rhythm_of_the_week_is_taken_out_and_a_burst_stays() -> None:
    days = pd.date_range("2026-06-01", periods=84)
    counts = pd.Series(np.where(days.day_of_week < 5, 100.0, 20.0), index=days)
    counts.iloc[-4] = 260.0
    plain = adjusted(counts, {})
    usual = plain.drop(plain.index[-7:])
    assert usual.std() / usual.mean() < 0.12
    assert plain.iloc[-4] > 2.2 * usual.mean()


def test_a_working_weekend_and_a_holiday_are_days_of_their_own_kind() -> None:
    days = pd.date_range("2026-09-21", periods=14)
    calendar = {date(2026, 10, 1): "holiday", date(2026, 9, 26): "shift"}
    kinds = day_kinds(days, calendar)
    assert kinds[0] == 0 and kinds[5] == SHIFT and kinds[10] == HOLIDAY


def test_unknown_days_stay_unknown() -> None:
    days = pd.date_range("2026-06-01", periods=56)
    counts = pd.Series(50.0, index=days)
    counts.iloc[20] = math.nan
    assert adjusted(counts, {}).isna().sum() == 1
