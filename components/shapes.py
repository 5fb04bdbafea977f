"""The drawn signs: alert shapes, freshness ring, logo and line icons, as SVG markup for a `Raw` leaf."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from components.levels import SILENT, Level

_OUTLINE: Mapping[int, str] = MappingProxyType(
    {
        1: "M7.4 1.5h9.2l5.9 5.9v9.2l-5.9 5.9H7.4l-5.9-5.9V7.4z",
        2: "M12 1.2 23.4 21.8H.6z",
        3: "M12 .6 23.4 12 12 23.4.6 12z",
        4: "M12 1.6a10.4 10.4 0 1 0 0 20.8 10.4 10.4 0 0 0 0-20.8z",
    }
)
_STROKES: Mapping[int, tuple[float, float]] = MappingProxyType({1: (7.6, 8.8), 2: (11.4, 7.4), 3: (8.4, 7.2)})
"""Top and height of the strokes inside a shape: one, two, three."""
_FOUR = "M8.2 7.6v8.8M11 7.6l2.9 8.6 2.9-8.6"
_QUESTION = "M9.3 9.6a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.6 1.1-1.6 2.3M12 16.9v.6"
# fmt: off
ICONS: Mapping[str, str] = MappingProxyType({
    "chart": "M3 17V8m5 9V4m5 13v-6m5 6V6",
    "apps": "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z",
    "cam": "M2 6h11v8H2zM13 9l5-3v8l-5-3z",
    "cmd": "M10 2v4m0 8v4M2 10h4m8 0h4M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    "sys": "M3 5h14M3 10h14M3 15h14M7 3v4M13 8v4M8 13v4",
    "search": "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
    "lock": "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
    "pin": "M7 3h6l-1 6 3 3H5l3-3zM10 12v5",
    "pause": "M7 4v12M13 4v12",
    "next": "M5 4l8 6-8 6zM15 4v12",
    "prev": "M15 4l-8 6 8 6zM5 4v12",
    "swap": "M4 7h11l-3-3M16 13H5l3 3",
    "check": "M4 10l4 4 8-8",
    "cloudoff": "M3 3l14 14M6 14a4 4 0 0 1-.5-7.6M9 5a5 5 0 0 1 6.5 4A3 3 0 0 1 16 14",
    "phone": "M5 3h3l1.5 4-2 1.5a9 9 0 0 0 4 4L13 10.5l4 1.5v3a2 2 0 0 1-2 2A12 12 0 0 1 3 5a2 2 0 0 1 2-2z",
    "edit": "M4 16l1-4 8-8 3 3-8 8zM11 6l3 3",
    "out": "M8 4H4v12h4M8 10h9m-3-3 3 3-3 3",
    "doc": "M5 2h7l3 3v13H5zM8 9h5M8 12h5M8 15h3",
    "flag": "M5 18V3h9l-2 3.5 2 3.5H5",
    "info": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9v4.5M10 6.2v.6",
    "key": "M7 9a3.5 3.5 0 1 0 .01 0M9.5 11l7-7M14 6.5l2 2",
    "wall": "M2 4h16v10H2zM7 17h6M10 14v3",
    "user": "M10 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3.5 17a6.5 6.5 0 0 1 13 0",
})
# fmt: on


def level_shape(level: Level, *, plain: bool = False) -> str:
    """The shape of a level, named to a screen reader. `plain` leaves the numeral out, for sizes under 18 px with a word nearby."""
    if level == SILENT:
        return _silent()
    number = level.number
    outline = (
        f'<path class="sp" d="{_OUTLINE[number]}" fill="var(--l{number}f)" stroke="var(--l{number}s)"'
        f' stroke-width="{4 if plain else 1.5}" paint-order="stroke"/>'
    )
    label = escape(f"{level.word}，{level.meaning}")
    ink = "" if plain else _numeral(number)
    return f'<svg class="shape" viewBox="0 0 24 24" overflow="visible" role="img" aria-label="{label}">{outline}{ink}</svg>'


def level_outline(level: Level) -> str:
    """The path of a level's shape in a box of 24, for drawings that stand alone and know no tokens; 报送异常 is a square."""
    return _OUTLINE.get(level.number, "M2.5 2.5h19v19h-19z")


def level_mark(level: Level, words: str = "") -> str:
    """Shape and word together: what a row, a count or a chip shows. `words` replaces the level's own word."""
    return f'<span class="lv lv{level.number}">{level_shape(level)}{escape(words or level.word)}</span>'


def _numeral(number: int) -> str:
    ink = f"var(--l{number}i)"
    if number == 4:
        return f'<path class="ink" d="{_FOUR}" fill="none" stroke="{ink}" stroke-width="1.9"/>'
    top, height = _STROKES[number]
    left = 12 - (number - 1) * 1.75 - 0.95
    return "".join(
        f'<rect class="ink" x="{left + i * 3.5:g}" y="{top}" width="1.9" height="{height}" fill="{ink}"/>' for i in range(number)
    )


def _silent() -> str:
    box = '<rect x="2.5" y="2.5" width="19" height="19" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3"/>'
    mark = f'<path d="{_QUESTION}" fill="none" stroke="currentColor" stroke-width="1.9"/>'
    return f'<svg class="shape" viewBox="0 0 24 24" role="img" aria-label="{SILENT.word}">{box}{mark}</svg>'


def ring(left: float | None) -> str:
    """The freshness ring: `left` is the part of the source's rhythm that remains (0…1); None or none left is a dashed ring, 停更."""
    radius = 5.2
    head = '<svg class="ring" viewBox="0 0 14 14" aria-hidden="true">'
    track = f'<circle cx="7" cy="7" r="{radius}" fill="none" stroke="var(--line2)" stroke-width="1.8"'
    if left is None or left <= 0:
        return f'{head}<circle cx="7" cy="7" r="{radius}" fill="none" stroke="var(--t3)" stroke-width="1.8" stroke-dasharray="2 2"/></svg>'
    whole = 2 * math.pi * radius
    rest = f' stroke-dasharray="{whole * min(left, 1.0):.2f} {whole:.2f}" transform="rotate(-90 7 7)"'
    arc = f'<circle cx="7" cy="7" r="{radius}" fill="none" stroke="var(--t2)" stroke-width="1.8"{rest}/>'
    return f"{head}{track}/>{arc}</svg>"


def icon(name: str, label: str = "") -> str:
    """A line icon of the current text colour; with a label it speaks, without one it is decoration."""
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    path = f'<path d="{ICONS[name]}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>'
    return f'<svg class="icon" viewBox="0 0 20 20" {voice}>{path}</svg>'


def logo() -> str:
    """The mark of the centre: a roof over three bars."""
    frame = '<rect x="1" y="1" width="34" height="34" rx="5" stroke="var(--line2)"/>'
    roof = '<path d="M9 25.5V13.5l9-5.5 9 5.5v12" stroke="var(--t1)" stroke-width="1.8"/>'
    bars = '<path d="M13.5 25.5v-8M18 25.5V13m4.5 12.5v-5" stroke="var(--ac)" stroke-width="2.2"/>'
    return f'<svg class="mark" viewBox="0 0 36 36" fill="none" aria-hidden="true">{frame}{roof}{bars}</svg>'
