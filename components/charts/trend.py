"""The trend: up to four lines over time, broken where a value is unknown, named at their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pyecharts.charts import Line as LineChart

from components.charts import base, theme
from components.charts.base import ChartError, Line, Number
from components.charts.theme import Option

MAIN, OTHER = 2.2, 1.8


def trend(frame: pd.DataFrame, *, x: str, series: Sequence[Line], unit: str, band: tuple[float, float] | None = None) -> Option:
    """Lines over the column `x` (dates or words), in the frame's order. `band` is the normal band, a grey strip behind the lines."""
    if not 1 <= len(series) <= len(theme.SERIES):
        raise ChartError(f"A trend shows one to {len(theme.SERIES)} lines, not {len(series)}: fold the rest into 其他.")
    base.needs(frame, x, *(line.column for line in series))
    labels, shorten = base.words(frame[x])
    columns = [base.numbers(frame[line.column]) for line in series]
    chart = LineChart().add_xaxis(labels)
    for line, values in zip(series, columns, strict=True):
        chart.add_yaxis(line.name, marked(values))
    styles = [_style(line, index, named=len(series) > 1) for index, line in enumerate(series)]
    if band is not None:
        styles[0]["markArea"] = _band(*band)
    label = {**theme.text(family="num"), "margin": theme.u(8), "hideOverlap": True, **shorten}
    return base.option(
        chart,
        styles,
        grid=theme.grid(48, 14, 64 if len(series) > 1 else 16, 30),
        xAxis=theme.category_axis(labels, boundaryGap=False, axisLabel=label),
        yAxis=theme.value_axis(
            scale=True, splitNumber=3, axisLabel={**theme.text(family="num"), "formatter": base.value_format(unit, columns)}
        ),
        tooltip={**theme.tooltip(), "valueFormatter": theme.fn("unit", unit)},
        **({} if base.any_known(columns) else base.nothing()),
    )


def marked(values: Sequence[Number]) -> list[Any]:
    """The values with a dot on the last known one, and on each that stands alone between gaps: without it nobody would see it."""
    known = [value is not None for value in values]
    last = max((i for i, is_known in enumerate(known) if is_known), default=-1)
    done: list[Any] = []
    for i, value in enumerate(values):
        alone = known[i] and not (i > 0 and known[i - 1]) and not (i + 1 < len(values) and known[i + 1])
        done.append({"value": value, "symbol": "circle"} if value is not None and (alone or i == last) else value)
    return done


def _style(line: Line, index: int, *, named: bool) -> Option:
    colour = line.colour(index)
    style: Option = {
        "connectNulls": False,
        "symbol": "none",
        "symbolSize": theme.u(6),
        "lineStyle": {"color": colour, "width": theme.u(MAIN if index == 0 else OTHER), "type": "dashed" if line.dashed else "solid"},
        "itemStyle": {"color": colour},
        "z": 5 - index,
    }
    if named:
        style["endLabel"] = {"show": True, "formatter": "{a}", "distance": theme.u(6), **theme.text(ink=colour[1:], weight=500)}
        style["labelLayout"] = {"moveOverlap": "shiftY"}
    return style


def _band(low: float, high: float) -> Option:
    area = {"color": "$s3", "opacity": 0.75}
    return {"silent": True, "itemStyle": area, "label": {"show": False}, "data": [[{"yAxis": low}, {"yAxis": high}]]}
