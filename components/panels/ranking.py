"""城市排名: who enters most, by a fair denominator. A late city is not ranked and says why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from data_access.arrivals import last_days
from geo.regions import regions_of
from indicators.read import Ask, Period, ask, value

CODE = "entity.opened_per_1000"


def load(view: View) -> Reading:
    marts = view.sources.marts
    whole = value(marts, CODE, view.scope, period=Period.LAST_12_MONTHS)
    if whole.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    end = whole.as_of.date()
    frame = ask(marts, Ask(codes=(CODE,), scope=view.scope, by=("city",), start=end - timedelta(days=364), end=end)).frame
    known = {row.city: None if row[2] != row[2] else float(row[2]) for row in frame[["city", CODE]].itertuples()}
    last = last_days(marts, "entity_daily", view.scope)
    cities = [c for c in regions_of(view.scope.province).cities if view.scope.allows(c)]
    late = tuple(c for c in cities if c not in last or last[c] < end)
    data = {"rates": {c: known.get(c) for c in cities}, "late": late, "last": last}
    return Reading(data=data, as_of=whole.as_of, rhythm=timedelta(days=1), batch=whole.batch, nature=whole.nature, missing=late, of=len(cities))


def chart(reading: Reading, view: View) -> Drawing:
    names = regions_of(view.scope.province)
    rates, late = reading.data["rates"], reading.data["late"]
    ranked = sorted((c for c in rates if c not in late and rates[c] is not None), key=lambda c: -(rates[c] or 0))
    most = max((rates[c] or 0 for c in ranked), default=1) or 1
    rows = [_row(str(i), names.short(c), c, rates[c], most) for i, c in enumerate(ranked, 1)]
    rows += [_unranked(names.short(c), c, c in late) for c in rates if c not in ranked]
    foot = html.Div(f"{reading.as_of:%m-%d %H:%M} 批次　近 12 月新设 ÷ 期末在营 × 1000", className="cap rkf el") if reading.as_of else None
    return Drawing(body=[html.Div(rows, className="rank"), foot])


def _row(place: str, name: str, city: str, rate: float | None, most: float) -> Any:
    bar = html.Div(html.I(style={"width": f"{(rate or 0) / most * 100:.1f}%"}), className="rb")
    shown = html.B(f"{rate:.1f}", className="num", **{"data-indicator": CODE, "data-value": repr(rate), "data-region": city})
    return html.Div([html.Span(place, className="num t3"), html.Span(name), bar, shown], className="rr")


def _unranked(name: str, city: str, late: bool) -> Any:
    why = "迟报，不参与排名" if late else "分母未知，不参与排名"
    mark = html.B("", className="num", **{"data-indicator": CODE, "data-value": "", "data-region": city})
    return html.Div([html.Span("—", className="num t3"), html.Span(name), html.Div(html.Em(why), className="rb"), mark], className="rr")


PANEL = Panel(
    key="ranking", title="城市排名", subtitle="每千户在营新设，户（近 12 月）", question="哪个市更有活力，谁还没报？", owner="登记注册处",
    load=load, chart=chart, reads=frozenset({"entity_daily"}),
)  # fmt: skip
