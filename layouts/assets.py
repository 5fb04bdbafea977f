"""What a wall asks for first: fonts and map files to preload, and the component packages that boards do without."""

from __future__ import annotations

from functools import cache
from pathlib import Path

WALL_LEAVES_OUT = ("dash_bootstrap_components", "dash_table")
FIGURES = ("barlow-semi-condensed-400.woff2", "barlow-semi-condensed-500.woff2")


@cache
def preloads(assets: Path, province: str) -> tuple[tuple[str, str], ...]:
    """(address, kind) of what the first drawing waits for."""
    fonts = [f"/assets/fonts/{name}" for name in FIGURES if (assets / "fonts" / name).exists()]
    maps = [f"/assets/maps/{province}/{name}" for name in ("map.json", "cities.topojson", "neighbours.json")]
    return tuple((f, "font") for f in fonts) + tuple((m, "fetch") for m in maps if (assets / m.removeprefix("/assets/")).exists())
