"""所选系统: what one source system supplies — themes, boards and panels — and how it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OF_SYSTEMS, OWNER, STATES, Held, held, sign, volume
from components.passport import rhythm_of
from components.touched import Touched, touched_by
from data_access.feeds import System
from data_access.mart_tables import MARTS
from indicators import words
from indicators.fields import NETS

NODE = "id"


def chosen(view: View, found: Held, at: Any) -> System | None:
    """The system that is asked for; without an ask the first that stands still, else the first. None for a code that does not exist."""
    asked = view.params.get(NODE, "")
    if asked:
        return next((one for one in found.systems if one.code == asked), None)
    ill = (one for one in found.systems if one.state(at) in ("stopped", "none"))
    return next(ill, found.systems[0])


def load(view: View) -> Reading:
    found = held(view)
    as_of = found.whole["source.rows_total"].as_of
    if as_of is None or not found.systems:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    return Reading(data=found, as_of=as_of, rhythm=timedelta(hours=1), nature=found.whole["source.rows_total"].nature)


def chart(reading: Reading, view: View) -> Drawing:
    found: Held = reading.data
    at = reading.as_of or view.now
    one = chosen(view, found, at)
    if one is None:
        said = f"没有代码为“{view.params.get(NODE, '')[:20]}”的来源系统，请从架构图中选择。"
        return Drawing(body=html.Div(said, className="said", role="status"))
    state = one.state(at)
    head = html.Div([html.H3(one.name), html.Div([sign(state), html.B(_since(one, state))], className="pfos")], className="pfoh")
    link = html.A("来源评分与未过校验行", href=f"/sources?id={one.code}", className="btn")
    body = [head, _facts(one, found, view), html.H4("供给的主题与面板"), _supply(one, view), html.Div(link, className="row1")]
    return Drawing(body=html.Div(body, className="pfo", **{"data-node": one.code}), subtitle=html.Span(f"{one.code}　{STATES[state]}"))


def _since(one: System, state: str) -> Any:
    if state in ("ok", "late"):
        return STATES[state] + (f"：应到 {one.state_of.due:,} 批，实到 {one.state_of.arrived:,} 批" if state == "late" else "")
    last = one.state_of.last_arrived_at
    if last is None:
        return "从未报送"
    return [f"{STATES[state]} ", html.Time("", className="num", **{"data-age": last.isoformat()})]


def _facts(one: System, found: Held, view: View) -> Any:
    names, known = (one.code,), one.state_of
    rows = {
        "最近到达": html.Span(words.moment(known.last_arrived_at, view.now) if known.last_arrived_at else "从未报送", className="num"),
        "更新周期": rhythm_of(timedelta(minutes=known.rhythm) if known.rhythm else None),
        "当日批次": html.Span([volume("source.arrived", found.parts["source.arrived"].get(one.code), names), " / ",
                             volume("source.due", found.parts["source.due"].get(one.code), names, unit="批")]),
        "累计": volume("source.rows_total", found.parts["source.rows_total"].get(one.code), names, unit="条"),
        "今日入库": volume("source.rows_in", found.parts["source.rows_in"].get(one.code), names, unit="条"),
        "业务网": NETS.get(one.net, one.net), "责任": f"{known.owner}，{one.bureau}",
    }  # fmt: skip
    return html.Dl([part for name, value in rows.items() for part in (html.Dt(name), html.Dd(value))], className="flds pff")


def _supply(one: System, view: View) -> Any:
    if not one.tables:
        return html.P("未登记所供主题表", className="cap")
    return html.Ul([_theme(mart, touched_by(view, (mart,))) for mart in one.tables], className="pfsu")


def _theme(mart: str, boards: tuple[Touched, ...]) -> Any:
    name = MARTS.tables[mart].info["zh"] if mart in MARTS.tables else mart
    count = sum(len(board.panels) for board in boards)
    said = f"{len(boards)} 个板块 {count} 个面板" if boards else "暂无板块使用"
    lines = [
        html.Div([_board(board), html.Span("、".join(panel.title for panel in board.panels), className="cap")], className="pfsb")
        for board in boards
    ]
    return html.Li([html.Div([html.B(name), html.Span(said, className="cap num")], className="pfsh", **{"data-mart": mart}), *lines])


def _board(board: Touched) -> Any:
    word = board.title + ("（大屏）" if board.path.startswith("/wall/") else "")
    marks = {"data-touched": board.name}
    return html.A(word, href=board.path, **marks) if board.open else html.Span(word, **marks)


PANEL = Panel(
    key="platform-node", title="所选系统", question="它供给什么，停了会影响谁？", owner=OWNER, load=load, chart=chart, reads=OF_SYSTEMS, needs=frozenset({NODE}),
    renew=timedelta(minutes=5),
)  # fmt: skip
