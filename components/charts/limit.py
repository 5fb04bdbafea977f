"""The line against its limit: one measured series and the threshold that it crossed."""

from __future__ import annotations

import math

import pandas as pd

from components.charts import base, theme
from components.charts.base import Line
from components.charts.theme import Option
from components.charts.trend import trend
from indicators import words


def limit_line(frame: pd.DataFrame, *, x: str, value: str, limit: float | None, unit: str = "") -> Option:
    """The series of a rule's inputs with its threshold as a dashed line that is named; the axis always holds both."""
    option = trend(frame, x=x, series=[Line(column=value, name="", ink="t1")], unit=unit)
    option["grid"] = theme.grid(44, 18, 18, 28)
    if limit is None:
        return option
    label = {
        "formatter": f"限 {words.number(limit, decimals=_digits(limit))}",
        "position": "insideStartTop",
        **theme.text(ink="t1", weight=500),
    }
    option["series"][0]["markLine"] = {
        "silent": True, "symbol": "none", "label": label, "lineStyle": {"color": "$t2", "type": "dashed", "width": theme.u(1.4)},
        "data": [{"yAxis": limit}],
    }  # fmt: skip
    known = [number for number in base.numbers(frame[value]) if number is not None]
    if known and not min(known) <= limit <= max(known):
        low, high = _round(min(*known, limit), max(*known, limit))
        option["yAxis"] |= {"min": low, "max": high}
    return option


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1 if round(value, 1) == value else 2


def _round(low: float, high: float) -> tuple[float, float]:
    """Round borders a little beyond both; counts do not begin below nought."""
    step = 10 ** math.floor(math.log10((high - low) or 1))
    step = step / 2 if (high - low) / step < 4 else step
    down, up = math.floor(low / step) * step, math.ceil(high / step + 0.2) * step
    return (0 if low >= 0 > down else round(down, 6)), round(up, 6)
