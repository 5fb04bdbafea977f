"""评分明细: what one score of one source is made of, and the rows that it fails on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OWNER, STATES
from components.panels.source_scores import NAMES, READS, SAID, Cards, cards, shown_score
from components.passport import rhythm_of
from data_access import rejects, scores
from data_access.feeds import System
from data_access.mart_tables import MARTS
from data_access.rejects import Rejected
from data_access.scores import Failing, Score
from geo.regions import regions_of
from indicators import words

SHOWN = 12
NEEDS = frozenset({"id", "score"})


def load(view: View) -> Reading:
    found = cards(view)
    total = found.held.whole["source.rows_total"]
    if total.as_of is None or not found.held.systems:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    one = chosen(view, found)
    name = view.params.get("score", "") if view.params.get("score", "") in NAMES else scores.BREADTH
    lists = failures(view, one, name, SHOWN) if one else ()
    refused = rejected_of(view.sources.marts, one) if one and name == scores.PRECISION else []
    data = {"cards": found, "one": one, "score": name, "lists": lists, "rejected": refused}
    return Reading(data=data, as_of=total.as_of, rhythm=timedelta(hours=1), nature=total.nature)


def chosen(view: View, found: Cards) -> System | None:
    """The system that is asked for; without an ask the first. None for a code that does not exist."""
    asked = view.params.get("id", "")
    return next((one for one in found.held.systems if one.code == asked), None) if asked else found.held.systems[0]


def failures(view: View, one: System, score: str, limit: int) -> Sequence[tuple[str, Failing]]:
    """The lists of what a score fails on: of depth one a mart, else one."""
    marts = view.sources.marts
    if score == scores.DEPTH:
        return tuple(
            (str(MARTS.tables[mart].info["zh"]), scores.failing_cells(marts, view.scope, mart, limit))
            for mart in one.tables
            if mart in MARTS.tables
        )
    return ((NAMES[score], scores.failing_lines(marts, view.scope, one.code, score, limit)),)


def rejected_of(marts: Any, one: System) -> list[Rejected]:
    """The rejected rows that loads kept; none where the marts are a data center's."""
    folder = getattr(getattr(marts, "database", None), "folder", None)
    return rejects.rejected(Path(folder), marts.catalogue, one.code, one.tables) if folder else []


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    one: System | None = data["one"]
    if one is None:
        said = f"没有代码为“{view.params.get('id', '')[:20]}”的来源系统，请从下表选择。"
        return Drawing(body=html.Div(said, className="said", role="status"))
    score, name = data["cards"].scores.get(one.code), data["score"]
    tabs = html.Div([_tab(code, score, on=code == name) for code in NAMES], className="soc", role="group", **{"aria-label": "评分"})
    lists = [part for title, failing in data["lists"] for part in _list(title, failing, one, name, view)]
    body = [_about(one, view), tabs, _sum(score, name), *lists, *_refused(data["rejected"], name)]
    return Drawing(
        body=html.Div(body, className="sod", **{"data-source-of": one.code, "data-score-of": name}), subtitle=f"{one.name}　{one.code}"
    )


def _about(one: System, view: View) -> Any:
    known = one.state_of
    state = one.state(view.now)
    over = one.late_from is not None and view.now > one.late_from
    clock: Any = [html.Span(" 已超 "), html.Time("", **{"data-age": one.late_from.isoformat()})] if over and one.late_from else None
    facts = {
        "状态": [STATES[state], clock], "更新周期": rhythm_of(timedelta(minutes=known.rhythm) if known.rhythm else None),
        "最近到达": words.moment(known.last_arrived_at, view.now) if known.last_arrived_at else "从未报送", "责任": f"{known.owner}，{one.bureau}",
        "所供主题": "、".join(str(MARTS.tables[name].info["zh"]) for name in one.tables if name in MARTS.tables) or "未登记",
    }  # fmt: skip
    return html.Div(
        [html.Span([html.Span(f"{word} ", className="t3"), html.Span(told)]) for word, told in facts.items()], className="soa num"
    )


