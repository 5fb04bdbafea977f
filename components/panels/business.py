"""营商环境: how many enter and leave the market this month, and the prosperity index with its interval."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from components.charts.trend import Line, trend
from components.number import number
from components.panel import Drawing, Panel, Reading, View
from indicators import words
from indicators.read import Ask, Period, Value, ask, value

MONTHS = 12


def load(view: View) -> Reading:
    marts = view.sources.marts
    opened = value(marts, "entity.opened", view.scope, period=Period.MONTH)
    if opened.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    closed = value(marts, "entity.closed", view.scope, period=Period.MONTH)
    index, low, high = (value(marts, f"credit.prosperity{tail}", view.scope, period=Period.MONTH) for tail in ("", "_low", "_high"))
    last = opened.as_of.date()
    whole = last.replace(day=1) if (last + timedelta(days=1)).day != 1 else last + timedelta(days=1)
    start = date(whole.year - 1, whole.month, 1)
    months = ask(marts, Ask(codes=("entity.opened", "entity.closed"), scope=view.scope, grain="month", start=start, end=whole - timedelta(days=1)))
    data = {"opened": opened, "closed": closed, "index": index, "low": low, "high": high, "months": months.frame}
    return Reading(data=data, as_of=opened.as_of, rhythm=timedelta(days=1), batch=opened.batch, nature=opened.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data, day = reading.data, reading.as_of or view.now
    through = f"{day.month} 月至 {day.day} 日"
    numbers = html.Div(
        [
            _headline(number(data["opened"], size="n2", scale=10_000, unit="万户新设", decimals=2), data["opened"], through),
            _headline(number(data["closed"], size="n2", scale=10_000, unit="万户注销", decimals=2), data["closed"], through),
            _index(data["index"], data["low"], data["high"]),
        ],
        className="tr-n",
    )
    months = data["months"].copy()
    for code in ("entity.opened", "entity.closed"):
        months[code] = months[code] / 10_000
    option = trend(months, x="t", series=(Line("entity.opened", "新设", "d1"), Line("entity.closed", "注销", "d2")), unit="万户")
    return Drawing(body=[numbers, html.Div(className="trc", **{"data-chart": "months"})], charts={"months": option}, subtitle=f"新设与注销，万户/月（完整月）；本月为 {through}")


def _headline(shown: Any, found: Value, through: str) -> Any:
    versus = f"同比 {words.change(found.value, found.year_ago)}　环比 {words.change(found.value, found.previous)}"
    return html.Div([shown, html.Div(versus, className="cap num", title=f"{through}，与上年、上月同日数相比")])


def _index(index: Value, low: Value, high: Value) -> Any:
    if index.value is None:
        return html.Div([html.B("无数据", className="num n2 unknown", **{"data-indicator": index.code, "data-value": ""}), html.Div("景气指数", className="cap num")])
    interval = f"95% 区间 {low.value:.1f}–{high.value:.1f}" if low.value is not None and high.value is not None else "区间未知"
    return html.Div([number(index, size="n2", unit="景气指数", decimals=1), html.Div(interval, className="cap num")])


PANEL = Panel(
    key="business", title="营商环境", subtitle="新设与注销，万户/月", question="市场主体在进还是在退？", owner="登记注册处",
    load=load, chart=chart, reads=frozenset({"entity_daily", "credit_monthly"}),
)  # fmt: skip
