"""Tests of the chart options: symbolic, serialisable, small, and honest about what is unknown."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from components.charts import theme
from components.charts.base import ChartError, Line
from components.charts.choropleth import choropleth
from components.charts.donut import donut
from components.charts.heat import Steps, heat
from components.charts.ranking import ranking
from components.charts.sparkline import spark_svg, sparkline
from components.charts.stacked import stacked
from components.charts.trend import trend
from tests.components.samples import CASES, LINES, RATE, cities, drawn, ground, months, shares, table

ABSOLUTE = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")


def leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for child in node.values():
            yield from leaves(child)
    elif isinstance(node, list):
        for child in node:
            yield from leaves(child)
    else:
        yield node


@pytest.mark.row("K-03")
@pytest.mark.parametrize("case", CASES)
def test_an_option_is_plain_data_without_functions_or_fixed_colours(case: str) -> None:
    for key, option in drawn(CASES[case]()).items():
        text = json.dumps(option, allow_nan=False, ensure_ascii=False)
        assert "function" not in text and 'renderItem": "' not in text, key
        assert not ABSOLUTE.search(text), key
        assert {type(leaf) for leaf in leaves(option)} <= {str, int, float, bool, type(None)}, key


@pytest.mark.parametrize("case", CASES)
def test_every_token_of_an_option_is_a_token_of_each_look(case: str) -> None:
    for option in drawn(CASES[case]()).values():
        for mode in theme.TOKENS:
            resolved = theme.resolve(option, mode, 2.0)
            assert not [leaf for leaf in leaves(resolved) if isinstance(leaf, str) and re.fullmatch(r"\$\w+", leaf)]
            assert "$u" not in json.dumps(resolved)


@pytest.mark.parametrize("case", CASES)
def test_no_option_moves_or_shows_a_legend_or_a_title(case: str) -> None:
    for option in drawn(CASES[case]()).values():
        assert option["animation"] is False
        assert not {"legend", "title", "toolbox"} & set(option)


def test_a_trend_of_24_points_is_under_8_kb() -> None:
    option = trend(months(24), x="month", series=LINES, unit="户", band=(140_000, 165_000))
    assert len(json.dumps(option, ensure_ascii=False, separators=(",", ":")).encode()) < 8_000


def test_building_the_same_frame_twice_gives_the_same_bytes() -> None:
    first, second = (json.dumps(drawn(CASES["broken"]()), sort_keys=True) for _ in range(2))
    assert first == second


def test_the_twin_resolver_gives_values_for_paper() -> None:
    option = {"a": "$d1", "b": {"$u": 14}, "c": theme.fn("tag", "x", {"fill": "$t2"}), "d": theme.hatch(), "e": "价格 $5"}
    light = theme.TOKENS["light"]
    assert theme.resolve(option, "light", 1.5) == {
        "a": light["d1"],
        "b": 21.0,
        "c": {"$fn": "tag", "args": ["x", {"fill": light["t2"]}]},
        "d": theme.hatch(),
        "e": "价格 $5",
    }


@pytest.mark.row("K-03")
class TestUnknownIsNotZero:
    """A missing value in each chart type."""

    def test_a_line_breaks_and_a_lone_point_keeps_a_dot(self) -> None:
        option = trend(months(gap=True), x="month", series=LINES[:1], unit="户")
        data = option["series"][0]["data"]
        assert data[5] is None and data[6] is None and data[8] is None
        assert data[7]["symbol"] == "circle"
        assert option["series"][0]["connectNulls"] is False

    @pytest.mark.parametrize("nothing", [None, math.nan, np.nan, pd.NA, math.inf])
    def test_each_kind_of_nothing_is_null(self, nothing: Any) -> None:
        frame = pd.DataFrame({"x": ["a", "b"], "v": pd.Series([1, nothing], dtype="object")})
        assert trend(frame, x="x", series=[Line(column="v", name="v")], unit="")["series"][0]["data"][1] is None

    def test_a_late_city_has_no_rank_and_no_bar_but_a_tag(self) -> None:
        option = ranking(cities(gap=True), name="city", value="value", unit="户")
        bars, tags = option["series"]
        late = cities(gap=True)["city"].iloc[-1]
        assert option["yAxis"]["data"][-1] == late and bars["data"][-1] is None
        assert option["yAxis"]["axisLabel"]["formatter"]["args"][0][-1] == "—"
        assert tags["data"] == [[len(bars["data"]) - 1]] and tags["renderItem"]["args"][0] == "迟报，不参与排名"

    def test_equal_cities_share_a_rank(self) -> None:
        frame = pd.DataFrame({"n": ["a", "b", "c", "d"], "v": [3, 5, 5, None]})
        option = ranking(frame, name="n", value="v", unit="")
        assert option["yAxis"]["axisLabel"]["formatter"]["args"][0] == ["1", "1", "3", "—"]

    def test_a_column_with_an_unknown_part_is_hatched(self) -> None:
        option = stacked(months(gap=True), x="month", series=LINES, unit="户")
        assert option["series"][-1]["data"] == [[5], [6], [8], [9]]
        assert theme.hatch() in option["series"][-1]["renderItem"]["args"]
        assert option["series"][0]["data"][5] is None

    def test_an_unknown_or_missing_cell_is_hatched(self) -> None:
        frame = table(gap=True)
        option = heat(frame, x="city", y="trade", value="value")
        known, unknown = option["series"]
        assert len(known["data"]) == int(frame["value"].notna().sum())
        assert len(known["data"]) + len(unknown["data"]) == frame["trade"].nunique() * len(frame["city"].cat.categories)

    def test_a_donut_with_an_unknown_part_writes_no_shares(self) -> None:
        option = donut(shares(gap=True), name="name", value="value")
        assert option["series"][0]["label"]["formatter"] == {"$fn": "named"}
        assert "缺药品" in option["graphic"][0]["style"]["text"]
        assert "药品" not in [part["name"] for part in option["series"][0]["data"]]

    def test_a_region_that_nobody_reported_is_hatched_and_called_unknown(self) -> None:
        frame = cities(gap=True).iloc[1:]
        option = choropleth(frame, region="adcode", value="value", ramp=RATE, unit="件", map=ground())
        fills = {region["name"]: region["itemStyle"]["areaColor"] for region in option["geo"]["regions"]}
        silent = [code for code, fill in fills.items() if fill == theme.hatch()]
        assert silent == [cities()["adcode"].iloc[0], cities()["adcode"].iloc[-1]]
        texts = option["series"][1]["label"]["formatter"]["args"][0]
        assert sum("未知" in text for text in texts) == 2

    def test_a_sparkline_breaks_in_both_its_forms(self) -> None:
        frame = months(gap=True)
        assert sparkline(frame, x="month", value="opened")["series"][0]["data"][5] is None
        drawing = spark_svg([1, None, 3, None, 2, 4])
        assert drawing.count("M") - drawing.count("spark-dot") == 3
        assert "spark-none" in spark_svg([None, math.nan]) and "spark-none" in spark_svg([])


def test_zero_is_a_value_and_not_unknown() -> None:
    frame = pd.DataFrame({"n": ["a", "b"], "v": [0, 4]})
    assert ranking(frame, name="n", value="v", unit="")["series"][0]["data"] == [4, 0]
    assert trend(frame, x="n", series=[Line(column="v", name="v")], unit="")["series"][0]["data"][0] == 0
    assert RATE.token(0) == "m1" and RATE.token(None) is None


def test_a_bound_belongs_to_the_step_above_it() -> None:
    assert [RATE.token(value) for value in (0.39, 0.4, 1.6, 99)] == ["m1", "m2", "m5", "m5"]
    with pytest.raises(ChartError, match="rising bounds"):
        Steps(bounds=(2, 1, 3, 4))


def test_a_fifth_line_or_an_unknown_column_is_refused_with_a_reason() -> None:
    with pytest.raises(ChartError, match="其他"):
        trend(months(), x="month", series=[Line(column="opened", name=str(i)) for i in range(5)], unit="户")
    with pytest.raises(ChartError, match="revoked"):
        trend(months(), x="month", series=[Line(column="revoked", name="吊销")], unit="户")


def test_the_axis_speaks_months_days_or_hours_by_the_step_of_the_data() -> None:
    def spoken(frequency: str, count: int) -> Any:
        frame = pd.DataFrame({"x": pd.date_range("2026-11-01", periods=count, freq=frequency), "v": range(count)})
        return trend(frame, x="x", series=[Line(column="v", name="v")], unit="")["xAxis"]["axisLabel"]["formatter"]

    assert spoken("MS", 12) == {"$fn": "month"} and spoken("MS", 24) == {"$fn": "month", "args": [1]}
    assert spoken("D", 30) == {"$fn": "day"} and spoken("h", 24) == {"$fn": "hour"}
