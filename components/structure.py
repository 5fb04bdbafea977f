"""The structure of a province's platform: one centre, its portals, the directions of its vertical flow. Data beside its map."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from components.province import MAPS
from data_access.feeds import System

CITIES, PROVINCE = "city", "province"


class StructureFailed(ValueError):
    """A file that cannot be read; the text names it and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """The centre or a portal: its name, what it is in a few words, and the addresses that it leads to."""

    name: str
    word: str
    pages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Direction:
    """One direction of the vertical flow and the systems that flow in it."""

    code: str
    name: str
    systems: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Structure:
    """What stands above the business nets."""

    centre: Part
    portals: tuple[Part, ...]
    directions: tuple[Direction, ...]


@cache
def structure_of(province: str) -> Structure | None:
    """The structure of a province; None where its file is absent. Raises StructureFailed for a file that is wrong."""
    path = MAPS / province / "platform.toml"
    if not path.exists():
        return None
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        portals = tuple(_part(one) for one in told["portal"])
        directions = tuple(
            Direction(code=one["code"], name=one["name"], systems=frozenset(one["systems"])) for one in told.get("direction", ())
        )
        return Structure(centre=_part(told["centre"]), portals=portals, directions=directions)
    except (KeyError, TypeError, ValueError) as error:
        raise StructureFailed(
            f"{path} 有错（{error}）：centre 与每个 portal 要有 name、word、pages，direction 要有 code、name、systems。"
        ) from error


def flows(structure: Structure | None, systems: Collection[System]) -> tuple[Direction, ...]:
    """The directions with their systems: those that the file names, then the cities' lines, then the province's own."""
    named = structure.directions if structure else ()
    taken = {code for one in named for code in one.systems}
    cities = frozenset(one.code for one in systems if one.code not in taken and one.places > 1)
    rest = frozenset(one.code for one in systems if one.code not in taken) - cities
    known = {one.code for one in systems}
    own = (Direction(code=CITIES, name="市局 → 省局", systems=cities), Direction(code=PROVINCE, name="省级系统 → 省局", systems=rest))
    kept = tuple(Direction(code=one.code, name=one.name, systems=one.systems & known) for one in named)
    return tuple(one for one in (*kept, *own) if one.systems)


def _part(told: dict) -> Part:
    return Part(name=str(told["name"]), word=str(told["word"]), pages=tuple(told["pages"]))
