"""The tests of survival and of suspected zombies: by hand, against a survival library, and on the register of three engines."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.mart_tables import ENTERPRISE, ENTERPRISE_EVENT, REGION
from data_access.measure import ForeignRegion, MeasureFailed
from indicators.survival import Cohort, curve, survival
from indicators.zombies import zombie_rule, zombies
from tests.indicators.small_marts import NANJING, WHOLE, Bench, Known, regions

AS_OF = Known(as_of=datetime(2026, 11, 20, 2, tzinfo=UTC))
FIXED = {"uscc_kind": "uscc18", "region_how": "current", "capital_fen": 1}
LIVES = (
    # code, county, type, industry, opened, closed, status
    ("a", "320102", "enterprise", "F", date(2026, 1, 31), date(2026, 2, 1), "closed"),
    ("b", "320102", "individual", "F", date(2026, 1, 1), date(2026, 4, 30), "closed"),
    ("c", "320104", "enterprise", "C", date(2026, 6, 15), None, "open"),
    ("d", "320505", "enterprise", "C", date(2020, 1, 1), None, "open"),
    ("e", "320505", "enterprise", None, date(2026, 8, 1), date(2026, 9, 1), "revoked"),
    ("f", "321302", "enterprise", "F", date(2026, 9, 9), date(2026, 12, 9), "closed"),
    ("g", "321302", "enterprise", "F", date(2026, 5, 5), date(2026, 4, 5), "closed"),
    ("h", "321302", "enterprise", "F", date(2026, 5, 5), None, "closed"),
    ("i", "321302", "enterprise", "F", None, None, "open"),
    ("j", "320505", "enterprise", "C", date(2015, 1, 1), None, "open"),
)
EVENTS = (("d", "登记", 2020), ("d", "变更", 2025), ("j", "登记", 2015), ("j", "检查", 2022), ("a", "检查", 2026))


@pytest.fixture
def bench(url: str) -> Bench:
    names = ("uscc", "region", "type", "industry", "opened_on", "closed_on", "status")
    made = Bench(url).put(REGION, regions()).put(ENTERPRISE, [{**FIXED, **dict(zip(names, row, strict=True))} for row in LIVES], AS_OF)
    rows = [
        {"event": str(n), "uscc": uscc, "kind": kind, "at": datetime(year, 6, 1, tzinfo=UTC), "source": "S01", "region": "320102"}
        for n, (uscc, kind, year) in enumerate(EVENTS)
    ]
    return made.put(ENTERPRISE_EVENT, rows, AS_OF)


@pytest.mark.row("B-01")
def test_the_curve_is_that_of_the_hand() -> None:
    """Freireich's remissions of 21 patients (Kaplan–Meier's textbook case): the printed estimates."""
    lives = [(6, 1, 3), (6, 0, 1), (7, 1, 1), (9, 0, 1), (10, 1, 1), (10, 0, 1), (11, 0, 1), (13, 1, 1), (16, 1, 1), (17, 0, 1), (19, 0, 1),
             (20, 0, 1), (22, 1, 1), (23, 1, 1), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]  # fmt: skip
    found = curve(pd.DataFrame(lives, columns=["months", "ended", "n"]).astype({"ended": bool})).set_index("months")
    printed = {5: 1.0, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448}
    assert {month: round(found["survival"][month], 3) for month in printed} == printed
    assert [found["at_risk"][month] for month in (6, 7, 10, 23)] == [21, 17, 15, 6]


@pytest.mark.row("B-01")
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.integers(1, 9)), min_size=1, max_size=40))
def test_the_curve_and_its_interval_equal_a_survival_library(lives: list[tuple[int, bool, int]]) -> None:
    lifelines = pytest.importorskip("lifelines")
    frame = pd.DataFrame(lives, columns=["months", "ended", "n"])
    found = curve(frame)
    theirs = lifelines.KaplanMeierFitter().fit(frame["months"], frame["ended"], weights=frame["n"], timeline=found["months"])
    assert found["survival"].to_numpy() == pytest.approx(theirs.survival_function_.iloc[:, 0].to_numpy(), abs=1e-12)
    inner = ((found["survival"] > 0) & (found["survival"] < 1)).to_numpy()
    bounds = theirs.confidence_interval_.to_numpy()[inner]
    assert found[["low", "high"]].to_numpy()[inner] == pytest.approx(bounds, abs=1e-9)
    assert found.loc[found["survival"] <= 0, "low"].isna().all()


@pytest.mark.row("B-01")
def test_the_curve_equals_scipys_of_censored_data() -> None:
    from scipy import stats

    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"months": rng.integers(0, 60, 400), "ended": rng.random(400) < 0.6, "n": 1})
    data = stats.CensoredData(uncensored=frame.loc[frame["ended"], "months"], right=frame.loc[~frame["ended"], "months"])
    theirs = stats.ecdf(data).sf
    found = curve(frame).set_index("months")["survival"]
    assert found[theirs.quantiles.astype(int)].to_numpy() == pytest.approx(theirs.probabilities)


@pytest.mark.row("B-01")
def test_the_register_gives_calendar_months_lived_and_leaves_out_what_cannot_be_dated(bench: Bench) -> None:
    found = survival(bench, WHOLE)
    assert found is not None and found.counted == {"": 7} and found.until == date(2026, 11, 20)
    frame = found.curves[""].set_index("months")
    assert frame["events"].sum() == 3, "what ends after the last day stands until then"
    assert [int(frame["at_risk"][month]) for month in (0, 1, 2, 3, 5, 6, 82, 83)] == [7, 7, 5, 4, 3, 2, 2, 1]
    assert found.at("", 1) == pytest.approx(5 / 7) and found.at("", 3) == pytest.approx(5 / 7 * 3 / 4)
    assert found.at("", 500) is None and found.median("") is None


@pytest.mark.row("B-01")
def test_curves_are_split_by_place_industry_and_type_and_cut_to_cohorts(bench: Bench) -> None:
    assert {by: set(survival(bench, WHOLE, by).curves) for by in ("city", "industry", "type")} == {  # type: ignore[union-attr]
        "city": {"320100", "320500", "321300"}, "industry": {"F", "C", "-"}, "type": {"enterprise", "individual"},
    }  # fmt: skip
    this_year = survival(bench, WHOLE, cohort=Cohort(start=date(2026, 1, 1), end=date(2027, 1, 1), where={"industry": "F"}))
    assert this_year is not None and this_year.counted == {"": 3}


@pytest.mark.row("B-01")
def test_suspected_zombies_are_told_apart_and_can_be_left_out(bench: Bench) -> None:
    found = zombies(bench, WHOLE, "city")
    assert found is not None
    assert found[["by", "standing", "quiet", "active"]].to_numpy().tolist() == [
        ["320100", 1, 0, 1], ["320500", 2, 1, 1], ["321300", 1, 0, 1],
    ]  # fmt: skip
    assert found["share"].tolist() == [0, 50, 0]
    without = survival(bench, WHOLE, cohort=Cohort(without_zombies=True))
    assert without is not None and without.counted == {"": 6}
    assert zombie_rule().number == "ZB-01" and "示例" in zombie_rule().source


@pytest.mark.row("Z-02")
def test_other_cities_lives_are_not_read(bench: Bench) -> None:
    found = survival(bench, NANJING, "region")
    assert found is not None and set(found.curves) == {"320102", "320104"}
    assert zombies(bench, NANJING)["standing"].tolist() == [1]  # type: ignore[index]
    for region in ("320500", "320505"):
        with pytest.raises(ForeignRegion):
            survival(bench, NANJING, cohort=Cohort(region=region))
        with pytest.raises(ForeignRegion):
            zombies(bench, NANJING, region=region)


@pytest.mark.row("K-03")
def test_a_register_that_was_never_published_tells_nothing() -> None:
    assert survival(Bench(), WHOLE) is None and zombies(Bench(), WHOLE) is None
    empty = survival(Bench().put(ENTERPRISE, [], AS_OF), WHOLE)
    assert empty is not None and empty.curves == {}
    assert zombies(Bench().put(ENTERPRISE, [], AS_OF).put(ENTERPRISE_EVENT, [], AS_OF), WHOLE)["share"].isna().all()  # type: ignore[index]


def test_an_unknown_split_is_refused(bench: Bench) -> None:
    with pytest.raises(MeasureFailed, match="cannot be split"):
        survival(bench, WHOLE, "name")


def test_nobody_stands_after_all_have_gone() -> None:
    found = curve(pd.DataFrame({"months": [1, 2], "ended": [True, True], "n": [3, 2]}))
    assert found["survival"].tolist() == [1, pytest.approx(0.4), 0]
    assert math.isnan(found["high"].iloc[2]) and found["high"].iloc[0] == 1
