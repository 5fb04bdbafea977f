"""A number on a screen: its indicator, its raw value for machines, and its text for people."""

from __future__ import annotations

from typing import Any

from dash import html

from indicators import words
from indicators.read import Value


def number(value: Value, *, unit: str = "", size: str = "", scale: float = 1.0, decimals: int | None = None) -> Any:
    """The number of an indicator value. Unknown is written 无数据, never 0.

    `scale` divides for display only (10,000 to write 万户): `data-value` stays the raw number.
    """
    raw = value.value
    if raw is None:
        return html.B("无数据", className=f"num {size} unknown", **{"data-indicator": value.code, "data-value": ""})
    text, mark = words.split_number(raw / scale, decimals)
    shown = f"{mark}{unit}" if mark and unit else (unit or mark)
    return html.B([text, html.Span(shown, className="unit") if shown else None], className=f"num {size}", **{"data-indicator": value.code, "data-value": repr(raw)})


def plain(count: int | float | None, *, code: str = "", size: str = "", unit: str = "") -> Any:
    """A counted number that comes from the store rather than from a mart; `code` is its registered indicator code."""
    marks = {"data-indicator": code, "data-value": "" if count is None else repr(count)} if code else {}
    text = "无数据" if count is None else words.number(count)
    return html.B([text, html.Span(unit, className="unit") if unit and count is not None else None], className=f"num {size}", **marks)


def caption(*parts: Any) -> Any:
    """A caption line: words and small numbers."""
    return html.Div(list(parts), className="cap el")
