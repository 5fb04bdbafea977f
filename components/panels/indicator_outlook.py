"""下一步: the months ahead with their interval, and how wrong the method was on this number's own past."""

from __future__ import annotations

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator_query import NEEDS, asked
from indicators import words
from indicators.declaration import Indicator
from indicators.outlook import HEADLINES, Outlook, outlook

BACK = 18
"""Months of history beside the forecast."""


def load(view: View) -> Reading:
    """The newest outlook that was kept for this place."""
    found = asked(view)
    one, place = found.indicator, found.place
    if one is None or place is None:
        return Reading(data=None, as_of=None, note=found.why or "业务库计数不作预测")
    if one.code not in HEADLINES:
        return Reading(data=None, as_of=None, note=f"只对 {len(HEADLINES)} 个主要指标每晚预测")
    if place.where or place.cities or (place.region and not place.region.endswith("00")):
        return Reading(data=None, as_of=None, note="预测只到全省和设区市，不分类别，不合并数市")
    with view.sources.store.read() as connection:
        told = outlook(connection, one.code, view.scope, place.region)
    if told is None or told.rows.empty:
        return Reading(data=None, as_of=None, note=(told.sentence if told else "尚未预测：每晚作一次"))
    return Reading(data={"told": told, "one": one}, as_of=told.made_at, batch=told.batch, nature=told.nature)


def chart(reading: Reading, view: View) -> Drawing:
    told: Outlook = reading.data["told"]
    one: Indicator = reading.data["one"]
    history = told.history.tail(BACK)
    ends = history.dropna(subset=["value"]).tail(1)
    joined = pd.DataFrame({"t": ends["t"], **dict.fromkeys(("expected", "low", "high"), ends["value"])})
    ahead = told.rows.rename(columns={"value": "expected"})
    frame = (
        history.rename(columns={"value": "known"})
        .merge(pd.concat([joined, ahead]), on="t", how="outer")
        .sort_values("t", ignore_index=True)
    )
    columns = ["known", "expected", "low", "high"]
    level = "" if one.is_rate else words.level(frame[columns].to_numpy().ravel().tolist())
    frame[columns] = frame[columns] / float(words.LEVELS[level])
    lines = (
        Line(column="known", name="实际"),
        Line(column="expected", name="预测", dashed=True),
        Line(column="low", name="下限", ink="d5", dashed=True),
        Line(column="high", name="上限", ink="d5", dashed=True),
    )
    body = [
        html.Div(className="itc", **{"data-chart": "outlook"}),
        html.P(told.sentence, className="whs", **{"data-outlook-error": "" if told.error is None else repr(told.error)}),
    ]
    return Drawing(
        body=body,
        charts={"outlook": trend(frame, x="t", series=lines, unit=f"{level}{one.unit}")},
        subtitle=f"未来 {len(told.rows)} 个月，{told.level:g}% 区间",
    )


PANEL = Panel(
    key="indicator-outlook", title="下一步", question="接下来会怎样，这个预测准不准？", owner="信息中心", load=load, chart=chart, reads=frozenset({"forecast"}), needs=NEEDS,
)  # fmt: skip
