"""走势: three years of one number by month, with its normal band; by day where the data come by the hour."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator import MARTS
from components.panels.indicator_query import NEEDS, asked
from components.panels.registry_words import judged
from data_access.buckets import Grain
from indicators import words
from indicators.declaration import Indicator
from indicators.drill import read_value
from indicators.horizons import Horizons
from indicators.period import months_later
from indicators.read import Ask, ask

MONTHS, DAYS = 36, 60


def load(view: View) -> Reading:
    """The series back from the data's own end."""
    found = asked(view)
    one, place = found.indicator, found.place
    if one is None or place is None:
        return Reading(data=None, as_of=None, note=found.why or "业务库计数只有现状，没有往期")
    if not one.has_past:
        return Reading(data=None, as_of=None, note="台账只有现状，没有往期")
    last = Horizons(view.sources.marts).last(one.mart)
    if last is None:
        return Reading(data=None, as_of=None, note="所读主题库尚无批次")
    grain = Grain.DAY if one.grain is Grain.HOUR else Grain.MONTH
    start, end = _stretch(one, last, grain)
    question = Ask(
        codes=(one.code,),
        scope=place.scope,
        region=place.region,
        where=place.where,
        grain=grain,
        start=start,
        end=end,
        who_is_missing=False,
    )
    answer = ask(view.sources.marts, question)
    series = answer.frame.set_index("t")[one.code]
    steps = pd.date_range(start, end - timedelta(days=1), freq="MS" if grain is Grain.MONTH else "D")
    frame = pd.DataFrame({"t": steps, "value": series.reindex(steps).to_numpy()})
    value, _ = read_value(view.sources.marts, one, place)
    banded = place.is_usual(one) and (one.is_rate or one.time == "stock") and judged(one, value, view) is not None
    return Reading(
        data={"frame": frame, "one": one, "grain": grain, "band": banded}, as_of=answer.as_of, rhythm=one.rhythm, batch=answer.batch, nature=answer.nature
    )  # fmt: skip


def _stretch(one: Indicator, last: date, grain: Grain) -> tuple[date, date]:
    """The asked days. A flow's month or day that has not ended is left out: half a month would always be a fall."""
    day = last.date() if hasattr(last, "date") else last
    if grain is Grain.DAY:
        end = day if one.time == "flow" else day + timedelta(days=1)
        return end - timedelta(days=DAYS), end
    after = day + timedelta(days=1)
    whole = after if after.day == 1 or one.grain is Grain.MONTH else None
    month = months_later(day.replace(day=1), 1)
    end = (whole or day.replace(day=1)) if one.time == "flow" and not one.is_rate else month
    end = month if one.grain is Grain.MONTH else end
    return months_later(end, -MONTHS), end


def chart(reading: Reading, view: View) -> Drawing:
    frame, one = reading.data["frame"], reading.data["one"]
    level = "" if one.is_rate else words.level(frame["value"].tolist())
    drawn = frame.assign(value=frame["value"] / float(words.LEVELS[level]))
    band = _band(one, float(words.LEVELS[level])) if reading.data["band"] else None
    option = trend(drawn, x="t", series=(Line(column="value", name=one.name),), unit=f"{level}{one.unit}", band=band)
    many = f"近 {MONTHS} 个月" if reading.data["grain"] is Grain.MONTH else f"近 {DAYS} 日"
    whole = "，未满的期不画" if one.time == "flow" and not one.is_rate else ""
    said = f"{many}{whole}" + ("，灰带为常态" if band else "")
    return Drawing(body=html.Div(className="itc", **{"data-chart": "trend"}), charts={"trend": option}, subtitle=said)


def _band(one: Indicator, level: float) -> tuple[float, float] | None:
    band: Any = one.band
    return (band.low / level, band.high / level) if band and band.low is not None and band.high is not None else None


PANEL = Panel(
    key="indicator-trend", title="走势", question="三年来怎样？", owner="信息中心", load=load, chart=chart, reads=MARTS, needs=NEEDS, frame="itr",
)  # fmt: skip
