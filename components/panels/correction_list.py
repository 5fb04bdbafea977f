"""查纠清单: the corrections of a scope, those that wait first and longest, and the numbers by which the loop is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from dash import html

from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from corrections.item import KINDS, STATES
from data_access.stores import corrections
from geo.regions import regions_of
from indicators.registry import registered

FILTERS: Mapping[str, str] = MappingProxyType({"open": "在办", "stored": "已入仓", "rejected": "已驳回", "all": "全部"})
READS = frozenset({corrections.TABLE})
OWNER = "信息中心"
MOST = 100


def states_of(view: View) -> tuple[str, ...]:
    """The states that are asked for; what is no state is the usual one."""
    asked = view.params.get("state", "open")
    known = {"open": corrections.OPEN, "stored": (corrections.STORED,), "rejected": (corrections.REJECTED,), "all": ()}
    return known.get(asked, corrections.OPEN)


def load_head(view: View) -> Reading:
    with view.sources.store.read() as connection:
        counts = corrections.counts(connection, view.scope)
        oldest = corrections.oldest_open(connection, view.scope)
        stored = corrections.stored_since(connection, view.scope, view.now - timedelta(days=30))
        state = corrections.as_of(connection, view.scope)
    return Reading(data={"counts": counts, "oldest": oldest, "stored": stored}, as_of=state.as_of or view.now, nature=state.nature)


def chart_head(reading: Reading, view: View) -> Drawing:
    counts, oldest = reading.data["counts"], reading.data["oldest"]
    waiting = {state: counts.get(state, 0) for state in corrections.OPEN}
    # the age grows with the clock: the browser tells it, the raw value is that of the drawing
    age = marks("correction.oldest_hours", float((view.now - oldest) // timedelta(hours=1)) if oldest else None)
    since = (
        html.B(html.Time("", **{"data-age": oldest.isoformat()}), className="num n2", **age)
        if oldest
        else html.B("无在办", className="n2 unknown", **age)
    )
    tiles = [
        _tile("最久未结数据差错", since, f"{local(view, oldest)} 发现" if oldest else "没有在办的差错"),
        _tile("发现，待审核", figure("correction.found", waiting["found"], unit="件", size="n2"), "由提出人以外的人审核"),
        _tile(
            "审核通过，待入仓",
            figure("correction.reviewed", waiting["reviewed"], unit="件", size="n2"),
            "系统自动入仓；数据中心的随其下一批",
        ),
        _tile("近 30 天已入仓", figure("correction.stored_30_days", reading.data["stored"], unit="件", size="n2"), "更正值已在各面板生效"),
    ]
    return Drawing(body=html.Div(tiles, className="cot"))


def _tile(name: str, value: Any, said: str) -> Any:
    return html.Div([html.Span(name, className="cap"), value, html.Span(said, className="cap")], className="coi")


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = corrections.listed(connection, view.scope, states=states_of(view), limit=MOST)
        state = corrections.as_of(connection, view.scope)
    return Reading(data=rows, as_of=state.as_of or view.now, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    asked = view.params.get("state", "open")
    buttons = [_choice(code, word, on=code == (asked if asked in FILTERS else "open")) for code, word in FILTERS.items()]
    choices = html.Div(buttons, className="seg", role="group", **{"aria-label": "状态"})
    if not reading.data:
        none = html.Div(html.Span("没有这样的查纠：点任一数字，在护照中“标记有误”即可提出", className="t2"), className="none1")
        return Drawing(body=[choices, none])
    said = f"{len(reading.data)} 件" + ("，只列出前 100 件" if len(reading.data) >= MOST else "")
    return Drawing(
        body=[choices, html.Div([_row(row, view) for row in reading.data], className="col", role="listbox", **{"aria-label": "查纠清单"})],
        subtitle=said,
    )


def _choice(code: str, word: str, *, on: bool) -> Any:
    told = {"data-choose": "state", "data-value": code, "aria-pressed": "true" if on else "false", "data-focus": f"state-{code}"}
    return html.Button(word, type="button", className="on" if on else "", **told)


def _row(row: Mapping[str, Any], view: View) -> Any:
    one = registered().get(row["code"])
    place = "全省" if row["region"] == view.scope.province else regions_of(view.scope.province).path(row["region"])
    age = row["reported_at"].isoformat()
    clock = (
        html.Time("", className="num", **{"data-age": age})
        if row["state"] in corrections.OPEN
        else html.Span(local(view, row["changed_at"]), className="num")
    )
    return html.Div(
        [
            html.Div([html.B(one.name if one else row["code"]), html.Span(STATES[row["state"]], className="tg")], className="cor1"),
            html.Div([html.Span(f"{place}　{KINDS.get(row['kind'], row['kind'])}"), clock], className="cap cor2"),
            html.Div(row["text"][:80], className="t2 el"),
        ],
        className="cor", role="option", tabIndex="-1", **{"data-row": row["id"], "data-correction-state": row["state"], "aria-selected": "false"},
    )  # fmt: skip


HEAD = Panel(
    key="correction-head", title="查纠", question="数据差错有多少，最久的多久了？", owner=OWNER, load=load_head, chart=chart_head, reads=READS, renew=timedelta(minutes=1),
)  # fmt: skip
PANEL = Panel(
    key="correction-list", title="查纠清单", question="哪些数有人说不对？", owner=OWNER, load=load, chart=chart, reads=READS, needs=frozenset({"state"}),
)  # fmt: skip
