"""工作进展: are we on time this year, and what is overdue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks_of, number
from components.panel import Drawing, Panel, Reading, View
from indicators.period import Span
from indicators.read import Ask, Value, current

YEARLY = (
    ("draw.completion_rate", "双随机抽查"),
    ("sampling.completion_rate", "食品抽检批次"),
    ("equipment.inspected_rate", "特种设备检验"),
)


def load(view: View) -> Reading:
    marts = view.sources.marts
    on_time = current(marts, ("complaint.on_time_rate",), Ask(codes=(), scope=view.scope, span=Span.MONTH))["complaint.on_time_rate"]
    if on_time.as_of is None:
        return Reading(data=None, as_of=None, note="投诉举报主题库尚无批次")
    today = current(marts, ("complaint.overdue",), Ask(codes=(), scope=view.scope, span=Span.DAY))
    overdue = today["complaint.overdue"]
    year = current(marts, tuple(code for code, _ in YEARLY), Ask(codes=(), scope=view.scope, span=Span.YEAR))
    yearly = [(word, year[code]) for code, word in YEARLY]
    parts = [on_time, overdue, *(v for _, v in yearly)]
    oldest = min((v.as_of for v in parts if v.as_of), default=on_time.as_of)
    data = {"on_time": on_time, "overdue": overdue, "yearly": yearly}
    return Reading(data=data, as_of=oldest, rhythm=timedelta(days=1), batch=on_time.batch, nature=on_time.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    sub = html.Div(["在办超期 ", number(data["overdue"]), " 件"], className="sub cap")
    hero = html.Div([number(data["on_time"], size="n1", unit="% 按期办结", decimals=1), sub], className="hero")
    day = reading.as_of or view.now
    share = day.timetuple().tm_yday / (366 if day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0) else 365) * 100
    caption = html.Div(f"年度完成率，竖线 {share:.1f}% 为时序", className="cap")
    return Drawing(
        body=html.Div(
            [hero, html.Div([caption, *(_bullet(word, v, share) for word, v in data["yearly"])], className="buls")], className="kb"
        )
    )


def _bullet(word: str, rate: Value, share: float) -> Any:
    width = 0 if rate.value is None else max(0.0, min(100.0, rate.value))
    bar = html.Div([html.I(style={"width": f"{width:.1f}%"}), html.U(style={"left": f"{share:.1f}%"})], className="bt")
    text = "无数据" if rate.value is None else f"{rate.value:.1f}"
    shown = html.B([text, html.I("%") if rate.value is not None else None], className="num", **marks_of(rate))
    return html.Div([html.Span(word, className="cap"), bar, shown], className="bul")


PANEL = Panel(
    key="progress", title="工作进展", question="按期办结了吗，年度任务跟上时序了吗？", owner="办公室",
    load=load, chart=chart, reads=frozenset({"complaint_daily", "draw_daily", "sampling_daily", "equipment_daily"}), frame="kpi",
)  # fmt: skip
