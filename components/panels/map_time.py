"""时间: the slider over the months that the data hold, a day, and steps; the map at a day is the marts at that day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from components.field import field
from components.panel import Drawing, Panel, Reading, View
from components.panels import map_figures
from components.panels.map_choice import DATA, choice_of
from data_access.spans import first_day
from indicators.horizons import Horizons
from indicators.period import months_later
from indicators.provenance import marts_of, states_of

MOST = 61
"""Stops of the slider: ends of months, and the last day."""


def stops(first: date | None, last: date | None) -> tuple[date, ...]:
    """The ends of the months between two days, and the last day itself."""
    if first is None or last is None or first > last:
        return (last,) if last else ()
    found = [last]
    end = last.replace(day=1) - timedelta(days=1)
    while end >= first and len(found) < MOST:
        found.append(end)
        end = months_later(end.replace(day=1), 0) - timedelta(days=1)
    return tuple(reversed(found))


def load(view: View) -> Reading:
    chosen, marts = choice_of(view), view.sources.marts
    firsts = [day for mart in marts_of(chosen.one) if (day := first_day(marts, mart))]
    last = Horizons(marts).last(chosen.one.mart)
    day = date(last.year, last.month, last.day) if last else None
    states = states_of(marts, [chosen.one])
    return Reading(
        data={"chosen": chosen, "first": max(firsts, default=None), "last": day} if day else None, as_of=min((s.as_of for s in states if s.as_of), default=None),
        nature=next((str(s.nature) for s in states), "production"), note="该指标所在主题库尚无批次",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    chosen, last = reading.data["chosen"], reading.data["last"]
    days = stops(reading.data["first"], last)
    at = chosen.at or last
    here = max((place for place, day in enumerate(days) if day <= at), default=0)
    exact = days[here] == at
    slider = field(
        "range", min=0, max=len(days) - 1, step=1, value=here, data_map_time="|".join(day.isoformat() for day in days), data_focus="map-time",
        aria_label="时间", aria_valuetext=at.isoformat(),
    )  # fmt: skip
    day = field(
        "date",
        value=at.isoformat(),
        min=days[0].isoformat(),
        max=last.isoformat(),
        data_map_day="",
        aria_label="日期",
        data_focus="map-day",
    )
    word = "最近" if chosen.at is None else f"{at.isoformat()}" + ("" if exact else "（不在月末刻度上）")
    body = [
        _step("first", "⇤", "最早"), _step("back", "‹", "前一刻度"), _play(), _step("next", "›", "后一刻度"), _step("last", "⇥", "最近"),
        html.Div([slider, html.Div([html.Span(days[0].isoformat()), html.Span(days[-1].isoformat())], className="mp-ends cap num")], className="mp-slide"),
        day,
        html.Span(word, className="mp-at num", role="status"),
    ]  # fmt: skip
    return Drawing(body=html.Div(body, className="mp-time", role="group", **{"aria-label": "时间"}))


def _step(to: str, sign: str, word: str) -> Any:
    return html.Button(sign, type="button", title=word, **{"data-map-step": to, "aria-label": word, "data-focus": f"step-{to}"})


def _play() -> Any:
    told = {"data-map-play": "", "aria-label": "逐刻度播放", "aria-pressed": "false", "data-focus": "map-play"}
    return html.Button("播放", type="button", title="逐刻度播放，再按停止", **told)


PANEL = Panel(
    key="map-time", title="时间", question="那一天是怎样的？", owner="信息中心", load=load, chart=chart, reads=map_figures.READS, needs=DATA, frame="mp-timep",
)  # fmt: skip
