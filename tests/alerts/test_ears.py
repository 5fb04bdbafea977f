"""EARS against the bounds and alarms that R printed, and its edges."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from alerts.ears import Method, ears
from alerts.failure import AlertsFailed
from tests.rows import shared

FOLDER = shared() / "data" / "ears"
needs_reference = pytest.mark.skipif(not FOLDER.exists(), reason="the reference results of R are not beside the checkout")


@needs_reference
@pytest.mark.row("A-09")
@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
@pytest.mark.parametrize("series", ["sa", "salmAllOnset"])
def test_every_alarm_and_bound_equals_that_of_r(series: str, method: Method) -> None:
    counts = pd.read_csv(FOLDER / f"series_{series}.csv")["y"]
    printed = pd.read_csv(FOLDER / f"ears_{series}_{method}.csv")
    found = ears(counts, method).iloc[printed["i"] - 1]
    assert len(printed) > 250
    assert np.abs(found["upper"].to_numpy() - printed["ub"].to_numpy()).max() < 1e-9
    assert (found["alarm"].to_numpy() == printed["al"].astype(bool).to_numpy()).all()


def test_nothing_is_said_before_the_baseline_is_full() -> None:
    for method, first in (("C1", 7), ("C2", 9), ("C3", 11)):
        found = ears([5.0, 7.0, 6.0, 5.0, 8.0, 6.0, 7.0, 6.0, 5.0, 7.0, 6.0, 90.0], method)  # type: ignore[arg-type]
        assert found["upper"].isna().to_numpy()[:first].all() and not found["alarm"].to_numpy()[:first].any()
        assert not math.isnan(found["upper"].iloc[-1])


def test_an_unknown_count_is_no_alarm_and_makes_the_bounds_over_it_unknown() -> None:
    found = ears([1, 2, 3, float("nan"), 2, 1, 2, 3, 90, 2, 1, 2], "C1", baseline=3)
    assert math.isnan(found["upper"].iloc[4]) and not found["alarm"].iloc[3] and found["alarm"].iloc[8]


def test_a_short_series_and_the_index_of_a_series_are_kept() -> None:
    assert len(ears([], "C3")) == 0 and ears([3], "C3")["upper"].isna().all()
    days = pd.date_range("2026-01-01", periods=9)
    assert ears(pd.Series(range(9), index=days), "C2").index.equals(days)


@pytest.mark.parametrize(("method", "alpha", "baseline"), [("C4", None, 7), ("C1", 0.0, 7), ("C1", 1.2, 7), ("C2", None, 1)])
def test_what_cannot_be_asked_is_refused(method: str, alpha: float | None, baseline: int) -> None:
    with pytest.raises(AlertsFailed):
        ears([1, 2, 3], method, alpha, baseline)  # type: ignore[arg-type]
