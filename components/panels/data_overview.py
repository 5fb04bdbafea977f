"""数据总览: how much data there is, what came today, and which of the source systems are stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from data_access.arrivals import SourceState, source_states
from indicators.period import Span
from indicators.read import Ask, current

WORDS = {"ok": "正常", "stopped": "停更", "none": "无报送"}
MARKS = {"ok": "", "stopped": "st", "none": "no"}


def load(view: View) -> Reading:
    marts = view.sources.marts
    found = current(marts, ("source.rows_total", "source.rows_in"), Ask(codes=(), scope=view.scope, span=Span.DAY))
    total, today = found["source.rows_total"], found["source.rows_in"]
    if total.as_of is None:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    return Reading(
        data={"total": total, "today": today, "sources": source_states(marts, view.scope)},
        as_of=total.as_of, rhythm=timedelta(hours=1), batch=total.batch, nature=total.nature,
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    states = [(source, source.state(reading.as_of or view.now)) for source in data["sources"]]
    hero = html.Div(
        [number(data["total"], size="n1", unit="条"), html.Div(["今日入库 ", number(data["today"])], className="sub cap")],
        className="hero",
    )
    cells = html.Div([_cell(source, state) for source, state in states], className="cells")
    counts = {state: sum(1 for _, found in states if found == state) for state in WORDS}
    key = html.Div([_key(state, counts[state]) for state in WORDS], className="row3")
    return Drawing(
        body=html.Div(
            [hero, html.Div([html.Div(f"{len(states)} 个业务系统", className="cap"), cells, key], className="src")], className="kb"
        )
    )


def _cell(source: SourceState, state: str) -> Any:
    return html.I(
        className=MARKS[state] or None,
        title=f"{source.name}：{WORDS[state]}（{source.owner}）",
        **{"data-source": source.code, "data-source-state": state},
    )


def _key(state: str, count: int) -> Any:
    return html.Span(
        [
            html.I(className=f"ck {MARKS[state]}".strip()),
            WORDS[state],
            " ",
            html.B(str(count), className="num", **marks(f"source.systems.{state}", count)),
        ]
    )


PANEL = Panel(
    key="data", title="数据总览", question="数据有多少，哪些系统停了？", owner="信息中心",
    load=load, chart=chart, reads=frozenset({"source_daily", "source_system"}), frame="kpi",
)  # fmt: skip
