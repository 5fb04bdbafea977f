"""What a page asks for first: fonts and map files to preload, and the component packages that boards do without."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WALL_LEAVES_OUT = ("dash_bootstrap_components", "dash_table")
FIGURES = ("barlow-semi-condensed-400.woff2", "barlow-semi-condensed-500.woff2")
MAP = re.compile(r'"map": ?"(\d{6})/(cities|counties)')
"""A chart of the first answer that lies on a map: its province and its lines."""


def preloads(assets: Path, first: str) -> tuple[tuple[str, str], ...]:
    """(address, kind) of what the first drawing waits for: the figures' fonts, and the files of the map that its charts lie on."""
    return _files(assets, *sorted(set(MAP.findall(first))))


@cache
def _files(assets: Path, *maps: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    fonts = [f"/assets/fonts/{name}" for name in FIGURES if (assets / "fonts" / name).exists()]
    names = dict.fromkeys(f"{province}/{name}" for province, lines in maps for name in ("map.json", f"{lines}.topojson", "neighbours.json"))
    found = [f"/assets/maps/{name}" for name in names if (assets / "maps" / name).exists()]
    return tuple((f, "font") for f in fonts) + tuple((m, "fetch") for m in found)
