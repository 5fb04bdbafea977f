"""The charts of the business environment: they add up, keep the unknown apart from nought, and never draw what is not known."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.base import Line
from components.charts.cells import Axis, cells, signed
from components.charts.dumbbell import Dot, Group, dumbbell, scale_of
from components.charts.flows import Flow, flows
from components.charts.funnel import Step, funnel
from components.charts.interval import Columns, interval
from components.charts.survival import survival
from components.charts.waterfall import Part, spans, waterfall
from components.printer import to_html

FLOW = Flow(into=Line(column="in", name="新设"), out=Line(column="out", name="退出"), net=Line(column="net", name="净增"))
COLUMNS = Columns(value="v", low="lo", high="hi")


def months(count: int = 12, *, gap: bool = False) -> pd.DataFrame:
    frame = pd.DataFrame({"t": pd.date_range("2025-11-01", periods=count, freq="MS"), "in": 15.0, "out": 8.0, "net": 7.0})
    if gap:
        frame.loc[3, ["in", "net"]] = math.nan
    return frame


@pytest.mark.row("B-01")
def test_exits_hang_below_the_line_and_the_net_keeps_its_sign() -> None:
    made = flows(months(), x="t", flow=FLOW, unit="")
    into, out, net = made["series"][:3]
    assert (into["data"][0], out["data"][0], net["data"][0]) == (15, -8, 7)
    assert made["animation"] is False and "legend" not in made


@pytest.mark.row("K-03")
def test_a_month_that_lacks_a_number_is_hatched_and_breaks_the_line() -> None:
    made = flows(months(gap=True), x="t", flow=FLOW, unit="")
    assert made["series"][2]["data"][3] is None and made["series"][2]["connectNulls"] is False
    assert [one["data"] for one in made["series"] if one["type"] == "custom"] == [[[3]]]


@pytest.mark.row("K-03")
def test_nothing_known_is_said_and_no_word_stands_where_no_bar_is() -> None:
    frame = months().assign(**dict.fromkeys(("in", "out", "net"), math.nan))
    assert "无数据" in json.dumps(flows(frame, x="t", flow=FLOW, unit=""), ensure_ascii=False)


@pytest.mark.row("O-05")
@given(st.lists(st.one_of(st.none(), st.floats(-50, 50).map(lambda x: round(x, 3))), max_size=12))
def test_each_step_begins_where_the_last_ended_and_all_lie_inside(values: list[float | None]) -> None:
    *steps, whole = spans(values)
    assert len(steps) == len(values)
    for value, step in zip(values, steps, strict=True):
        assert (step is None) == (value is None)
    for step in (*steps, whole):
        assert step is None or (step.left >= -1e-6 and step.left + step.width <= 100 + 1e-6)
    known = [value for value in values if value is not None]
    wide = sum(step.width for step in steps if step is not None)
    assert whole is not None
    if known and wide:
        assert whole.width / wide == pytest.approx(abs(math.fsum(known)) / math.fsum(map(abs, known)), abs=1e-6)


@pytest.mark.row("O-05")
def test_less_is_hollow_and_the_sum_is_told_by_its_own_bar() -> None:
    parts = [
        Part(name="批发零售", points=1.9, amount=190, told={"data-indicator": "entity.opened"}),
        Part(name="建筑", points=-0.8, amount=-80),
        Part(name="农业", points=None, amount=None),
    ]
    text = to_html(waterfall(parts, Part(name="合计", points=1.1, amount=110), unit="户"))
    assert 'class="w-less"' in text and 'class="w-sum"' in text and "+1.9" in text and "−80" in text
    assert text.count("无数据") == 2 and "<em>未知</em>" in text


@pytest.mark.row("B-04")
def test_a_late_place_has_the_reason_and_no_dot() -> None:
    dots = [Dot(name="苏州", value=41.2, low=41.0, high=41.4), Dot(name="宿迁", value=None, why="迟报，不参与比较")]
    text = to_html(dumbbell([Group(name="大", median=39.9, dots=dots)]))
    assert text.count('class="pt"') == 1 and "迟报，不参与比较" in text and "41.2" in text
    assert "95% 区间 41.0–41.4" in text


@pytest.mark.row("B-04")
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(-1e6, 1e6))
def test_the_axis_is_round_and_holds_every_dot(values: list[float], median: float) -> None:
    scale = scale_of([Group(name="", median=median, dots=[Dot(name="", value=value) for value in values])])
    for value in (*values, median):
        assert -1e-6 <= scale.at(value) <= 100 + 1e-6
    assert 2 <= len(scale.ticks()) <= 9


@pytest.mark.row("B-04")
def test_a_comparison_of_nobody_is_still_drawn() -> None:
    assert "未知" in to_html(dumbbell([Group(name="大", median=None, dots=[Dot(name="宿迁", value=None)])]))


@pytest.mark.row("B-01")
def test_a_stair_that_was_not_followed_longer_ends_there() -> None:
    frame = pd.DataFrame({"m": range(4), "a": [100.0, 90, 80, 70], "b": [100.0, 95, math.nan, math.nan]})
    made = survival(frame, months="m", series=[Line(column="a", name="制造"), Line(column="b", name="餐饮")])
    assert made["series"][1]["data"] == [100, 95, None, None] and all(one["step"] == "end" for one in made["series"])
    assert made["yAxis"]["min"] == 70 and made["yAxis"]["max"] == 100


@pytest.mark.row("B-02")
def test_a_band_is_drawn_only_where_both_its_ends_are_known() -> None:
    frame = pd.DataFrame({"t": ["1", "2", "3"], "v": [101.0, 102, 103], "lo": [100.0, math.nan, 101], "hi": [102.0, 103, 105]})
    line, under, band = interval(frame, x="t", columns=COLUMNS, name="景气", critical=100)["series"]
    assert under["data"] == [100, None, 101] and band["data"] == [2, None, 4]
    assert line["markLine"]["data"] == [{"yAxis": 100.0}]


@pytest.mark.row("K-03")
def test_an_unknown_cell_says_so_and_nought_stays_nought() -> None:
    def told(across: str, down: str, value: float | None) -> dict[str, Any]:
        return {"data-change": "entity.opened", "data-value": "" if value is None else repr(value)}

    frame = pd.DataFrame({"c": ["a", "b", "late"], "i": ["x", "x", "x"], "v": [4.4, 0.2, 9.0]})
    table = cells(
        frame, across=Axis(column="c", names={"a": "甲", "b": "乙", "late": "丙"}, unknown=frozenset({"late"})), down=Axis(column="i", names={"x": "业", "y": "他"}),
        value="v", marks=told,
    )  # fmt: skip
    text = to_html(table)
    assert text.count('class="hu"') == 1 + 3 and text.count("—") == 4
    assert ">+4<" in text and ">0<" in text and "+9" not in text


def test_a_signed_number_has_no_minus_nought() -> None:
    assert [signed(value) for value in (4.4, -12, -0.2, 0)] == ["+4", "−12", "0", "0"]


@pytest.mark.row("B-03")
def test_a_step_that_nobody_knows_has_no_bar() -> None:
    steps = [
        Step(name="登记新设", code="environment.cohort", count=200),
        Step(name="取得许可", code="environment.cohort_licensed", count=None),
    ]
    text = to_html(funnel([*steps, Step(name="被投诉", code="environment.cohort_complained", count=0)]))
    assert "100.0%" in text and "0.0%" in text and "<em>未知</em>" in text and "无数据" in text
