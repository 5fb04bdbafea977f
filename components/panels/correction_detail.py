"""查纠详情: one correction — what is doubted, the row that changes, its three steps with persons and times, and what it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from components.doubts import change_words, figure
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from components.panels.correction_list import OWNER, READS, states_of
from components.touched import Touched, briefings_of, touched_by
from corrections.item import KINDS, STATES
from data_access.mart_tables import MARTS
from data_access.stores import corrections
from geo.regions import regions_of
from indicators import words
from indicators.registry import registered
from security import policy_table

MAY = policy_table.API[("POST", "/api/v1/corrections/<id>/approve")]
ROLES = {"leader": "省局领导", "duty": "值班员", "city": "市局", "briefer": "文稿", "system": "系统", "admin": "管理员"}
Row = Mapping[str, Any]


def load(view: View) -> Reading:
    """The item that is asked for, else the first of the list."""
    asked = view.params.get("id", "")
    with view.sources.store.read() as connection:
        first = [] if asked else corrections.listed(connection, view.scope, states=states_of(view), limit=1)
        row = corrections.one(connection, asked, view.scope) if asked else next(iter(first), None)
        steps = corrections.steps(connection, row["id"]) if row else []
        state = corrections.as_of(connection, view.scope)
    return Reading(data={"row": row, "steps": steps, "asked": bool(asked)}, as_of=state.as_of or view.now, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    row = reading.data["row"]
    if row is None:
        said = "没有这件查纠，或它不在您的数据范围内。" if reading.data["asked"] else "没有可显示的查纠。"
        return Drawing(body=html.Div(html.Span(said, className="t2"), className="none1", role="status"))
    one = registered().get(row["code"])
    name = one.name if one else row["code"]
    head = html.Div([html.H3(name), html.Div(_place(row, view), className="cap num")], className="coh")
    body = [
        head, _stages(row, view), _acts(row, name, view), _facts(row, one, view), html.H4("影响的板块与面板"), _touched(touched_by(view, (row["mart"],))),
        html.H4("影响的专报"), _briefings(briefings_of((row["mart"],))), html.H4("经过"), _history(reading.data["steps"], view),
    ]  # fmt: skip
    return Drawing(
        body=html.Div(body, className="cod", **{"data-correction": row["id"], "data-state-of": row["state"]}), subtitle=STATES[row["state"]]
    )


def _place(row: Row, view: View) -> str:
    region = "全省" if row["region"] == view.scope.province else regions_of(view.scope.province).path(row["region"])
    told = row["place"]
    days = f"　{told['from']} 至 {told['to']}" if told.get("from") else ""
    return f"{region}{days}　{row['code']}" + (f"　{told['where']}" if told.get("where") else "")


def _stages(row: Row, view: View) -> Any:
    """发现 → 审核 → 入仓, each with who and when."""
    rejected = row["state"] == corrections.REJECTED
    judged = row["reviewed_at"]
    stages = [
        ("发现", row["reporter_name"], row["reported_at"], True),
        ("驳回" if rejected else "审核", row["reviewer_name"], judged, judged is not None),
        ("入仓", f"第 {row['batch']} 批" if row["stored_at"] else row["waits"], row["stored_at"], row["stored_at"] is not None),
    ]
    shown = stages[:2] if rejected else stages
    return html.Ol([_stage(stage, view) for stage in shown], className="cos", **{"aria-label": "查纠进度"})


def _stage(stage: tuple[str, str | None, datetime | None, bool], view: View) -> Any:
    word, who, at, done = stage
    time = local(view, at) if at else ""
    return html.Li([html.B(word), html.Span(who or "待办"), html.Span(time, className="num cap")], className="done" if done else "")


def _acts(row: Row, name: str, view: View) -> Any:
    if row["state"] != corrections.FOUND or view.role not in MAY:
        return None
    place = {**row["place"], **({"region": row["region"]} if row["region"] != view.scope.province else {})}
    told = json.dumps({"id": row["id"], "code": row["code"], "name": name, "place": place, "change": row["change"]}, ensure_ascii=False)
    yes = html.Button(
        "审核通过", className="btn pri", type="button", **{"data-review": "approve", "data-item": told, "data-focus": "approve"}
    )
    no = html.Button("驳回", className="btn", type="button", **{"data-review": "reject", "data-item": told, "data-focus": "reject"})
    return html.Div([yes, no, html.Span("提出人不能审核自己提出的查纠", className="cap")], className="coa")


def _facts(row: Row, one: Any, view: View) -> Any:
    change = row["change"]
    unit, decimals = (one.unit, one.decimals) if one else ("", 0)
    shown = {name: words.number(row[name], unit, decimals) for name in ("seen", "value_before", "value_after")}
    mart = MARTS.tables[row["mart"]].info["zh"]
    facts: dict[str, Any] = {
        "问题": f"{KINDS.get(row['kind'], row['kind'])}：{row['text']}", "依据": row["evidence"] or "未提供",
        "所见": html.Span([shown["seen"], html.Span(f"　提出时为 {shown['value_before']}", className="t3")], className="num"),
        "更正": html.Span(change_words(change, view.scope.province), className="num", **{"data-change-old": figure(change["old"]), "data-change-new": figure(change["new"])})
        if change else "尚未定位到行，由审核人选定",
        "旧值": html.Span(f"{figure(change['old'])}，留存于第 {change['batch']} 批　{mart}", className="num") if change else "",
        "入仓后": html.Span(shown["value_after"], className="num") if row["state"] == corrections.STORED else "",
        "等待": row["waits"] or "",
    }  # fmt: skip
    return html.Dl([part for word, told in facts.items() if told for part in (html.Dt(word), html.Dd(told))], className="flds cof")


def _touched(boards: Sequence[Touched]) -> Any:
    if not boards:
        return html.P("没有板块读取这一主题", className="cap")
    lines = [
        html.Li([html.A(one.title, href=one.path) if one.open else html.Span(one.title), html.Span("、".join(panel.title for panel in one.panels), className="cap")], **{"data-touched": one.name})
        for one in boards
    ]  # fmt: skip
    return html.Ul(lines, className="cob")


def _briefings(named: Sequence[str]) -> Any:
    return html.P("、".join(named) if named else "尚无专报：本系统尚未制发专报，无从影响", className="cap")


def _history(steps: Sequence[Row], view: View) -> Any:
    return html.Ol([_step(step, view) for step in steps], className="coy")


def _step(step: Row, view: View) -> Any:
    who = f"{step['who']}（{ROLES.get(step['role'], step['role'])}）"
    same = step["state_from"] == step["state_to"]
    return html.Li(
        [
            html.Span(local(view, step["at"]), className="num cap"),
            html.Div([html.B("保持" if same else STATES[step["state_to"]]), f"　{who}", html.Div(step["why"], className="t2")]),
        ]
    )


PANEL = Panel(
    key="correction-detail", title="查纠详情", question="错在哪里，谁提谁审，何时入仓，影响什么？", owner=OWNER, load=load, chart=chart, reads=READS,
    needs=frozenset({"id", "state"}),
)  # fmt: skip
