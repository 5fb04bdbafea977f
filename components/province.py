"""The province's map as panels need it: the ground for charts, and the words around it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dash import html

from components.charts.choropleth import Ground
from geo.credit import credit_of

MAPS = Path(__file__).resolve().parents[1] / "assets" / "maps"


@dataclass(frozen=True, kw_only=True)
class ProvinceMap:
    """One province's map: its chart ground, label places and neighbours' names. The credit that every view must show is `credit`."""

    ground: Ground
    labels: Mapping[str, Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]]
    seas: Sequence[Mapping[str, Any]]


@cache
def map_of(province: str) -> ProvinceMap:
    """The map of a province by adcode, from its ``map.json``."""
    words = json.loads((MAPS / province / "map.json").read_text("utf-8"))
    ground = Ground.of(f"{province}/cities", words)
    return ProvinceMap(
        ground=ground, labels=words["labels"], places=words["places"], seas=words["seas"],
    )  # fmt: skip


def credit(province: str) -> Any:
    """The lines that stand on every view of a map: source, licence, review number. A view without them does not pass `make check`."""
    told = credit_of(province)
    return html.Div(
        [html.Div(told.source), html.Div(told.licence, className="mlic"), html.Div(told.review)],
        className="msrc cap", **{"data-map-credit": "", "data-reviewed": str(told.reviewed).lower()},
    )  # fmt: skip
