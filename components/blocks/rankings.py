"""The block of a ranking: one number by county, or by one of its own splits; what is unknown stands last and without a bar."""

from __future__ import annotations

from typing import Any

from dash import html

from components.blocks.place import Spot
from components.number import marks
from components.panel import Drawing, Reading, View
from components.records_table import names_of
from data_access.columns import short_name
from data_access.measure_query import mart_table
from geo.regions import regions_of
from indicators import words
from indicators.read import ask
from indicators.registry import get

COUNTY = "region"
MOST = 14
"""Rows that are shown."""


def load(spot: Spot, view: View) -> Reading:
    code, split = spot.block.codes[0], spot.block.settings["split"]
    one = get(code)
    answer = ask(view.sources.marts, spot.ask(view, code, by=(split,)))
    found = {str(key): None if value != value else float(value) for key, value in zip(answer.frame[split], answer.frame[code], strict=True)}
    if split == COUNTY:
        counties = regions_of(view.scope.province).counties_of(spot.adcode)
        found = {county: found.get(county) for county in counties} | {key: value for key, value in found.items() if key == spot.adcode}
    known = any(value is not None for value in found.values())
    return Reading(
        data=found if known else None, as_of=answer.as_of, rhythm=one.rhythm, batch=answer.batch, nature=answer.nature, note="本市尚未报送",
    )  # fmt: skip


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    one, split = get(spot.block.codes[0]), spot.block.settings["split"]
    regions, names = regions_of(view.scope.province), names_of(view.sources.marts)
    found: dict[str, float | None] = reading.data
    most = max((abs(value) for value in found.values() if value is not None), default=1) or 1
    order = sorted(found, key=lambda key: (found[key] is None, -(found[key] or 0), key))
    rows = []
    for key in order:
        name = names.value(split, key) if split != COUNTY else "未定位到县区" if key == spot.adcode else regions.short(key)
        told = {"region": key} if split == COUNTY else {"region": spot.adcode, "where": f"{split}:{key}"}
        rows.append(_row(name, found[key], most, (one.unit, one.decimals, marks(one.code, found[key], **told, **_span(spot)))))
    by = "按县（市、区）" if split == COUNTY else f"按{short_name(mart_table(one.mart).c[split])}"
    name = f"{one.name}，" if spot.block.title else ""
    return Drawing(body=html.Div(rows[:MOST], className="cbr"), subtitle=f"{name}{one.unit}，{by}")


def _span(spot: Spot) -> dict[str, str]:
    return {"span": str(spot.span)} if spot.span else {}


def _row(name: str, value: float | None, most: float, shown: tuple[str, int, dict[str, str]]) -> Any:
    unit, decimals, told = shown
    if value is None:
        return html.Div(
            [html.Span(name, className="el"), html.Div(html.Em("无报送"), className="cbw"), html.B("未知", className="num t3", **told)]
        )
    text = "".join(words.figure(value, unit if unit == "%" else "", decimals))
    bar = html.Div(html.I(style={"width": f"{abs(value) / most * 100:.1f}%"}), className="cbw")
    return html.Div([html.Span(name, className="el"), bar, html.B(text, className="num", **told)])
