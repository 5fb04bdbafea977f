"""分区: the map as a table, for readers who do not see it: every shown region with its number, its numerator and denominator, and its class."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels import map_figures
from components.panels.map_choice import DATA
from components.panels.map_figures import Figure, Figures, figures
from components.panels.map_stage import number_marks, number_text
from indicators import words


def load(view: View) -> Reading:
    found = figures(view)
    return Reading(
        data=found if found.as_of else None, as_of=found.as_of, batch=found.batch, nature=found.nature, note="尚无批次",
        rhythm=timedelta(days=1) if found.choice.at is None else None,
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Figures = reading.data
    chosen = found.choice
    ranked = sorted(found.by, key=lambda code: (found.by[code].shown is None, -(found.by[code].shown or 0), code))
    sides = chosen.per == "stock" or chosen.one.is_fraction
    heads = ["区划", chosen.one.name if chosen.per == "count" else "每万户", *(["分子", "分母"] if sides else []), "级"]
    head = html.Thead(html.Tr([html.Th(word, className="num" if at else "", scope="col") for at, word in enumerate(heads)]))
    rows = [_row(found, code, sides=sides) for code in ranked] + ([_rest(found, found.rest, sides=sides)] if found.rest else [])
    return Drawing(
        body=html.Div(html.Table([head, html.Tbody(rows)], className="mp-tbl"), **{"data-scroll": "", "tabIndex": 0}),
        subtitle=f"{len(found.by)} 个{'市' if chosen.city is None else '县（市、区）'}，按数值排列",
    )


def _row(found: Figures, code: str, *, sides: bool) -> Any:
    one, chosen = found.by[code], found.choice
    name = html.Button(chosen.regions.short(code), type="button", className="mp-link", **{"data-go": code, "data-focus": f"row-{code}"})
    number = html.B(number_text(found, one), className="num" if one.shown is not None else "num unknown", **number_marks(found, code, one))
    step = found.step(code)
    swatch = html.Td(
        html.I(className=f"mp-sw mp-m{step}" if step else "mp-sw mp-mu", role="img", **{"aria-label": f"第 {step} 级" if step else "未知"}),
        className="num",
    )
    return html.Tr(
        [html.Td(name), html.Td(number, className="num"), *(_sides(found, code, one) if sides else []), swatch],
        className="on" if code == chosen.place else "",
        **{"data-row": code},
    )


def _sides(found: Figures, code: str, one: Figure) -> list[Any]:
    own: Any = words.number(one.part)
    if found.choice.per == "stock":
        told = {"region": code} | ({"from": found.days[0], "to": found.days[1]} if found.days else {})
        own = html.B(words.number(one.value), className="num", **marks(found.choice.one.code, one.value, **told))
    return [html.Td(own, className="num"), html.Td(words.number(one.whole), className="num")]


def _rest(found: Figures, rest: Figure, *, sides: bool) -> Any:
    """What no part holds, so that the parts and it are the whole."""
    told = html.Td(words.number(rest.value), className="num")
    return html.Tr([html.Td("未定位到下级", className="t3"), told, *([html.Td(""), html.Td("")] if sides else []), html.Td("")])


PANEL = Panel(
    key="map-table", title="分区数值", question="每个地方是多少，分子分母各是多少？", owner="信息中心", load=load, chart=chart, reads=map_figures.READS,
    needs=DATA | {"cls"}, frame="mp-tablep",
)  # fmt: skip
