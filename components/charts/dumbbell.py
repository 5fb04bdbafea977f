"""The dumbbells: each place as a dot, its like group's median as an upright line, the distance between them, and how sure the dot is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

TICKS = 5


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One place. Without a value it is not compared, and `why` says the reason; `low`–`high` is its interval."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Places of like size and their median (None: too few to tell)."""

    name: str
    median: float | None
    dots: Sequence[Dot]
    head: Any = None
    """What stands above the group; nothing where there is one group alone."""


@dataclass(frozen=True)
class Scale:
    """A round axis."""

    low: float
    high: float
    step: float

    def at(self, value: float) -> float:
        """The place of a value in hundredths of the width."""
        return (value - self.low) / (self.high - self.low) * 100

    def ticks(self) -> list[float]:
        return [self.low + self.step * index for index in range(round((self.high - self.low) / self.step) + 1)]


def scale_of(groups: Sequence[Group]) -> Scale:
    """The round axis that holds every dot, interval and median; it need not begin at nought, for the dots show places and not lengths."""
    known = [value for group in groups for dot in group.dots for value in (dot.value, dot.low, dot.high, group.median) if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    raw = (high - low) / TICKS or abs(high) / TICKS or 1.0
    size = 10 ** math.floor(math.log10(raw))
    step = next(times * size for times in (1, 2, 5, 10) if times * size >= raw)
    down, up = math.floor(low / step) * step, math.ceil(high / step) * step
    return Scale(down, up if up > down else down + step, step)


def dumbbell(groups: Sequence[Group], *, decimals: int = 1) -> Any:
    """The rows by group, and the axis below them."""
    scale = scale_of(groups)
    rows = [_group(group, scale, decimals) for group in groups]
    places = 0 if scale.step >= 1 else decimals
    ticks = [html.Span(f"{tick:,.{places}f}", style={"left": f"{scale.at(tick):.2f}%"}) for tick in scale.ticks()]
    return html.Div([*rows, html.Div(html.Div(ticks, className="dbt num"), className="dba")], className="dbl")


def _group(group: Group, scale: Scale, decimals: int) -> Any:
    median = None
    if group.median is not None:
        median = html.U(style={"left": f"{scale.at(group.median):.2f}%"}, title=f"{group.name}中位 {group.median:.{decimals}f}")
    lines = [
        html.Div([html.Span(dot.name), html.Div(_track(dot, group.median, scale, decimals), className="dbk")], className="dbr")
        for dot in group.dots
    ]
    head = html.Div(group.head, className="dbh cap") if group.head else None
    body = html.Div([html.Div(html.Div(median, className="dbm"), className="dbo"), *lines], className="dbl2")
    return html.Div([head, body], className="dbg", role="group", style={"flexGrow": len(group.dots)}, **{"aria-label": group.name})


def _track(dot: Dot, median: float | None, scale: Scale, decimals: int) -> list[Any]:
    if dot.value is None:
        return [html.Em([dot.why or "未知，不参与比较", html.B("", className="num", **dot.told)])]
    at = scale.at(dot.value)
    parts: list[Any] = []
    if dot.low is not None and dot.high is not None:
        parts.append(
            html.S(style=_between(scale.at(dot.low), scale.at(dot.high)), title=f"95% 区间 {dot.low:.{decimals}f}–{dot.high:.{decimals}f}")
        )
    if median is not None:
        parts.append(html.I(style=_between(at, scale.at(median))))
    right = median is None or dot.value >= median
    parts.append(html.Span(className="pt", style={"left": f"{at:.2f}%"}))
    side = {"left": f"{at:.2f}%"} if right else {"right": f"{100 - at:.2f}%"}
    parts.append(html.B(f"{dot.value:,.{decimals}f}", className="num", style=side, **dot.told))
    return parts


def _between(a: float, b: float) -> dict[str, str]:
    return {"left": f"{min(a, b):.2f}%", "width": f"{abs(a - b):.2f}%"}
