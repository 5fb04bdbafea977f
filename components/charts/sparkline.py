"""The sparkline: one small line beside a number, with its normal band and a dot on the last value; as an option and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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


def spark_svg(values: Sequence[Number], band: Sequence[tuple[float, float]] = (), *, label: str = "") -> str:
    """The sparkline as SVG markup that stretches to its box. Unknown values break the line; with none known it is a dashed rule.

    `band`: the normal low and high, one pair for the whole line or one for each value.
    """
    points = [(index, float(value)) for index, value in enumerate(values) if value is not None and not pd.isna(value)]
    known = [value for _, value in points]
    voice = f'role="img" aria-label="{escape(label or "走势")}"'
    head = f'<svg class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" {voice}>'
    if not known:
        return f'{head}<path class="spark-none" d="M0 {HEIGHT / 2:g}H{WIDTH:g}"/></svg>'
    edges = [edge for pair in band for edge in pair]
    low, high = min(known + edges), max(known + edges)
    spread = high - low or 1.0

    def across(index: int) -> float:
        return EDGE + index / max(len(values) - 1, 1) * (WIDTH - 2 * EDGE)

    def down(value: float) -> float:
        return HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE)

    pairs = list(band) * len(values) if len(band) == 1 else list(band)
    strip = ""
    if pairs:
        corners = [f"{across(i):.1f} {down(high):.1f}" for i, (_, high) in enumerate(pairs)]
        corners += [f"{across(i):.1f} {down(low):.1f}" for i, (low, _) in reversed(list(enumerate(pairs)))]
        strip = f'<path class="spark-band" d="M{"L".join(corners)}Z"/>'
    known_at = {index for index, _ in points}
    path = ""
    for index, value in points:  # a point between two gaps is a dash of no length, which its round cap makes visible
        path += f"{'L' if index - 1 in known_at else 'M'}{across(index):.1f} {down(value):.1f}"
        path += "" if {index - 1, index + 1} & known_at else "h.01"
    last, value = points[-1]
    # A line of no length with a round cap is a dot that stretching the box does not turn into an ellipse.
    dot = f'<path class="spark-dot" d="M{across(last):.1f} {down(value):.1f}h.01"/>'
    return f'{head}{strip}<path class="spark-line" d="{path}"/>{dot}</svg>'
