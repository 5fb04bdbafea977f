"""告警旁证: who was told and whether it arrived, which step of the chain comes next, what holds notices back, and how fast the city is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from dash import html

from alerts.detail import Detail, detail
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import CHANNELS, OCCASIONS, SENDING, covered, local
from components.panels.inbox_query import NEEDS, first_of
from data_access.scope import Scope
from data_access.stores import alert_reads, alerts
from geo.regions import regions_of
from indicators import words

SHOWN = 8
FIRST = (("found", "发现→确认"), ("dispatched", "确认→派单"), ("closed", "派单→办结"))


def load(view: View) -> Reading:
    regions = regions_of(view.scope.province)
    with view.sources.store.read() as connection:
        asked = view.params.get("id") or first_of(connection, view)
        found = detail(connection, view.scope, asked, view.now) if asked else None
        city = regions.city_of(found.head["region"]) if found else None
        times = alert_reads.first_times_by_city(connection, view.scope, view.now).get(city or "")
        whole = alert_reads.first_times_of_all(connection, Scope.whole(view.scope.province), view.now)
        state = alerts.as_of(connection, view.scope)
    data = {"found": found, "city": city, "times": times, "whole": whole}
    return Reading(
        data=data if state.as_of else None,
        as_of=found.row["changed_at"] if found else state.as_of,
        nature=state.nature,
        note="预警库尚无记录",
    )


def chart(reading: Reading, view: View) -> Drawing:
    data, found = reading.data, reading.data["found"]
    if found is None:
        return Drawing(body=html.Div(html.Span("未选定告警", className="cap"), className="said"))
    parts = [_notices(found, view), _chain(found, view), _silences(found, view), _times(data, view)]
    return Drawing(body=html.Div(parts, className="ctx"))


def _part(title: str, told: str, *content: Any) -> Any:
    return html.Section([html.H3([title, html.Span(told)]), *content])


def _notices(found: Detail, view: View) -> Any:
    rows = list(reversed(found.notices))
    if not rows:
        return _part("通知", "0 条", html.Div("未发出通知", className="cap"))
    sent = sum(row["state"] == "sent" for row in rows)
    lines = [
        html.Div(
            [
                html.Span(CHANNELS["screen"] if row["receiver"] == "screen" else row["receiver"]), html.B(SENDING.get(row["state"], row["state"])),
                html.Span(_told(row, view), className="cap num"),
                html.Span(row["error"][:160], className="cap err") if row["error"] and row["state"] != "sent" else None,
            ],
            className="pe" + (" bad" if row["state"] == "failed" else ""),
        )
        for row in rows[:SHOWN]
    ]  # fmt: skip
    more = html.Div(f"另有 {len(rows) - SHOWN} 条更早", className="cap") if len(rows) > SHOWN else None
    return _part("通知", f"{len(rows)} 条，送达 {sent}", *lines, more)


def _told(row: Mapping[str, Any], view: View) -> str:
    occasion = OCCASIONS.get(row["occasion"], row["occasion"])
    channel = "" if row["receiver"] == row["channel"] else f"　{CHANNELS.get(row['channel'], row['channel'])}"
    when = f"定于 {local(view, row['due_at'])}" if row["state"] == "waiting" else local(view, row["sent_at"] or row["created_at"])
    return f"{occasion}{channel}　{when}"


def _chain(found: Detail, view: View) -> Any:
    chain = found.escalation
    if chain is None:
        return _part("逐级上报", "", html.Div("本件未设上报链", className="cap"))
    if chain["state"] != "waiting":
        said = "已停止" if chain["state"] == "stopped" else "已走完"
        return _part("逐级上报", said, html.Div(chain["note"] or f"停在第 {chain['step']} 步", className="cap"))
    left = html.Span(
        [
            html.B(className="num", **{"data-left": chain["due_at"].isoformat()}),
            html.Span("后上报", **{"data-word": "后上报", "data-over": "已到时"}),
        ],
        className="ckw",
        **{"data-clock-row": ""},
    )
    line = html.Div(
        [html.Span(f"第 {chain['step'] + 1} 步，{local(view, chain['due_at'])}"), left, html.Span(chain["note"] or "", className="cap")],
        className="pe",
    )
    turn = f"第 {chain['round'] + 1} 轮" if chain["round"] else "等待中"
    return _part("逐级上报", turn, line)


def _silences(found: Detail, view: View) -> Any:
    if not found.silences:
        return _part("静默", "", html.Div("没有静默覆盖本件", className="cap"))
    regions, titles = regions_of(view.scope.province), {found.head["id"]: "本件"}
    lines = [
        html.Div(
            [
                html.Span(covered(row["matcher"], regions, titles)), html.Span(f"至 {local(view, row['ends_at'])}", className="num"),
                html.Span(f"{row['who']}：{row['why']}", className="cap"), html.Span(f"已扣下 {row['held_back']} 次通知", className="cap num"),
            ],
            className="pe",
        )
        for row in found.silences
    ]  # fmt: skip
    return _part("静默", f"{len(lines)} 条", *lines)


def _times(data: Mapping[str, Any], view: View) -> Any:
    city = regions_of(view.scope.province).short(data["city"]) if data["city"] else "本地"
    head = html.Tr(
        [
            html.Th("近 30 天"),
            html.Th(f"{city} 中位", className="num"),
            html.Th("九成内", className="num"),
            html.Th("全省 中位", className="num"),
        ]
    )
    rows = [html.Tr([html.Td(name), *_cells((data["times"] or {}).get(key), data["whole"].get(key))]) for key, name in FIRST]
    return _part("三个第一时间", "", html.Table([html.Thead(head), html.Tbody(rows)], className="t3t"))


def _cells(own: Sequence[float | None] | None, whole: Sequence[float | None] | None) -> list[Any]:
    p50, p90 = own or (None, None)
    return [html.Td(words.duration(value), className="num") for value in (p50, p90, (whole or (None, None))[0])]


PANEL = Panel(
    key="alert-side", title="通知与时限", question="谁知道了，下一级何时知道？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "alert_step", "notice", "escalation", "silence"}), needs=NEEDS | {"id"}, renew=timedelta(minutes=5), frame="side",
)  # fmt: skip
