"""The house form of a chart: pyecharts for the series and its data, the design's rules for all else.

pyecharts brings its own taste (legend, animation, axes, tooltips) and says every default aloud; `option` keeps of its output only
what carries meaning and lays the rest of the option from `theme`. Never call pyecharts' ``render*``: they name an outside host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pyecharts.charts.base import Base

from components.charts import theme
from components.charts.theme import Option
from indicators import words as wording

_KEEP = frozenset({"type", "name", "data", "stack", "map", "coordinateSystem", "polyline", "radius", "center"})
NO_DATA = wording.NOTHING

Number = float | int | None


class ChartError(ValueError):
    """A chart that cannot be drawn from what it was given; the text says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One column of a frame as one series: its word beside the line, its colour token (`ink`), and whether it is drawn below zero."""

    column: str
    name: str
    ink: str = ""
    below: bool = False
    dashed: bool = False

    def colour(self, index: int) -> str:
        return f"${self.ink or theme.SERIES[index % len(theme.SERIES)]}"


def needs(frame: pd.DataFrame, *columns: str) -> None:
    """Raises ChartError when the frame lacks a column."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ChartError(
            f"The chart needs the column(s) {', '.join(missing)}; the frame has {', '.join(map(str, frame.columns)) or 'none'}."
        )


def numbers(column: pd.Series) -> list[Number]:
    """The values as JSON knows them: whole numbers stay whole, unknown is None and never 0. At most 6 significant decimals."""
    values = pd.to_numeric(column, errors="raise").tolist()
    return [None if value is None or pd.isna(value) or value in (float("inf"), float("-inf")) else _plain(value) for value in values]


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 6)


def any_known(columns: Sequence[Sequence[Number]]) -> bool:
    return any(value is not None for values in columns for value in values)


def words(column: pd.Series) -> tuple[list[str], Option]:
    """The category words, and the part of the axis label that shortens them: month, day or hour by the column's own step."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return [str(value) for value in column.tolist()], {}
    steps = column.diff().dropna()
    step = steps.min() if len(steps) else pd.Timedelta(days=1)
    if step >= pd.Timedelta(days=28):
        several = {"formatter": theme.fn("month", 1), "interval": theme.fn("every", 6 if len(column) <= 36 else 12)}
        return column.dt.strftime("%Y-%m").tolist(), several if len(column) > 12 else {"formatter": theme.fn("month")}
    if step >= pd.Timedelta(days=1):
        return column.dt.strftime("%Y-%m-%d").tolist(), {"formatter": theme.fn("day")}
    return column.dt.strftime("%Y-%m-%d %H:%M").tolist(), {"formatter": theme.fn("hour")}


def option(chart: Base, styles: Sequence[Mapping[str, Any]], **parts: Any) -> Option:
    """The finished option: pyecharts' series in the given styles, one each, on the house base with the given parts."""
    made = json.loads(chart.dump_options_with_quotes()).get("series", [])
    if len(made) != len(styles):
        raise ChartError(f"{len(made)} series but {len(styles)} styles: each series needs its own.")
    series = []
    for one, style in zip(made, styles, strict=True):
        kept = {key: value for key, value in one.items() if key in _KEEP and value is not None}
        if one.get("type") == "line" and kept.get("data"):  # the axis has the words already, said once
            kept["data"] = [point[1] if isinstance(point, list) else point for point in kept["data"]]
        series.append({**kept, **style})
    return {**theme.base(), **parts, "series": series}


def nothing(words: str = NO_DATA) -> Option:
    """The graphic part that says that there is nothing to draw."""
    style = {"text": words, "fill": "$t2", "fontSize": theme.u(16), "fontFamily": "$sans", "fontWeight": 500}
    return {"graphic": [{"type": "text", "left": "center", "top": "middle", "z": 20, "silent": True, "style": style}]}


def value_format(unit: str, columns: Sequence[Sequence[Number]], *, digits: bool = False, signless: bool = False) -> dict[str, Any]:
    """How the numbers of one axis or column are written: all in the same scale (亿, 万 or one), with `digits` to the same place."""
    known = [value for values in columns for value in values if value is not None]
    level = "" if unit == "%" else wording.level(known)
    size, tail = int(wording.LEVELS[level]), level or ("%" if unit == "%" else "")
    places = [2 if size > 1 else int(any(value % 1 for value in known))] if digits else []
    return theme.fn("absolute" if signless else "scaled", size, tail, *places)
