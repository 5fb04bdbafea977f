"""The waterfall: parts that add up to a change, each beginning where the one before it ended; less is hollow, the sum is a white bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.charts.cells import signed
from indicators import words


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: its word, its share of the change in `points`, and the exact `amount` behind it (None: unknown)."""

    name: str
    points: float | None
    amount: float | None
    told: dict[str, str] = field(default_factory=dict)
    """What the amount tells a machine."""


@dataclass(frozen=True)
class Span:
    """Where a bar begins and ends, in hundredths of the width."""

    left: float
    width: float


def spans(values: Sequence[float | None]) -> list[Span | None]:
    """The places of the parts and, last, of their sum, on one scale that holds nought and every step. An unknown part has no place and moves nothing."""
    ends = [0.0]
    for value in values:
        ends.append(math.fsum([ends[-1], value or 0.0]))
    low, high = min(ends), max(ends)
    wide = (high - low) or 1.0

    def place(a: float, b: float) -> Span:
        return Span((min(a, b) - low) / wide * 100, abs(b - a) / wide * 100)

    steps = [None if value is None else place(a, b) for value, a, b in zip(values, ends, ends[1:], strict=False)]
    return [*steps, place(0.0, ends[-1])]


def waterfall(parts: Sequence[Part], total: Part, *, unit: str, decimals: int = 1) -> Any:
    """The rows: word, bar, points, amount. The amounts of the parts add up to that of `total`, which the caller vouches for."""
    places = spans([part.points for part in parts])
    rows = [_row(part, place, unit, decimals) for part, place in zip(parts, places, strict=False)]
    return html.Div([*rows, _row(total, places[-1], unit, decimals, whole=True)], className="wtf")


def _row(part: Part, place: Span | None, unit: str, decimals: int, *, whole: bool = False) -> Any:
    if place is None or part.points is None:
        bar: Any = html.Em("未知")
    else:
        kind = "w-sum" if whole else "w-less" if part.points < 0 else "w-more"
        bar = html.I(className=kind, style={"left": f"{place.left:.2f}%", "width": f"{max(place.width, 0.4):.2f}%"})
    points = words.NOTHING if part.points is None else signed(part.points, decimals)
    amount = words.NOTHING if part.amount is None else signed(part.amount)
    return html.Div(
        [
            html.Span(part.name, className="el"), html.Div(bar, className="wb"), html.Span(points, className="num"),
            html.B(amount, className="num", title=unit, **part.told),
        ],
        className="wr1 all" if whole else "wr1",
    )  # fmt: skip
