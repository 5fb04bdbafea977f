"""The block of a trend: up to three numbers of one unit over whole months, broken where they are unknown."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from dash import html

from components.blocks.place import Spot
from components.charts import theme
from components.charts.base import Line
from components.charts.trend import trend
from components.panel import Drawing, Reading, View
from data_access.buckets import Grain
from indicators import words
from indicators.months import all_ended
from indicators.period import months_later
from indicators.question import Ask
from indicators.read import ask


def load(spot: Spot, view: View) -> Reading:
    marts, found = view.sources.marts, spot.indicators
    end = all_ended(marts, found)
    if end is None:
        return Reading(data=None, as_of=None, note="主题库尚无批次")
    months = int(spot.block.settings["months"])
    answer = ask(
        marts,
        Ask(codes=spot.block.codes, scope=spot.scope(view), region=spot.adcode, grain=Grain.MONTH, start=months_later(end, -months), end=end, who_is_missing=False),
    )  # fmt: skip
    known = bool(answer.frame[list(spot.block.codes)].notna().to_numpy().any())
    return Reading(
        data=answer.frame if known else None, as_of=answer.as_of, rhythm=max(one.rhythm or timedelta(days=1) for one in found), batch=answer.batch,
        nature=answer.nature, note="本市这段时间尚无报送",
    )  # fmt: skip


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    months: pd.DataFrame = reading.data.copy()
    codes, unit = list(spot.block.codes), spot.indicators[0].unit
    level = "" if unit == "%" else words.level(months[codes].to_numpy().ravel().tolist())
    months[codes] = months[codes] / float(words.LEVELS[level])
    lines = [Line(column=one.code, name=_short(one.name)) for one in spot.indicators]
    option = trend(months, x="t", series=lines, unit=f"{level}{unit}")
    if len(lines) > 1:
        option["grid"]["right"] = theme.u(84)
        for line, series in zip(lines, option["series"], strict=True):
            series["endLabel"]["formatter"] = theme.fn("worded", line.name, 1, "", 1)
    said = f"{level}{unit}，完整月" + ("" if len(lines) > 1 or spot.block.title == "" else f"，{spot.indicators[0].name}")
    return Drawing(body=html.Div(className="ch", **{"data-chart": spot.block.id}), charts={spot.block.id: option}, subtitle=said)


def _short(name: str) -> str:
    """The word at a line's end: without what all numbers of a board have in common."""
    return name.removesuffix("市场主体").removesuffix("主体") or name
