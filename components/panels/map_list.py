"""点位: the sites of the chosen layers by name, so that nothing on the map is for the eye alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from components.panels.map_choice import LAYERS, Choice, choice_of
from components.panels.map_pins import sign
from components.panels.map_sites import READS, Sites, sites_of, state_word, within
from data_access.stores.sites import Site

MOST = 200


def load(view: View) -> Reading:
    chosen, found = choice_of(view), sites_of(view)
    times = [state.as_of for state in found.states.values() if state.as_of]
    natures = {state.nature for state in found.states.values()}
    return Reading(
        data={"chosen": chosen, "sites": found}, as_of=min(times, default=None), nature="demo" if "demo" in natures else "production",
        rhythm=timedelta(minutes=30) if times and chosen.at is None else None,
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    chosen, found = reading.data["chosen"], reading.data["sites"]
    listed = {layer: [site for site in sites if within(site, chosen)] for layer, sites in found.by.items()}
    count = sum(len(sites) for sites in listed.values())
    groups = [_group(layer, sites, chosen) for layer, sites in listed.items()]
    ways = _ways(found, chosen)
    empty = html.Div("没有选点位图层", className="cap") if not groups and ways is None else None
    at = f"{chosen.at} 终了时" if chosen.at else "现状"
    said = [html.Div(sentence, className="cap") for sentence in found.said]
    return Drawing(
        body=html.Div([empty, *said, *groups, ways], className="mp-list", **{"data-scroll": "", "tabIndex": 0}),
        subtitle=[f"{at}　", figure("map.sites", count, unit="个")],
    )


def _group(layer: str, sites: list[Site], chosen: Choice) -> Any:
    rows = [_row(site, chosen) for site in sites[:MOST]]
    more = html.Div(f"另有 {len(sites) - MOST} 个未列，请缩小范围", className="cap") if len(sites) > MOST else None
    nothing = html.Div(f"此处此时没有{LAYERS[layer]}", className="cap") if not sites else None
    return html.Section([html.H3([LAYERS[layer], html.Span(f"　{len(sites)}", className="t3")]), nothing, *rows, more])


def _row(site: Site, chosen: Choice) -> Any:
    state = "当时在办" if chosen.at is not None and site.kind in ("alert", "order") else state_word(site)
    text = [html.Span(site.title, className="el"), html.Span(f"{chosen.regions.path(site.region)}　{state}", className="cap el")]
    told = {"data-map-set": "site", "data-to": f"{site.kind}:{site.id}", "data-row": site.id, "data-focus": f"site-{site.id}"}
    told |= (
        {"data-alert": site.id, "data-level": site.level}
        if site.kind == "alert"
        else {"data-camera": site.id, "data-state": site.state}
        if site.kind == "camera"
        else {}
    )
    return html.Button([sign(site), html.Span(text, className="mp-two")], type="button", className="mp-site", **told)


def _ways(found: Sites, chosen: Choice) -> Any:
    if found.ways is None:
        return None
    regions = chosen.regions
    listed = [
        (regions.path(giver), regions.path(taker), int(times)) for giver, taker, times in found.ways.itertuples(index=False, name=None)
    ]
    rows = [
        html.Div([html.Span(f"{giver} → {taker}", className="el"), figure("map.movements", times, unit="次")], className="mp-way")
        for giver, taker, times in listed[:MOST]
    ]
    inside = "" if chosen.scope.is_whole else "（两端都在本市的）"
    return html.Section(
        [
            html.H3(["流向", html.Span(f"　至此时 30 天，县际{inside}", className="t3")]),
            *(rows or [html.Div("30 天内没有县际流转", className="cap")]),
        ]
    )


PANEL = Panel(
    key="map-list", title="点位名单", question="图上是哪些事、哪些地方？", owner="应急指挥处", load=load, chart=chart, reads=READS, needs=frozenset({"place", "code", "at", "layers"}),
    frame="mp-listp",
)  # fmt: skip
