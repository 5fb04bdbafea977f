"""The province's map as panels need it: the ground for charts, and the words around it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from components.charts.choropleth import Ground

MAPS = Path(__file__).resolve().parents[1] / "assets" / "maps"


@dataclass(frozen=True, kw_only=True)
class ProvinceMap:
    """One province's map: its chart ground, label places, neighbours' names, and the credit that every view must show."""

    ground: Ground
    labels: Mapping[str, Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]]
    seas: Sequence[Mapping[str, Any]]
    source: str
    review: str


@cache
def map_of(province: str) -> ProvinceMap:
    """The map of a province by adcode, from its ``map.json``."""
    words = json.loads((MAPS / province / "map.json").read_text("utf-8"))
    ground = Ground.of(f"{province}/cities", words)
    return ProvinceMap(
        ground=ground, labels=words["labels"], places=words["places"], seas=words["seas"], source=words["source"], review=words["review"],
    )  # fmt: skip
