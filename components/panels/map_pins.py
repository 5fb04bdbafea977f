"""The pins of the map: sites drawn at their own point, or counted at their region's where no point is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from components.levels import level_of
from components.panels.map_choice import Choice
from components.panels.map_sites import Sites, place_of, state_word, within
from components.raw import Raw
from components.shapes import icon, level_shape
from data_access.stores.sites import Site

WORDS = {"alert": "告警", "order": "派单", "camera": "摄像机", "team": "队伍"}
ICONS = {"order": "flag", "camera": "cam", "team": "user"}
DIM = frozenset({"stale", "offline", "frozen", "dark", "registered", "rest"})
RANK = {"I": 0, "II": 1, "III": 2, "0": 3, "IV": 4}


def pins(sites: Sites, chosen: Choice) -> Iterable[Any]:
    """The pins of all layers; sites of one kind at one place are one pin with their number."""
    for found in sites.by.values():
        at: dict[tuple[float, float, bool], list[Site]] = {}
        for site in found:
            placed = place_of(site, chosen)
            if placed is not None and within(site, chosen):
                at.setdefault(placed, []).append(site)
        for (lon, lat, own), here in at.items():
            yield _pin(here, (lon, lat), own=own, chosen=chosen)


def _pin(here: list[Site], at: tuple[float, float], *, own: bool, chosen: Choice) -> Any:
    first = min(here, key=lambda site: RANK.get(site.level, 9))
    lon, lat = at
    where = "" if own else "（位置只到县级）" if chosen.regions.level(first.region) == "county" else "（位置只到市级）"
    many = f"{len(here)} 个{WORDS[first.kind]}" if len(here) > 1 else f"{WORDS[first.kind]}　{first.title}　{state_word(first)}"
    if first.kind == "alert":
        many = f"{level_of(first.level).word}　{many}"
    told = {
        "data-lon": lon, "data-lat": lat, "data-pin": first.kind, "data-site": f"{first.kind}:{first.id}", "data-many": str(len(here)),
        "title": many + where, "aria-label": many + where, **({"data-level": first.level, "data-rank": str(RANK.get(first.level, 9))} if first.kind == "alert" else {}),
    }  # fmt: skip
    dim = " dim" if first.state in DIM else ""
    return html.Button(sign(first), type="button", className=f"mp-pin mp-{first.kind}{dim}{'' if own else ' near'}", **told)


def sign(site: Site) -> Any:
    """The sign of a site: an alert's shape in its colour, else a quiet icon."""
    if site.kind == "alert":
        known = level_of(site.level)
        return html.Span(Raw(level_shape(known)), className=f"sh lv{known.number}")
    return html.Span(Raw(icon(ICONS[site.kind])), className="sh")
