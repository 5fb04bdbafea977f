"""The loading shapes: for each chart type a still skeleton of the same shape as the finished drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import html

WAITING = "仍在取数"
"""Shown by the style sheet when loading takes longer than two seconds."""


def _rows(count: int) -> list[html.I]:
    """Bars of falling length, as a ranking or stacked list has them."""
    return [html.I(className="sk-bar", style={"width": f"{92 - 7 * row}%"}) for row in range(count)]


def _columns(count: int) -> list[html.I]:
    return [html.I(className="sk-column", style={"height": f"{62 + 17 * (column % 3)}%"}) for column in range(count)]


def _cells(count: int) -> list[html.I]:
    return [html.I(className="sk-cell") for _ in range(count)]


_SHAPES: Mapping[str, Callable[[], list[html.I]]] = MappingProxyType(
    {
        "trend": lambda: [html.I(className="sk-area"), html.I(className="sk-axis")],
        "ranking": lambda: _rows(8),
        "stacked": lambda: _columns(12),
        "heat": lambda: _cells(48),
        "choropleth": lambda: [html.I(className="sk-map")],
        "donut": lambda: [html.I(className="sk-ring")],
        "sparkline": lambda: [html.I(className="sk-area")],
        "tile": lambda: [html.I(className="sk-figure"), html.I(className="sk-word"), html.I(className="sk-area")],
        "rows": lambda: _rows(6),
    }
)
KINDS = tuple(_SHAPES)


def skeleton(kind: str) -> html.Div:
    """The shape of one chart type while it loads; an unnamed type gets rows. It never blinks."""
    shape = kind if kind in _SHAPES else "rows"
    waiting: dict[str, Any] = {"data-waiting": WAITING, "aria-busy": "true", "role": "img", "aria-label": "正在取数"}
    return html.Div(_SHAPES[shape](), className=f"sk sk-{shape}", **waiting)
