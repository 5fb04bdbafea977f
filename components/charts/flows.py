"""The flows: what comes stands above the line, what goes hangs below it, and a line tells what is left of both."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from pyecharts.charts import Bar
from pyecharts.charts import Line as LineChart

from components.charts import base, theme
from components.charts.base import Line, Number
from components.charts.stacked import unknown_cells
from components.charts.theme import Option


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The three columns of a flow chart."""

    into: Line
    out: Line
    net: Line


def flows(frame: pd.DataFrame, *, x: str, flow: Flow, unit: str) -> Option:
    """Columns over `x`: entries up, exits down, the net as a line with its last value beside it. A month that lacks one is hatched."""
    lines = (flow.into, flow.out, flow.net)
    base.needs(frame, x, *(line.column for line in lines))
    labels, shorten = base.words(frame[x])
    into, out, net = (base.numbers(frame[line.column]) for line in lines)
    below = [None if value is None else -value for value in out]
    bars = Bar().add_xaxis(labels).add_yaxis(flow.into.name, into, stack="flow").add_yaxis(flow.out.name, below, stack="flow")
    line = LineChart().add_xaxis(labels).add_yaxis(flow.net.name, net)
    numbers = {**theme.text(family="num"), "formatter": base.value_format(unit, [into, below], signless=True)}
    made = base.option(
        bars.overlap(line),
        [_bar("d6"), _bar("d5"), _line(flow.net, unit, [into, out])],
        grid=theme.grid(48, 16, 96, 28),
        xAxis=theme.category_axis(labels, axisLabel={**_label(), **shorten}, axisLine=_axis_line()),
        yAxis=theme.value_axis(splitNumber=4, axisLabel=numbers),
        tooltip={**theme.tooltip(), "valueFormatter": base.value_format(unit, [into, below])},
        **({} if base.any_known([into, out]) else base.nothing()),
    )
    if not base.any_known([into, out]):
        return made
    made["series"][2]["z"] = 4
    made["series"] += [_word(flow.into, into, "d1"), _word(flow.out, below, "d2")]
    broken = [index for index, pair in enumerate(zip(into, out, strict=True)) if None in pair]
    if broken:
        made["series"].append(unknown_cells([[index] for index in broken], gap=2))
    return made


def _label() -> Option:
    return {**theme.text(family="num"), "margin": theme.u(8), "hideOverlap": True}


def _axis_line() -> Option:
    return {"show": True, "onZero": False, "lineStyle": {"color": "$line2"}}


def _bar(token: str) -> Option:
    return {"barWidth": "56%", "itemStyle": {"color": f"${token}"}, "z": 2}


def _line(line: Line, unit: str, columns: list[list[Number]]) -> Option:
    """The net line; what is left at the end is written beside it, with its word."""
    return {
        "connectNulls": False,
        "symbol": "circle",
        "symbolSize": theme.u(5),
        "lineStyle": {"color": "$t1", "width": theme.u(2)},
        "itemStyle": {"color": "$t1"},
        "endLabel": {
            "show": True,
            "formatter": theme.fn("worded", line.name, *base.value_format(unit, columns, digits=True)["args"]),
            "distance": theme.u(8),
            **theme.text(15, "t1", weight=600),
        },
    }


def _word(line: Line, values: list[Number], ink: str) -> Option:
    """The word of one direction, at half the height of its last column: a point that is not seen carries it."""
    last = max((index for index, value in enumerate(values) if value is not None), default=-1)
    height = (values[last] or 0) * 0.82 if last >= 0 else 0
    label = {"show": True, "position": "right", "distance": theme.u(20), "formatter": line.name, **theme.text(ink=ink, weight=500)}
    return {
        "type": "scatter",
        "name": line.name,
        "data": [[last, height]] if last >= 0 else [],
        "symbolSize": 0.01,
        "label": label,
        "silent": True,
        "tooltip": {"show": False},
    }
