"""纵向数据流: by direction and day the batches due and arrived, and the rows that came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.number import limits, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OF_SYSTEMS, OWNER
from components.structure import Direction, flows, structure_of
from data_access.buckets import Grain
from data_access.feeds import systems
from indicators import words
from indicators.horizons import Horizons
from indicators.read import Ask, ask

DAYS = 7
CODES = ("source.due", "source.arrived", "source.missing", "source.rows_in")


def load(view: View) -> Reading:
    marts = view.sources.marts
    last = Horizons(marts).last("source_daily")
    if last is None:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    start = last - timedelta(days=DAYS - 1)
    question = Ask(
        codes=CODES, by=("source",), scope=view.scope, grain=Grain.DAY, start=start, end=last + timedelta(days=1), who_is_missing=False
    )  # fmt: skip
    answer = ask(marts, question)
    data = {"frame": answer.frame, "directions": flows(structure_of(view.scope.province), systems(marts, view.scope)), "start": start}
    return Reading(data=data, as_of=answer.as_of, rhythm=timedelta(hours=1), nature=answer.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    days = [data["start"] + timedelta(days=n) for n in range(DAYS)]
    head = html.Tr([html.Th("方向", scope="col"), *(html.Th(f"{day:%m-%d}", className="num", scope="col") for day in days)])
    rows = [_row(one, data["frame"], days, view) for one in data["directions"]]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="pft7")
    return Drawing(body=html.Div(table, className="rtw"), subtitle="近 7 日，每格为入库行数与实到 / 应到批次；当日未满")


def _row(one: Direction, frame: pd.DataFrame, days: list[date], view: View) -> Any:
    mine = frame[frame["source"].isin(one.systems)]
    sums = mine.groupby("t")[list(CODES)].sum(min_count=1)
    cells = [_cell(one, sums, day, view) for day in days]
    return html.Tr(
        [html.Th([one.name, html.Div(f"{len(one.systems)} 个系统", className="cap")], scope="row"), *cells], **{"data-direction": one.code}
    )


def _cell(one: Direction, sums: pd.DataFrame, day: date, view: View) -> Any:
    at = pd.Timestamp(day)
    got: Mapping[str, float | None] = {code: _known(sums[code].get(at)) for code in CODES}
    told = {"where": limits({"source": tuple(sorted(one.systems))}), "from": day.isoformat(), "to": day.isoformat()}
    rows = html.B(_digits(got["source.rows_in"]), className="num", **marks("source.rows_in", got["source.rows_in"], **told))
    came = [
        html.Span(_digits(got["source.arrived"]), **marks("source.arrived", got["source.arrived"], **told)), " / ",
        html.Span(_digits(got["source.due"]), **marks("source.due", got["source.due"], **told)),
    ]  # fmt: skip
    missing = got["source.missing"]
    late = (
        html.Div(["未到 ", html.Span(_digits(missing), **marks("source.missing", missing, **told))], className="cap num t1")
        if missing
        else None
    )
    return html.Td([rows, html.Div(came, className="cap num"), late], className="num", **{"data-h": f"{day:%m-%d}"})


def _digits(value: float | None) -> str:
    return words.number(value)


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


PANEL = Panel(
    key="platform-flow", title="纵向数据流", question="各方向每天应到多少，实到多少，迟了多少？", owner=OWNER, load=load, chart=chart, reads=OF_SYSTEMS,
)  # fmt: skip
