"""全省态势: where the alerts are, as a rate with its denominator, with the four special lines beside the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.choropleth import choropleth
from components.charts.heat import Steps
from components.levels import ALL_LEVELS, level_of
from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.special import special_tiles
from components.province import credit, map_of
from components.raw import Raw
from components.shapes import level_shape
from data_access.arrivals import silent_cities
from data_access.stores import alerts
from geo.regions import regions_of
from indicators.read import Ask, ask

STEPS = 5
MARKERS = 40
CALLED = ("I", "II")
"""Levels that are named on the map by a call-out."""


def load(view: View) -> Reading:
    marts, scope = view.sources.marts, view.scope
    with view.sources.store.read() as connection:
        counts = alerts.by_city_30d(connection, scope, view.now)
        by_level = alerts.open_by_level(connection, scope)
        markers = alerts.feed(connection, scope, MARKERS)
        state = alerts.as_of(connection, scope)
    stock = ask(marts, Ask(codes=("entity.stock",), scope=scope, by=("city",), who_is_missing=False)).frame
    known = {city: float(n) for city, n in zip(stock["city"], stock["entity.stock"], strict=True) if n == n and n}
    silent = silent_cities(marts, scope)
    cities = [c for c in regions_of(scope.province).cities if scope.allows(c)]
    rates = {c: None if c in silent else _rate(counts.get(c, 0), c, known) for c in cities}
    data = {"rates": rates, "per": bool(known), "levels": by_level, "markers": markers, "tiles": special_tiles(view)}
    missing = tuple(c for c in cities if rates[c] is None)
    return Reading(
        data=data if state.as_of else None,
        as_of=state.as_of,
        rhythm=timedelta(minutes=15),
        nature=state.nature,
        missing=missing,
        of=len(cities),
        note="预警库尚无记录",
    )


def _rate(count: int, city: str, stocks: Mapping[str, float]) -> float | None:
    """Alerts per ten thousand entities; the count where nobody's stock is known, for the alerts are no less there."""
    if not stocks:
        return float(count)
    return count / stocks[city] * 10_000 if city in stocks else None


def chart(reading: Reading, view: View) -> Drawing:
    regions, data = regions_of(view.scope.province), reading.data
    base = map_of(view.scope.province)
    cuts = _cuts([r for r in data["rates"].values() if r is not None])
    frame = pd.DataFrame({"region": list(data["rates"]), "rate": list(data["rates"].values())})
    steps = Steps(bounds=cuts) if cuts else Steps(bounds=(1, 2, 3, 4))
    # cities outside of the scope are plain land: neither their number nor their silence is told
    ground = replace(base.ground, labels={}, regions=tuple(data["rates"]))
    option = choropleth(frame, region="region", value="rate", ramp=steps, unit="", map=ground)
    labels = [_label(code, place, data["rates"].get(code), per=data["per"]) for code, place in base.labels.items() if code in data["rates"]]
    around = [_place(p["text"], p["at"], "cap place") for p in base.places] + [
        _place(p["text"], p["at"], "cap place sea") for p in base.seas
    ]
    placed = [a for a in data["markers"] if a.lon is not None]
    marks = [_marker(a) for a in placed] + [_call(a, regions) for a in placed if a.level in CALLED]
    body = [
        html.Div(className="ch", **{"data-chart": "map"}),
        html.Div([*around, *labels, *marks], className="ov", **{"data-geo-overlay": "map"}),
        html.Div([_legend_row(level, data["levels"].get(level, 0)) for level in ALL_LEVELS], className="mlv"),
        _key(cuts, view.scope.province),
        html.Div(data["tiles"], className="spec"),
    ]
    return Drawing(body=body, charts={"map": option}, subtitle="" if data["per"] else "预警数，件，近 30 天；在营户数未知，未按户数折算")


def _cuts(rates: list[float]) -> list[float]:
    """Four round class limits that spread the rates over five classes."""
    if not rates:
        return []
    step = max(rates) / STEPS
    size = 10 ** len(str(int(step))) / 10 if step >= 1 else 0.1 if step >= 0.1 else 0.01
    unit = max(size, round(step / size) * size)
    return [round(unit * i, 4) for i in range(1, STEPS)]


def _label(code: str, place: Mapping[str, Any], rate: float | None, *, per: bool) -> Any:
    shown = "未知" if rate is None else f"{rate:.2f}" if per else f"{rate:.0f}"
    lon, lat = place["at"]
    rated = html.Span(shown, className="num", **marks("alert.per_ten_thousand" if per else "alert.last_30_days", rate, region=code))
    return html.Div([html.B(place["text"]), rated], className="mk city", **{"data-lon": lon, "data-lat": lat})


def _place(text: str, at: list[float], kind: str) -> Any:
    return html.Div(text, className=f"mk {kind}", **{"data-lon": at[0], "data-lat": at[1]})


def _marker(alert: Any) -> Any:
    known = level_of(alert.level)
    told = {"data-lon": alert.lon, "data-lat": alert.lat, "data-alert": alert.id, "data-level": alert.level}
    shape = Raw(level_shape(known, plain=known.number == 4))
    return html.Div(shape, className=f"mk pin lv{known.number}", title=f"{known.word} {alert.title}", **told)


def _call(alert: Any, regions: Any) -> Any:
    known = level_of(alert.level)
    head = html.B([html.Span(known.word, className=f"lv{known.number}"), f"　{regions.path(alert.region)}"])
    return html.Div([head, html.Span(alert.title, className="cap")], className="call", **{"data-for": alert.id})


def _legend_row(level: str, count: int) -> Any:
    known = level_of(level)
    name = html.Span([Raw(level_shape(known)), known.word], className=f"lv lv{known.number}")
    return html.Div([name, figure(f"alert.open.{level}", count)], className="sep" if known.number == 0 else None)


def _key(cuts: list[float], province: str) -> Any:
    ramp = html.Div([html.I(style={"background": f"var(--m{i})"}) for i in range(1, STEPS + 1)], className="ramp")
    limits = html.Div([html.Span(f"{c:g}") for c in cuts], className="rl num cap")
    return html.Div(
        [
            ramp,
            limits,
            html.Div([html.I(), "无报送，未知"], className="cap hk"),
            credit(province),
        ],
        className="mleg",
    )


PANEL = Panel(
    key="map", title="全省态势", subtitle="每万户在营主体预警数，近 30 天", question="哪里有事，按规模看哪里多？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "entity_daily", "source_daily", "kitchen_daily", "cold_chain_hourly", "equipment_daily"}), frame="map",
)  # fmt: skip
