"""The block of statutory clocks: how many are over their time, and how many have how many working days left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
from dash import html
from pyecharts.charts import Bar

from alerts.clocks.limits import limits_of
from alerts.clocks.working_days import WorkingCalendar, calendar_of
from components.blocks.place import Spot
from components.charts import base, theme
from components.charts.theme import Option
from components.number import figure, marks
from components.panel import Drawing, Reading, View
from data_access.stores.city_counts import clocks_as_of, clocks_by_due
from settings import settings

BARS = ("超期", "0", "1", "2", "3", "4", "5", "6", "7+")
LAST = len(BARS) - 2
INKS = {1: "d4", 2: "d2"}
"""The two bars next to the limit are lighter; the quiet colour is the others'."""


def load(spot: Spot, view: View) -> Reading:
    scope, rule = spot.scope(view), spot.block.settings["rule"]
    with view.sources.store.read() as connection:
        due = clocks_by_due(connection, scope, (rule,))
        as_of, nature = clocks_as_of(connection, scope, (rule,))
    data = {"bars": bars_of(due, view.now, calendar_of(settings().home)), "stopped": due.get(None, 0)} if as_of else None
    return Reading(data=data, as_of=as_of, rhythm=timedelta(days=1), nature=nature, note="这项时限还没有记录：12315 平台尚未接入")


def bars_of(due: dict[datetime | None, int], now: datetime, calendar: WorkingCalendar) -> list[int]:
    """How many clocks stand in each bar: over their time, 0 (due today), 1, … working days left, 7 and more."""
    found = [0] * len(BARS)
    for at, count in due.items():
        if at is None:
            continue
        left = calendar.worked_between(now.date(), at.astimezone(now.tzinfo).date())
        found[0 if at < now else min(left, LAST) + 1] += count
    return found


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    bars, rule = reading.data["bars"], spot.block.settings["rule"]
    limit = limits_of(settings().home).at(rule, view.now.date())
    told = [
        html.Span(f"剩余 {word} 工作日 {count} 件", **marks("clock.left", float(count))) for word, count in zip(BARS, bars, strict=True)
    ]
    body = [html.Div(className="ch", **{"data-chart": spot.block.id}), html.Div(told, className="vh")]
    stopped = f"，另中止 {reading.data['stopped']} 件" if reading.data["stopped"] else ""
    said = html.Span(
        ["在办 ", figure("clock.running", float(sum(bars)), unit="件"), f"，按剩余工作日{stopped}"],
        title=f"{limit.worded()}　{limit.citation}",
    )
    return Drawing(body=body, charts={spot.block.id: columns(bars)}, subtitle=said)


def columns(bars: list[int]) -> Option:
    """Columns by working days left, each with its number on top."""
    frame = pd.DataFrame({"left": BARS, "count": bars})
    values = base.numbers(frame["count"])
    data = [{"value": value, "itemStyle": {"color": f"${INKS[at]}"}} if at in INKS else value for at, value in enumerate(values)]
    chart = Bar().add_xaxis(list(BARS)).add_yaxis("件", data)
    style = {
        "barWidth": "58%", "itemStyle": {"color": "$d5"},
        "label": {"show": True, "position": "top", "formatter": theme.fn("plain", 0), **theme.text(12, "t1", family="num")},
    }  # fmt: skip
    return base.option(
        chart,
        [style],
        grid=theme.grid(38, 22, 16, 26),
        xAxis=theme.category_axis(list(BARS), axisLabel={**theme.text(12, "t2", family="num"), "interval": 0}),
        yAxis=theme.value_axis(splitNumber=3, minInterval=1, axisLabel={**theme.text(12, family="num"), "formatter": theme.fn("plain", 0)}),
        tooltip={**theme.tooltip(), "valueFormatter": theme.fn("unit", "件")},
    )
