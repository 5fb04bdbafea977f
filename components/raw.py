"""The raw leaf: markup that the product itself made, for the places of a component tree where dash has no element (SVG)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Raw:
    """Trusted markup. Never build one from text of outside without `html.escape`."""

    markup: str
