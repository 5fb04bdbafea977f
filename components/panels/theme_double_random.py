"""双随机: plan, draw, inspect and publish as numbers, by the skeleton of boards; and what a plan makes of it by kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from components.charts.funnel import Step, funnel
from components.number import marks_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_numbers import volume
from components.panels.block_ranking import ranking
from components.panels.block_reading import reading, timed
from components.panels.block_trend import course
from components.panels.block_words import said_of
from components.panels.board_choice import PARAMS, Cut
from components.panels.board_filters import board_filters
from components.panels.subject import Subject, marts_behind
from indicators import words
from indicators.read import values
from indicators.registry import get

PLANS = ("部门联合抽查", "定向抽查", "不定向抽查")
SUBJECT = Subject(
    key="double-random", name="双随机抽查", owner="信用监管处",
    volume=("draw.target", "draw.drawn", "draw.inspected", "draw.completion_rate", "draw.published_rate", "draw.problem_rate"),
    progress=("draw.completion_rate", "draw.published_rate"), risk=("draw.problem_rate_30_days",),
    deadline=("draw.uninspected", "draw.unpublished", "draw.published"), trend=(("draw.drawn", "抽取"), ("draw.inspected", "已检查"), ("draw.published", "已公示")), ranking="draw.published_rate",
    cut=Cut.of("计划", "不分计划", "draw_daily", "plan", {plan: plan for plan in PLANS}),
    remark="公示期限按户计，主题库只有按日件数，不推算逾期户数；未公示为已检查减已公示。",
)  # fmt: skip
STEPS = (("应查", "draw.target"), ("抽取", "draw.drawn"), ("已检查", "draw.inspected"), ("已公示", "draw.published"))
RATES = ("draw.completion_rate", "draw.published_rate", "draw.problem_rate")


def load_steps(view: View) -> Reading:
    return reading(timed(view, SUBJECT, tuple(code for _, code in STEPS) + ("draw.uninspected", "draw.unpublished")))


def chart_steps(found: Reading, view: View) -> Drawing:
    block = found.data
    bars = funnel([Step(name=name, code=code, count=block.found[code].value) for name, code in STEPS])
    left = [_left(block, "抽取未检查", "draw.uninspected"), _left(block, "检查未公示", "draw.unpublished")]
    body = html.Div([bars, html.Div(left, className="pr-left2"), html.Div(SUBJECT.remark, className="cap")], className="pr-steps")
    return Drawing(body=body, subtitle=said_of(block.chosen, "户，占应查的比例"))


def _left(block: Any, name: str, code: str) -> Any:
    found = block.found[code]
    return html.Span([f"{name} ", html.B(words.number(found.value, "户"), className="num", **marks_of(found))])


def load_plans(view: View) -> Reading:
    block = timed(view, SUBJECT, RATES)
    plain = replace(block.chosen, where={}, limit="").ask()
    parts = {plan: values(view.sources.marts, RATES, replace(plain, where={"plan": plan})) for plan in PLANS}
    return reading(block, (block.chosen, parts))


def chart_plans(found: Reading, view: View) -> Drawing:
    chosen, parts = found.data
    head = html.Tr([html.Th("计划"), *(html.Th(word, className="num") for word in ("完成率", "公示率", "问题发现率"))])
    rows = [html.Tr([html.Th(plan, scope="row"), *(_rate(one) for one in part.values())]) for plan, part in parts.items()]
    return Drawing(
        body=html.Table([html.Thead(head), html.Tbody(rows)], className="pr-tab pr-rates"),
        subtitle=said_of(replace(chosen, limit=""), "分子 / 分母，户"),
    )


def _rate(one: Any) -> Any:
    shown = words.figure(one.value, "%", get(one.code).decimals)
    part = words.fraction(one.numerator, one.denominator) if one.denominator else ""
    return html.Td([html.B(shown.text, **marks_of(one)), html.Div(part, className="cap num")], className="num")


STEPS_PANEL = Panel(
    key="double-random-steps", title="抽、查、公示", question="应查的抽了没有，抽的查了没有，查的公示没有？", owner=SUBJECT.owner, load=load_steps, chart=chart_steps,
    reads=marts_behind(*SUBJECT.timed), needs=PARAMS,
)  # fmt: skip
PLANS_PANEL = Panel(
    key="double-random-plans", title="按计划", question="哪种抽查完成得好，问题多？", owner=SUBJECT.owner, load=load_plans, chart=chart_plans,
    reads=marts_behind(*RATES), needs=PARAMS,
)  # fmt: skip
PANELS = (
    board_filters("double-random-filters", owner=SUBJECT.owner, mart=SUBJECT.mart, cut=SUBJECT.cut), volume(SUBJECT), STEPS_PANEL,
    course(SUBJECT), ranking(SUBJECT),
    PLANS_PANEL,
)  # fmt: skip
