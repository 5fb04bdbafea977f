"""The fitting of words from outside to one line of the wall: cut where the line ends, said by an ellipsis, whole for who listens."""

from __future__ import annotations

import unicodedata
from typing import Any

from dash import html

NARROW_LETTER = 0.58
"""Width of a Latin letter or digit beside a Chinese character."""
MORE = "…"


def width(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else NARROW_LETTER for letter in text)


def fitted(text: str, most: float) -> str:
    """The text, cut to a width in Chinese characters and ending with an ellipsis where something is left out."""
    if width(text) <= most:
        return text
    kept, room = "", most - width(MORE)
    for letter in text:
        room -= width(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip(" ，、；：　") + MORE


def line(text: str, *, narrow: float, wide: float) -> list[Any]:
    """The text for one line of a wall of usual and of great width, each width in Chinese characters."""
    short, long = fitted(text, narrow), fitted(text, wide)
    return [short] if short == long else [html.Span(short, className="nw"), html.Span(long, className="xw")]
