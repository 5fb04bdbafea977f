"""The tests of the forecast: accuracy and width on real series, its track record, and histories that cannot be forecast."""

from __future__ import annotations

import math
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.failure import IndicatorFailed
from indicators.forecast import CONSTANT, NAIVE, SMOOTHED, backtest, forecast
from indicators.history import shifted
from indicators.smoothing import ALPHAS, THETAS, theta
from tests.data_access.making import shared

HELD = 18
MONTHS = pd.period_range("2021-01", periods=60, freq="M")
WAVE = 100 + 10 * np.sin(np.arange(60) * np.pi / 6) + np.random.default_rng(7).normal(0, 2, 60)


@cache
def m3() -> list[np.ndarray]:
    """Every third monthly series of the M3 competition, its training part."""
    data = pd.read_csv(shared("data", "forecasting", "dev", "m3_monthly_train.csv.gz"))
    return [part["y"].to_numpy() for _, part in data.groupby("id", sort=False)][::3]


def smape(came: np.ndarray, line: np.ndarray) -> float:
    whole = np.abs(came) + np.abs(line)
    return float(np.mean(np.where(whole > 0, 200 * np.abs(came - line) / np.where(whole > 0, whole, 1), 0)))


@pytest.mark.row("O-05")
def test_real_series_are_forecast_a_sixth_better_than_by_the_naive_line_and_the_interval_is_as_wide_as_it_says() -> None:
    ours, naive, inside95, inside80 = [], [], [], []
    for values in m3():
        known, came = values[:-HELD], values[-HELD:]
        found = forecast(known, HELD)
        ours.append(smape(came, found["value"].to_numpy()))
        naive.append(smape(came, known[-12 + np.arange(HELD) % 12]))
        inside95.append(((came >= found["low"]) & (came <= found["high"])).mean())
        ratio = (found["value"] - found["low"]).to_numpy()
        narrow = ratio * 1.4758840 / 2.5705818
        inside80.append((np.abs(came - found["value"].to_numpy()) <= narrow).mean())
    assert np.mean(ours) <= 0.85 * np.mean(naive)
    assert 0.92 <= np.mean(inside95) <= 0.98
    assert 0.75 <= np.mean(inside80) <= 0.85


@pytest.mark.row("O-05")
def test_the_shown_error_equals_a_plain_recomputation_from_every_origin() -> None:
    values = m3()[5]
    shown = forecast(values, 6).attrs["track"]
    errors, naive = [], []
    for end in range(max(24, len(values) - 30), len(values)):
        came = values[end : end + 6]
        # a line from a beginning alone: what came later is not there to be known
        line = forecast(values[:end], 6)
        if line.attrs["method"] == NAIVE:
            pytest.skip("this series is forecast by the naive line from some origin")
        errors.append(smape(came, line["value"].to_numpy()[: len(came)]))
        naive.append(smape(came, values[end - 12 + np.arange(len(came)) % 12]))
    assert shown["windows"] == len(errors)
    assert shown["naive_smape"] == pytest.approx(np.mean(naive))
    assert shown["smape"] == pytest.approx(np.mean(errors))
    assert backtest(values, 6).smape == shown["smape"]


@pytest.mark.row("O-05")
def test_the_naive_line_is_given_and_named_where_the_method_was_not_nearer() -> None:
    found = [forecast(values[:-HELD], HELD) for values in m3()[:60]]
    for frame, values in zip(found, m3(), strict=False):
        record = frame.attrs["track"]
        if record["windows"] >= 6 and not record["smape"] < record["naive_smape"]:
            assert frame.attrs["method"] == NAIVE and "未优于" in frame.attrs["reason"]
            assert frame["value"].tolist() == values[:-HELD][-12 + np.arange(HELD) % 12].tolist()
        else:
            assert frame.attrs["method"] == SMOOTHED
    assert {frame.attrs["method"] for frame in found} == {NAIVE, SMOOTHED}


@pytest.mark.row("O-05")
@pytest.mark.parametrize(
    ("history", "h", "says"),
    [
        ([], 3, "全部缺失"),
        ([math.nan] * 40, 3, "全部缺失"),
        ([None] * 40, 3, "全部缺失"),
        ([5.0], 1, "仅有 1 期"),
        (list(range(20)), 3, "至少需要 24 期"),
        ([*range(40), math.inf], 3, "无穷大"),
        ([*range(40), "十"], 3, "不是数字"),
        (list(range(30)), 31, "超过历史"),
        (list(range(30)), 0, "正整数"),
        ([1.0] + [math.nan] * 40 + list(range(30)), 3, "三分之一"),
    ],
)
def test_a_history_that_cannot_be_forecast_is_refused_in_a_sentence(history: list, h: int, says: str) -> None:
    with pytest.raises(IndicatorFailed, match="无法预测：") as failed:
        forecast(history, h)
    assert says in str(failed.value)


