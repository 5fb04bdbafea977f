"""The demo's teams: one of each kind in every city, and the province's own."""

from __future__ import annotations

from typing import Any

from demo.noise import generator
from demo.places import Place, Province
from demo.plot import START, one_of, words

KINDS = {"执法": "综合执法", "食品": "食品安全应急", "特种设备": "特种设备应急", "药品": "药品稽查", "检验": "检验检测"}
STATES = {"ready": 0.72, "out": 0.18, "rest": 0.1}


def crews(seed: int, province: Province) -> list[dict[str, Any]]:
    """The rows of all teams as they were first set down; none has a telephone number."""
    return [_crew(seed, province, place, kind) for place in (None, *province.cities) for kind in KINDS]


def _crew(seed: int, province: Province, city: Place | None, kind: str) -> dict[str, Any]:
    code = city.code if city else province.code
    rng = generator(seed, "crew", code, kind)
    unit = f"{city.name}市场监管局" if city else f"{province.name}市场监管局"
    lon, lat = (round(at + float(rng.normal(0, 0.04)), 4) for at in (city.lon, city.lat)) if city else (None, None)
    return {
        "id": f"T-{code}-{list(KINDS).index(kind) + 1}",
        "name": f"{city.short if city else '省局'}{KINDS[kind]}队",
        "kind": kind,
        "region": code,
        "unit": unit,
        "leader": one_of(rng, words()["people"]),
        "phone": None,
        "members": int(rng.integers(4, 13)),
        "lon": lon,
        "lat": lat,
        "state": str(rng.choice(list(STATES), p=list(STATES.values()))),
        "changed_at": START,
        "nature": "demo",
    }
