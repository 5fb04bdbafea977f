"""The ranking: names with bars, the best first; who is late has a tag instead of a bar and no rank."""

from __future__ import annotations

import pandas as pd
from pyecharts.charts import Bar

from components.charts import base, theme
from components.charts.theme import Option

LATE = "迟报，不参与排名"
PAD, RANK, LONGEST = 16, 28, 8
"""Edge and rank column in units; characters of a name that are shown at most."""


def ranking(frame: pd.DataFrame, *, name: str, value: str, unit: str, late: str = LATE, ascending: bool = False) -> Option:
    """Horizontal bars of `value`, sorted here; equal values share a rank. Unknown values stand last, unranked, with the words `late`."""
    base.needs(frame, name, value)
    rows = frame.assign(**{value: pd.to_numeric(frame[value], errors="raise")}).sort_values(
        value, ascending=ascending, na_position="last", kind="stable"
    )
    names, values = [str(one) for one in rows[name]], base.numbers(rows[value])
    ranks = rows[value].rank(method="min", ascending=ascending).tolist()
    places = ["—" if pd.isna(rank) else str(int(rank)) for rank in ranks]
    width = min(max((len(one) for one in names), default=3), LONGEST) * 15 + 6
    chart = Bar().add_xaxis(names).add_yaxis(unit, values)
    style = {
        "barWidth": "56%",
        "itemStyle": {"color": "$d5"},
        "label": {
            "show": True,
            "position": "right",
            "distance": theme.u(8),
            "formatter": base.value_format(unit, [values], digits=True),
            **theme.text(15, "t1", family="num"),
        },
    }
    made = base.option(
        chart,
        [style],
        grid=theme.grid(PAD + RANK + width + 8, 4, 72, 4),
        yAxis=theme.category_axis(names, inverse=True, axisLine={"show": False}, axisLabel=_names(places, width)),
        xAxis=theme.hidden_axis("value", min=0) if all(one is None or one >= 0 for one in values) else theme.hidden_axis("value"),
        tooltip={**theme.tooltip(), "valueFormatter": theme.fn("unit", unit)},
        **({} if names else base.nothing()),
    )
    if any(one is None for one in values):
        made["series"].append(_tags([index for index, one in enumerate(values) if one is None], late))
    return made


def _names(places: list[str], width: int) -> Option:
    rich = {
        "rank": {**theme.text(15, "t3", family="num"), "width": theme.u(RANK), "align": "left"},
        "name": {**theme.text(15, "t1"), "width": theme.u(width), "align": "left"},
    }
    return {"formatter": theme.fn("ranked", places), "rich": rich, "interval": 0, "margin": theme.u(8), "overflow": "truncate"}


def _tags(rows: list[int], words: str) -> Option:
    style = {
        "fill": "$t2",
        "fontSize": theme.u(14),
        "fontFamily": "$sans",
        "padding": [theme.u(3), theme.u(8)],
        "borderColor": "$rule",
        "borderWidth": theme.u(1),
        "borderDash": [4, 3],
        "borderRadius": theme.u(3),
    }
    return {
        "type": "custom",
        "name": words,
        "data": [[row] for row in rows],
        "encode": {"y": 0},
        "renderItem": theme.fn("tag", words, style),
        "silent": True,
    }
