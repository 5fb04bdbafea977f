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
    whole = sum(number for _, number in parts)
    data = [
        {"name": word, "value": number, "itemStyle": {"color": f"${PARTS[i] if i < NAMED and word != OTHER else 'd5'}"}}
        for i, (word, number) in enumerate(parts)
    ]
    chart = Pie().add("", data, radius=["58%", "78%"], center=["50%", "50%"])
    share = "{b} {d}%" if not missing else theme.fn("named")
    style = {
        "label": {"show": True, "formatter": share, **theme.text(14, "t2")},
        "labelLine": {"show": True, "length": theme.u(8), "length2": theme.u(8), "lineStyle": {"color": "$rule"}},
        "itemStyle": {"borderColor": "$s1", "borderWidth": theme.u(2)},
        "emphasis": {"disabled": True},
        "silent": True,
    }
    if not parts or whole == 0:
        return base.option(Pie(), [], **(base.nothing() if not parts else base.nothing("合计为 0")))
    return base.option(chart, [style], graphic=[_middle(missing)] if missing else [])


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
