"""The tests of the composite index against published results."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.failure import IndicatorFailed
from indicators.index import composite, scores

SHARED = Path(os.environ.get("YIPING_SHARED", Path(__file__).resolve().parents[2] / "../shared")) / "data" / "composite"
GOALPOSTS = {
    "patents": (0, 994),
    "royalties": (0, 272.6),
    "internet": (0, 232.4),
    "exports": (0, 80.8),
    "telephones_log": (0, np.log10(901)),
    "electricity_log": (np.log10(22), np.log10(6969)),
    "schooling": (0.8, 12),
    "university": (0.1, 27.4),
}
TWO = pd.DataFrame({"a": [0.0, 5, 10, np.nan], "b": [1.0, 1, 3, 3]})
POSTS = {"a": (0.0, 10.0), "b": (1.0, 3.0)}


def published(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the published results are not here: {path}")
    return path


@pytest.mark.row("B-02")
def test_the_human_development_index_is_reproduced_to_its_third_decimal() -> None:
    data = pd.read_csv(published("hdi", "hdi_components_1990_2021.csv.gz"))
    education = composite(data, {"eys": (0, 18), "mys": (0, 15)}, None)
    parts = pd.DataFrame({"health": data["le"], "education": education, "income": np.log(data["gnipc"])})
    found = composite(parts, {"health": (20, 85), "education": (0, 1), "income": (np.log(100), np.log(75_000))}, None, how="geometric")
    known = data["hdi"].notna() & found.notna()
    assert known.sum() > 5000
    assert (found[known] - data.loc[known, "hdi"]).abs().max() < 0.00051


@pytest.mark.row("B-02")
def test_the_technology_achievement_ranks_are_reproduced() -> None:
    data = pd.read_csv(published("tai_handbook", "tai_indicators_23.csv")).set_index("country")
    ranks = pd.read_csv(published("tai_handbook", "published_ranks_table23.csv")).set_index("country")
    weights = pd.read_csv(published("tai_handbook", "weights_table22.csv")).set_index("indicator")
    names = {name: f"{name}_log" for name in ("telephones", "electricity")}
    for column in ("EW", "BAP"):
        chosen = weights[column].rename(index=names)[list(GOALPOSTS)].to_dict()
        found = composite(data, GOALPOSTS, chosen).rank(ascending=False)
        assert (found.astype(int) == ranks.loc[found.index, f"rank_{column}"]).all()


def test_scores_are_clipped_and_a_turned_scale_prefers_less() -> None:
    assert scores(pd.DataFrame({"a": [-5.0, 5, 50]}), {"a": (0, 10)})["a"].tolist() == [0, 0.5, 1]
    assert scores(pd.DataFrame({"a": [0.0, 4, 10]}), {"a": (10, 0)})["a"].tolist() == [1, 0.6, 0]


@pytest.mark.row("K-03")
@pytest.mark.parametrize("how", ["arithmetic", "geometric"])
def test_a_missing_component_leaves_the_index_missing_unless_a_policy_is_named(how: str) -> None:
    assert composite(TWO, POSTS, None, how=how).isna().tolist() == [False, False, False, True]
    assert composite(TWO, POSTS, None, how=how, missing="reweight").tolist()[3] == 1.0


def test_weights_are_scaled_and_may_come_in_any_order() -> None:
    assert composite(TWO, POSTS, {"b": 1, "a": 3}).tolist()[:3] == [0.0, 0.375, 1.0]
    assert composite(TWO, POSTS, {"b": 0, "a": 2}, how="geometric").tolist()[:3] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("posts", "weights"),
    [
        ({"c": (0, 1)}, None),
        ({"a": (1, 1)}, None),
        ({"a": (0, np.nan)}, None),
        (POSTS, {"a": 1}),
        (POSTS, {"a": -1, "b": 2}),
        (POSTS, {"a": 0, "b": 0}),
    ],
)
def test_a_formula_that_cannot_hold_is_refused(posts: dict, weights: dict | None) -> None:
    with pytest.raises(IndicatorFailed):
        composite(TWO, posts, weights)
