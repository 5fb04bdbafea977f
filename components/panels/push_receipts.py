"""多项告知: the rules that name several recipients, and every receipt that is missing, with its age in working days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import html

from alerts.clocks.working_days import calendar_of
from alerts.recipients import Book, Receipt, book_of, standing
from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from components.panels.block_words import said_of
from components.panels.board_choice import BoardChoice, place_of
from components.panels.supervision_items import within
from data_access.stores import pushes
from geo.regions import regions_of
from security import policy_table
from settings import settings

OWNER = "行政审批处"
BACK = timedelta(days=30)
NEEDS = frozenset({"area"})
READS = frozenset({"notice_push", "notice_receipt"})
RENEW, RHYTHM = timedelta(hours=1), timedelta(days=1)
SHOWN = 20
MAY_CONFIRM = policy_table.API[("POST", "/api/v1/pushes/<id>/receipt")]


@dataclass(frozen=True, kw_only=True)
class Told:
    """The receipts of the place: those of the last 30 days, and all that are missing, whenever they were pushed."""

    book: Book
    chosen: BoardChoice
    lately: Sequence[Receipt]
    waiting: Sequence[Receipt]


def load(view: View) -> Reading:
    known, chosen = settings(), place_of(view, [])
    with view.sources.store.read() as connection:
        found = [told for told in pushes.since(connection, view.scope, view.now - BACK) if within(chosen, told[0].region)]
        state = pushes.as_of(connection, view.scope)
    book = book_of(known.home)
    rows = standing(found, book, (calendar_of(known.home), known.tz), view.now)
    data = Told(
        book=book, chosen=chosen, lately=[row for row in rows if row.push.pushed_at >= view.now - BACK],
        waiting=sorted((row for row in rows if row.received_at is None), key=lambda row: (-row.over, row.due_on, row.push.id, row.recipient)),
    )  # fmt: skip
    return Reading(data=data, as_of=state.as_of, rhythm=RHYTHM, nature=state.nature, note="还没有推送过多项告知")


def chart_rules(reading: Reading, view: View) -> Drawing:
    told: Told = reading.data
    sent = len({row.push.id for row in told.lately})
    received = sum(row.received_at is not None for row in told.lately)
    late = sum(row.late for row in told.waiting)
    numbers = html.Div([
        _number("推送", figure("push.sent", sent, unit="件", size="n3")), _number("应签收", figure("push.recipients", len(told.lately), unit="次", size="n3")),
        _number("已签收", figure("push.received", received, unit="次", size="n3")),
        _number("逾期未签收", figure("push.late", late, unit="次", size="n3"), inverse=late > 0),
    ], className="pr-four")  # fmt: skip
    head = html.Tr(
        [
            html.Th(word, className="num" if word in ("期限", "已签 / 应签", "逾期") else "")
            for word in ("规则", "告知部门", "期限", "已签 / 应签", "逾期")
        ]
    )
    rows = [_rule(code, told) for code in told.book.rules]
    note = html.Div(f"规则 {told.book.version}；每个部门各有签收，期限按工作日计，推送当日不计", className="cap")
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="pr-tab pr-rules")
    return Drawing(body=[numbers, table, note], subtitle=said_of(told.chosen, "近 30 日"))


def _number(word: str, shown: Any, *, inverse: bool = False) -> Any:
    return html.Div([html.Span(word, className="cap"), html.Span(shown, className="pr-inv" if inverse else "")])


def _rule(code: str, told: Told) -> Any:
    rule = told.book.rules[code]
    mine = [row for row in told.lately if row.push.rule == code]
    received, late = sum(row.received_at is not None for row in mine), sum(row.late for row in told.waiting if row.push.rule == code)
    name = html.Th([rule.name, html.Div(rule.matter, className="cap")], scope="row", title=rule.citation)
    share = [
        html.B(f"{received:,}", **marks("push.received", received, rule=code)),
        " / ",
        html.B(f"{len(mine):,}", **marks("push.recipients", len(mine), rule=code)),
    ]
    over = html.B(f"{late:,}", className="pr-inv" if late else "pr-zero", **marks("push.late", late, rule=code))
    return html.Tr([
        name, html.Td("、".join(rule.recipients)), html.Td(f"{rule.working_days} 个工作日", className="num"), html.Td(share, className="num"), html.Td(over, className="num"),
    ])  # fmt: skip


def chart_waiting(reading: Reading, view: View) -> Drawing:
    told: Told = reading.data
    if not told.waiting:
        return Drawing(body=html.Div(html.Span("全部已签收", className="t2"), className="none1"))
    may = view.role in MAY_CONFIRM
    head = html.Tr([html.Th(word) for word in ("状态", "事项", "部门", "推送", "期限", "已等", *(("",) if may else ()))])
    rows = [_waiting(row, view, may=may) for row in told.waiting[:SHOWN]]
    more = len(told.waiting) - SHOWN
    rest = html.Div(f"另有 {more:,} 次等待签收，请按地区查看", className="cap") if more > 0 else None
    late = sum(row.late for row in told.waiting)
    said = said_of(told.chosen, f"等待 {len(told.waiting):,} 次，其中逾期 {late:,} 次，不限推送时间")
    return Drawing(body=[html.Table([html.Thead(head), html.Tbody(rows)], className="wide pr-list"), rest], subtitle=said)


def _waiting(row: Receipt, view: View, *, may: bool) -> Any:
    mark = (
        html.Span(f"逾期 {row.over} 个工作日", className="pr-mark pr-mark-over")
        if row.late
        else html.Span("期限内", className="pr-mark pr-mark-running")
    )
    waited = html.B(f"{row.waited} 个工作日", **marks("push.waited", row.waited, region=row.push.region))
    place = regions_of(view.scope.province).path(row.push.region)
    cells = [
        html.Td(mark, **{"data-h": "状态"}), html.Td([row.push.title, html.Div(f"{row.rule}　{place}", className="cap")], **{"data-h": "事项"}),
        html.Td(row.recipient, **{"data-h": "部门"}), html.Td(local(view, row.push.pushed_at), className="num nw1", **{"data-h": "推送"}),
        html.Td(f"{row.due_on:%m-%d}", className="num nw1", **{"data-h": "期限"}), html.Td(waited, className="nw1", **{"data-h": "已等"}),
    ]  # fmt: skip
    if may:
        said = {
            "data-call": f"/api/v1/pushes/{row.push.id}/receipt", "data-ask": "签收", "data-about": row.push.title,
            "data-with": json.dumps({"recipient": row.recipient}, ensure_ascii=False), "data-tables": "notice_push notice_receipt",
        }  # fmt: skip
        cells.append(html.Td(html.Button("签收", className="btn pr-small", type="button", **said)))
    return html.Tr(cells, **{"data-push": row.push.id, "data-recipient": row.recipient, "data-late": str(row.late).lower()})


RULES = Panel(
    key="dual-notice-rules", title="多项告知", question="一件事要告知哪些部门，都签收了吗？", owner=OWNER, load=load, chart=chart_rules, reads=READS, needs=NEEDS,
    renew=RENEW,
)  # fmt: skip
WAITING = Panel(
    key="dual-notice-waiting", title="等待签收", question="谁还没有签收，等了几个工作日？", owner=OWNER, load=load, chart=chart_waiting, reads=READS, needs=NEEDS,
    renew=RENEW,
)  # fmt: skip
