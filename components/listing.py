"""The listing of boards: every board over the four levels, found by asking each file of `components/board_sources/`.

A file there is one source: `boards(view)` gives what it knows within the caller's scope. What it says of a page's address replaces what the
page registry says, so that who knows more of a board (its published version, its owner) only adds a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from components import board_sources
from components.panel import View


class Level(StrEnum):
    """Whose board it is."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def word(self) -> str:
        return {"national": "总局", "province": "省级", "city": "市级", "county": "县级"}[self]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One board. `address` is a page of this product or the https address of another system; `published_at` is when its owner last published
    it (None: it is part of the product, and as new as its data); `version` is what its owner calls that edition.
    """

    address: str
    title: str
    level: Level
    kind: str
    owner: str
    panels: int | None = None
    reads: frozenset[str] = field(default_factory=frozenset)
    published_at: datetime | None = None
    version: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page of this product that one address opens."""
        return self.address.startswith("/") and "<" not in self.address


class Source(Protocol):
    """A file of `components/board_sources/`."""

    def boards(self, view: View) -> Iterable[Listed]: ...


@dataclass(frozen=True, kw_only=True)
class Listing:
    """All boards that the caller may know of, by level and kind, and sentences about sources that could not be read."""

    boards: tuple[Listed, ...]
    faults: tuple[str, ...] = ()


class ListingFailed(RuntimeError):
    """A source of boards that cannot be read; the text says what is wrong and what to do."""


def listing(view: View) -> Listing:
    """The boards of all sources."""
    found: dict[str, Listed] = {}
    faults: list[str] = []
    for source in _sources():
        try:
            found |= {one.address: one for one in source.boards(view)}
        except ListingFailed as failure:
            faults.append(str(failure))
    order = list(Level)
    kinds = list(dict.fromkeys(one.kind for one in found.values()))
    return Listing(
        boards=tuple(sorted(found.values(), key=lambda one: (order.index(one.level), kinds.index(one.kind)))), faults=tuple(faults)
    )


def _sources() -> Iterable[Source]:
    """The files of the folder, that of the product's own pages first: all others know more of a board."""
    names = sorted((module.name for module in pkgutil.iter_modules(board_sources.__path__)), key=lambda name: (name != "pages", name))
    return [importlib.import_module(f"{board_sources.__name__}.{name}") for name in names]
