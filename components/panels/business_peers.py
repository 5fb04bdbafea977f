"""同类城市可比: cities beside their like-size group's median, each with its denominator's interval; a late city is not ranked and says why."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from dash import html

from components.charts.dumbbell import Dot, Group, dumbbell
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import choice_of
from geo.regions import Regions, regions_of
from indicators.peers import Comparison, compare, size_classes
from indicators.read import recalled

CODE = "entity.opened_per_thousand"
NEEDS = frozenset({"period", "area"})


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, choice_of(view)
    if "entity_daily" not in marts.tables():
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    key = f"peers {CODE} {chosen.scope.key} {chosen.span}"
    found: Comparison = recalled(marts, key, lambda: compare(marts, CODE, chosen.scope, span=chosen.span))
    return Reading(
        data={"found": found, "chosen": chosen} if len(found.frame) else None, as_of=found.as_of, rhythm=timedelta(days=1), batch=found.batch,
        nature=found.nature, missing=found.missing, of=len(found.frame), note="各市都没有报送",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Comparison = reading.data["found"]
    chosen, names = reading.data["chosen"], regions_of(view.scope.province)
    span = str(chosen.span)
    groups = [_group(found, one.name, names, span) for one in size_classes().classes]
    shown = [group for group in (*groups, *_ungrouped(found, names, span)) if group.dots]
    told = f"{found.denominator}；浅带为{found.interval}；分组 {found.version}"
    said = html.Span("每千户在营新设，竖线为中位", title=f"新设 ÷ {told}" if found.denominator else told)
    return Drawing(body=html.Div(dumbbell(shown), className="per"), subtitle=said)


def _group(found: Comparison, name: str, names: Regions, span: str) -> Group:
    rows = [row for row in found.frame.to_dict("records") if row["group"] == name]
    dots = sorted((_dot(row, names, span) for row in rows), key=lambda dot: (dot.value is None, -(dot.value or 0)))
    median = next((float(row["group_median"]) for row in rows if row["group_median"] == row["group_median"]), None)
    told = marks("peers.median", median, of=CODE, span=span)
    middle = html.Span(f"不足 {size_classes().least} 市，无中位" if median is None else f"中位 {median:.1f}", className="num", **told)
    return Group(name=name, median=median, dots=dots, head=[html.Span(name, className="el"), middle])


def _ungrouped(found: Comparison, names: Regions, span: str) -> list[Group]:
    """Cities of which no stock is known: beside nobody."""
    rows = [row for row in found.frame.to_dict("records") if not row["group"]]
    return (
        [Group(name="规模未知", median=None, dots=[_dot(row, names, span) for row in rows], head=[html.Span("规模未知")])] if rows else []
    )


def _dot(row: Any, names: Regions, span: str) -> Dot:
    value, low, high = (_known(row[name]) for name in ("value", "low", "high"))
    ranked = not row["reason"] and value is not None
    why = str(row["reason"]).split("：")[0].replace("，不参与排名", "") + "，不参与比较" if row["reason"] else ""
    told = marks(CODE, value if ranked else None, region=str(row["city"]), span=span, **({"withheld": why} if why else {}))
    return Dot(name=names.short(str(row["city"])), value=value if ranked else None, low=low, high=high, why=why, told=told)


def _known(number: float) -> float | None:
    return None if number is None or math.isnan(number) else float(number)


PANEL = Panel(
    key="business-peers", title="同类城市可比", question="与规模相近的市相比，哪个市新设更多？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=NEEDS,
)  # fmt: skip