def _tab(code: str, score: Score | None, *, on: bool) -> Any:
    value = score.value(code) if score else None
    told = {"data-choose": "score", "data-value": code, "aria-pressed": "true" if on else "false", "data-focus": f"score-{code}"}
    number = html.B(shown_score(value), className="num", **marks(f"source.score.{code}", value))
    return html.Button(
        [html.Span(NAMES[code]), number, html.Span(SAID[code], className="cap")], type="button", className="on" if on else "", **told
    )


def _sum(score: Score | None, name: str) -> Any:
    if score is None:
        return html.P("近 30 日没有应报，评分未知", className="cap")
    part, whole = score.parts(name)
    said = f"{part:,} ÷ {whole:,} ＝ {shown_score(score.value(name))}，未达 {whole - part:,}" if whole else "没有应报，评分未知"
    return html.P(said, className="num sou", **{"data-part": str(part), "data-whole": str(whole)})


def _list(title: str, failing: Failing, one: System, score: str, view: View) -> Sequence[Any]:
    kept = f"/api/v1/sources/{one.code}/failures"
    files = [
        html.A(word, href=f"{kept}.{kind}?score={score}", className="btn", **{"data-export": kind})
        for kind, word in (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
    ]
    cut = f"，列出最近 {len(failing.rows)} 行" if failing.count > len(failing.rows) else ""
    head = html.Div([html.H4([f"{title}：未达 ", html.Span(f"{failing.count:,}", className="num", **{"data-failing": str(failing.count), "data-lost": str(failing.lost)}), f" 行{cut}"]),
                     html.Span(files, className="rgx")], className="soh")  # fmt: skip
    if not failing.count:
        return (html.Div(html.H4(f"{title}：没有未达的行"), className="soh"),)
    rows = [html.Tr([_cell(name, row[name], view) for name in failing.rows.columns]) for row in failing.rows.to_dict("records")]
    table = html.Table([html.Thead(html.Tr([html.Th(word, scope="col") for word in failing.heads])), html.Tbody(rows)], className="soft")
    return (head, html.Div(table, className="rtw sow"))


def _cell(name: str, value: Any, view: View) -> Any:
    return html.Td(cell_text(name, value, view.scope.province), className="num" if name not in ("region", "empty") else None)


def cell_text(name: str, value: Any, province: str) -> str:
    """One cell of a failing row in words."""
    if name == "region":
        return "全省" if value == province else regions_of(province).path(str(value))
    if not isinstance(value, str) and pd.isna(value):
        return words.NOTHING
    if name in ("day", "month", "hour"):
        stamp = pd.Timestamp(value)
        return f"{stamp:%Y-%m-%d %H} 时" if name == "hour" else f"{stamp:%Y-%m}" if name == "month" else f"{stamp:%Y-%m-%d}"
    return value if isinstance(value, str) else f"{value:,.0f}"


def _refused(rows: Sequence[Rejected], score: str) -> Sequence[Any]:
    if score != scores.PRECISION:
        return ()
    if not rows:
        return (html.P("装载拒收明细：来源自行校验的只报行数；经“装载”入库的文件如有拒收，逐行列在这里", className="cap"),)
    heads = ("批次", "文件", "行", "列", "值（已脱敏）", "原因")
    body = [
        html.Tr(
            [
                html.Td(_batch(row), className="num"),
                html.Td(row.file),
                html.Td(row.row, className="num"),
                html.Td(row.column),
                html.Td(row.value),
                html.Td(row.reason),
            ]
        )
        for row in rows[:SHOWN]
    ]
    head = html.Div(
        html.H4(["装载拒收明细：", html.Span(f"{len(rows):,}", className="num", **{"data-rejected": str(len(rows))}), " 行"]),
        className="soh",
    )
    return (
        head,
        html.Div(
            html.Table([html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])), html.Tbody(body)], className="soft"),
            className="rtw sow",
        ),
    )


def _batch(row: Rejected) -> str:
    return f"第 {row.batch} 批" if row.batch is not None else "未发布"


PANEL = Panel(
    key="source-detail", title="评分明细", question="哪些行没有达到，分数怎么来的？", owner=OWNER, load=load, chart=chart, reads=READS, needs=NEEDS,
)  # fmt: skip
