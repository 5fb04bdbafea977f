"""The words and rows of skeleton blocks: changes in the official number format, rates with numerator, denominator and target, the late named."""

from __future__ import annotations

from typing import Any

from dash import html

from components.number import change_of, number
from components.panels.block_reading import Block
from components.panels.board_choice import BoardChoice
from components.panels.registry_words import sign
from components.panels.subject import Subject
from data_access.measure import Per
from geo.regions import Regions
from indicators import words
from indicators.declaration import DEMO_YEAR, Indicator
from indicators.period import Span
from indicators.read import Value
from indicators.registry import get
from indicators.watch import Stand

TIMES = frozenset({"天", "分钟", "秒"})
"""Units whose change is told as a difference: a tenth of a day is nobody's percent."""


def change(one: Indicator, now: float | None, before: float | None) -> str:
    """The change of a number in its own manner: rates in points, lengths of time and small or negative bases as a difference, else in percent."""
    if one.is_rate:
        return words.points(now, before)
    if one.unit in TIMES or (now is not None and before is not None and before < 0):
        return words.difference(now, before, one.unit, one.decimals)
    return words.change(now, before)


def changes(found: Value) -> list[Any]:
    """同比, and of a month or a stock by month 环比; samples have none."""
    one = get(found.code)
    if found.nature == "sample":
        return [html.Span("样本不作同比")]
    pairs = [("同比", found.year_ago)]
    if found.span is Span.MONTH or (found.span is None and one.span is Span.MONTH):
        pairs.append(("环比", found.previous))
    return [html.Span([f"{word} ", html.B(change(one, found.like, before), **change_of(found.code))]) for word, before in pairs]


def shares(found: Value) -> Any:
    """Numerator and denominator; of means, whose numerator is an amount, the denominator alone."""
    one = get(found.code)
    if found.value is None or found.numerator is None or found.denominator is None:
        return None
    if one.is_rate or isinstance(one.measure, Per):
        return html.Span(words.fraction(found.numerator, found.denominator), className="num")
    return html.Span(f"分母 {words.number(found.denominator)}", className="num")


def shown(found: Value, size: str = "n3") -> Any:
    """The number of an indicator with its unit and its decimals."""
    one = get(found.code)
    return number(found, unit=one.unit, size=size, decimals=one.decimals)


def target_of(one: Indicator) -> float | None:
    """The least that management asks of a rate; a band that was taken from the demonstration's year is no target."""
    band = one.band
    return band.low if band and band.low is not None and one.is_rate and one.better == "up" and band.source != DEMO_YEAR else None


def rate_row(found: Value, block: Block, subject: Subject, most: int = 2) -> Any:
    """One rate: its name and number, a bar with the target as a tick, numerator and denominator, the change, and whether it reaches the target."""
    one = get(found.code)
    target = target_of(one)
    head = html.Div([_name(one, block, subject), shown(found)], className="bkh")
    tick = html.U(style={"left": f"{min(target, 100):.1f}%"}) if target is not None else None
    bar = html.Div(
        [html.I(style={"width": f"{max(0.0, min(found.value, 100.0)):.1f}%"}) if found.value is not None else None, tick], className="bkb"
    )
    below = sign(Stand.BELOW) if target is not None and found.value is not None and found.value < target else None
    aim = (
        html.Span(f"目标 ≥ {words.figure(target, '', 0 if target % 1 == 0 else 1, '').digits}%", title=one.band.source if one.band else "")
        if target is not None
        else None
    )
    tail = html.Div([shares(found), *changes(found)[:most], aim, below], className="bkt cap num")
    return html.Div([head, bar, tail], className="bkr")


def count_row(found: Value, block: Block, subject: Subject, most: int = 2) -> Any:
    """One count or length: its name and number, and the change."""
    head = html.Div([_name(get(found.code), block, subject), shown(found)], className="bkh")
    return html.Div([head, html.Div([shares(found), *changes(found)[:most]], className="bkt cap num")], className="bkr")


def _name(one: Indicator, block: Block, subject: Subject) -> Any:
    said = block.unlimited(one.code, subject)
    return html.Span([one.name, html.Small(said) if said else None], className="el", title=one.wording)


def rows(block: Block, subject: Subject, codes: tuple[str, ...], *, two: bool = False) -> Any:
    """A row a number, with a bar where it is a rate; in `two` columns, which are too narrow for 环比, on wish."""
    drawn = [(rate_row if get(code).is_rate else count_row)(block.found[code], block, subject, 1 if two else 2) for code in codes]
    return html.Div(drawn, className="bks two" if two else "bks")


def late_words(missing: tuple[str, ...], of: int, names: Regions) -> str:
    """Who is not in a sum: a sum of twelve of thirteen cities is not the province's."""
    if not missing:
        return ""
    return f"{of - len(missing)}/{of} 市" if len(missing) > 1 else f"缺{names.short(missing[0])}"


def said_of(chosen: BoardChoice, *more: str) -> str:
    """A subtitle: what is told, and the choice where it is not the usual one."""
    return "　".join(word for word in (*more, chosen.words) if word)
