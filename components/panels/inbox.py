"""收件箱: the matters of a tab, one row a group, with what a duty officer must see before opening it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html

from alerts.stages.silence import silence_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_acts import may
from components.panels.alert_words import STATUSES, clock, held_by, mark, source_word, word
from components.panels.inbox_query import MOST, NEEDS, STEP, TABS, rows_of, tab_of
from data_access.stores import alerts
from geo.regions import Regions, regions_of


def load(view: View) -> Reading:
    limit = _limit(view)
    with view.sources.store.read() as connection:
        rows, silences, more = rows_of(connection, view, limit)
        state = alerts.as_of(connection, view.scope)
    data = {"rows": rows, "silent": {row["id"] for row in rows if silence_of(row, silences)}, "more": more, "limit": limit}
    return Reading(
        data=data if state.as_of else None, as_of=state.as_of, rhythm=timedelta(minutes=15), nature=state.nature, note="预警库尚无记录"
    )


def _limit(view: View) -> int:
    asked = view.params.get("n", "")
    return min(MOST, max(STEP, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 4 else STEP


def chart(reading: Reading, view: View) -> Drawing:
    data, regions = reading.data, regions_of(view.scope.province)
    rows = [_row(row, regions, silent=row["id"] in data["silent"]) for row in data["rows"]]
    tail = []
    if data["more"] and data["limit"] < MOST:
        tail = [html.Button(f"再看 {STEP} 件", className="btn ghost more", **{"data-more": str(min(MOST, data["limit"] + STEP))})]
    elif data["more"]:
        tail = [html.Div(f"只列出前 {MOST} 件，请用上方条件缩小范围", className="cap more")]
    said = {"aria-label": f"{TABS[tab_of(view.params)].word}告警", "aria-multiselectable": "true", "data-scroll": "", "data-focus": "list"}
    listed = html.Div([*rows, *tail], className="its" if may(view.role, "ack") else "its ro", role="listbox", tabIndex="0", **said)
    newer = html.Div(html.Button("", className="btn newer", hidden=True, **{"data-new": ""}), className="newbar")
    return Drawing(body=[newer, listed if rows else _empty(view)])


def _empty(view: View) -> Any:
    narrowed = any(view.params.get(name) for name in NEEDS - {"state", "all"})
    text = "没有符合条件的告警" if narrowed else TABS[tab_of(view.params)].empty
    hint = (
        html.Button("清除条件", className="btn", **{"data-clear": ""})
        if narrowed
        else html.Span("有新告警时自动出现，无需刷新", className="cap")
    )
    return html.Div([html.B(text), hint], className="said", role="status")


def _row(row: Mapping[str, Any], regions: Regions, *, silent: bool) -> Any:
    place = regions.path(row["region"])
    numbers = []
    if row["merged"] > 1:
        numbers.append(html.Span(["并 ", html.B(str(row["merged"]))], className="mg num", title=f"同源合并 {row['merged']} 件"))
    if row["suppressed"]:
        numbers.append(html.Span(["扣下 ", html.B(str(row["suppressed"]))], className="mg num", title="被抑制、合并或静默而未发出的通知"))
    marks = [html.Span(text, className="tg") for text in _marks(row, silent=silent)]
    held = None if row["state"] == "open" else held_by(row, row["answered_at"])  # the tab and the clock say it already
    head = html.Div([word(row["level"]), html.Span(f"　{place}　{source_word(row['source'])}")], className="m")
    below = html.Div([held, *numbers, *marks], className="m two") if held or numbers or marks else None
    return html.Div(
        [
            html.Span(className="pick", **{"data-pick": "", "aria-hidden": "true"}),
            mark(row["level"]),
            html.Div([html.B(row["title"], className="ti"), head, below], className="mid"),
            html.Div(clock(row), className="c"),
        ],
        className="it", role="option", id=f"row-{row['id']}",
        **{"data-row": row["id"], "data-alert": row["id"], "data-level": row["level"], "data-standing": row["state"], "aria-selected": "false"},
    )  # fmt: skip


def _marks(row: Mapping[str, Any], *, silent: bool) -> list[str]:
    found = [STATUSES[row["status"]]] if row["status"] in STATUSES else []
    if silent:
        found.append("静默")
    if row["inhibited_by"]:
        found.append("被抑制")
    if row["reopened"]:
        found.append(f"重开 {row['reopened']} 次" if row["reopened"] > 1 else "重开")
    return found


PANEL = Panel(
    key="inbox", title="收件箱", question="哪些事等着人，先办哪一件？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "alert_step", "silence"}), needs=NEEDS | {"n"}, renew=timedelta(minutes=5), frame="inl",
)  # fmt: skip
