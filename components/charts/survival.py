"""The survival curves: how large a part is still there after so many months, a falling stair for each group, named with its last value."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pyecharts.charts import Line as LineChart

from components.charts import base, theme
from components.charts.base import ChartError, Line, Number
from components.charts.theme import Option


def survival(frame: pd.DataFrame, *, months: str, series: Sequence[Line]) -> Option:
    """Stairs of percent over whole months, up to four; a group that was not followed so long ends where its data end, and is not drawn on."""
    if not 1 <= len(series) <= len(theme.SERIES):
        raise ChartError(f"A survival chart shows one to {len(theme.SERIES)} groups, not {len(series)}.")
    base.needs(frame, months, *(line.column for line in series))
    columns = [base.numbers(frame[line.column]) for line in series]
    last = int(frame[months].max()) if len(frame) else 0
    chart = LineChart().add_xaxis([str(int(month)) for month in frame[months]])
    for line, values in zip(series, columns, strict=True):
        chart.add_yaxis(line.name, values)
    label = {**theme.text(family="num"), "margin": theme.u(8), "hideOverlap": True, "formatter": theme.fn("years"), "interval": 11}
    numbers = {**theme.text(family="num"), "formatter": theme.fn("percent", 0)}
    return base.option(
        chart,
        [_style(line, index) for index, line in enumerate(series)],
        grid=theme.grid(50, 12, 128, 28),
        xAxis=theme.category_axis([str(month) for month in range(last + 1)], boundaryGap=False, axisLabel=label),
        yAxis=theme.value_axis(min=_floor(columns), max=100, splitNumber=4, axisLabel=numbers),
        tooltip={**theme.tooltip(), "valueFormatter": theme.fn("percent", 1)},
        **({} if base.any_known(columns) else base.nothing()),
    )


def _floor(columns: Sequence[Sequence[Number]]) -> int:
    """The ten below the lowest stair."""
    lowest = min((value for values in columns for value in values if value is not None), default=0)
    return max(0, int(lowest // 10 * 10))


def _style(line: Line, index: int) -> Option:
    colour = line.colour(index)
    return {
        "step": "end",
        "connectNulls": False,
        "symbol": "none",
        "lineStyle": {"color": colour, "width": theme.u(2.2 if index == 0 else 1.8)},
        "itemStyle": {"color": colour},
        "z": 5 - index,
        "endLabel": {
            "show": True,
            "formatter": theme.fn("worded", line.name, 1, "%", 1),
            "distance": theme.u(6),
            **theme.text(ink=colour[1:], weight=500),
        },
        "labelLayout": {"moveOverlap": "shiftY"},
    }
