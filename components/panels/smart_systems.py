"""智慧监管应用: the eight analysis systems in their slots; what has no name yet says 待定名, and a name comes from the operator's file alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from components.systems import UNNAMED, System, systems_of
from security import policy
from security.identity import Identity, Kind
from security.roles import Role
from settings import settings


def load(view: View) -> Reading:
    found = systems_of(view.scope.province, settings().home)
    return Reading(data=found if found.systems else None, as_of=found.written_at, note="本省没有登记智慧监管应用系统")


def chart(reading: Reading, view: View) -> Drawing:
    found = reading.data
    named = sum(one.named for one in found.systems)
    said = html.Span(["共 ", figure("system.slots", len(found.systems), unit="个"), "，已定名 ", figure("system.named", named, unit="个")])
    cards = [_slot(number, one, view) for number, one in enumerate(found.systems, 1)]
    return Drawing(body=[html.Ol(cards, className="pr-sys"), html.Div(found.source, className="cap")], subtitle=said)


def _slot(number: int, one: System, view: View) -> Any:
    place = html.Span(f"{number}", className="num t3")
    if not one.named:
        return html.Li(
            [place, html.B(UNNAMED), html.Div("名称由省局确定后填写", className="cap")],
            className="pr-unnamed",
            **{"data-system": str(number), "data-named": "false"},
        )
    who = Identity("", "", Role(view.role), view.scope, Kind.PERSON)
    opens = bool(one.path) and policy.may_open(who, one.path).allowed
    name = html.A(one.name, href=one.path) if opens else html.B(one.name)
    told = one.about if opens or not one.path else f"{one.about}　本角色不能打开"
    return html.Li([place, name, html.Div(told, className="cap")], **{"data-system": str(number), "data-named": "true"})


PANEL = Panel(
    key="smart-systems", title="智慧监管大数据分析应用", question="八个应用系统各在哪里，哪些还没有定名？", owner="信息中心", load=load, chart=chart,
    renew=timedelta(hours=1),
)  # fmt: skip
