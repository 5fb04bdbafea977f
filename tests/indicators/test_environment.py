"""The tests of the standing of cities: scores that recompute from what is shown, bands, the late, groups, and what a city sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import numpy as np
import pandas as pd
import pytest

from data_access import mart_tables as tables
from data_access.scope import Scope
from indicators.environment import CREDIT, environment, history, province
from indicators.failure import IndicatorFailed
from indicators.formula import formulas, parsed
from indicators.index import Variation, composite, sensitivity
from indicators.peers import SizeClasses, compare, groups, poisson, size_classes, wilson
from tests.indicators.small_marts import PROVINCE, WHOLE, Bench, Known, days

AS_OF = Known(as_of=datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC))
CITIES = tuple(f"32{n:02}00" for n in range(1, 10))
"""Nine cities: three large, three middle, three small."""
OWN = Scope.of(PROVINCE, CITIES[0])
LATE = CITIES[8]


def _regions() -> list[dict]:
    return [{"code": PROVINCE, "name": "省", "parent": None, "level": "province"}] + [
        {"code": code, "name": f"市{code}", "parent": PROVINCE, "level": "city"} for code in CITIES
    ]


@cache
def bench(late: bool = True) -> Bench:
    """Two months of days of nine cities in one county each; the last is late with complaints from the end of October on."""
    rng = np.random.default_rng(17)
    stock = dict(zip(CITIES, (2_000_000, 1_500_000, 1_400_000, 1_000_000, 900_000, 800_000, 500_000, 400_000, 300_000), strict=True))
    made: dict[str, list[dict]] = {
        name: [] for name in ("entity_daily", "licence_daily", "notice_daily", "complaint_daily", "case_daily", "draw_daily")
    }
    for day in days(date(2026, 9, 1), date(2026, 11, 20)):
        for place, city in enumerate(CITIES):
            key = {"day": day, "region": city[:4] + "02"}
            n = int(rng.poisson(stock[city] / 400))
            made["entity_daily"].append(
                {**key, "industry": "F", "type": "enterprise", "opened": n, "closed": n * 6 // 10, "revoked": 0, "stock": stock[city]}
            )
            part = 0.99 - 0.001 * place
            made["licence_daily"].append({**key, "kind": "食品经营许可", "accepted": n, "granted": n, "refused": 0, "online": int(n * 0.93),
                                          "on_time": int(n * part), "minutes": n * 2600})  # fmt: skip
            made["notice_daily"].append({**key, "department": "交通", "pushed": n, "claimed": int(n * 0.97), "handled": int(n * 0.95)})
            if not (late and city == LATE and day >= date(2026, 10, 25)):
                made["complaint_daily"].append(
                    {**key, "topic": "食品", "channel": "12315", "received": n, "closed": n, "on_time": int(n * part)}
                )
            made["case_daily"].append({**key, "field": "食品安全", "filed": 20, "closed": 20, "on_time": 19})
            made["draw_daily"].append({**key, "plan": "定向", "target": 20, "drawn": 20, "inspected": 20, "published": 19, "problems": 2})
    found = Bench().put(tables.REGION, _regions())
    for name, rows in made.items():
        found.put(tables.MARTS.tables[name], rows, AS_OF)
    grades = [
        {"month": month, "region": city[:4] + "02", "grade": grade, "entities": share + place * (grade == "A"), "listed": 2}
        for month in (date(2026, 9, 1), date(2026, 10, 1))
        for place, city in enumerate(CITIES)
        for grade, share in zip("ABCD", (360, 480, 130, 30), strict=True)
    ]
    return found.put(tables.CREDIT_MONTHLY, grades, AS_OF)


@pytest.mark.row("B-02")
@pytest.mark.parametrize("index", sorted(formulas()))
def test_every_index_recomputes_from_its_shown_components(index: str) -> None:
    found = environment(bench(), WHOLE, index=index)
    assert found is not None and found.month == date(2026, 10, 1)
    chosen, ranked = found.formula, found.frame["reason"] == ""
    assert found.parts.sum(axis=1)[ranked].to_numpy() == pytest.approx(found.frame["score"][ranked].to_numpy())
    if chosen.kind == "goalposts":
        again = composite(found.values, chosen.goalposts, chosen.weights, chosen.how, chosen.missing) * 100
    else:
        again = sum(found.values[one.code] * one.points for one in chosen.components) / 100  # type: ignore[operator, misc]
    assert again[ranked].to_numpy() == pytest.approx(found.frame["score"][ranked].to_numpy())
    assert all(one.indicator.name in chosen.wording for one in chosen.components)
    assert "示例" in chosen.version and chosen.effective <= found.month


@pytest.mark.row("B-04")
def test_a_late_city_is_unranked_with_the_reason_and_the_others_are_ranked_without_it() -> None:
    found = environment(bench(), WHOLE)
    assert found is not None and found.missing == (LATE,)
    assert np.isnan(found.frame["rank"][LATE]) and "迟报" in found.frame["reason"][LATE] and "投诉" in found.frame["reason"][LATE]
    assert sorted(found.frame["rank"].dropna()) == list(range(1, 9))
    assert (found.frame["rank_low"].dropna() <= found.frame["rank"].dropna()).all()
    on_time = environment(bench(late=False), WHOLE)
    assert on_time is not None and on_time.missing == () and on_time.frame["rank"].notna().all()


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_standing_and_an_unnamed_median_only() -> None:
    found, whole = environment(bench(), OWN), environment(bench(), WHOLE)
    assert found is not None and whole is not None
    for frame in (found.frame, found.values, found.scores, found.parts, found.medians):
        assert list(frame.index) == [CITIES[0]]
    assert found.frame["score"].iloc[0] == whole.frame["score"][CITIES[0]]
    assert found.frame[["rank", "rank_low", "rank_high"]].isna().all().all() and found.missing == ()
    assert found.frame["group_median"].iloc[0] == whole.frame["score"][list(CITIES[:3])].median()
    past = history(bench(), OWN)
    assert set(past["city"]) == {CITIES[0]} and past["group_median"].notna().all()


@pytest.mark.row("B-02")
def test_the_history_ends_with_the_standing() -> None:
    found, past = environment(bench(late=False), WHOLE), history(bench(late=False), WHOLE)
    assert found is not None
    last = past[past["t"] == past["t"].max()].set_index("city")["score"]
    assert last.to_dict() == pytest.approx(found.frame["score"].to_dict())
    whole = province(bench(late=False), WHOLE, index=CREDIT)
    assert whole["t"].dt.month.tolist() == [9, 10] and whole["score"].notna().all()


@pytest.mark.row("K-03")
def test_no_index_without_its_components() -> None:
    assert environment(Bench(), WHOLE) is None
    assert history(Bench(), WHOLE).empty and province(Bench(), WHOLE).empty


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"component": []}, "needs components"),
        ({"component": [{"code": "entity.opend", "group": "a", "weight": 1, "goalposts": [0, 1]}]}, "did you mean"),
        ({"component": [{"code": "entity.opened", "group": "a", "weight": 1, "goalposts": [1, 1]}]}, "two different goalposts"),
        ({"component": [{"code": "entity.opened", "group": "a", "weight": 1, "height": 3}]}, "height"),
        ({"kind": "points", "component": [{"code": "entity.opened", "group": "a"}]}, "needs points"),
    ],
)
def test_a_formula_that_cannot_hold_is_refused_by_its_file(more: dict, says: str) -> None:
    data = {"key": "k", "name": "n", "version": "v", "effective": date(2026, 1, 1), "owner": "o", "kind": "goalposts", "how": "arithmetic",
            "missing": "reweight", "least_known": 0.5, "source": "s"}  # fmt: skip
    try:
        with pytest.raises(IndicatorFailed, match=says):
            parsed({**data, **more}, "x.toml")
    except TypeError as error:  # a component with an unknown field
        assert says in str(error)


@pytest.mark.row("B-04")
def test_cities_are_compared_by_rates_within_like_size_groups() -> None:
    found = compare(bench(), "complaint.on_time_rate", WHOLE)
    frame = found.frame.set_index("city")
    assert found.interval == "Wilson 95% 区间" and "办结" in found.denominator
    assert frame["group_size"].tolist() == [3, 3, 3, 3, 3, 3, 2, 2, 2]
    assert frame["group_median"][CITIES[0]] == frame["value"][list(CITIES[:3])].median()
    assert np.isnan(frame["group_median"][CITIES[6]]), "a median of two would tell the neighbour's number"
    known = frame.dropna(subset=["value"])
    assert (known["low"] <= known["value"]).all() and (known["value"] <= known["high"]).all()
    assert frame["rank"].tolist()[:8] == [1, 2, 3, 4, 5, 6, 7, 8] and np.isnan(frame["rank"][LATE])
    assert "迟报" in frame["reason"][LATE] and frame["verdict"][LATE] == ""
    assert frame["verdict"][CITIES[0]] in ("优于组内中位", "与组内中位无显著差异")


@pytest.mark.row("B-04")
def test_a_rate_per_stock_has_a_poisson_interval_and_a_total_is_not_ranked() -> None:
    assert "泊松" in compare(bench(), "complaint.per_ten_thousand", WHOLE).interval
    assert "泊松" in compare(bench(), "entity.exit_ratio", WHOLE).interval
    assert compare(bench(), "licence.average_minutes", WHOLE).interval == ""
    with pytest.raises(IndicatorFailed, match="是总量"):
        compare(bench(), "entity.opened", WHOLE)


@pytest.mark.row("B-04")
def test_data_that_have_gone_stale_rank_nobody() -> None:
    found = compare(bench(), "complaint.on_time_rate", WHOLE, now=datetime(2026, 12, 20, tzinfo=UTC)).frame
    assert found["rank"].isna().all() and (found["reason"] != "").all()


@pytest.mark.row("Z-02")
def test_a_city_compares_itself_with_an_unnamed_median_only() -> None:
    found = compare(bench(), "complaint.on_time_rate", OWN)
    assert found.frame["city"].tolist() == [CITIES[0]] and found.missing == ()
    assert found.frame[["rank", "group_rank"]].isna().all().all()
    assert found.frame["group_median"].notna().all()


@pytest.mark.row("B-04")
def test_a_city_changes_its_class_only_well_past_an_edge() -> None:
    declared = size_classes()
    edge = declared.classes[0].start

    def way(*stocks: float) -> str:
        found = declared.of(pd.Series(stocks))
        assert found is not None
        return found.key

    assert way(edge * 0.9, edge * 1.02) == "middle" and way(edge * 0.9, edge * 1.06) == "large"
    assert way(edge * 1.1, edge * 0.97) == "large" and way(edge * 1.1, edge * 0.94) == "middle"
    assert declared.of(pd.Series([np.nan])) is None
    assert [one.key for one in groups(bench(), OWN).values()] == ["large"] * 3 + ["middle"] * 3 + ["small"] * 3
    assert isinstance(replace(declared, margin=0.0), SizeClasses)


@pytest.mark.row("B-04")
def test_the_intervals_are_those_of_the_textbooks() -> None:
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)  # Newcombe (1998), table I
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(29, 29) == pytest.approx((0.8830, 1.0), abs=5e-5)
    from scipy import stats

    for count in (3, 10, 200):
        exact = stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2
        assert poisson(count, 1) == pytest.approx(exact, rel=0.03)
    assert poisson(0, 100)[0] == 0 and all(np.isnan(end) for end in (*wilson(1, 0), *poisson(1, 0)))


FRAME = pd.DataFrame({"a": [1.0, 5, 9, np.nan], "b": [2.0, 6, 8, np.nan], "c": [9.0, 5, 1, np.nan]}, index=list("wxyz"))
POSTS = {"a": (0.0, 10.0), "b": (0.0, 10.0), "c": (10.0, 0.0)}


@pytest.mark.row("B-02")
def test_bands_are_narrow_where_all_formulas_agree_and_wide_where_they_do_not() -> None:
    agreed = sensitivity(FRAME, POSTS, draws=200)
    assert agreed[["rank", "rank_low", "rank_high"]].dropna().to_numpy().tolist() == [[3, 3, 3], [2, 2, 2], [1, 1, 1]]
    assert agreed.loc["z"].isna().all()
    torn = sensitivity(FRAME.assign(c=[1.0, 5, 9, np.nan]), POSTS, draws=200, variation=Variation(spread=1.0))
    assert (torn["rank_high"] - torn["rank_low"]).max() >= 1
    for frame in (agreed, torn):
        known = frame.dropna()
        assert (known["rank_low"] <= known["rank"]).all() and (known["rank"] <= known["rank_high"]).all()
        assert (known["score_low"] <= known["score_high"]).all()


@pytest.mark.row("B-02")
def test_the_same_seed_draws_the_same_bands() -> None:
    first, again, other = (sensitivity(FRAME, POSTS, draws=50, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["score_low"].equals(other["score_low"])
