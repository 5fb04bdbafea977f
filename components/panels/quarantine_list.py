"""隔离区: what came in and was refused, with the reason and the bytes as inert text, to replay or to set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from data_access.stores import quarantine
from data_access.stores.quarantine import Kept
from security import policy_table

SHOWN = 2_000
MOST = 50
WAYS: Mapping[str, str] = MappingProxyType(
    {"json": "JSON 接口", "cap": "CAP", "alertmanager": "Alertmanager", "cloudevents": "CloudEvents", "stream": "数据流", "sql": "告警表"}
)
STATES: Mapping[str, str] = MappingProxyType({"waiting": "待处理", "replayed": "已重放", "dismissed": "已搁置"})
MAY = policy_table.API[("POST", "/api/v1/quarantine/<id>/replay")]


def load(view: View) -> Reading:
    """What waits."""
    with view.sources.store.read() as connection:
        rows = quarantine.listed(connection, view.scope, limit=MOST)
        waiting = quarantine.count(connection, view.scope)
    return Reading(data={"rows": rows, "waiting": waiting}, as_of=view.now)


def load_handled(view: View) -> Reading:
    """What was handled."""
    with view.sources.store.read() as connection:
        rows = [row for row in quarantine.listed(connection, view.scope, state=None, limit=4 * MOST) if row.state != quarantine.WAITING]
    return Reading(data={"rows": rows[:MOST], "waiting": 0}, as_of=view.now)


def chart(reading: Reading, view: View) -> Drawing:
    rows, waiting = reading.data["rows"], reading.data["waiting"]
    if not rows:
        return Drawing(body=html.Div(html.Span("没有待处理的来文：收到的都已进入告警", className="t2"), className="none1"))
    told = f"待处理 {waiting:,} 件" + (f"，列出最近 {len(rows)} 件" if waiting > len(rows) else "")
    return Drawing(body=[_item(row, view) for row in rows], subtitle=told)


def chart_handled(reading: Reading, view: View) -> Drawing:
    rows = reading.data["rows"]
    if not rows:
        return Drawing(body=html.Div(html.Span("尚无处理记录", className="t2"), className="none1"))
    head = html.Tr([html.Th(name) for name in ("收到", "途径", "发送方", "拒收原因", "结果", "处理人")])
    body = [
        html.Tr([
            html.Td(local(view, row.at), className="num nw1"), html.Td(WAYS.get(row.way, row.way), className="nw1"), html.Td(row.sender), html.Td(row.reason[:300]),
            html.Td([STATES.get(row.state, row.state), html.Div((row.outcome or "")[:300], className="cap")]),
            html.Td([row.handled_by or "", html.Div(local(view, row.handled_at), className="cap num")], className="nw1"),
        ])
        for row in rows
    ]  # fmt: skip
    return Drawing(body=html.Table([html.Thead(head), html.Tbody(body)], className="wide"))


def _item(row: Kept, view: View) -> Any:
    text = row.body[:SHOWN].decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
    more = f"，只显示前 {SHOWN:,} 字节" if len(row.body) > SHOWN else ""
    times = html.Span(f"来过 {row.times} 次", className="tg") if row.times > 1 else None
    told = html.Div(
        [
            html.B(row.reason[:400]),
            html.Div(
                [f"{WAYS.get(row.way, row.way)}　{row.sender}　", html.Span(local(view, row.at), className="num"), "　", times],
                className="cap",
            ),
        ],
        className="qr",
    )
    size = html.Summary(f"来文 {len(row.body):,} 字节，{row.content_type or '未标类型'}{more}")
    last = html.Div(f"上次重放：{row.outcome[:300]}", className="cap") if row.outcome else None
    return html.Article(
        [html.Div([told, _acts(row, view)], className="qh"), html.Details([size, html.Pre(text, className="raw")]), last],
        className="qi",
        **{"data-kept": row.id},
    )


def _acts(row: Kept, view: View) -> Any:
    if view.role not in MAY:
        return None
    at = f"/api/v1/quarantine/{row.id}"
    replay = html.Button("重放", className="btn", title="照原样再收一次", **{"data-call": f"{at}/replay", "data-ask": "重放"})
    said = {"data-call": f"{at}/dismiss", "data-ask": "搁置", "data-reason": "", "data-about": row.reason[:120]}
    return html.Div([replay, html.Button("搁置", className="btn", **said)], className="qa")


HANDLED = Panel(
    key="quarantine-handled", title="已处理", subtitle="最近 50 件", question="后来怎样？", owner="信息中心", load=load_handled, chart=chart_handled,
    reads=frozenset({"quarantine"}),
)  # fmt: skip
PANEL = Panel(
    key="quarantine", title="待处理来文", question="什么没有收进来，为什么？", owner="信息中心", load=load, chart=chart,
    reads=frozenset({"quarantine"}), renew=timedelta(minutes=5),
)  # fmt: skip
