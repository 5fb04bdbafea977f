"""变化: what changed in the last half hour. Paged and still, never scrolling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.levels import level_of
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import changes

WINDOW = timedelta(minutes=30)
MOST = 14


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = changes.since(connection, view.scope, view.now - WINDOW, MOST)
        state = changes.as_of(connection, view.scope)
    return Reading(
        data={"rows": rows} if state.as_of else None, as_of=state.as_of, rhythm=timedelta(hours=1), nature=state.nature, note="尚无变化记录"
    )


def chart(reading: Reading, view: View) -> Drawing:
    rows = reading.data["rows"]
    items = [_item(change, view) for change in rows]
    head = html.B(
        [html.Span("近 30 分钟 "), html.Span(str(len(rows)), className="num", **marks("change.half_hour", len(rows))), html.Span(" 项变化")]
    )
    quiet = html.Span("没有变化", className="t3") if not rows else None
    return Drawing(
        body=html.Div(
            [head, quiet, *items, html.Span("", className="more t3 num", **{"data-pager": ""})], className="tickrow", **{"data-paged": ""}
        )
    )


def _item(change: Any, view: View) -> Any:
    at = change.at.astimezone(view.now.tzinfo)
    rise: list[Any] = []
    if change.level_from and change.level_to:
        was, now = level_of(change.level_from), level_of(change.level_to)
        rise = [html.Span(Raw(level_shape(was)), className=f"lv lv{was.number}"), "升" if now.number < was.number else "降"]
        rise.append(html.Span([Raw(level_shape(now)), now.word], className=f"lv lv{now.number}"))
    return html.Span([html.Time(f"{at:%H:%M}"), change.text, *rise], className="chg", **{"data-item": ""})


PANEL = Panel(
    key="changes", title="变化", question="刚才半小时变了什么？", owner="应急指挥处",
    load=load, chart=chart, reads=frozenset({"change"}), renew=timedelta(minutes=1), frame="tick",
)  # fmt: skip
