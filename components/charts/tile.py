"""The number tile: one figure with its unit, an explanation and a small line, telling a machine what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.charts.base import Number
from components.charts.sparkline import spark_svg
from components.figures import figure, is_known
from components.raw import Raw


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a tile is written. `size` is the class of the figure (n0…n3); `code` is the indicator."""

    code: str
    unit: str = ""
    digits: int | None = None
    size: str = "n1"
    label: str = ""


def tile(
    value: float | None, look: Look, *, note: str = "", line: Sequence[Number] = (), band: tuple[float, float] | None = None
) -> html.Div:
    """The tile. An unknown value says 无数据 and its ``data-value`` is empty; `note` explains (同比 +6.3%); `line` is drawn below."""
    parts: list[Any] = [html.Div(look.label, className="cap")] if look.label else []
    parts.append(number(value, look))
    if note:
        parts.append(html.Div(note, className="cap num"))
    if len(line):
        drawing: Any = Raw(spark_svg(line, band, label=f"{look.label or '数值'}走势"))
        parts.append(html.Div(drawing, className="tile-line"))
    return html.Div(parts, className="tile")


def number(value: float | None, look: Look) -> html.Div:
    """The figure alone, with the attributes that name the indicator and its raw value."""
    text, unit = figure(value, look.unit, look.digits)
    known = is_known(value)
    facts: dict[str, Any] = {"data-indicator": look.code, "data-value": f"{value:.10g}" if known else ""}
    figure_class = look.size if known else f"{look.size} unknown"
    return html.Div([html.Span(text, className="v"), html.Span(unit, className="unit") if unit else None], className=figure_class, **facts)
