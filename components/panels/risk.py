"""风险预警及处置: how many alerts are open by level, and how fast we find, answer and settle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.levels import ALL_LEVELS, SILENT_CODE, level_of
from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alerts
from indicators import words

STEPS = (("found", "发现→确认"), ("dispatched", "确认→派单"), ("closed", "派单→办结"))


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        by_level = alerts.open_by_level(connection, view.scope)
        times = alerts.first_times(connection, view.scope, view.now - timedelta(days=30))
        state = alerts.as_of(connection, view.scope)
    data = {"levels": by_level, "times": times} if state.as_of else None
    return Reading(data=data, as_of=state.as_of, rhythm=timedelta(minutes=15), nature=state.nature, note="预警库尚无记录")


def chart(reading: Reading, view: View) -> Drawing:
    levels = reading.data["levels"]
    total = sum(levels.values())
    hero = html.Div(
        [
            figure("alert.open", total, size="n1", unit="件待处置"),
            html.Div([_level(level, levels.get(level, 0)) for level in ALL_LEVELS if level != SILENT_CODE], className="split"),
        ],
        className="hero",
    )
    steps = [_step(key, word, *reading.data["times"][key]) for key, word in STEPS]
    return Drawing(
        body=html.Div(
            [hero, html.Div([html.Div("三个“第一时间” 中位，较上期", className="mcap cap"), *steps], className="mset")], className="kb"
        )
    )


def _level(level: str, count: int) -> Any:
    known = level_of(level)
    return html.Span(
        [Raw(level_shape(known)), html.Span(str(count), **marks(f"alert.open.{level}", count))],
        className=f"lv lv{known.number}" + ("" if count else " zero"),
        title=f"{known.word} {count} 件",
    )


def _step(key: str, word: str, seconds: float | None, before: float | None) -> Any:
    shown = html.B(_length(seconds), className="num", **marks(f"alert.{key}_seconds", seconds))
    return html.Div(
        [html.Span(word, className="cap"), shown, html.Em(_versus(seconds, before), className="num")],
        className="mm",
    )


def _length(seconds: float | None) -> str:
    """A length of time in the least room: 2′31″ below an hour, 5.5 时 from an hour on."""
    if seconds is None:
        return words.NOTHING
    return words.duration(seconds) if abs(seconds) < 3600 else f"{abs(seconds) / 3600:.1f} 时"


def _versus(seconds: float | None, before: float | None) -> str:
    if seconds is None or before is None:
        return words.NOTHING
    gap = seconds - before
    if abs(gap) < 1:
        return words.SAME
    return ("+" if gap > 0 else words.MINUS) + _length(abs(gap))


PANEL = Panel(
    key="risk", title="风险预警及处置", question="今天有没有大事，处置得快不快？", owner="应急指挥处",
    load=load, chart=chart, reads=frozenset({"alert", "alert_step"}), renew=timedelta(hours=1), frame="kpi k1",
)  # fmt: skip
