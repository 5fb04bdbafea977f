"""景气指数: the climate of the entities by month with its interval and convention, and where each city stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.dumbbell import Dot, Group, dumbbell
from components.charts.interval import Columns, interval
from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from data_access.buckets import Grain
from geo.regions import regions_of
from indicators import words
from indicators.climate import MODELLED, stands
from indicators.period import Span
from indicators.read import Ask, ask, values

VALUE, LOW, HIGH = CODES = ("credit.prosperity", "credit.prosperity_low", "credit.prosperity_high")
CRITICAL = MODELLED.line
MONTH = timedelta(days=31)


def load(view: View) -> Reading:
    marts, plain = view.sources.marts, Ask(codes=CODES, scope=view.scope)
    months = ask(marts, replace(plain, grain=Grain.MONTH, who_is_missing=False))
    if months.as_of is None:
        return Reading(data=None, as_of=None, note="信用风险月报尚无批次")
    now = replace(plain, span=Span.MONTH)
    cities = ask(marts, replace(now, by=("city",)))
    data = {"months": months.frame, "cities": cities.frame, "now": values(marts, CODES, now)}
    return Reading(
        data=data, as_of=months.as_of, rhythm=MONTH, batch=months.batch, nature=months.nature, missing=cities.missing,
        of=len([city for city in regions_of(view.scope.province).cities if view.scope.allows(city)]),
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    index, low, high = (reading.data["now"][code] for code in CODES)
    change = words.difference(index.value, index.previous, "点", 1)
    lead = html.Div(
        [
            number(index, size="n2", decimals=1),
            html.Span(
                [
                    "" if index.value is None else stands(index.value, MODELLED),
                    "　环比 ",
                    change,
                    "　95% 区间 ",
                    number(low, decimals=1),
                    "–",
                    number(high, decimals=1),
                ],
                className="cap num",
            ),
        ],
        className="ixh",
    )
    option = interval(reading.data["months"], x="t", columns=Columns(value=VALUE, low=LOW, high=HIGH), name="景气", critical=CRITICAL)
    rule = html.Div(
        f"惯例：{MODELLED.name}，{MODELLED.low:g}–{MODELLED.high:g} 点，{MODELLED.line:g} 为临界；{MODELLED.formula}。来源：{MODELLED.source}。"
        "全省值 = Σ（各市指数 × 主体户数）÷ Σ 主体户数；区间同样加权，未计误差相互抵消，偏宽。缺报的市不补、不计入。",
        className="cap",
    )
    body = html.Div([lead, html.Div(html.Div(className="ch", **{"data-chart": "climate"}), className="ixc"), rule], className="ixl")
    return Drawing(body=html.Div([body, html.Div(_cities(reading, view), className="ixr")], className="ix2"), charts={"climate": option})


def _cities(reading: Reading, view: View) -> Any:
    """Each city's index about the critical line, the highest first; the late ones last with the reason."""
    names, frame = regions_of(view.scope.province), reading.data["cities"]
    known = {str(row["city"]): row for row in frame.to_dict("records")}
    cities = [city for city in names.cities if view.scope.allows(city)]
    dots = [_dot(city, names.short(city), known.get(city), late=city in reading.missing) for city in cities]
    dots.sort(key=lambda dot: (dot.value is None, -(dot.value or 0)))
    return dumbbell([Group(name="临界", median=CRITICAL, dots=dots)])


def _dot(city: str, name: str, row: Any, *, late: bool) -> Dot:
    value, low, high = (None if row is None or late or pd.isna(row[code]) else float(row[code]) for code in CODES)
    told = marks(VALUE, value, region=city)
    return Dot(name=name, value=value, low=low, high=high, why="迟报，不参与比较" if late else "", told=told)


PANEL = Panel(
    key="climate", title="景气指数", subtitle="市场主体景气，月度；右为各市与临界值 100", question="市场主体景气吗，哪些市在临界以下？", owner="信用监管处",
    load=load, chart=chart, reads=frozenset({"credit_monthly"}),
)  # fmt: skip
