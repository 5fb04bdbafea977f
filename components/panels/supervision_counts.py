"""电子监察数字: conditions, five numbers, the 12315 limits by working days left, and the counts by unit and by kind of limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from alerts.clocks.watching import Item, Mark, left_bins, near_rule_of
from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.board_filters import group, listed, places, sentences
from components.panels.supervision_items import MARKS, NEEDS, READS, RENEW, RHYTHM, Watch, counts, left_words, unit_of, watch_of
from settings import settings

OWNER = "法规处"
SHARE = ("over", "near", "running", "stopped")


def load(view: View) -> Reading:
    found = watch_of(view)
    return Reading(data=found, as_of=found.state.as_of, rhythm=RHYTHM, nature=found.state.nature, note="还没有起算过法定时限")


def chart_filters(reading: Reading, view: View) -> Drawing:
    found: Watch = reading.data
    parts = [
        *places(view, found.chosen), listed("limit", {"": "全部时限", **found.limits}, found.limit, "时限"), group("mark", "标记", MARKS, (found.mark, "all")),
        sentences(found.faults), html.Span(f"临期规则 {near_rule_of(settings().home).version}", className="bzf-note"),
    ]  # fmt: skip
    return Drawing(body=html.Div(parts, className="bzf", role="group", **{"aria-label": "条件"}))


def chart_numbers(reading: Reading, view: View) -> Drawing:
    found: Watch = reading.data
    n = counts(found.whole)
    worst = min((item for item in found.whole if item.mark is Mark.OVER), key=lambda item: item.reading.left or 0, default=None)
    blocks = [
        _block("计时事项", "going", n["going"], [html.Span(["在办 ", html.B(f"{n['running'] + n['near'] + n['over']:,}")])]),
        _block(
            "超期", "over", n["over"], [html.Span(["最久 ", _left(worst)]) if worst else html.Span("没有超期事项")], inverse=n["over"] > 0
        ),
        _block("临期", "near", n["near"], [html.Span(["今日到期 ", figure("supervision.today", n["today"], unit="件")])]),
        _block("中止", "stopped", n["stopped"], [html.Span("中止期间不计时")]),
        _block("申辩待审", "appealed", found.waiting, [html.Span(f"在办事项 {n['appealed']:,} 件")]),
    ]
    return Drawing(body=html.Div(blocks, className="pr-nums"))


def _left(item: Item) -> Any:
    text, value = left_words(item)
    return html.B(text, **marks("supervision.left_days", value, region=item.timed.region))


def _block(name: str, key: str, value: int, lines: Sequence[Any], *, inverse: bool = False) -> Any:
    shown = figure(f"supervision.{key}", value, unit="件", size="n2")
    told = html.Div(list(lines), className="d num")
    return html.Div([html.Div(name, className="cap"), html.Span(shown, className="pr-inv" if inverse else ""), told], className="bzb")


def chart_left(reading: Reading, view: View) -> Drawing:
    bins = left_bins(reading.data.whole)
    most, whole = max(bins.values(), default=0) or 1, sum(bins.values())
    columns = [_column(word, number, most) for word, number in bins.items()]
    return Drawing(body=html.Div(columns, className="pr-hist"), subtitle=f"投诉、举报在办 {whole:,} 件，按剩余工作日")


def _column(word: str, number: int, most: int) -> Any:
    style = {"height": f"{number / most * 100:.1f}%"}
    kind = {"超期": "pr-over", "0": "pr-now", "1": "pr-soon"}.get(word, "")
    shown = html.B(f"{number:,}", className="num", **marks("supervision.left_bin", number, bin=word))
    return html.Div([html.Div([shown, html.I(style=style, className=kind)], className="pr-bar"), html.Span(word, className="num")])


def chart_units(reading: Reading, view: View) -> Drawing:
    found: Watch = reading.data
    by: dict[tuple[str, str], list[Item]] = {}
    for item in found.whole:
        by.setdefault(unit_of(item, found.chosen, view.scope.province), []).append(item)
    rows = sorted(by.items(), key=lambda one: (-_number(one[1], Mark.OVER), -_number(one[1], Mark.NEAR), one[0][0]))
    return Drawing(body=_table("单位", [(name, "", {"region": code}, items) for (code, name), items in rows]), subtitle="超期多的在前，件")


def chart_limits(reading: Reading, view: View) -> Drawing:
    by: dict[str, list[Item]] = {}
    for item in reading.data.whole:
        by.setdefault(item.limit.code, []).append(item)
    rows = sorted(by.items(), key=lambda one: (-_number(one[1], Mark.OVER), one[0]))
    shown = [(items[0].limit.name, items[0].limit, {"limit": code}, items) for code, items in rows]
    told = [
        (name, f"{limit.length} {limit.unit.zh}，{limit.citation}" + ("（示例）" if limit.example else ""), more, items)
        for name, limit, more, items in shown
    ]
    return Drawing(body=_table("时限", told), subtitle="依据见悬停提示，件")


def _number(items: Sequence[Item], mark: Mark) -> int:
    return sum(item.mark is mark for item in items)


def _table(head: str, rows: Sequence[tuple[str, str, Mapping[str, str], Sequence[Item]]]) -> Any:
    most = max((len(items) for *_, items in rows), default=1) or 1
    top = html.Tr([html.Th(head), html.Th(""), *(html.Th(word, className="num") for word in ("超期", "临期", "计时", "中止"))])
    return html.Table([html.Thead(top), html.Tbody([_unit(*row, most) for row in rows])], className="pr-tab")


def _unit(name: str, told: str, more: Mapping[str, str], items: Sequence[Item], most: int) -> Any:
    n = counts(items)
    bar = [html.I(className=f"pr-{mark}", style={"width": f"{n[mark] / most * 100:.2f}%"}) for mark in SHARE if n[mark]]
    shown = {"over": n["over"], "near": n["near"], "going": n["going"], "stopped": n["stopped"]}
    cells = [html.Td(_count(key, value, more), className="num") for key, value in shown.items()]
    length = html.Div(told.split("，")[0], className="cap") if told else None
    return html.Tr([html.Th([name, length], scope="row", title=told or None), html.Td(html.Div(bar, className="pr-mix")), *cells])


def _count(key: str, value: int, more: Mapping[str, str]) -> Any:
    told = marks(f"supervision.{key}", value, **more)
    return html.B(f"{value:,}", className="pr-inv" if key == "over" and value else "pr-zero" if not value else "", **told)


def _panel(key: str, title: str, question: str, drawn: Any, **more: Any) -> Panel:
    return Panel(
        key=key, title=title, question=question, owner=OWNER, load=load, chart=drawn, reads=READS, needs=NEEDS, renew=RENEW, **more
    )


FILTERS = _panel("supervision-filters", "条件", "看哪里、哪种时限、哪种状态？", chart_filters, frame="pr-bare")
NUMBERS = _panel("supervision-numbers", "监察五数", "多少在办、超期、临期、中止、申辩？", chart_numbers, frame="pr-bare")
LEFT = _panel("supervision-left", "12315 时限", "投诉举报还剩几个工作日？", chart_left)
UNITS = _panel("supervision-units", "按单位", "哪个单位超期、临期最多？", chart_units)
LIMITS = _panel("supervision-limits", "按时限", "哪种法定时限最紧？", chart_limits)
