"""营商环境: how many enter and leave the market this month, and the prosperity index with its interval."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.number import number
from components.panel import Drawing, Panel, Reading, View
from data_access.buckets import Grain
from indicators import words
from indicators.period import Span
from indicators.read import Ask, Value, ask, current, values

INDEX = ("credit.prosperity", "credit.prosperity_low", "credit.prosperity_high")


def load(view: View) -> Reading:
    marts = view.sources.marts
    month = Ask(codes=(), scope=view.scope, span=Span.MONTH)
    found = values(marts, ("entity.opened", "entity.closed"), month) | current(marts, INDEX, month)
    opened, closed = found["entity.opened"], found["entity.closed"]
    if opened.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    index, low, high = (found[code] for code in INDEX)
    last = opened.as_of.astimezone(view.now.tzinfo).date()
    whole = last.replace(day=1) if (last + timedelta(days=1)).day != 1 else last + timedelta(days=1)
    start = date(whole.year - 1, whole.month, 1)
    months = ask(
        marts,
        Ask(codes=("entity.opened", "entity.closed"), scope=view.scope, grain=Grain.MONTH, who_is_missing=False, start=start, end=whole),
    )
    data = {"opened": opened, "closed": closed, "index": index, "low": low, "high": high, "months": months.frame}
    return Reading(data=data, as_of=opened.as_of, rhythm=timedelta(days=1), batch=opened.batch, nature=opened.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data, day = reading.data, (reading.as_of or view.now).astimezone(view.now.tzinfo)
    through = _through(day.date(), view.now.date())
    numbers = html.Div(
        [
            _headline("新设", data["opened"], through),
            _headline("注销", data["closed"], through),
            _index(data["index"], data["low"], data["high"], beside=reading.nature),
        ],
        className="tr-n",
    )
    months, codes = data["months"].copy(), ["entity.opened", "entity.closed"]
    level = words.level(months[codes].to_numpy().ravel().tolist())
    months[codes] = months[codes] / float(words.LEVELS[level])
    lines = (Line(column="entity.opened", name="新设"), Line(column="entity.closed", name="注销"))
    option = trend(months, x="t", series=lines, unit=f"{level}户")
    return Drawing(
        body=[numbers, html.Div(className="trc", **{"data-chart": "months"})],
        charts={"months": option},
        subtitle=f"{through}，曲线为完整月",
    )


def _through(day: date, today: date) -> str:
    """The days that the numbers cover, in words: old data are never called this month's."""
    if (day.year, day.month) == (today.year, today.month):
        return f"本月为 {day.month} 月至 {day.day} 日"
    whole = (day + timedelta(days=1)).day == 1
    return f"{day.year} 年 {day.month} 月" + ("" if whole else f"至 {day.day} 日")


def _headline(what: str, found: Value, through: str) -> Any:
    shown = number(found, size="n2", unit=f"户{what}")
    if found.value is None:
        return html.Div([shown, html.Div(f"{what}户数未知", className="cap num")])
    if found.nature == "sample":
        return html.Div([shown, html.Div("样本不作同比", className="cap num", title=f"{through}，样本的覆盖面逐月不同")])
    versus = f"同比 {words.change(found.like, found.year_ago)}"
    return html.Div([shown, html.Div(versus, className="cap num", title=f"{through}，与上年同月的相同天数相比")])


def _index(index: Value, low: Value, high: Value, *, beside: str) -> Any:
    if index.value is None:
        return html.Div([number(index, size="n2"), html.Div("景气指数", className="cap num")])
    interval = f"95% 区间 {low.value:.1f}–{high.value:.1f}" if low.value is not None and high.value is not None else "区间未知"
    if index.nature == "demo" != beside:
        interval = f"演示数据 {low.value:.1f}–{high.value:.1f}" if low.value is not None and high.value is not None else "演示数据"
    return html.Div([number(index, size="n2", unit="景气指数", decimals=1), html.Div(interval, className="cap num")])


PANEL = Panel(
    key="business", title="营商环境", subtitle="新设与注销，万户/月", question="市场主体在进还是在退？", owner="登记注册处",
    load=load, chart=chart, reads=frozenset({"entity_daily", "credit_monthly"}),
)  # fmt: skip
