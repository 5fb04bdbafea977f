"""记录: the rows of the mart, or the named things of the register, that the number sums; their sum stands beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator import MARTS
from components.panels.indicator_query import NEEDS, ROWS, asked, number_in, offset_of
from components.records_table import lone, names_of, table_of, term_name
from data_access.records import Slice, event_kind
from geo.regions import regions_of
from indicators import words
from indicators.drill import Drill, drill
from indicators.failure import IndicatorFailed

READERS = frozenset({"leader", "duty", "briefer", "city"})
EVENTS = 8


def load(view: View) -> Reading:
    """A page of the records of one term."""
    found = asked(view)
    one, place = found.indicator, found.place
    if one is None or place is None:
        return Reading(data=None, as_of=None, note=found.why or "业务库计数的明细在各自的业务页面")
    try:
        data = drill(view.sources.marts, one, place, number_in(view.params, "term", 20), Slice(offset_of(view.params), ROWS))
    except IndicatorFailed as failed:
        return Reading(data=None, as_of=None, note=str(failed))
    if data.value.as_of is None:
        return Reading(data=None, as_of=None, note="所读主题库尚无批次")
    return Reading(
        data={"drill": data, "one": one, "names": names_of(view.sources.marts)}, as_of=data.value.as_of, rhythm=one.rhythm, batch=data.value.batch,
        nature=data.value.nature,
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Drill = reading.data["drill"]
    one, regions = reading.data["one"], regions_of(view.scope.province)
    term = found.term
    if term is None:
        return Drawing(body=html.Div("没有可列的记录", className="cap none1"))
    tabs = [_tab(found, at, one.mart) for at in range(len(found.terms))]
    listing = found.listing
    table = table_of(listing.rows, term, reading.data["names"], regions)
    total = "无" if listing.total is None else words.figure(listing.total, "", 2 if listing.total % 1 else 0, "").digits
    said = html.Div(
        [
            html.Span(["共 ", html.Span(f"{listing.count:,}", className="num rcn"), " 行"], **{"data-records": str(listing.count)}),
            html.Span(
                ["合计 ", html.Span(total, className="num rcn")],
                **{"data-records-total": "" if listing.total is None else repr(listing.total)},
            ),
            html.Span("值为 0 的行不列；" + ("合计即上方数值的一项" if found.additive else "加权平均之差不能逐行相加"), className="cap"),
        ],
        className="rcs",
    )
    body = [
        html.Div(tabs, className="seg rct", role="group", **{"aria-label": "列哪一项"})
        if len(tabs) > 1
        else html.Div(tabs[0].children, className="cap rct"),
        said,
    ]
    body += (
        [_table(table), _pages(offset_of(view.params), listing.count)]
        if listing.count
        else [html.Div("期内没有记录", className="cap none1")]
    )
    return Drawing(body=html.Div([*body, _events(found, view)], className="recs"), subtitle="逐行可加，新的在前")


def _tab(found: Drill, at: int, home: str) -> Any:
    term = found.terms[at]
    told = {
        "data-set": "term",
        "data-to": str(at) if at else "",
        "aria-pressed": "true" if at == found.chosen else "false",
        "data-focus": f"term-{at}",
    }
    return html.Button(
        term_name(term, home, alone=lone(found.terms, term)), type="button", className="on" if at == found.chosen else "", **told
    )


def _table(table: Any) -> Any:
    head = html.Tr([html.Th(name, className="num" if at in table.numbers else None, scope="col") for at, name in enumerate(table.heads)])
    rows = [html.Tr([_cell(value, at in table.numbers) for at, value in enumerate(row)]) for row in table.rows]
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="rtb"),
        className="rtw",
        tabIndex="0",
        role="region",
        **{"aria-label": "记录", "data-focus": "records"},
    )


def _cell(value: Any, is_number: bool) -> Any:
    if value is None:
        return html.Td("—", className="num t3" if is_number else "t3")
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if isinstance(value, float) else value
    return html.Td(text, className="num" if is_number else None)


def _pages(offset: int, count: int) -> Any:
    last = min(offset + ROWS, count)
    page = offset // ROWS
    back = html.Button("上一页", type="button", className="btn", disabled=not page, **{"data-page-to": str(page - 1) if page > 1 else ""})
    further = html.Button("下一页", type="button", className="btn", disabled=last >= count, **{"data-page-to": str(page + 1)})
    return html.Div([back, html.Span(f"第 {offset + 1:,}–{last:,} 行，共 {count:,} 行", className="cap num"), further], className="pgs")


def _events(found: Drill, view: View) -> Any:
    """Events of the archive that are of the same kind: named, but not what the number adds up, and it says so."""
    term = found.term
    if term is None or not found.events.count:
        return None
    regions = regions_of(view.scope.province)
    rows = []
    for row in found.events.rows.head(EVENTS).to_dict("records"):
        at = pd.Timestamp(row["time"]).tz_convert(view.now.tzinfo)
        texts = (regions.path(str(row["region"])), str(row["name"] or "—"), html.Span(row["uscc"], className="num"), row["text"])
        rows.append(html.Tr([html.Td(f"{at:%Y-%m-%d %H:%M}", className="num"), *(html.Td(text) for text in texts)]))
    told = f"档案事件另列：同地同期「{event_kind(term)}」{found.events.count:,} 件，来自一户一档，与日报口径不同，不计入上方合计"
    head = html.Tr([html.Th(name, scope="col") for name in ("时间", "区划", "主体", "代码", "事实")])
    listed = html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="rtb"), className="rtw")
    return html.Div([html.H3(told), listed], className="rev", **{"data-archive-events": str(found.events.count)})


PANEL = Panel(
    key="indicator-records", title="记录", question="是哪些户、哪些行？", owner="信息中心", load=load, chart=chart, roles=READERS, reads=MARTS,
    needs=NEEDS | {"term", "p"},
)  # fmt: skip
