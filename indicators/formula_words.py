"""The formula of a number in words: the measure algebra written as Chinese, 分子 ÷ 分母, and the sum that a value comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data_access.columns import short_name
from data_access.measure import Between, Combined, Count, Events, Last, Mean, Measure, Per, Ratio, Standing, Sum, Where
from data_access.measure_query import mart_table
from indicators import words
from indicators.declaration import Indicator

SIGNS = {1: " ＋ ", -1: " － "}


@dataclass(frozen=True)
class Formula:
    """A formula: the whole, and for a fraction its two sides (empty otherwise) and what it is multiplied by."""

    text: str
    part: str = ""
    whole: str = ""
    scale: float = 1


def formula(indicator: Indicator) -> Formula:
    """How an indicator is computed, in words."""
    found = _formula(indicator.measure, indicator.mart, indicator.mart)
    return found if indicator.unit == "%" else replace(found, text=found.text.replace(" × 100%", " × 100"))


def sum_of(indicator: Indicator, value: float | None, part: float | None, whole: float | None) -> str:
    """The sum with its numbers: 4,812 ÷ 4,905 = 98.104%; for a number without sides the number itself; empty when unknown."""
    if words.unknown(value):
        return ""
    unit = "%" if indicator.unit == "%" else f" {indicator.unit}" if indicator.unit else ""
    shown = f"{_plain(value, 3 if indicator.is_fraction else indicator.decimals)}{unit}"
    if words.unknown(part) or words.unknown(whole):
        return shown
    scale = _formula(indicator.measure, indicator.mart, indicator.mart).scale
    times = "" if scale == 1 or indicator.unit == "%" and scale == 100 else f" × {scale:,.0f}"
    return f"{_plain(part, 2)} ÷ {_plain(whole, 2)}{times} = {shown}"


def _plain(value: float | None, places: int) -> str:
    text = f"{value:,.{places}f}" if value is not None else ""
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", words.MINUS)


def _formula(measure: Measure, mart: str, home: str) -> Formula:
    match measure:
        case Ratio():
            return _fraction((measure.part, mart), (measure.whole, mart), measure.scale, home)
        case Per():
            return _fraction((measure.part, mart), (measure.base.measure, measure.base.mart), measure.scale, home)
        case Mean():
            column, weight = _column(mart, measure.column), _column(mart, measure.weight) if measure.weight else "行数"
            limits = _limits(mart, measure.where)
            return Formula(f"{column}按{weight}加权平均{limits}", f"各行 {column} × {weight} 之和{limits}", f"{weight}之和{limits}")
    return Formula(term_in_words(measure, mart, home))


def _fraction(part: tuple[Measure, str], whole: tuple[Measure, str], scale: float, home: str) -> Formula:
    above, below = (term_in_words(*side, home) for side in (part, whole))
    times = "" if scale == 1 else f" × {scale:,.0f}" + ("%" if scale == 100 else "")
    return Formula(f"{_held(part[0], above)} ÷ {_held(whole[0], below)}{times}", above, below, scale)


def _held(measure: Measure, text: str) -> str:
    return f"（{text}）" if isinstance(measure, Combined) else text


def term_in_words(measure: Measure, mart: str, home: str) -> str:
    """One side of a formula. `home` is the indicator's own mart: a base of another one is told by its name."""
    where = "" if mart == home else f"「{mart_table(mart).info['zh']}」"
    match measure:
        case Sum():
            return f"{where}期内{_column(mart, measure.column)}合计{_limits(mart, measure.where)}{_divided(measure.divisor)}"
        case Last():
            name = _column(mart, measure.column).removeprefix("期末")
            return f"{where}期末{name}（各地最后一日）{_limits(mart, measure.where)}{_divided(measure.divisor)}"
        case Count():
            return f"{where}行数{_limits(mart, measure.where)}"
        case Standing():
            until = f"、{_column(mart, measure.until)}未到" if measure.until else ""
            return f"{where}{_what(mart, measure.column)}（期末{_column(mart, measure.since)}已到{until}）{_limits(mart, measure.where, measure.between)}{_divided(measure.divisor)}"
        case Events():
            return f"{where}{_what(mart, measure.column)}（{_column(mart, measure.on)}在期内）{_limits(mart, measure.where, measure.between)}{_divided(measure.divisor)}"
        case Combined():
            said = [f"{SIGNS[sign]}{term_in_words(term, mart, home)}" for sign, term in measure.terms]
            return "".join(said).removeprefix(SIGNS[1])
    return _formula(measure, mart, home).text


def _column(mart: str, name: str) -> str:
    return short_name(mart_table(mart).c[name])


def _what(mart: str, column: str | None) -> str:
    return f"{_column(mart, column)}合计" if column else f"{mart_table(mart).info['zh']}数"


def _divided(divisor: int) -> str:
    return {1: "", 100: "（分折元）"}.get(divisor, f" ÷ {divisor:,}")


def _limits(mart: str, where: Where, between: Between | None = None) -> str:
    said = [f"{_column(mart, name)}＝{value if isinstance(value, str) else '、'.join(value)}" for name, value in where.items()]
    for name, (low, high) in (between or {}).items():
        ends = [f"≥ {low:,}" if low is not None else "", f"＜ {high:,}" if high is not None else ""]
        said.append(f"{_column(mart, name)} {' 且 '.join(end for end in ends if end)}")
    return f"〔{'，'.join(said)}〕" if said else ""
