"""专项: four small tiles, each with its own numerator, denominator, data time and honest state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks_of, number
from components.panel import View
from data_access.buckets import Grain
from indicators import words
from indicators.period import Span
from indicators.read import Ask, Value, ask, current


@dataclass(frozen=True)
class Line:
    """One special line: its indicator and how its caption is written."""

    title: str
    code: str
    unit: str
    span: Span = Span.DAY
    decimals: int = 0
    average: str = ""
    """Code of an indicator whose value is told as 中位/平均 instead of numerator and denominator."""


LINES = (
    Line("明厨亮灶在线", "kitchen.online_rate", "%", decimals=1),
    Line("冷链温度在线", "cold_chain.online_rate", "%", span=Span.HOUR, decimals=1),
    Line("电梯困人 今日", "equipment.trapped", "起", average="equipment.rescue_minutes"),
    Line("疫苗储运温度", "cold_chain.vaccine_online_rate", "%", span=Span.HOUR, decimals=1),
)


def special_tiles(view: View) -> list[Any]:
    """The tiles, drawn."""
    return [_tile(line, view) for line in LINES]


def _tile(line: Line, view: View) -> Any:
    marts = view.sources.marts
    found = current(marts, (line.code,), Ask(codes=(), scope=view.scope, span=line.span))[line.code]
    if found.value is None:
        since = _since(line, found, view)
        empty = html.Div("无数据", className="n3", **marks_of(found))
        return html.Div(
            [html.Div(line.title, className="cap el"), empty, html.Div(since, className="cap num el")],
            className="smt nod",
            **{"data-tile-state": "nodata"},
        )
    return html.Div(
        [html.Div(line.title, className="cap el"), number(found, size="n3", unit=line.unit, decimals=line.decimals), html.Div(_caption(line, found, view), className="cap num el")],
        className="smt", **{"data-tile-state": "ok"},
    )  # fmt: skip


def _caption(line: Line, found: Value, view: View) -> str:
    time = words.moment(found.as_of, view.now)
    if line.average:
        mean = current(view.sources.marts, (line.average,), Ask(codes=(), scope=view.scope, span=line.span))[line.average]
        return f"平均到场 {mean.value:.0f} 分 · {time}" if mean.value is not None else f"到场时长未知 · {time}"
    if found.numerator is not None and found.denominator is not None:
        return f"{words.fraction(found.numerator, found.denominator)} · {time}"
    return time


def _since(line: Line, found: Value, view: View) -> str:
    """From when on nothing has come: the end of the last hour or day that was reported in the past week."""
    if found.as_of is None:
        return "尚无报送，≠ 0"
    hourly = line.span is Span.HOUR
    start = (found.as_of - timedelta(days=7)).date()
    frame = ask(
        view.sources.marts,
        Ask(codes=(line.code,), scope=view.scope, grain=Grain.HOUR if hourly else Grain.DAY, start=start, who_is_missing=False),
    ).frame
    known = frame.dropna(subset=[line.code])["t"]
    if known.empty:
        return "近 7 天无报送，≠ 0"
    last = known.max() + (timedelta(hours=1) if hourly else timedelta(days=1))
    return f"{last:%H:%M} 起无报送，≠ 0" if hourly and last.date() == view.now.date() else f"{last:%m-%d} 起无报送，≠ 0"
