"""The line with its interval: one series over time, the range in which it surely lies as a quiet band, and the value that divides good from bad."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from pyecharts.charts import Line as LineChart

from components.charts import base, theme
from components.charts.theme import Option
from components.charts.trend import marked


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The three columns of the frame."""

    value: str
    low: str
    high: str


def interval(frame: pd.DataFrame, *, x: str, columns: Columns, name: str, critical: float | None = None) -> Option:
    """The line over `x`; where an end of the interval is unknown there is no band, where the value is unknown no line."""
    base.needs(frame, x, columns.value, columns.low, columns.high)
    labels, shorten = base.words(frame[x])
    value, low, high = (base.numbers(frame[column]) for column in (columns.value, columns.low, columns.high))
    wide = [None if a is None or b is None else round(b - a, 6) for a, b in zip(low, high, strict=True)]
    under = [a if b is not None else None for a, b in zip(low, wide, strict=True)]
    chart = LineChart().add_xaxis(labels).add_yaxis(name, marked(value))
    chart.add_yaxis("下限", under, stack="band").add_yaxis("区间", wide, stack="band")
    label = {**theme.text(family="num"), "margin": theme.u(8), "hideOverlap": True, **shorten}
    made = base.option(
        chart,
        [_line(name), _hidden(), _hidden() | {"areaStyle": {"color": "$s3", "opacity": 1}}],
        grid=theme.grid(48, 14, 84, 28),
        xAxis=theme.category_axis(labels, boundaryGap=False, axisLabel=label),
        yAxis=theme.value_axis(scale=True, splitNumber=4, axisLabel={**theme.text(family="num"), "formatter": theme.fn("plain")}),
        tooltip={**theme.tooltip(), "valueFormatter": theme.fn("plain", 1)},
        **({} if base.any_known([value]) else base.nothing()),
    )
    if critical is not None:
        made["series"][0]["markLine"] = _critical(critical)
    return made


def _line(name: str) -> Option:
    return {
        "connectNulls": False,
        "symbol": "none",
        "symbolSize": theme.u(6),
        "lineStyle": {"color": "$d1", "width": theme.u(2.2)},
        "itemStyle": {"color": "$d1"},
        "z": 5,
        "endLabel": {
            "show": True,
            "formatter": theme.fn("worded", name, 1, "", 1),
            "distance": theme.u(6),
            **theme.text(ink="d1", weight=500),
        },
    }


def _hidden() -> Option:
    return {
        "connectNulls": False,
        "symbol": "none",
        "lineStyle": {"width": 0, "color": "transparent"},
        "z": 1,
        "silent": True,
        "tooltip": {"show": False},
    }


def _critical(at: float) -> Option:
    label = {"formatter": f"临界 {at:g}", "position": "insideStartTop", **theme.text(ink="t2")}
    return {
        "silent": True,
        "symbol": "none",
        "label": label,
        "lineStyle": {"color": "$rule", "type": "dashed", "width": theme.u(1.2)},
        "data": [{"yAxis": at}],
    }
