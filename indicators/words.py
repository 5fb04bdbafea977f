"""The official wording of numbers: one way to write a figure, a change, a duration and a moment on every surface."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

MINUS = "\u2212"
NOTHING = "无数据"
SAME = "持平"
ZERO_BEFORE = "上期为 0"
LEVELS = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
Number = float | int | None
LONGEST = 400
"""Digits that are enough to round any float exactly."""


class Figure(NamedTuple):
    """Digits and the unit that is set one size smaller."""

    digits: str
    unit: str

    @property
    def text(self) -> str:
        return self.digits + ("" if self.unit in ("", "%") else " ") + self.unit


def unknown(value: Number) -> bool:
    """Whether a value is not known."""
    return value is None or math.isnan(value) or math.isinf(value)


def _rounded(value: Number, places: int, divisor: Decimal = Decimal(1)) -> Decimal:
    with localcontext(prec=LONGEST):
        return (Decimal(repr(float(value or 0))) / divisor).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _text(value: Decimal) -> str:
    with localcontext(prec=LONGEST):
        return (MINUS if value < 0 else "") + f"{abs(value):,f}"


def level(values: Iterable[Number]) -> str:
    """The one level (万, 亿 or none) in which a whole column is written: that of its largest value."""
    largest = max((abs(v) for v in values if v is not None and not unknown(v)), default=0)
    if _rounded(largest, 0) < LEVELS["万"]:
        return ""
    return "万" if _rounded(largest, 2, LEVELS["万"]) < LEVELS["万"] else "亿"


def figure(value: Number, unit: str = "", decimals: int = 0, at_level: str | None = None) -> Figure:
    """The digits and unit of a value: 65.38 亿, 14.82 万, 1,286. `at_level` forces the level of a column; a rate is never raised to 万."""
    if unknown(value):
        return Figure(NOTHING, "")
    if unit == "%":
        return Figure(_text(_rounded(value, decimals or 1)), "%")
    chosen = level([value]) if at_level is None else at_level
    return Figure(_text(_rounded(value, 2 if chosen else decimals, LEVELS[chosen])), chosen + unit)


def number(value: Number, unit: str = "", decimals: int = 0, at_level: str | None = None) -> str:
    """A value with its unit as one text; 无数据 for an unknown one."""
    return figure(value, unit, decimals, at_level).text


def fraction(part: Number, whole: Number, unit: str = "") -> str:
    """Numerator and denominator: 18,203 / 18,443 户."""
    if unknown(part) or unknown(whole):
        return NOTHING
    tail = f" {unit}" if unit else ""
    return f"{_text(_rounded(part, 0))} / {_text(_rounded(whole, 0))}{tail}"


def _signed(value: Decimal) -> str:
    return ("+" if value > 0 else MINUS) + f"{abs(value):,f}"


def change(now: Number, before: Number) -> str:
    """The relative change: +6.3%, −1.2%, 持平. From 0 there is no rate, and the text says so."""
    if unknown(now) or unknown(before) or now is None or before is None:
        return NOTHING
    if before == 0:
        return SAME if now == 0 else ZERO_BEFORE
    value = _rounded((now - before) / abs(before) * 100, 1)
    return f"{_signed(value)}%" if value else SAME


def points(now: Number, before: Number) -> str:
    """The difference of two rates: +0.3 个百分点, 持平."""
    return _difference(now, before, 1, " 个百分点")


def difference(now: Number, before: Number, unit: str = "", decimals: int = 0) -> str:
    """The difference of two small counts: +3 起."""
    return _difference(now, before, decimals, f" {unit}" if unit else "")


def _difference(now: Number, before: Number, decimals: int, tail: str) -> str:
    if unknown(now) or unknown(before) or now is None or before is None:
        return NOTHING
    value = _rounded(now - before, decimals)
    return f"{_signed(value)}{tail}" if value else SAME


def duration(seconds: Number) -> str:
    """A length of time: 23′41″ below an hour, 5时02分 from an hour on."""
    if unknown(seconds) or seconds is None:
        return NOTHING
    whole = int(abs(seconds))
    sign = MINUS if seconds <= -1 else ""
    if whole < 3600:
        return f"{sign}{whole // 60}′{whole % 60:02d}″"
    return f"{sign}{whole // 3600}时{whole % 3600 // 60:02d}分"


def moment(at: datetime | None, now: datetime) -> str:
    """A point of time as seen at `now`, in now's zone: 10:42 today, 11-20 06:00 this year, 2025-11-20 in another year."""
    if at is None:
        return NOTHING
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d}"


def moved(now: Number, before: Number, *, rate: bool = False) -> str:
    """A change with its direction as a word and never with a sign: 上升 6.3%, 下降 1.2 个百分点, 持平; 由 0 升至 … is left to the caller."""
    told = points(now, before) if rate else change(now, before)
    if told in (NOTHING, SAME, ZERO_BEFORE):
        return told
    return f"{'上升' if told.startswith('+') else '下降'} {told[1:]}"
