"""The number tile: one figure with its unit, an explanation and a small line, telling a machine what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.charts.base import Number
from components.charts.sparkline import spark_svg
from components.number import figure
from components.raw import Raw


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a tile is written. `size` is the class of the figure (n0…n3); `code` is the indicator."""

    code: str
    unit: str = ""
    decimals: int = 0
    size: str = "n1"
    label: str = ""


def tile(
    value: float | None, look: Look, *, note: str = "", line: Sequence[Number] = (), band: Sequence[tuple[float, float]] = ()
) -> html.Div:
    """The tile. An unknown value says 无数据 and its ``data-value`` is empty; `note` explains (同比 +6.3%); `line` is drawn below,
    over the normal `band`: one pair for the whole line or one for each value."""
    parts: list[Any] = [html.Div(look.label, className="cap")] if look.label else []
    parts.append(figure(look.code, value, unit=look.unit, size=look.size, decimals=look.decimals))
    if note:
        parts.append(html.Div(note, className="cap num"))
    if len(line):
        drawing: Any = Raw(spark_svg(line, band, label=f"{look.label or '数值'}走势"))
        parts.append(html.Div(drawing, className="tile-line"))
    return html.Div(parts, className="tile")
