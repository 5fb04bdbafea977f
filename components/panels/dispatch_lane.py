"""指挥调度: the open orders, most urgent first, each with its six steps and the time left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.fit import line
from components.levels import level_of
from components.panel import Drawing, Panel, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import orders

STEPS = ("派单", "签收", "到场", "反馈", "核查", "办结")
ROWS, ROWS_WIDE = 4, 8


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = orders.lane(connection, view.scope, view.now, ROWS_WIDE)
        counts = orders.counts(connection, view.scope, view.now)
        state = orders.as_of(connection, view.scope)
    return Reading(
        data={"rows": rows, "open": counts.open} if state.as_of else None,
        as_of=state.as_of,
        rhythm=timedelta(minutes=30),
        nature=state.nature,
        note="尚无派单",
    )


def chart(reading: Reading, view: View) -> Drawing:
    rows = [_row(order, wide=i >= ROWS) for i, order in enumerate(reading.data["rows"])]
    return Drawing(
        body=html.Div(rows or [html.Div("当前没有在办派单", className="cap quiet")], className="dp"),
        subtitle=f"进行中 {reading.data['open']}，最急在前",
    )


def _row(order: Any, *, wide: bool) -> Any:
    known = level_of(order.level)
    who = (
        f"{order.number}　{order.unit} {order.person or f'待{STEPS[order.step]}'}"
        if order.step < len(STEPS)
        else f"{order.number}　{order.unit}"
    )
    steps = [html.Span(word, className="on" if i < order.step else "cur" if i == order.step else None) for i, word in enumerate(STEPS, 1)]
    marks = {"data-order": order.id, "data-level": order.level, "data-step": str(order.step)}
    return html.Div(
        [
            html.Span(Raw(level_shape(known)), className=f"sh lv{known.number}"),
            html.Div(
                [html.Div(line(order.title, narrow=17.5, wide=22), className="at el"), html.Div(who, className="cap el num")],
                className="dm",
            ),
            html.Div(steps, className="s6"),
            _clock(order),
        ],
        className="dr xw" if wide else "dr",
        **marks,
    )


def _clock(order: Any) -> Any:
    if order.due_at is None:
        return html.Div(html.Span("无时限"), className="ck1")
    word = STEPS[min(order.step, len(STEPS) - 1)]
    left = html.B(className="num", **{"data-left": order.due_at.isoformat()})
    return html.Div(
        [html.Span(f"{word}剩", **{"data-word": f"{word}剩", "data-over": f"{word}超"}), left], className="ck1", **{"data-clock-row": ""}
    )


PANEL = Panel(
    key="dispatch", title="指挥调度", subtitle="最急在前", question="哪张单最急，还剩多少时间？", owner="应急指挥处",
    load=load, chart=chart, reads=frozenset({"work_order"}),
)  # fmt: skip
