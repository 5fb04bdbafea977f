"""组件与状态: every chart type in every honest state, from made-up frames: what operators and designers check a release by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.choropleth import choropleth
from components.charts.donut import donut
from components.charts.heat import Steps, heat
from components.charts.ranking import ranking
from components.charts.sparkline import sparkline
from components.charts.stacked import stacked
from components.charts.trend import trend
from components.number import figure
from components.panel import Drawing, Panel, Reading, State, View
from components.province import credit, map_of
from geo.regions import regions_of

KINDS = {
    "tile": "数字",
    "trend": "走势",
    "ranking": "排名",
    "map": "地图",
    "stacked": "堆叠",
    "heat": "热力",
    "donut": "占比",
    "spark": "小走势",
}
STATES = {
    State.OK: "正常", State.STALE: "陈旧", State.NODATA: "无数据", State.PARTIAL: "部分", State.ERROR: "取数失败", State.FORBIDDEN: "无权",
}  # fmt: skip
LINES = (Line(column="a", name="新设"), Line(column="b", name="注销"))


class SampleError(RuntimeError):
    """The failure that the sheet shows on purpose."""


def _months(gap: bool) -> pd.DataFrame:
    rows = [{"t": f"{i + 1}月", "a": 14 + 3 * math.sin(i), "b": 8 + math.cos(i)} for i in range(12)]
    frame = pd.DataFrame(rows)
    if gap:
        frame.loc[4:6, "a"] = math.nan
    return frame


def _places(view: View, gap: bool) -> pd.DataFrame:
    regions = regions_of(view.scope.province)
    frame = pd.DataFrame([{"code": c, "name": regions.short(c), "v": 0.3 + 0.13 * i} for i, c in enumerate(regions.cities)])
    if gap:
        frame.loc[frame.index[-1], "v"] = math.nan
    return frame


def _option(kind: str, view: View, gap: bool) -> dict[str, Any]:
    places = _places(view, gap)
    drawn: dict[str, Callable[[], dict[str, Any]]] = {
        "trend": lambda: trend(_months(gap), x="t", series=LINES, unit="万户"),
        "spark": lambda: sparkline(_months(gap), x="t", value="a", band=(12, 16)),
        "stacked": lambda: stacked(_months(gap).head(6), x="t", series=LINES, unit="万户"),
        "ranking": lambda: ranking(places.head(6) if not gap else places.tail(6), name="name", value="v", unit="户"),
        "donut": lambda: donut(places.head(4) if not gap else places.tail(4), name="name", value="v"),
        "heat": lambda: heat(_cells(gap), x="x", y="y", value="v"),
        "map": lambda: choropleth(
            places,
            region="code",
            value="v",
            ramp=Steps(bounds=(0.5, 0.9, 1.3, 1.7)),
            unit="",
            map=replace(map_of(view.scope.province).ground, labels={}),
        ),
    }
    return drawn[kind]()


def _cells(gap: bool) -> pd.DataFrame:
    rows = [
        {"x": f"{x}月", "y": y, "v": math.nan if gap and x == 3 else 4.0 * x - 3 * i}
        for i, y in enumerate(("食品", "药品", "设备"))
        for x in range(1, 6)
    ]
    return pd.DataFrame(rows)


def _panel(kind: str, state: State) -> Panel:
    def load(view: View) -> Reading:
        if state is State.ERROR:
            raise SampleError("shown on purpose")
        at = view.now - (timedelta(hours=26, minutes=12) if state is State.STALE else timedelta(minutes=3))
        missing = (regions_of(view.scope.province).cities[-1],) if state is State.PARTIAL else ()
        known = None if state is State.NODATA else state is State.PARTIAL
        return Reading(data=known, as_of=at, rhythm=timedelta(hours=1), missing=missing, of=13, nature="demo", note="08:10 起未报送")

    def chart(reading: Reading, view: View) -> Drawing:
        if kind == "tile":
            return Drawing(
                body=[
                    figure("kitchen.online_rate", 98.6 if reading.data else 98.7, unit="%", size="n1"),
                    html.Div("18,203 / 18,443 户", className="cap"),
                ]
            )
        slot = html.Div(className="ch", **{"data-chart": kind})
        body = [slot, html.Div(credit(view.scope.province), className="mleg")] if kind == "map" else slot
        return Drawing(body=body, charts={kind: _option(kind, view, gap=bool(reading.data))})

    roles = frozenset({"nobody"}) if state is State.FORBIDDEN else frozenset()
    return Panel(
        key=f"{kind}-{state}",
        title=KINDS[kind],
        subtitle=STATES[state],
        question="这种状态看得出来吗？",
        owner="信息中心",
        load=load,
        chart=chart,
        roles=roles,
        frame="sheet-panel",
    )


PANELS = tuple(_panel(kind, state) for kind in KINDS for state in STATES)
