"""The stacked bar: parts of a whole over time or names; a column with an unknown part is hatched, because its height is not the whole."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pyecharts.charts import Bar

from components.charts import base, theme
from components.charts.base import ChartError, Line, Number
from components.charts.theme import Option

PARTS = ("d6", "d5", "d2", "d4", "d3")
"""Quiet colours for areas: a bar covers far more screen than a line."""


def stacked(frame: pd.DataFrame, *, x: str, series: Sequence[Line], unit: str) -> Option:
    """Columns over `x`, one part a series; a series marked `below` hangs under the zero line."""
    if not 1 <= len(series) <= len(PARTS):
        raise ChartError(f"A stacked bar shows one to {len(PARTS)} parts, not {len(series)}: fold the rest into 其他.")
    base.needs(frame, x, *(line.column for line in series))
    labels, shorten = base.words(frame[x])
    columns = [_signed(base.numbers(frame[line.column]), below=line.below) for line in series]
    chart = Bar().add_xaxis(labels)
    for line, values in zip(series, columns, strict=True):
        chart.add_yaxis(line.name, _named(values) if len(series) > 1 else values, stack="whole")
    styles = [_style(line, index) for index, line in enumerate(series)]
    below = any(line.below for line in series)
    label = {**theme.text(family="num"), "margin": theme.u(8), "hideOverlap": True, **shorten}
    numbers = {**theme.text(family="num"), "formatter": base.value_format(unit, columns, signless=below)}
    made = base.option(
        chart,
        styles,
        grid=theme.grid(48, 14, 64 if len(series) > 1 else 16, 30),
        xAxis=theme.category_axis(labels, axisLabel=label, axisLine={"show": True, "onZero": False, "lineStyle": {"color": "$line2"}}),
        yAxis=theme.value_axis(splitNumber=4, axisLabel=numbers),
        tooltip={**theme.tooltip(), "valueFormatter": base.value_format(unit, columns, signless=True) if below else theme.fn("unit", unit)},
        **({} if base.any_known(columns) else base.nothing()),
    )
    if not base.any_known(columns):
        return made
    broken = [index for index, parts in enumerate(zip(*columns, strict=True)) if any(part is None for part in parts)]
    if broken:
        made["series"].append(unknown_cells([[index] for index in broken], gap=2))
    return made


def unknown_cells(cells: list[list[int]], *, gap: float) -> Option:
    """A series that hatches cells: ``[x, y]`` one cell of a grid, ``[x]`` a whole column."""
    draw = theme.fn("cell", theme.hatch(), theme.u(gap), {"fill": "$t2", "fontSize": theme.u(15), "fontFamily": "$num"})
    return {"type": "custom", "name": base.NO_DATA, "data": cells, "renderItem": draw, "silent": True, "z": 1, "tooltip": {"show": False}}


def _signed(values: list[Number], *, below: bool) -> list[Number]:
    return [None if value is None else -value for value in values] if below else values


def _named(values: list[Number]) -> list[object]:
    """The values with the series' word beside the last known column, in place of a legend."""
    last = max((i for i, value in enumerate(values) if value is not None), default=-1)
    return [{"value": value, "label": {"show": True}} if i == last else value for i, value in enumerate(values)]


def _style(line: Line, index: int) -> Option:
    token = line.ink or PARTS[index]
    word = {"show": False, "position": "right", "distance": theme.u(10), "formatter": "{a}", **theme.text(ink="t2", weight=500)}
    return {"barWidth": "52%", "itemStyle": {"color": f"${token}"}, "label": word, "z": 2}
