"""告警详情: what it is, how far it is, on what basis, what belongs to it, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html

from alerts.detail import Detail, detail
from components.levels import level_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_acts import acts
from components.panels.alert_basis import basis
from components.panels.alert_words import DISPOSITIONS, STATES, STATUSES, clock, length, local, mark, source_word, word
from components.panels.inbox_query import NEEDS, first_of
from data_access.stores import alerts
from geo.regions import Regions, regions_of

SHOWN = 20
STEPS = (("发现", "occurred_at"), ("确认", "acknowledged_at"), ("派单", "dispatched_at"), ("办结", "closed_at"))
NOBODY = frozenset({"", "system", "intake"})


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        asked = view.params.get("id") or first_of(connection, view)
        found = detail(connection, view.scope, asked, view.now) if asked else None
        state = alerts.as_of(connection, view.scope)
    return Reading(
        data={"found": found, "asked": asked} if state.as_of else None, as_of=found.row["changed_at"] if found else state.as_of,
        nature=found.row["nature"] if found else state.nature, note="预警库尚无记录",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Detail | None = reading.data["found"]
    if found is None:
        return Drawing(body=_nothing(asked=bool(reading.data["asked"])))
    regions = regions_of(view.scope.province)
    fields, charts = basis(found.row, view)
    left = _sub("依据", "谁判定，按什么限", html.Div(fields))
    right = [_sub("经过", f"只增不改，{len(found.history)} 步", _history(found.history, view)), *_groups(found, regions, view)]
    parts = [html.Div(left), html.Div(right)]
    body = html.Div(
        [
            _head(found, regions, view),
            _steps(found.head, view),
            html.Div(parts, className="mid2", **{"data-scroll": ""}),
            acts(found.head, view),
        ],
        className="room",
    )
    return Drawing(body=body, charts=charts)


def _back() -> Any:
    """On a phone the detail covers the list."""
    return html.Button("返回列表", className="btn ghost back", **{"data-back": ""})


def _nothing(*, asked: bool) -> Any:
    if asked:
        return html.Div([html.B("没有这条告警"), html.Span("它不存在，或不在您的数据范围内", className="cap"), _back()], className="said")
    return html.Div([html.B("没有可看的告警"), html.Span("左侧列表为空时，这里也没有内容", className="cap"), _back()], className="said")


def _sub(title: str, told: str, *content: Any) -> Any:
    return html.Section(
        [html.Header([html.H3(title), html.Span(told, className="q")], className="ph"), html.Div(list(content), className="sb")],
        className="sub",
    )


def _head(found: Detail, regions: Regions, view: View) -> Any:
    row, head = found.row, found.head
    known = level_of(row["level"])
    tags = [STATUSES[row["status"]]] if row["status"] in STATUSES else []
    tags += ["静默"] if found.silences else []
    tags += ["被更重的告警抑制"] if head["inhibited_by"] else []
    told = [
        f"　{known.meaning}" if known.number else "", f"　{regions.path(row['region'])}　{source_word(row['source'])}",
        f"　{row['family']}" if row["family"] else "", f"　同源并 {head['merged']} 件" if head["merged"] > 1 else "",
    ]  # fmt: skip
    return html.Div(
        [
            _back(),
            mark(row["level"]),
            html.Div([
                html.H2(row["title"], tabIndex="-1", id="alert-title"),
                html.Div([word(row["level"]), *told, *(html.Span(tag, className="tg") for tag in tags)], className="m"),
            ]),
            html.Div(clock(head), className="big"),
        ],
        className="rh", **{"data-open": head["id"], "data-alert-level": row["level"]},
    )  # fmt: skip


def _steps(row: Mapping[str, Any], view: View) -> Any:
    done = [name for name, column in STEPS if row[column]]
    cells = []
    for at, (name, column) in enumerate(STEPS):
        kind = "cur" if done and name == done[-1] else "on" if row[column] else ""
        before = row[STEPS[at - 1][1]] if at else None
        cells.append(html.Div([html.B(name), html.Span(_step(row, column, before, view), className="num")], className=kind))
    return html.Div(cells, className="s6b")


def _step(row: Mapping[str, Any], column: str, before: datetime | None, view: View) -> str:
    at: datetime | None = row[column]
    if at is None:
        return "—"
    spent = f"　用时 {length(at - before)}" if before and at - before >= timedelta(0) else ""
    who = f"　{row['owner']}" if column == "acknowledged_at" and row["owner"] else ""
    judged = f"　{DISPOSITIONS[row['disposition']]}" if column == "closed_at" and row["disposition"] in DISPOSITIONS else ""
    return f"{local(view, at)}{who}{judged}{spent}"


def _history(steps: Sequence[Mapping[str, Any]], view: View) -> Any:
    if not steps:
        return html.Div("尚无经过", className="cap")
    return html.Ol([_line(step, view) for step in reversed(steps)], className="ev", **{"aria-label": "经过，最新在前"})


def _line(step: Mapping[str, Any], view: View) -> Any:
    who = "系统" if step["who"] in NOBODY else source_word(step["who"])
    moved = STATES.get(step["state_to"], step["state_to"]) if step["state_from"] != step["state_to"] else ""
    at = html.Time(local(view, step["at"]), dateTime=step["at"].isoformat())
    return html.Li(
        [at, html.I(), html.Span([html.B(who), f"　{moved}" if moved else "", html.Span(f"　{step['why']}" if step["why"] else "")])],
        className="e1 k" if moved else "e1",
    )


def _groups(found: Detail, regions: Regions, view: View) -> list[Any]:
    parts = []
    if found.members:
        total = found.head["merged"]
        told = f"共 {total} 件，列出首件与最近 {min(SHOWN, len(found.members))} 件" if total > SHOWN + 1 else f"共 {total} 件"
        parts.append(_sub("并案", told, _others([found.head, *found.members[:SHOWN]], regions, view)))
    if found.inhibits:
        told = f"{len(found.inhibits)} 件因本件而起，不另通知"
        parts.append(_sub("抑制", told, _others(found.inhibits[:SHOWN], regions, view)))
    if found.head["inhibited_by"]:
        cause = html.Button("查看更重的告警", className="btn", **{"data-open-alert": found.head["inhibited_by"]})
        parts.append(_sub("被抑制", "本件是另一件更重告警的后果，不单独通知", cause))
    return parts


def _others(rows: Sequence[Mapping[str, Any]], regions: Regions, view: View) -> Any:
    lines = [
        html.Li(
            [
                mark(row["level"]),
                html.Span(row["title"], className="ot"),
                html.Span(regions.path(row["region"]), className="t3"),
                html.Time(local(view, row["occurred_at"])),
            ]
        )
        for row in rows
    ]
    return html.Ul(lines, className="oth")


PANEL = Panel(
    key="alert", title="告警详情", question="是什么，凭什么，谁在办，下一步？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "alert_step", "silence"}), needs=NEEDS | {"id"}, renew=timedelta(minutes=5), frame="det",
)  # fmt: skip
