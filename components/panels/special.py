"""专项: four small tiles, each with its own numerator, denominator, data time and honest state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dash import html

from components.number import number
from components.panel import View
from indicators import words
from indicators.read import Period, Value, value


@dataclass(frozen=True)
class Line:
    """One special line: its indicator and how its caption is written."""

    title: str
    code: str
    unit: str
    period: Period = Period.TODAY
    decimals: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    average: str = ""
    """Code of an indicator whose value is told as 中位/平均 instead of numerator and denominator."""


LINES = (
    Line("明厨亮灶在线", "kitchen.online_rate", "%", decimals=1),
    Line("冷链温度在线", "cold_chain.online_rate", "%", period=Period.HOUR, decimals=1),
    Line("电梯困人 今日", "equipment.trapped", "起", average="equipment.rescue_minutes_mean"),
    Line("疫苗储运温度", "cold_chain.online_rate", "%", period=Period.HOUR, decimals=1, where={"site": "vaccine"}),
)


def special_tiles(view: View) -> list[Any]:
    """The tiles, drawn."""
    return [_tile(line, view) for line in LINES]


def _tile(line: Line, view: View) -> Any:
    marts = view.sources.marts
    found = value(marts, line.code, view.scope, period=line.period, where=dict(line.where))
    if found.value is None:
        since = f"{found.last_known:%m-%d %H:%M} 起无报送，≠ 0" if found.last_known else "尚无报送，≠ 0"
        empty = html.Div("无数据", className="n3", **{"data-indicator": line.code, "data-value": ""})
        return html.Div([html.Div(line.title, className="cap el"), empty, html.Div(since, className="cap num el")], className="smt nod", **{"data-tile-state": "nodata"})
    return html.Div(
        [html.Div(line.title, className="cap el"), number(found, size="n3", unit=line.unit, decimals=line.decimals), html.Div(_caption(line, found, view), className="cap num el")],
        className="smt", **{"data-tile-state": "ok"},
    )  # fmt: skip


def _caption(line: Line, found: Value, view: View) -> str:
    time = f"{found.as_of:%H:%M}" if found.as_of and found.as_of.date() == view.now.date() else f"{found.as_of:%m-%d}" if found.as_of else ""
    if line.average:
        mean = value(view.sources.marts, line.average, view.scope, period=line.period)
        return f"平均到场 {mean.value:.0f} 分 · {time}" if mean.value is not None else f"到场时长未知 · {time}"
    if found.numerator is not None and found.denominator is not None:
        return f"{words.number(found.numerator)}/{words.number(found.denominator)} · {time}"
    return time
