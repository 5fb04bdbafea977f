"""The block of a map: the city's own counties by one number, with its open alerts as shapes; other cities are plain land."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pandas as pd
from dash import html

from bureaus.kinds import ALERT_RATE
from components.blocks.place import Spot
from components.charts.choropleth import Ground, choropleth
from components.charts.heat import Steps
from components.levels import level_of
from components.number import marks
from components.panel import Drawing, Reading, View
from components.province import credit, map_of
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alerts
from data_access.stores.city_counts import alerts_by_county
from geo.areas import areas_of
from geo.regions import regions_of
from indicators import words
from indicators.read import ask
from indicators.registry import find, get

STEPS = 5
CENTRE = ("54%", "50%")
"""A little to the right: the legend stands at the left."""
MARKERS = 40
MARGIN = 0.06
WIDEST = {"1": 1.0, "2": 1.35, "3": 1.6}
"""How much wider than high the place of a map is, by the block's size: a wide city may fill it."""
STOCK = "entity.stock"
Box = tuple[tuple[float, float], tuple[float, float]]


def load(spot: Spot, view: View) -> Reading:
    code, scope = spot.block.codes[0], spot.scope(view)
    with view.sources.store.read() as connection:
        markers = alerts.feed(connection, scope, MARKERS)
        counts = alerts_by_county(connection, scope, view.now) if code == ALERT_RATE else {}
        state = alerts.as_of(connection, scope)
    counties = regions_of(view.scope.province).counties_of(spot.adcode)
    measured = STOCK if code == ALERT_RATE else code
    answer = ask(view.sources.marts, replace(spot.ask(view, measured, by=("region",)), who_is_missing=False))
    values = {str(key): float(value) for key, value in zip(answer.frame["region"], answer.frame[measured], strict=True) if value == value}
    if code == ALERT_RATE:
        found = {one: counts.get(one, 0) / values[one] * 10_000 if values.get(one) else None for one in counties}
        told: dict[str, Any] = {"as_of": state.as_of, "rhythm": timedelta(minutes=15), "nature": state.nature, "note": "预警库尚无记录"}
    else:
        found = {one: values.get(one) for one in counties}
        told = {"as_of": answer.as_of, "rhythm": get(code).rhythm, "nature": answer.nature, "batch": answer.batch, "note": "本市尚未报送"}
    known = any(value is not None for value in found.values())
    data = {"values": found, "markers": [one for one in markers if one.lon is not None]}
    return Reading(data=data if known and told["as_of"] else None, **told)


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    code, values = spot.block.codes[0], reading.data["values"]
    one, regions, base = find(code), regions_of(view.scope.province), map_of(view.scope.province)
    cuts = _cuts([value for value in values.values() if value is not None])
    frame = pd.DataFrame({"region": list(values), "value": list(values.values())})
    ground = Ground(
        name=f"{view.scope.province}/counties/{spot.adcode}", box=box_of(view.scope.province, spot.adcode), aspect=base.ground.aspect, regions=tuple(values), centre=CENTRE,
    )  # fmt: skip
    steps = Steps(bounds=cuts) if cuts else Steps(bounds=(1, 2, 3, 4))
    option = choropleth(frame, region="region", value="value", ramp=steps, unit=one.unit, map=ground)
    option["geo"]["layoutSize"] = f"{94 * min(max(_aspect(ground.box) * base.ground.aspect, 1), WIDEST[spot.block.size]):.0f}%"
    labels = [_label(county, values[county], (code, one.unit, one.decimals, _span(spot)), regions.all[county]) for county in values]
    slot = spot.block.id
    body = [
        html.Div(className="ch", **{"data-chart": slot}),
        html.Div([*labels, *(_marker(alert) for alert in reading.data["markers"])], className="ov", **{"data-geo-overlay": slot}),
        html.Div(className="side", **{"data-map-side": slot}),
        _key(cuts, view.scope.province),
    ]
    return Drawing(body=html.Div(body, className="cbm"), charts={slot: option}, subtitle=_said(spot, one))


def _said(spot: Spot, one: Any) -> str:
    return "每万户在营主体预警数，近 30 天" if one.code == ALERT_RATE else f"{one.name}，{one.unit}" if spot.block.title else one.unit


def _span(spot: Spot) -> dict[str, str]:
    return {"span": str(spot.span)} if spot.span else {}


@cache
def box_of(province: str, city: str) -> Box:
    """The corners of a city with a little land around it: north-west and south-east, as charts want them."""
    own = [area for area in areas_of(province) if area.code[:4] == city[:4]]
    west, south = min(area.box[0] for area in own), min(area.box[1] for area in own)
    east, north = max(area.box[2] for area in own), max(area.box[3] for area in own)
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    return (round(west - wide, 4), round(north + high, 4)), (round(east + wide, 4), round(south - high, 4))


def _aspect(box: Box) -> float:
    (west, north), (east, south) = box
    return (east - west) / (north - south)


def _cuts(values: list[float]) -> list[float]:
    """Four round class limits between the least and the most; none where all are alike."""
    if not values or max(values) == min(values):
        return []
    low, high = min(values), max(values)
    step = (high - low) / STEPS
    size = 10 ** math.floor(math.log10(step))
    unit = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= step * 0.999)
    first = math.floor(low / unit) * unit + unit
    return [float(f"{first + unit * number:.6g}") for number in range(STEPS - 1)]


def _label(county: str, value: float | None, shown: tuple[str, str, int, dict[str, str]], region: Any) -> Any:
    code, unit, decimals, span = shown
    text = "未知" if value is None else "".join(words.figure(value, unit if unit == "%" else "", decimals))
    told = marks(code, value, region=county, **span)
    return html.Div(
        [html.B(region.short), html.Span(text, className="num", **told)],
        className="mk city",
        **{"data-lon": region.lon, "data-lat": region.lat},
    )


def _marker(alert: Any) -> Any:
    known = level_of(alert.level)
    told: Mapping[str, Any] = {"data-lon": alert.lon, "data-lat": alert.lat, "data-alert": alert.id, "data-level": alert.level}
    shape = Raw(level_shape(known, plain=known.number == 4))
    return html.A(shape, href=f"/alerts?id={alert.id}", className=f"mk pin lv{known.number}", title=f"{known.word} {alert.title}", **told)


def _key(cuts: list[float], province: str) -> Any:
    ramp = html.Div([html.I(style={"background": f"var(--m{step})"}) for step in range(1, STEPS + 1)], className="ramp")
    limits = html.Div([html.Span(f"{cut:g}") for cut in cuts], className="rl num cap")
    return html.Div([html.Div([ramp, limits]), credit(province)], className="cbk")
