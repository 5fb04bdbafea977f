"""指数: the standing of cities by a declared index, the components of one of them that add up to its score, its months, and the open formula."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.index_formula import components_of, formula_of
from data_access.mart_tables import MARTS
from geo.regions import regions_of
from indicators.environment import BUSINESS, CREDIT, Standing, environment, history
from indicators.formula import formula
from indicators.read import recalled

MONTHS = 24
CODES = {BUSINESS: "index.business_environment", CREDIT: "index.credit"}
PARAM = "city"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a panel of an index shows."""

    standing: Standing
    months: pd.DataFrame
    city: str
    fault: str = ""


def _load(view: View, index: str) -> Reading:
    marts = view.sources.marts
    found = environment(marts, view.scope, index=index)
    if found is None or found.frame.empty:
        return Reading(data=None, as_of=None, note=f"{formula(index).name}的分项主题库还没有满月的批次")
    city, fault = _chosen(view, found)
    key = f"history {index} {view.scope.key}"
    months = recalled(marts, key, lambda: history(marts, view.scope, months=MONTHS, index=index))
    return Reading(
        data=Shown(standing=found, months=months[months["city"] == city], city=city, fault=fault), as_of=found.as_of, rhythm=timedelta(days=31),
        batch=found.batch, nature=found.nature, missing=found.missing, of=len(found.frame),
    )  # fmt: skip


def _chosen(view: View, found: Standing) -> tuple[str, str]:
    """The city whose components are shown: the asked one, else the first of the ranking; what cannot be meant is told."""
    ranked = found.frame.sort_values(["rank", "score"], ascending=[True, False], na_position="last")
    given = view.params.get(PARAM, "")
    if given in found.frame.index:
        return given, ""
    fault = f"“{given[:20]}”不是可以查看的市，显示名次最前的市。" if given else ""
    return str(ranked.index[0]), fault


def _chart(reading: Reading, view: View, index: str) -> Drawing:
    shown: Shown = reading.data
    names, found = regions_of(view.scope.province), shown.standing
    lines = (Line(column="score", name=names.short(shown.city)), Line(column="group_median", name="同组中位", ink="d2"))
    option = trend(shown.months, x="t", series=lines, unit="")
    months = html.Div(
        [html.Div(f"{names.short(shown.city)} 近 {MONTHS} 个月", className="cap"), html.Div(className="ch", **{"data-chart": index})],
        className="ixm",
    )
    right = html.Div([components_of(found, shown.city, names.short(shown.city), CODES[index]), months], className="ixr2")
    body = html.Div([html.Div(_ranking(found, shown.city, names, index), className="ixt"), right], className="ix2")
    fault = html.Div(shown.fault, className="bzf-said", role="status") if shown.fault else None
    said = f"{found.month.year} 年 {found.month.month} 月，0–100 分；竖线为同组中位，名次后为 90% 名次区间"
    if found.formula.kind == "points":
        said = f"{found.month.year} 年 {found.month.month} 月，0–100 分；竖线为同组中位"
    return Drawing(body=html.Div([fault, body, formula_of(found.formula)], className="ixw"), charts={index: option}, subtitle=said)


def _ranking(found: Standing, city: str, names: Any, index: str) -> list[Any]:
    frame = found.frame.sort_values(["rank", "score"], ascending=[True, False], na_position="last")
    known = [value for value in (*frame["score"], *frame["group_median"]) if value == value]
    low, high = (math.floor(min(known) - 1), math.ceil(max(known) + 1)) if known else (0, 100)
    return [_row(str(key), row, (low, high), (names.short(str(key)), str(key) == city, index)) for key, row in frame.iterrows()]


def _row(key: str, row: Any, scale: tuple[int, int], named: tuple[str, bool, str]) -> Any:
    name, here, index = named
    ranked = row["rank"] == row["rank"]
    told = marks(CODES[index], float(row["score"]) if ranked else None, region=key)
    band = ""
    if ranked and not (row["rank_low"] == row["rank_high"] == row["rank"]):
        band = f"{int(row['rank_low'])}–{int(row['rank_high'])}"
    place = html.Span([html.Span(f"{int(row['rank'])}" if ranked else "—"), html.Span(band, className="t3")], className="num pl")
    track = html.Div(_track(row, scale) if ranked else html.Em(str(row["reason"]).split("：")[0] or "不参与排名"), className="ixk")
    score = html.B(f"{row['score']:.1f}" if ranked else "", className="num", **told)
    button = {"data-choose": PARAM, "data-value": key, "data-focus": f"{index}-{key}", "aria-pressed": str(here).lower()}
    return html.Button(
        [place, html.Span(name), track, score],
        type="button",
        className="ir on" if here else "ir",
        title=str(row["reason"] or row["group"]),
        **button,
    )


def _track(row: Any, scale: tuple[int, int]) -> list[Any]:
    low, high = scale

    def at(value: float) -> str:
        return f"{(value - low) / (high - low) * 100:.1f}%"

    score, median = float(row["score"]), float(row["group_median"])
    parts: list[Any] = []
    if median == median:
        left, wide = min(score, median), abs(score - median)
        parts.append(html.I(style={"left": at(left), "width": f"{wide / (high - low) * 100:.1f}%"}))
        parts.append(html.U(style={"left": at(median)}, title=f"同组中位 {median:.1f}"))
    return [*parts, html.Span(className="pt", style={"left": at(score)})]


def _panel(index: str, key: str, question: str) -> Panel:
    chosen = formula(index)
    marts = {one.indicator.mart for one in chosen.components} | {"entity_daily", "region"}
    return Panel(
        key=key, title=chosen.name, question=question, owner=chosen.owner, load=lambda view: _load(view, index),
        chart=lambda reading, view: _chart(reading, view, index), reads=frozenset(marts & set(MARTS.tables)), needs=frozenset({PARAM}),
    )  # fmt: skip


PANELS = (
    _panel(BUSINESS, "business-index", "各市营商环境的综合得分如何，由哪些分项构成？"),
    _panel(CREDIT, "credit-index", "各市市场主体的信用水平如何？"),
)
