"""平台架构: 1 centre, 2 portals, 6 business nets and their systems, each node with its state, its volume and its last data time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OF_SYSTEMS, OWNER, STATES, Held, held, sign, volume, word_of
from components.structure import Part, Structure, structure_of
from data_access.feeds import System
from indicators import words
from indicators.fields import NETS


def load(view: View) -> Reading:
    found = held(view)
    total = found.whole["source.rows_total"]
    if total.as_of is None or not found.systems:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    return Reading(data=found, as_of=total.as_of, rhythm=timedelta(hours=1), batch=total.batch, nature=total.nature)


def chart(reading: Reading, view: View) -> Drawing:
    found: Held = reading.data
    at = reading.as_of or view.now
    structure = structure_of(view.scope.province)
    nets = [_net(code, name, found, (at, view)) for code, name in NETS.items()]
    strays = [one for one in found.systems if one.net not in NETS]
    rest = _net("", "其他", found, (at, view)) if strays else None
    rows = [
        *_upper(structure, found),
        html.Div(
            [
                _tier(str(len(NETS)), "业务网"),
                html.Div([*nets, rest], className="pfn6"),
                _tier(str(len(found.systems)), "个系统", last=True),
            ],
            className="pfr nets",
        ),
    ]
    return Drawing(body=html.Div(rows, className="pfm"), subtitle=_key(found, at))


def _tier(number: str, word: str, *, last: bool = False) -> Any:
    return html.Div([html.Strong(number, className="num"), html.Span(word)], className="pft last" if last else "pft")


def _key(found: Held, at: Any) -> Any:
    """How many systems stand in which state; the late ones are among those that deliver."""
    states = [one.state(at) for one in found.systems]
    counts = {state: states.count(state) for state in STATES}
    shown = {**counts, "ok": counts["ok"] + counts["late"]}
    parts = [_count(state, shown[state]) for state in ("ok", "stopped", "none")]
    return html.Span([parts[0], _count("late", counts["late"], "其中"), *parts[1:]], className="pfk")


def _count(state: str, count: int, before: str = "") -> Any:
    return html.Span(
        [sign(state), f"{before}{STATES[state]} ", html.B(str(count), className="num", **marks(f"source.systems.{state}", count))]
    )


def _upper(structure: Structure | None, found: Held) -> Sequence[Any]:
    if structure is None:
        return ()
    total, today = found.whole["source.rows_total"], found.whole["source.rows_in"]
    numbers = html.Div(
        [
            html.Span("归集总量 ", className="cap"),
            number(total, size="n3", unit="条"),
            html.Span("　今日入库 ", className="cap"),
            number(today),
        ],
        className="pfv",
    )
    centre = html.Div([_part(structure.centre, "pfc"), numbers], className="pfone")
    return (
        html.Div([_tier("1", "中心"), centre], className="pfr one"),
        html.Div([_tier(str(len(structure.portals)), "门户"), html.Div([_part(one, "pfp") for one in structure.portals], className="pftwo")], className="pfr two"),
    )  # fmt: skip


def _part(part: Part, kind: str) -> Any:
    return html.Div([html.B(part.name), html.Span(part.word, className="cap")], className=kind)


def _net(code: str, name: str, found: Held, told: tuple[Any, View]) -> Any:
    at, view = told
    members = [one for one in found.systems if one.net == code or (not code and one.net not in NETS)]
    names = [one.code for one in members]
    off = sum(one.state(at) in ("stopped", "none") for one in members)
    said = f"{len(members)} 个系统" + (f"，{off} 个未报" if off else "")
    head = html.Div(
        [_title(code, name, view), html.Div([volume("source.rows_total", found.of("source.rows_total", names), names, unit="条"), html.Span(said, className="cap")])],
        className="pfh", **{"data-net": code or "other"},
    )  # fmt: skip
    nodes = html.Ul([html.Li(_node(one, found, told)) for one in members])
    return html.Section([head, nodes], className="pfnet", **{"aria-label": f"{name}网，{said}"})


def _title(code: str, name: str, view: View) -> Any:
    path = f"/net/{code}"
    here = any(board.path == path for board in view.boards.values())
    return html.A(name, href=path) if here else html.B(name)


def _node(one: System, found: Held, told: tuple[Any, View]) -> Any:
    at, view = told
    state = one.state(at)
    last = one.state_of.last_arrived_at
    totals = found.parts["source.rows_total"]
    value, column = totals.get(one.code), words.level(totals.values())
    when = words.moment(last, view.now) if last else "从未报送"
    said = {
        "data-choose": "id", "data-value": one.code, "data-source": one.code, "data-source-state": state, "aria-pressed": "false", "data-focus": f"node-{one.code}",
        "title": f"{one.code} {one.name}：{STATES[state]}（{one.state_of.owner}，{one.bureau}）",
    }  # fmt: skip
    name = html.Span([sign(state), html.Span(one.name, className="el")], className="pfnn")
    line = html.Span(
        [
            html.Span(volume("source.rows_total", value, (one.code,), at_level=column)),
            html.Span([word_of(state), html.Time(when)], className="pfw"),
        ],
        className="pfl",
    )
    return html.Button([name, line], type="button", className=f"pfb {state}", **said)


PANEL = Panel(
    key="platform-map", title="平台架构", question="1＋2＋6＋N：各部分是否在报送，归集了多少？", owner=OWNER, load=load, chart=chart, reads=OF_SYSTEMS, frame="pfmp",
    renew=timedelta(minutes=5),
)  # fmt: skip
