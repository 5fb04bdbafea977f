"""态势: the whole wall in one sentence, for walls wide enough to hold it."""

from __future__ import annotations

from datetime import timedelta

from dash import html

from components.levels import level_of
from components.panel import Drawing, Panel, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.arrivals import silent_cities
from data_access.stores import alerts
from geo.regions import regions_of


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        counts = alerts.open_by_level(connection, view.scope)
        state = alerts.as_of(connection, view.scope)
    silent = silent_cities(view.sources.marts, view.scope)
    return Reading(
        data={"counts": counts, "silent": silent} if state.as_of else None,
        as_of=state.as_of,
        rhythm=timedelta(minutes=15),
        nature=state.nature,
        note="预警库尚无记录",
    )


def chart(reading: Reading, view: View) -> Drawing:
    counts, silent = reading.data["counts"], reading.data["silent"]
    regions = regions_of(view.scope.province)
    grave = [(level, counts[level]) for level in ("I", "II") if counts.get(level)]
    said = "，".join(f"{level_of(level).roman}级 {n} 件处置中" for level, n in grave) or "无Ⅰ、Ⅱ级告警"
    if grave and grave[0][0] == "II":
        said += "，无Ⅰ级"
    if silent:
        total = len([c for c in regions.cities if view.scope.allows(c)])
        said += f"；{'、'.join(regions.short(c) for c in silent)}无报送，全省数为 {total - len(silent)} 市口径"
    shape = Raw(level_shape(level_of(grave[0][0]))) if grave else None
    return Drawing(body=html.Div([shape, html.B(said)], className="sent"))


PANEL = Panel(
    key="summary", title="态势", question="一句话，现在怎么样？", owner="应急指挥处",
    load=load, chart=chart, reads=frozenset({"alert", "source_daily"}),
)  # fmt: skip
