"""The sites of the map's layers: what stood at the chosen moment, grouped by where it is drawn, and what cannot be told of the past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from components.panel import View
from components.panels.alert_words import STATES
from components.panels.camera_strip import DEAD
from components.panels.dispatch_lane import STEPS
from components.panels.map_choice import Choice, choice_of
from data_access import movements
from data_access.stores import alerts, cameras, orders, sites, teams
from data_access.stores.heard import State
from data_access.stores.sites import Site

READS = frozenset({"alert", "work_order", "camera", "team", "batch_movement", "enterprise"})
CAMERAS: Mapping[str, str] = MappingProxyType({"live": "在线", **DEAD})
TEAMS: Mapping[str, str] = MappingProxyType({"ready": "待命", "out": "出勤", "rest": "轮休"})
LINES = 60
"""Ways of goods that are drawn, the busiest first."""
NOW_ONLY: Mapping[str, str] = MappingProxyType({"cameras": "摄像机状态", "teams": "队伍位置"})


@dataclass(frozen=True, kw_only=True)
class Sites:
    """What the layers show: sites by layer, the ways of goods, and sentences on what they do not show."""

    by: Mapping[str, Sequence[Site]]
    ways: pd.DataFrame | None = None
    said: tuple[str, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)


def moment_of(chosen: Choice, now: datetime) -> datetime:
    """The moment that a chosen day means: its end, or now."""
    if chosen.at is None:
        return now
    return datetime.combine(chosen.at, time(), now.tzinfo) + timedelta(days=1)


def sites_of(view: View) -> Sites:
    """The sites of the chosen layers in the shown place."""
    chosen = choice_of(view)
    at, reach = moment_of(chosen, view.now), chosen.reach
    found: dict[str, Sequence[Site]] = {}
    states: dict[str, State] = {}
    past = chosen.at is not None
    with view.sources.store.read() as connection:
        if "alerts" in chosen.layers:
            found["alerts"], states["alerts"] = sites.alerts_at(connection, reach, at), alerts.as_of(connection, reach)
        if "orders" in chosen.layers:
            found["orders"], states["orders"] = sites.orders_at(connection, reach, at), orders.as_of(connection, reach)
        if "cameras" in chosen.layers and not past:
            found["cameras"], states["cameras"] = sites.cameras_now(connection, reach), cameras.as_of(connection, reach)
        if "teams" in chosen.layers and not past:
            found["teams"], states["teams"] = sites.teams_now(connection, reach), teams.as_of(connection, reach)
    lost = [NOW_ONLY[layer] for layer in chosen.layers if past and layer in NOW_ONLY]
    said = (f"{'、'.join(lost)}只有现状，{chosen.at} 的未留存，不显示。",) if lost else ()
    ways = movements.between_counties(view.sources.marts, reach, at) if "trace" in chosen.layers else None
    return Sites(by=found, ways=ways, said=said, states=states)


def within(site: Site, chosen: Choice) -> bool:
    """Whether a site lies in the shown county, where one is chosen."""
    return chosen.level != "county" or site.region == chosen.place


def state_word(site: Site) -> str:
    """The state of a site in words."""
    if site.kind == "camera":
        return CAMERAS.get(site.state, site.state)
    if site.kind == "team":
        return TEAMS.get(site.state, site.state)
    if site.kind == "order":
        return STEPS[min(int(site.state), len(STEPS)) - 1]
    return STATES.get(site.state, site.state)


def place_of(site: Site, chosen: Choice) -> tuple[float, float, bool] | None:
    """Where a site is drawn, and whether that is its own place: without one it stands at its region's labelling point. None where not even
    its region is known.
    """
    if site.lon is not None and site.lat is not None:
        return site.lon, site.lat, True
    region: Any = chosen.regions.all.get(site.region)
    return (region.lon, region.lat, False) if region is not None and region.level != "province" else None
