"""The sparkline: one small line beside a number, with its normal band and a dot on the last value; as an option and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pyecharts.charts import Line as LineChart

from components.charts import base, theme
from components.charts.base import Number
from components.charts.theme import Option
from components.charts.trend import marked

WIDTH, HEIGHT, EDGE = 280.0, 44.0, 3.0


def sparkline(frame: pd.DataFrame, *, x: str, value: str, band: tuple[float, float] | None = None) -> Option:
    """A line without axes; broken where a value is unknown."""
    base.needs(frame, x, value)
    labels, _ = base.words(frame[x])
    values = base.numbers(frame[value])
    chart = LineChart().add_xaxis(labels).add_yaxis("", marked(values))
    style: Option = {
        "connectNulls": False,
        "symbol": "none",
        "symbolSize": theme.u(6),
        "lineStyle": {"color": "$d2", "width": theme.u(1.8)},
        "itemStyle": {"color": "$t1"},
        "silent": True,
    }
    if band is not None:
        style["markArea"] = {
            "silent": True,
            "itemStyle": {"color": "$s3", "opacity": 0.75},
            "data": [[{"yAxis": band[0]}, {"yAxis": band[1]}]],
        }
    return base.option(
        chart,
        [style],
        grid=theme.grid(4, 4, 4, 4),
        xAxis=theme.hidden_axis("category", data=labels, boundaryGap=False),
        yAxis=theme.hidden_axis("value", scale=True),
        tooltip={"show": False},
        **({} if base.any_known([values]) else base.nothing()),
    )


def spark_svg(values: Sequence[Number], band: tuple[float, float] | None = None, *, label: str = "") -> str:
    """The sparkline as SVG markup that stretches to its box. Unknown values break the line; with none known it is a dashed rule."""
    known = [float(value) for value in values if not _unknown(value)]
    head = f'<svg class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" role="img" aria-label="{_escaped(label or "走势")}">'
    if not known:
        return f'{head}<path class="spark-none" d="M0 {HEIGHT / 2:g}H{WIDTH:g}"/></svg>'
    low, high = min(known + list(band or ())), max(known + list(band or ()))
    spread = high - low or 1.0

    def across(index: int) -> float:
        return EDGE + index / max(len(values) - 1, 1) * (WIDTH - 2 * EDGE)

    def down(value: float) -> float:
        return HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE)

    strip = ""
    if band is not None:
        strip = f'<rect class="spark-band" x="0" y="{down(band[1]):.1f}" width="{WIDTH:g}" height="{down(band[0]) - down(band[1]):.1f}"/>'
    path, pen = "", "M"
    for index, value in enumerate(values):
        if _unknown(value):
            pen = "M"
            continue
        path += f"{pen}{across(index):.1f} {down(float(value)):.1f}"  # type: ignore[arg-type]
        pen = "L"
    last = max(index for index, value in enumerate(values) if not _unknown(value))
    # A line of no length with a round cap is a dot that stretching the box does not turn into an ellipse.
    dot = f'<path class="spark-dot" d="M{across(last):.1f} {down(float(values[last])):.1f}h.01"/>'  # type: ignore[arg-type]
    return f'{head}{strip}<path class="spark-line" d="{path}"/>{dot}</svg>'


def _unknown(value: Number) -> bool:
    return value is None or bool(pd.isna(value))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
