"""Markup that is already HTML: inline SVG made by our own functions, never from data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Raw:
    """A leaf of a tree that is printed as it is."""

    markup: str
