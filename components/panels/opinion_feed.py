"""舆情: the hottest topics, copies merged, with the time left to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.fit import line
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from data_access.stores import opinion
from geo.regions import regions_of

ROWS, ROWS_WIDE = 3, 4
STATES = {"transferred": "已转承办", "answered": "已回应", "open": "待研判"}


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = opinion.top(connection, view.scope, ROWS_WIDE)
        state = opinion.as_of(connection, view.scope)
    return Reading(
        data=rows if state.as_of else None, as_of=state.as_of, rhythm=timedelta(hours=1), nature=state.nature, note="舆情库尚无记录"
    )


def chart(reading: Reading, view: View) -> Drawing:
    rows = [_row(item, view, wide=i >= ROWS) for i, item in enumerate(reading.data)]
    return Drawing(body=html.Div(rows or [html.Div("当前没有在办舆情", className="cap quiet")], className="op"))


def _row(item: Any, view: View, *, wide: bool) -> Any:
    first = item.first_at.astimezone(view.now.tzinfo)
    when = f"{first:%H:%M}" if first.date() == view.now.date() else f"{first:%m-%d %H:%M}"
    merged = f"并 {item.reposts}　" if item.reposts > 1 else ""
    facts = f"{regions_of(view.scope.province).path(item.region)}　{merged}首发 {when}"
    heat = html.Div(
        [html.B(str(item.heat), className="num", **marks("opinion.heat", item.heat)), html.I(style={"width": f"{min(100, item.heat)}%"})],
        className="hb",
    )
    return html.Div(
        [
            heat,
            html.Div(
                [html.Div(line(item.title, narrow=17.5, wide=22), className="at el"), html.Div(facts, className="cap el num")],
                className="am",
            ),
            _clock(item),
        ],
        className="or xw" if wide else "or",
        **{"data-topic": item.id},
    )


def _clock(item: Any) -> Any:
    if item.state == "open" and item.answer_due is not None:
        return html.Span(
            [
                html.Span("回应剩", **{"data-word": "回应剩", "data-over": "回应超"}),
                " ",
                html.Span(**{"data-left": item.answer_due.isoformat()}),
            ],
            className="num due ock",
            **{"data-clock-row": ""},
        )
    return html.Span(STATES.get(item.state, item.state), className="num t3")


PANEL = Panel(
    key="topics", title="舆情", subtitle="按热度，同文合并", question="在说什么，还有多久要回应？", owner="新闻宣传处",
    load=load, chart=chart, reads=frozenset({"opinion_item"}), frame="ptopics",
)  # fmt: skip
