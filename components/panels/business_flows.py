"""进与退: how many enter and leave each month, and what is left of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.flows import Flow, flows
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import NEEDS, choice_of
from data_access.buckets import Grain
from indicators import words
from indicators.horizons import Horizons
from indicators.period import Span, months_later
from indicators.read import ask

OPENED, LEFT, NET = "entity.opened", "entity.left", "entity.net"
MONTHS = {Span.MONTH: 13, Span.YEAR: 24, Span.MONTHS_12: 36}
"""Whole months that are shown for a period."""


def load(view: View) -> Reading:
    chosen, marts = choice_of(view), view.sources.marts
    last = Horizons(marts).last("entity_daily")
    if last is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    end = after_whole_month(last)
    found = ask(
        marts,
        replace(chosen.ask(OPENED, LEFT, NET), grain=Grain.MONTH, start=months_later(end, -MONTHS[chosen.span]), end=end, span=None),
    )
    return Reading(
        data={"months": found.frame, "chosen": chosen}, as_of=found.as_of, rhythm=timedelta(days=1), batch=found.batch, nature=found.nature,
        missing=found.missing, of=len(chosen.cities),
    )  # fmt: skip


def after_whole_month(last: date) -> date:
    """The day after the last month that has ended, given the last day of the data."""
    following = last + timedelta(days=1)
    return following.replace(day=1)


def chart(reading: Reading, view: View) -> Drawing:
    months: pd.DataFrame = reading.data["months"].copy()
    codes = [OPENED, LEFT, NET]
    level = words.level(months[codes].to_numpy().ravel().tolist())
    months[codes] = months[codes] / float(words.LEVELS[level])
    flow = Flow(into=Line(column=OPENED, name="新设"), out=Line(column=LEFT, name="退出"), net=Line(column=NET, name="净增"))
    option = flows(months, x="t", flow=flow, unit="")
    said = "　".join(word for word in (f"{level}户/月，退出为注销与吊销", reading.data["chosen"].words) if word)
    return Drawing(body=html.Div(className="ch", **{"data-chart": "flows"}), charts={"flows": option}, subtitle=said)


PANEL = Panel(
    key="business-flows", title="进与退", question="每月进来多少、退出多少？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=NEEDS,
)  # fmt: skip
