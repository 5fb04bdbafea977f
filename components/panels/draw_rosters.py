"""两库: the roster of entities and the roster of inspectors as they stand now, and by credit class how many a year's plan would draw."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_words import said_of
from components.panels.board_choice import NEEDS, BoardChoice, board_choice
from data_access import rosters
from data_access.stores import inspectors
from enterprises.draw import share_of
from enterprises.drawing import PLANS
from enterprises.frequencies import frequencies_of
from geo.regions import regions_of
from indicators import words
from indicators.read import ask, recalled
from indicators.sections import SHORT
from security import policy_table
from settings import settings

OWNER, DAY = "信用监管处", timedelta(days=1)
GRADED = "credit.graded"
MAY_DRAW = policy_table.API[("POST", "/api/v1/draws")]


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, board_choice(view)
    with view.sources.store.read() as connection:
        people = inspectors.counted(connection, chosen.reach)
        state = inspectors.as_of(connection, view.scope)
    register = marts.tables().get("enterprise")
    count = None
    if register is not None:
        cut = rosters.Cut(scope=chosen.scope, region=chosen.region)
        count = recalled(marts, f"roster {chosen.scope.key} {chosen.region}", lambda: rosters.count(marts, cut))
    data = {"count": count, "people": people, "chosen": chosen}
    nature = register.nature if register else state.nature
    return Reading(
        data=data, as_of=register.as_of if register else state.as_of, rhythm=DAY, nature=nature, batch=register.batch if register else None
    )


def chart(reading: Reading, view: View) -> Drawing:
    found = reading.data
    people, units = (sum(pair[at] for pair in found["people"].values()) for at in (0, 1))
    told = [
        html.Div(
            [
                html.Div("市场主体名录库", className="cap"),
                figure("roster.subjects", found["count"], unit="户", size="n2"),
                html.Div("在营主体，一户一档", className="cap"),
            ]
        ),
        html.Div(
            [
                html.Div("执法检查人员名录库", className="cap"),
                figure("roster.inspectors", people, unit="人", size="n2"),
                html.Div(["来自 ", figure("roster.units", units, unit="个单位")], className="cap"),
            ]
        ),
    ]
    button = _button(view, found["chosen"]) if view.role in MAY_DRAW else None
    said = html.Div("名录按条件截取、按代码排序后取 SHA-256 摘要，与名录一并封存；同一摘要、同一种子必得同一结果。", className="cap")
    return Drawing(
        body=html.Div([html.Div(told, className="pr-two"), said, button], className="pr-ros"),
        subtitle=said_of(found["chosen"], "抽取前的现状"),
    )


def _button(view: View, chosen: BoardChoice) -> Any:
    """The button that begins a draw; what can be chosen travels with it."""
    regions, scope = regions_of(view.scope.province), view.scope
    cities = [code for code in regions.cities if scope.allows(code)]
    places = {scope.province: "全省"} if scope.is_whole else {}
    places |= {code: regions.short(code) for code in cities}
    if len(cities) == 1:
        places |= {code: regions.short(code) for code in regions.counties_of(cities[0])}
    told = {
        "places": places,
        "kinds": list(PLANS),
        "industries": {code: name for code, name in SHORT.items() if code != "-"},
        "here": chosen.region or next(iter(places), ""),
    }
    return html.Button(
        "发起抽取", type="button", className="btn pri", **{"data-draw-new": json.dumps(told, ensure_ascii=False), "aria-haspopup": "dialog"}
    )


def load_classes(view: View) -> Reading:
    chosen = board_choice(view)
    found = ask(view.sources.marts, replace(chosen.ask(GRADED), by=("grade",), span=None))
    if found.as_of is None:
        return Reading(data=None, as_of=None, note="信用风险分级尚无批次")
    known = {str(grade): float(value) for grade, value in zip(found.frame["grade"], found.frame[GRADED], strict=True) if value == value}
    return Reading(
        data={"known": known, "chosen": chosen}, as_of=found.as_of, rhythm=timedelta(days=31), batch=found.batch, nature=found.nature, missing=found.missing,
        of=len(chosen.cities),
    )  # fmt: skip


def chart_classes(reading: Reading, view: View) -> Drawing:
    known, chosen, table = reading.data["known"], reading.data["chosen"], frequencies_of(settings().home)
    head = html.Tr(
        [html.Th(word, className="num" if word != "等级" else "") for word in ("等级", "户数", "建议比例", "建议频次", "建议抽取")]
    )
    rows = []
    for one in table.classes:
        count = known.get(one.grade)
        wanted = None if count is None else share_of(int(count), one.percent)
        told = chosen.told({"grade": one.grade})
        rows.append(
            html.Tr(
                [
                    html.Th([html.B(one.grade), f" {one.name}"], scope="row"),
                    html.Td(html.B(words.number(count), **marks(GRADED, count, **told)), className="num"),
                    html.Td(f"{one.percent:g}%", className="num"), html.Td(one.often, className="num"),
                    html.Td(html.B(words.number(wanted), **marks("roster.suggested", wanted, **told)), className="num"),
                ]
            )
        )  # fmt: skip
    note = html.Div(f"{table.version}　{table.citation}", className="cap")
    return Drawing(
        body=[html.Table([html.Thead(head), html.Tbody(rows)], className="pr-tab pr-rates"), note],
        subtitle=said_of(chosen, "户，主体档案不含等级，抽取时按计划另行设定比例"),
    )


ROSTERS = Panel(
    key="double-random-rosters", title="两库", question="从哪两份名录抽，各有多少？", owner=OWNER, load=load, chart=chart,
    reads=frozenset({"enterprise", "inspector"}), needs=NEEDS,
)  # fmt: skip
CLASSES = Panel(
    key="double-random-classes", title="按信用风险定比例", question="风险高的多抽，抽多少、多久一次？", owner=OWNER, load=load_classes, chart=chart_classes,
    reads=frozenset({"credit_monthly"}), needs=NEEDS,
)  # fmt: skip
