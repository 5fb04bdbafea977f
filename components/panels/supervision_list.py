"""监察清单: every matter with its limit, its unit and the time that it has left, what presses most first; and the appeals with their rulings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from alerts.clocks.appeals import VERDICTS
from alerts.clocks.watching import Item, Mark
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import local
from components.panels.supervision_counts import OWNER, load
from components.panels.supervision_items import MARKS, NEEDS, READS, RENEW, RHYTHM, Watch, left_words, unit_of, watch_of, within
from data_access.stores import appeals, clocks
from data_access.stores.appeals import Appeal
from geo.regions import regions_of
from security import policy_table

FIRST, STEP, MOST = 20, 40, 3_000
PAST = timedelta(days=14)
MAY_APPEAL = policy_table.API[("POST", "/api/v1/clocks/<id>/appeal")]
MAY_DECIDE = policy_table.API[("POST", "/api/v1/appeals/<id>/decide")]
TABLES = "clock_appeal clock_ruling"


def chart(reading: Reading, view: View) -> Drawing:
    found: Watch = reading.data
    shown = found.items[: _rows(view.params.get("n", ""))]
    if not shown:
        return Drawing(body=html.Div(html.Span("这一范围没有这种事项", className="t2"), className="none1"))
    head = html.Tr([html.Th(word) for word in ("状态", "事项", "单位", "时限", "届满", "剩余", "")])
    table = html.Table([html.Thead(head), html.Tbody([_row(item, found, view) for item in shown])], className="wide pr-list")
    more = len(found.items) - len(shown)
    button = html.Button(
        f"再列 {min(more, STEP)} 件（还有 {more:,} 件）",
        className="btn pr-more",
        **{"data-choose": "n", "data-value": str(len(shown) + STEP)},
    )
    return Drawing(body=[table, button if more else None], subtitle=f"{MARKS[found.mark]} {len(found.items):,} 件，最紧的在前")


def _rows(given: str) -> int:
    """How many rows are asked for; what is no sensible number is the usual one."""
    return min(int(given), MOST) if given.isascii() and given.isdigit() and len(given) < 6 and int(given) >= FIRST else FIRST


def _row(item: Item, found: Watch, view: View) -> Any:
    timed, limit = item.timed, item.limit
    text, value = left_words(item)
    due = html.Span([_due(item, view), html.Span("暂定", className="tg") if item.reading.provisional else None])
    left = html.B(text, className=f"pr-left pr-left-{item.mark}", **marks("supervision.left_days", value, region=timed.region))
    why = html.Div(f"自 {local(view, item.stopped_at)} {item.stopped_why}", className="cap") if item.mark is Mark.STOPPED else None
    cells = [
        _cell("状态", [html.Span(item.mark.zh, className=f"pr-mark pr-mark-{item.mark}"), html.Span("申辩中", className="tg") if item.appealed else _ruled(item)]),
        _cell("事项", [timed.title, why]), _cell("单位", unit_of(item, found.chosen, view.scope.province)[1]),
        html.Td(limit.name, title=f"{limit.worded()}　{limit.citation}", **{"data-h": "时限"}), _cell("届满", due), _cell("剩余", left), html.Td(_appeal(item, view)),
    ]  # fmt: skip
    return html.Tr(cells, **{"data-matter": timed.id, "data-stands": str(item.mark)})


def _cell(head: str, content: Any) -> Any:
    return html.Td(content, className="nw1" if head not in ("事项",) else "", **{"data-h": head})


def _due(item: Item, view: View) -> str:
    if item.reading.due_on is not None:
        return f"{item.reading.due_on:%m-%d}" if item.reading.due_on.year == view.now.year else f"{item.reading.due_on}"
    return local(view, item.reading.due_at) if item.reading.due_at else "—"


def _ruled(item: Item) -> Any:
    return html.Span(VERDICTS[item.appeal.verdict], className="tg") if item.appeal and item.appeal.verdict else None


def _appeal(item: Item, view: View) -> Any:
    if item.appealed or item.mark is Mark.STOPPED or view.role not in MAY_APPEAL:
        return None
    told = {
        "data-call": f"/api/v1/clocks/{item.timed.id}/appeal",
        "data-ask": "申辩",
        "data-reason": "",
        "data-about": item.timed.title,
        "data-tables": TABLES,
    }
    return html.Button("申辩", className="btn pr-small", type="button", **told)


def load_appeals(view: View) -> Reading:
    chosen = watch_of(view).chosen
    with view.sources.store.read() as connection:
        rows = [one for one in appeals.listed(connection, view.scope, view.now - PAST) if within(chosen, one.region)]
        state = clocks.as_of(connection, view.scope)
    return Reading(data=rows, as_of=state.as_of, rhythm=RHYTHM, nature=state.nature, note="还没有起算过法定时限")


def chart_appeals(reading: Reading, view: View) -> Drawing:
    rows: list[Appeal] = reading.data
    if not rows:
        return Drawing(body=html.Div(html.Span("近 14 天没有申辩", className="t2"), className="none1"))
    waiting = sum(one.open for one in rows)
    return Drawing(
        body=html.Ul([_one(one, view) for one in rows], className="pr-aps"), subtitle=f"待审核 {waiting} 件，近 14 天共 {len(rows)} 件"
    )


def _one(one: Appeal, view: View) -> Any:
    regions = regions_of(view.scope.province)
    said = html.Div(f"{one.who}　{local(view, one.at)}　{regions.path(one.region)}", className="cap")
    if one.open:
        state: Any = html.Span("待审核", className="pr-mark pr-mark-near")
    else:
        state = html.Span(VERDICTS[one.verdict or ""], className="tg")
    ruling = html.Div(f"{one.ruled_by}　{local(view, one.ruled_at)}：{one.ruling}", className="cap") if not one.open else None
    buttons = html.Div([_decide(one, verdict, word) for verdict, word in (("upheld", "成立"), ("refused", "不成立"))], className="pr-acts")
    may = one.open and view.role in MAY_DECIDE
    return html.Li(
        [html.Div([html.B(one.title), state], className="pr-aph"), html.Div(one.why), said, ruling, buttons if may else None],
        **{"data-appeal": one.id},
    )


def _decide(one: Appeal, verdict: str, word: str) -> Any:
    told = {
        "data-call": f"/api/v1/appeals/{one.id}/decide", "data-ask": f"申辩{word}", "data-reason": "", "data-about": f"{one.title}：{one.why}",
        "data-with": f'{{"verdict":"{verdict}"}}', "data-tables": TABLES,
    }  # fmt: skip
    return html.Button(word, className="btn pr-small", type="button", **told)


LIST = Panel(
    key="supervision-list", title="监察清单", question="哪些事项要先办？", owner=OWNER, load=load, chart=chart, reads=READS, needs=NEEDS | {"n"}, renew=RENEW,
)  # fmt: skip
APPEALS = Panel(
    key="supervision-appeals", title="申辩", question="谁申辩，理由是什么，怎样审核？", owner=OWNER, load=load_appeals, chart=chart_appeals, reads=READS, needs=NEEDS,
    renew=RENEW,
)  # fmt: skip
