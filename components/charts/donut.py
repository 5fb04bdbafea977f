"""The donut: shares of a whole, four named parts and 其他; where a part is unknown the middle says so and no share is written."""

from __future__ import annotations

import pandas as pd
from pyecharts.charts import Pie

from components.charts import base, theme
from components.charts.theme import Option

NAMED = 4
OTHER = "其他"
PARTS = ("d1", "d2", "d3", "d4")


def donut(frame: pd.DataFrame, *, name: str, value: str) -> Option:
    """Parts by size, the fifth and smaller ones as 其他. With an unknown part the amounts are shown, because shares would be wrong."""
    base.needs(frame, name, value)
    pairs = list(zip(map(str, frame[name]), base.numbers(frame[value]), strict=True))
    missing = [word for word, number in pairs if number is None]
    known = sorted(((word, number) for word, number in pairs if number is not None), key=lambda pair: -pair[1])
    parts = [*known[:NAMED], (OTHER, sum(number for _, number in known[NAMED:]))] if len(known) > NAMED + 1 else known
    if not sum(number for _, number in parts):
        return base.option(Pie(), [], **base.nothing("合计为 0" if parts else base.NO_DATA))
    chart = Pie().add("", [[word, number] for word, number in parts], radius=["58%", "78%"], center=["50%", "50%"])
    style = {
        "label": {"show": True, "formatter": theme.fn("named" if missing else "share"), **theme.text(14, "t2")},
        "labelLine": {"show": True, "length": theme.u(8), "length2": theme.u(8), "lineStyle": {"color": "$rule"}},
        "itemStyle": {"borderColor": "$s1", "borderWidth": theme.u(2)},
        "emphasis": {"disabled": True},
        "silent": True,
    }
    made = base.option(chart, [style], graphic=[_middle(missing)] if missing else [])
    for index, part in enumerate(made["series"][0]["data"]):
        part["itemStyle"] = {"color": f"${PARTS[index] if index < NAMED and part['name'] != OTHER else 'd5'}"}
    return made


def _middle(missing: list[str]) -> Option:
    words = f"缺{missing[0]}" if len(missing) == 1 else f"缺 {len(missing)} 项"
    style = {
        "text": f"{words}\n不计占比",
        "fill": "$t1",
        "fontSize": theme.u(14),
        "fontFamily": "$sans",
        "textAlign": "center",
        "lineHeight": theme.u(20),
    }
    return {"type": "text", "left": "center", "top": "middle", "silent": True, "style": style}
