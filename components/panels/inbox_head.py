"""收件箱抬头: how many matters stand in each tab, and of which level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.levels import ALL_LEVELS, level_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.inbox_query import ALIVE, NEEDS, TABS, filter_of, silent_rows, tab_of
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alert_reads, alert_writes, alerts

Counts = dict[str, dict[str, int]]


def load(view: View) -> Reading:
    wanted = replace(filter_of(view), levels=())
    with view.sources.store.read() as connection:
        found = alert_reads.counts(connection, view.scope, wanted)
        silences = alert_writes.active_silences(connection, view.now)
        silent = silent_rows(connection, view, replace(wanted, states=ALIVE), silences)
        state = alerts.as_of(connection, view.scope)
    counts: Counts = {name: dict.fromkeys(ALL_LEVELS, 0) for name in TABS}
    for (level, standing), number in found.items():
        for name, tab in TABS.items():
            if name != "silent" and standing in tab.states:
                counts[name][level] = counts[name].get(level, 0) + number
    for row in silent:
        counts["silent"][row["level"]] = counts["silent"].get(row["level"], 0) + 1
    return Reading(data=counts if state.as_of else None, as_of=state.as_of, nature=state.nature, note="预警库尚无记录")


def chart(reading: Reading, view: View) -> Drawing:
    counts: Counts = reading.data
    here, level = tab_of(view.params), view.params.get("level", "")
    tabs = [_tab(name, sum(counts[name].values()), on=name == here) for name in TABS]
    levels = [_level(code, counts[here].get(code, 0), on=code == level) for code in ALL_LEVELS]
    return Drawing(
        body=[
            html.Div(tabs, className="seg", role="group", **{"aria-label": "按处置状态"}),
            html.Div([*levels, _export(view)], className="lvs", role="group", **{"aria-label": "按级别"}),
        ]
    )


def _tab(name: str, count: int, *, on: bool) -> Any:
    said: Mapping[str, str] = {"data-set": "state", "data-to": name, "aria-pressed": "true" if on else "false", "data-focus": f"tab-{name}"}
    return html.Button([TABS[name].word, html.Span(f"{count:,}", className="num")], className="on" if on else "", **said)


def _level(code: str, count: int, *, on: bool) -> Any:
    known = level_of(code)
    said = {
        "data-set": "level",
        "data-to": code,
        "aria-pressed": "true" if on else "false",
        "aria-label": f"{known.word} {count} 件",
        "data-focus": f"level-{code}",
    }
    shape = html.Span([Raw(level_shape(known)), html.Span(f"{count:,}", className="num")], className=f"lv lv{known.number}")
    return html.Button(shape, className=("on" if on else "") + ("" if count else " zero"), title=f"只看{known.word}", **said)


def _export(view: View) -> Any:
    """The file of what the list shows, by the same choices."""
    given = view.params
    wanted = filter_of(view)
    asked = {
        "heads": "true",
        "state": ",".join(TABS[tab_of(given)].states),
        "status": ",".join(wanted.statuses),
        "level": ",".join(wanted.levels),
    }
    asked |= {"family": ",".join(wanted.families), "source": ",".join(wanted.sources), "rule": ",".join(wanted.rules)}
    asked |= {"q": wanted.text or "", "region": wanted.region or ""}
    link = "/api/v1/alerts/export.xlsx?" + urlencode({name: value for name, value in asked.items() if value})
    return html.A("导出", href=link, className="btn", download="", title="按当前条件导出 Excel，导出留痕", **{"data-focus": "export"})


PANEL = Panel(
    key="inbox-head", title="分状态、分级别", question="各有多少件？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "silence"}), needs=NEEDS, renew=timedelta(minutes=5), frame="inh",
)  # fmt: skip