@pytest.mark.row("O-05")
@pytest.mark.parametrize("constant", [0.0, 7.5])
def test_a_constant_goes_on_as_it_is(constant: float) -> None:
    found = forecast([constant] * 36, 6)
    assert found.attrs["method"] == CONSTANT
    assert (found == constant).all().all()


def test_nothing_counted_falls_below_nought() -> None:
    falling = np.maximum(np.linspace(50, 0, 48) + np.random.default_rng(1).normal(0, 4, 48), 0)
    found = forecast(falling, 12)
    assert (found >= 0).all().all()
    assert (forecast(falling - 30, 12)["low"] < 0).any()


@pytest.mark.row("K-03")
def test_gaps_are_filled_and_told_and_late_months_are_counted() -> None:
    history = pd.Series(WAVE, index=MONTHS)
    history.iloc[[0, 1, 20, 59]] = math.nan
    found = forecast(history, 6)
    assert "1 期缺失" in found.attrs["note"] and "最近 1 期数据未到" in found.attrs["note"]
    assert found.index.tolist() == pd.period_range("2026-01", periods=6, freq="M").tolist()
    whole = forecast(pd.Series(WAVE, index=MONTHS.to_timestamp()), 6)
    assert np.abs(found["value"].to_numpy() - whole["value"].to_numpy()).max() < 6
    assert whole.index[0] == pd.Timestamp("2026-01-01")


def test_a_shift_of_level_is_said_and_a_slope_is_none() -> None:
    moved = np.r_[WAVE[:40], WAVE[40:] + 300]
    assert shifted(moved) == 40
    assert "第 41 期起水平发生突变" in forecast(moved, 6).attrs["note"]
    assert shifted(np.arange(60.0)) is None and shifted(WAVE) is None
    assert forecast(WAVE, 6).attrs["note"] == ""


def test_the_theta_line_is_that_of_its_equations() -> None:
    values = np.cumsum(np.random.default_rng(3).normal(1, 3, 40)) + 50
    best = min((_theta(values, alpha, one) for alpha in ALPHAS for one in THETAS), key=lambda fit: fit[0])
    found = theta(np.stack([np.r_[values[:30], np.zeros(10)], values]), np.array([30, 40]), 5)
    assert found.ahead[1] == pytest.approx(best[1])


def _theta(values: np.ndarray, alpha: float, one: float) -> tuple[float, list[float]]:
    """The equations one by one: the first level by a straight line through two trials."""

    def errors(first: float) -> tuple[np.ndarray, list[float]]:
        level, mean, slope, cut, off, ahead = first, 0.0, 0.0, 0.0, [], []
        for t in range(1, len(values) + 6):
            keep = (1 - alpha) ** (t - 1)
            line = level + (1 - 1 / one) * (keep * cut + (1 - (1 - alpha) ** t) / alpha * slope)
            value = values[t - 1] if t <= len(values) else line
            off.append(value - line)
            ahead.append(line)
            level = alpha * value + (1 - alpha) * level
            slope = 0.0 if t == 1 else ((t - 2) * slope + 6 / t * (value - mean)) / (t + 1)
            mean = ((t - 1) * mean + value) / t
            cut = mean - (t + 1) / 2 * slope
        return np.array(off[: len(values)]), ahead[len(values) :]

    nought, unit = errors(0.0)[0], errors(1.0)[0]
    turn = unit - nought
    first = -(nought @ turn) / (turn @ turn)
    off, ahead = errors(first)
    return float(off @ off), ahead


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9) | st.just(math.nan), min_size=1, max_size=70), st.integers(1, 20))
def test_any_history_gives_finite_numbers_or_a_sentence(history: list[float], h: int) -> None:
    try:
        found = forecast(history, h)
    except IndicatorFailed as failed:
        assert str(failed).startswith("无法预测：")
    else:
        assert len(found) == h and np.isfinite(found.to_numpy()).all()
        assert (found["low"] <= found["value"]).all() and (found["value"] <= found["high"]).all()


def test_the_web_process_loads_no_statistics_library() -> None:
    code = "import sys, app, components.needs, indicators.forecast; print(sorted({'statsmodels', 'scipy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
