"""抽取记录: every draw with its rosters, seed and result, reckoned again at a press; what is only prepared shows its commitment alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from components.panels.draw_rosters import MAY_DRAW, OWNER
from data_access.stores import draws, inspectors
from data_access.stores.draws import DRAWN, Draw, Item, Roster
from data_access.stores.inspectors import Person
from enterprises.drawing import NOT_HERE
from enterprises.inspectors import masked
from geo.regions import regions_of
from indicators.sections import section_name

SHOWN = 12
READS = frozenset({"random_draw", "draw_item", "draw_roster", "inspector"})
RHYTHM = timedelta(days=366)
"""A record of draws is not due at any time: nobody has to draw."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One draw with both rosters, its first subjects and their inspectors."""

    draw: Draw
    subjects: Roster
    inspectors: Roster
    items: Sequence[Item]
    people: Mapping[str, Person]


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        found = draws.listed(connection, view.scope)
        counts = {one.subjects: draws.roster(connection, one.subjects).count for one in found}
        state = draws.as_of(connection, view.scope)
    return Reading(data={"draws": found, "counts": counts}, as_of=state.as_of or view.now, rhythm=RHYTHM, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    found: list[Draw] = reading.data["draws"]
    if not found:
        return Drawing(body=html.Div(html.Span("还没有抽取", className="t2"), className="none1"))
    here = view.params.get("id", "") or found[0].id
    rows = [_line(one, reading.data["counts"][one.subjects], view, on=one.id == here) for one in found]
    return Drawing(body=html.Div(rows, className="pr-book"), subtitle=f"最近 {len(found)} 次，只增不改")


def _line(one: Draw, count: int, view: View, *, on: bool) -> Any:
    regions = regions_of(view.scope.province)
    state = html.Span("已抽取", className="tg") if one.state == DRAWN else html.Span("待抽取", className="pr-mark pr-mark-near")
    size = html.Span(
        [html.B(f"{one.size:,}", className="num", **marks("roster.drawn", one.size, region=one.region)), f" / {count:,} 户"],
        className="num",
    )
    when = f"{regions.short(one.region) if one.region != view.scope.province else '全省'}　{one.who}　{local(view, one.drawn_at or one.prepared_at)}"
    told = {"data-choose": "id", "data-value": one.id, "data-focus": f"draw-{one.id}", "aria-pressed": str(on).lower()}
    return html.Button(
        [html.Span([html.B(one.plan), state], className="pr-aph"), html.Span([when, size], className="pr-aph cap")],
        type="button",
        className="on" if on else "",
        **told,
    )


def load_one(view: View) -> Reading:
    wanted = view.params.get("id", "")
    with view.sources.store.read() as connection:
        state = draws.as_of(connection, view.scope)
        newest = [] if wanted else draws.listed(connection, view.scope, limit=1)
        found = draws.one(connection, wanted, view.scope) if wanted else next(iter(newest), None)
        as_of = state.as_of or view.now
        if found is None:
            return Reading(data=None, as_of=as_of, nature=state.nature, note=NOT_HERE if wanted else "还没有抽取")
        items = draws.items(connection, found.id, SHOWN)
        people = inspectors.named(connection, {code for item in items for code in item.inspectors})
        opened = Opened(
            draw=found, subjects=draws.roster(connection, found.subjects), inspectors=draws.roster(connection, found.inspectors), items=items, people=people,
        )  # fmt: skip
    return Reading(data=opened, as_of=as_of, rhythm=RHYTHM, nature=found.nature)


def chart_one(reading: Reading, view: View) -> Drawing:
    opened: Opened = reading.data
    one, done = opened.draw, opened.draw.state == DRAWN
    left = html.Dl([*_terms(opened, view), *_seed(one)], className="flds pr-flds")
    right = [
        _items(opened, view) if done else _waits(),
        _acts(one, view, done=done),
        html.Div("", className="pr-checked", role="status", **{"data-draw-said": one.id}),
    ]
    said = f"{one.plan}　{one.kind}" + ("" if done else "　名录和承诺已封存，尚未抽取")
    return Drawing(body=html.Div([left, html.Div(right)], className="pr-open"), subtitle=said)


def _terms(opened: Opened, view: View) -> list[Any]:
    one, regions = opened.draw, regions_of(view.scope.province)
    c = one.conditions
    place = "全省" if one.region == view.scope.province else regions.path(one.region)
    cut = "　".join(word for word in (place, section_name(c["industry"]) if c.get("industry") else "全部行业") if word)
    how = f"{c['percent']}%，{one.size:,} 户" if c.get("percent") else f"{one.size:,} 户"
    apart = "，来自不同单位" if c.get("apart") else ""
    return [
        *_pair("条件", cut), *_pair("抽取", f"{how}，每户 {one.each} 人{apart}，回避已申报利益的主体"), *_pair("事由", one.why),
        *_pair("主体名录", _version(opened.subjects, "户", view)), *_pair("人员名录", _version(opened.inspectors, "人", view)),
    ]  # fmt: skip


def _version(roster: Roster, unit: str, view: View) -> Any:
    return [f"{roster.count:,} {unit}　{local(view, roster.made_at)}　", html.Code(roster.hash[:16], title=f"SHA-256 {roster.hash}")]


def _seed(one: Draw) -> list[Any]:
    found = [*_pair("算法", one.algorithm), *_pair("承诺", html.Code(one.commitment[:16], title=f"SHA-256 {one.commitment}，抽取前公布"))]
    if one.state != DRAWN:
        return [*found, *_pair("种子", "抽取时由秘密数与公开数合成")]
    return [
        *found, *_pair("公开数", one.public_number or "未填"), *_pair("秘密数", html.Code(one.secret[:16], title=one.secret)),
        *_pair("种子", html.Code((one.seed or "")[:16], title=one.seed)), *_pair("结果", html.Code((one.result_hash or "")[:16], title=f"SHA-256 {one.result_hash}")),
    ]  # fmt: skip


def _pair(word: str, text: Any) -> list[Any]:
    return [html.Dt(word), html.Dd(text)]


def _items(opened: Opened, view: View) -> Any:
    regions = regions_of(view.scope.province)
    head = html.Tr([html.Th(word) for word in ("序", "检查对象", "区划", "检查人员")])
    rows = [
        html.Tr(
            [
                html.Td(f"{item.place}", className="num"), html.Td([html.Div(item.name or "已不在主体档案", className="el"), html.Div(item.code, className="cap num")]),
                html.Td(regions.path(item.region)), html.Td([_person(opened.people.get(code), code) for code in item.inspectors]),
            ]
        )
        for item in opened.items
    ]  # fmt: skip
    more = opened.draw.size - len(opened.items)
    rest = html.Div(f"另有 {more:,} 户，见导出名单", className="cap") if more > 0 else None
    return html.Div([html.Table([html.Thead(head), html.Tbody(rows)], className="pr-tab pr-items"), rest], className="pr-scroll")


def _person(person: Person | None, code: str) -> Any:
    return html.Div([masked(person.name), html.Span(f"　{person.unit}", className="t3")] if person else code, className="el", title=code)


def _waits() -> Any:
    return html.Div(html.Span("抽取后名单列在这里；抽取前任何人都不知道结果。", className="t2"), className="none1")


def _acts(one: Draw, view: View, *, done: bool) -> Any:
    if not done:
        button = html.Button(
            "抽取", type="button", className="btn pri", **{"data-draw-go": one.id, "data-about": f"{one.plan}　承诺 {one.commitment[:16]}…"}
        )
        return html.Div(button, className="pr-acts") if view.role in MAY_DRAW else None
    links = [html.A(f"导出 {kind.upper()}", href=f"/api/v1/draws/{one.id}/export.{kind}", className="btn") for kind in ("csv", "xlsx")]
    return html.Div([html.Button("复核", type="button", className="btn pri", **{"data-draw-check": one.id}), *links], className="pr-acts")


BOOK = Panel(
    key="double-random-book", title="抽取记录", question="谁、何时、为何抽了多少？", owner=OWNER, load=load, chart=chart, reads=READS, needs=frozenset({"id"}),
)  # fmt: skip
ONE = Panel(
    key="double-random-draw", title="抽取", question="用哪两份名录、哪个种子，抽到谁，由谁检查？", owner=OWNER, load=load_one, chart=chart_one, reads=READS,
    needs=frozenset({"id"}),
)  # fmt: skip
