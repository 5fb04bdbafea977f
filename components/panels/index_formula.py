"""The open formula of an index: the components of one city that add up to its score, and the formula with its version in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.number import marks
from indicators import words
from indicators.environment import FULL, Standing
from indicators.formula import Component, Formula
from indicators.registry import get

Cell = Any
SCORE, PART = "index.component_score", "index.contribution"


def components_of(found: Standing, city: str, name: str, code: str) -> Any:
    """The table: what each component is, between which ends it is scored, what weight it has, what it adds; the last row is the score."""
    chosen = found.formula
    points = chosen.kind == "points"
    heads = ("等级", "占比", "同组中位", "分值", "贡献") if points else ("分项", "数值", "同组中位", "0 分–满分", "得分", "权重", "贡献")
    head = html.Tr([html.Th(word, scope="col", className="" if index == 0 else "num") for index, word in enumerate(heads)])
    rows = [_row(found, one, city) for one in chosen.components]
    score = _at(found.frame, city, "score")
    known = score == score
    total = html.B(f"{score:.2f}" if known else words.NOTHING, className="num", **marks(code, score if known else None, region=city))
    last = html.Tr([html.Td(f"{name}合计", colSpan=len(heads) - 1), html.Td(total, className="num")], className="sum")
    return html.Table([head, *rows, last], className="cmp", **{"aria-label": f"{name}{chosen.name}的分项"})


def _row(found: Standing, one: Component, city: str) -> Any:
    value, score, part, median = (_at(table, city, one.code) for table in (found.values, found.scores, found.parts, found.medians))
    score *= FULL
    indicator = one.indicator
    told = marks(one.code, _known(value), region=city, span="full_month")
    cells: list[Cell] = [
        html.Td(indicator.name, title=indicator.definition),
        html.Td(html.B(_text(value, one), className="num", **told), className="num"),
        html.Td(_text(median, one), className="num t2"),
    ]
    if one.goalposts is None:
        cells.append(html.Td(f"{one.points:g}", className="num t2"))
    else:
        total = sum(found.formula.weights.values())
        cells += [
            html.Td(f"{one.goalposts[0]:g}–{one.goalposts[1]:g}", className="num t2"),
            html.Td(
                html.B(
                    words.NOTHING if words.unknown(score) else f"{score:.0f}",
                    className="num",
                    **marks(SCORE, _known(score), region=city, part=one.code),
                ),
                className="num",
            ),
            html.Td(f"{one.weight / total * FULL:.0f}%", className="num t2"),
        ]
    cells.append(html.Td(html.B(_plain(part), className="num", **marks(PART, _known(part), region=city, part=one.code)), className="num"))
    return html.Tr(cells)


def _at(table: pd.DataFrame, city: str, column: str) -> float:
    return float(table[column].to_dict()[city])


def _known(value: float) -> float | None:
    return None if words.unknown(value) else value


def _plain(value: float) -> str:
    return "—" if words.unknown(value) else f"{value:.2f}"


def _text(value: float, one: Component) -> str:
    """A component in its indicator's unit."""
    if words.unknown(value):
        return "—"
    indicator = get(one.code)
    return words.number(value, indicator.unit if indicator.unit == "%" else "", max(indicator.decimals, 1))


def formula_of(chosen: Formula) -> Any:
    """The formula in words, its version, and where it comes from."""
    lines = [
        html.P(chosen.wording),
        html.P(f"版本 {chosen.version}，{chosen.effective:%Y-%m-%d} 起施行，{chosen.owner}负责。{chosen.source}。"),
        html.P("历史各月按现行版本回溯计算，分项口径见指标库。"),
    ]
    return html.Details([html.Summary("公式、权重、缺项规则与版本"), html.Div(lines, className="fml")], className="fmd", open=True)
