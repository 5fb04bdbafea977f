"""双告知: what was pushed to the licensing departments and what they made of it, by the skeleton of boards, and department by department."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_numbers import volume
from components.panels.block_ranking import ranking
from components.panels.block_reading import reading, timed
from components.panels.block_trend import course
from components.panels.block_words import said_of
from components.panels.board_choice import PARAMS
from components.panels.board_filters import board_filters
from components.panels.subject import Subject, marts_behind
from indicators import words
from indicators.read import ask
from indicators.registry import get

SUBJECT = Subject(
    key="dual-notice", name="双告知", owner="行政审批处",
    volume=("notice.pushed", "notice.claimed", "notice.handled", "notice.overdue", "notice.claimed_rate", "notice.closed_loop_rate"),
    progress=("notice.claimed_rate", "notice.handled_rate"), risk=("notice.overdue_rate",), deadline=("notice.overdue", "notice.overdue_rate"),
    trend=(("notice.pushed", "推送"), ("notice.claimed", "认领"), ("notice.handled", "办结")), ranking="notice.claimed_rate",
)  # fmt: skip
COLUMNS = (
    ("推送", "notice.pushed"),
    ("认领", "notice.claimed"),
    ("办结", "notice.handled"),
    ("超期", "notice.overdue"),
    ("办结率", "notice.closed_loop_rate"),
)


def load_departments(view: View) -> Reading:
    block = timed(view, SUBJECT, SUBJECT.volume)
    codes = tuple(code for _, code in COLUMNS)
    answer = ask(view.sources.marts, replace(block.chosen.ask(*codes), by=("department",), who_is_missing=False))
    return reading(block, (block.chosen, answer.frame) if len(answer.frame) else None)


def chart_departments(found: Reading, view: View) -> Drawing:
    chosen, frame = found.data
    frame = frame.sort_values(COLUMNS[0][1], ascending=False, na_position="last")
    most = float(frame["notice.pushed"].max()) or 1.0
    level = words.level(frame["notice.pushed"].tolist())
    head = html.Tr([html.Th("部门"), html.Th(""), *(html.Th(word, className="num") for word, _ in COLUMNS)])
    rows = [_department(row, chosen, (most, level)) for row in frame.to_dict("records")]
    unit = f"{level}件，超期为件" if level else "件"
    return Drawing(
        body=html.Table([html.Thead(head), html.Tbody(rows)], className="pr-tab pr-deps"),
        subtitle=said_of(chosen, f"{unit}；条为办结、认领未办结、未认领"),
    )


def _department(row: dict[Any, Any], chosen: Any, scale: tuple[float, str]) -> Any:
    most, level = scale
    told = {**chosen.told({"department": str(row["department"])}), "span": str(chosen.span)}
    pushed, claimed, handled = (float(row[code]) for code in SUBJECT.lines)
    parts = {"done": handled, "running": claimed - handled, "stopped": pushed - claimed}
    shares = {name: max(0.0, part / most * 100) for name, part in parts.items() if part == part}
    bar = html.Div([html.I(className=f"pr-{name}", style={"width": f"{share:.1f}%"}) for name, share in shares.items()], className="pr-mix")
    return html.Tr([html.Th(row["department"], scope="row"), html.Td(bar), *(_cell(code, row[code], level, told) for _, code in COLUMNS)])


def _cell(code: str, value: float, level: str, told: dict[str, str]) -> Any:
    one = get(code)
    shown = words.figure(
        value, one.unit if one.is_rate else "", one.decimals, None if one.is_rate else "" if code == "notice.overdue" else level
    )
    text = shown.text if one.is_rate else shown.digits
    return html.Td(html.B(text, **marks(code, value, **told)), className="num")


DEPARTMENTS = Panel(
    key="dual-notice-departments", title="按部门", question="推给哪个部门，认领、办结了没有？", owner=SUBJECT.owner, load=load_departments, chart=chart_departments,
    reads=marts_behind(*SUBJECT.timed), needs=PARAMS,
)  # fmt: skip
PANELS = (
    board_filters("dual-notice-filters", owner=SUBJECT.owner, mart=SUBJECT.mart), volume(SUBJECT), course(SUBJECT), ranking(SUBJECT),
    DEPARTMENTS,
)  # fmt: skip
