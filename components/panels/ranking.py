"""城市排名: who enters most, by a fair denominator. A late city is not ranked and says why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from geo.regions import regions_of
from indicators import words
from indicators.period import Span
from indicators.read import Ask, ask

CODE = "entity.opened_per_thousand"
LEAVING = "entity.closed_per_thousand"
"""Shown beside it on walls wide enough."""


def load(view: View) -> Reading:
    marts = view.sources.marts
    found = ask(marts, Ask(codes=(CODE, LEAVING), scope=view.scope, by=("city",), span=Span.MONTHS_12))
    if found.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    known, leaving = (
        {c: None if v != v else float(v) for c, v in zip(found.frame["city"], found.frame[code], strict=True)} for code in (CODE, LEAVING)
    )
    cities = [c for c in regions_of(view.scope.province).cities if view.scope.allows(c)]
    late = tuple(c for c in cities if c in found.missing or (c not in known and found.nature != "sample"))
    data = {"rates": {c: known.get(c) for c in cities}, "leaving": leaving, "late": late}
    return Reading(
        data=data, as_of=found.as_of, rhythm=timedelta(days=1), batch=found.batch, nature=found.nature, missing=late, of=len(cities)
    )


def chart(reading: Reading, view: View) -> Drawing:
    names = regions_of(view.scope.province)
    rates, late = reading.data["rates"], reading.data["late"]
    ranked = sorted((c for c in rates if c not in late and rates[c] is not None), key=lambda c: -(rates[c] or 0))
    most = max((rates[c] or 0 for c in ranked), default=1) or 1
    rows = [_row(str(i), (c, names.short(c)), rates[c], reading.data["leaving"].get(c), most) for i, c in enumerate(ranked, 1)]
    rows += [_unranked(names.short(c), c, c in late) for c in rates if c not in ranked]
    foot = (
        html.Div(f"{words.moment(reading.as_of, view.now)} 批次　近 12 月新设 ÷ 期末在营 × 1000", className="cap rkf el")
        if reading.as_of
        else None
    )
    return Drawing(body=[html.Div(rows, className="rank"), foot])


def _row(place: str, named: tuple[str, str], rate: float | None, leaving: float | None, most: float) -> Any:
    city, name = named
    bar = html.Div(html.I(style={"width": f"{(rate or 0) / most * 100:.1f}%"}), className="rb")
    shown = html.B(f"{rate:.1f}", className="num", **marks(CODE, rate, region=city, span=Span.MONTHS_12))
    other = html.Span(
        [
            "注销 ",
            html.B(
                "无数据" if leaving is None else f"{leaving:.1f}",
                className="num",
                **marks(LEAVING, leaving, region=city, span=Span.MONTHS_12),
            ),
        ],
        className="xw lv2nd",
    )
    return html.Div([html.Span(place, className="num t3"), html.Span(name), bar, shown, other], className="rr")


def _unranked(name: str, city: str, late: bool) -> Any:
    why = "迟报，不参与排名" if late else "在营户数未知，不参与排名"
    mark = html.B("", className="num", **marks(CODE, None, withheld=why, region=city, span=Span.MONTHS_12))
    return html.Div([html.Span("—", className="num t3"), html.Span(name), html.Div(html.Em(why), className="rb"), mark], className="rr")


PANEL = Panel(
    key="ranking", title="城市排名", subtitle="每千户在营新设，户（近 12 月）", question="哪个市更有活力，谁还没报？", owner="登记注册处",
    load=load, chart=chart, reads=frozenset({"entity_daily"}),
)  # fmt: skip
