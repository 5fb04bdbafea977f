"""舆情监测: how much is being said today against normal, and how much of it waits for us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dash import html

from components.charts.sparkline import spark_svg
from components.number import change_of, figure, number
from components.panel import Drawing, Panel, Reading, View
from components.raw import Raw
from data_access.buckets import Grain
from data_access.stores import opinion
from indicators import words
from indicators.period import Span
from indicators.read import Ask, ask, values

NORMAL_DAYS = 14
"""Days whose same hours make the normal band (the middle four fifths)."""


def load(view: View) -> Reading:
    marts = view.sources.marts
    found = values(marts, ("opinion.items", "opinion.reposts"), Ask(codes=(), scope=view.scope, span=Span.DAY))
    today = found["opinion.items"]
    if today.as_of is None:
        return Reading(data=None, as_of=None, note="舆情主题库尚无批次")
    hours = ask(
        marts,
        Ask(
            codes=("opinion.items",),
            scope=view.scope,
            grain=Grain.HOUR,
            who_is_missing=False,
            start=(today.as_of - timedelta(days=NORMAL_DAYS + 1)).date(),
        ),
    )
    with view.sources.store.read() as connection:
        counts = opinion.counts(connection, view.scope)
    data = {"today": today, "hours": _last_day(hours.frame), "counts": counts, "merged": found["opinion.reposts"]}
    return Reading(data=data, as_of=today.as_of, rhythm=timedelta(hours=1), batch=today.batch, nature=today.nature)


def _last_day(frame: Any) -> tuple[list[float | None], list[tuple[float, float]]]:
    """The last 24 hours and, for each, the middle four fifths of the same hour on the days before."""
    series = frame.dropna(subset=["t"]).set_index("t")["opinion.items"].sort_index()
    if series.empty:
        return [], []
    end: datetime = series.index[-1]
    points, band = [], []
    for back in range(23, -1, -1):
        hour = end - timedelta(hours=back)
        points.append(None if hour not in series.index or series[hour] != series[hour] else float(series[hour]))
        past = [series.get(hour - timedelta(days=d)) for d in range(1, NORMAL_DAYS + 1)]
        known = sorted(float(v) for v in past if v is not None and v == v)
        if len(known) >= 5:
            cut = len(known) // 10
            band.append((known[cut], known[-1 - cut]))
    return points, band if len(band) == 24 else []


def chart(reading: Reading, view: View) -> Drawing:
    today, counts = reading.data["today"], reading.data["counts"]
    points, band = reading.data["hours"]
    hero = html.Div(
        [
            number(today, size="n1", unit="条今日"),
            html.Div(
                ["环比昨日同刻 ", html.B(words.change(today.like, today.previous), className="num", **change_of(today.code))],
                className="sub cap",
            ),
        ],
        className="hero",
    )
    row = html.Div(
        [
            html.Span(["高热 ", figure("opinion.hot", counts.hot)]),
            html.Span(["待回应 ", figure("opinion.waiting", counts.waiting)]),
            html.Span(["转载并入 ", number(reading.data["merged"])]),
        ],
        className="row3",
    )
    side = html.Div(
        [
            html.Div("24 小时声量 · 灰带为常态区间" if band else "24 小时声量", className="cap"),
            html.Div(Raw(spark_svg(points, band)), className="spk"),
            row,
        ],
        className="sp2",
    )
    return Drawing(body=html.Div([hero, side], className="kb"))


PANEL = Panel(
    key="opinion", title="舆情监测", question="今天的声量正常吗，有多少等我们回应？", owner="新闻宣传处",
    load=load, chart=chart, reads=frozenset({"opinion_hourly", "opinion_item"}), frame="kpi",
)  # fmt: skip
