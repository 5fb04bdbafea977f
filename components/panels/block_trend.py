"""走势 of a skeleton board: its main counts by whole month."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_words import said_of
from components.panels.board_choice import PARAMS, board_choice
from components.panels.subject import Subject, marts_behind
from data_access.buckets import Grain
from indicators import words
from indicators.months import ended
from indicators.period import Span, months_later
from indicators.read import ask
from indicators.registry import get

MONTHS = {Span.MONTH: 13, Span.YEAR: 24, Span.MONTHS_12: 36}
"""Whole months that are shown for a period."""


def course(subject: Subject) -> Panel:
    """How it went."""

    def load(view: View) -> Reading:
        marts = view.sources.marts
        end = ended(marts, get(subject.trend[0]))
        if end is None:
            return Reading(data=None, as_of=None, note="主题库尚无批次")
        chosen = board_choice(view, subject.cut).on(subject.trend[0], subject.cut)
        question = replace(chosen.ask(*subject.trend), grain=Grain.MONTH, start=months_later(end, -MONTHS[chosen.span]), end=end, span=None)
        found = ask(marts, question)
        return Reading(
            data={"months": found.frame, "chosen": chosen}, as_of=found.as_of, rhythm=get(subject.trend[0]).rhythm, batch=found.batch,
            nature=found.nature, missing=found.missing, of=len(chosen.cities),
        )  # fmt: skip

    def chart(found: Reading, view: View) -> Drawing:
        months: pd.DataFrame = found.data["months"].copy()
        codes, unit = list(subject.trend), get(subject.trend[0]).unit
        level = words.level(months[codes].to_numpy().ravel().tolist())
        months[codes] = months[codes] / float(words.LEVELS[level])
        option = trend(months, x="t", series=[Line(column=code, name=get(code).name) for code in codes], unit=f"{level}{unit}")
        said = said_of(found.data["chosen"], f"{level}{unit}，按完整月")
        return Drawing(body=html.Div(className="ch", **{"data-chart": "course"}), charts={"course": option}, subtitle=said)

    return Panel(
        key=f"{subject.key}-trend", title="走势", question="比前两年多了还是少了？", owner=subject.owner, load=load, chart=chart,
        reads=marts_behind(*subject.trend), needs=PARAMS, frame="blk-trend",
    )  # fmt: skip
