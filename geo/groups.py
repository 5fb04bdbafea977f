"""The groups of a province's cities that people speak of, such as 苏南: data beside its map; a province without the file has none."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from geo.regions import MAPS, RegionsFailed, regions_of


@dataclass(frozen=True)
class Group:
    """Some cities under one name. `code` is what addresses carry."""

    code: str
    name: str
    cities: tuple[str, ...]


@cache
def groups_of(province: str) -> tuple[Group, ...]:
    """The groups of a province in the file's order. Raises RegionsFailed for a file that names no city of the province."""
    path = MAPS / province / "groups.toml"
    if not path.exists():
        return ()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        found = tuple(Group(one["code"], one["name"], tuple(one["cities"])) for one in told["group"])
    except (KeyError, TypeError, ValueError) as error:
        raise RegionsFailed(f"{path} 有错（{error}）：每组要有 code、name 和 cities。") from error
    strays = sorted({city for group in found for city in group.cities} - set(regions_of(province).cities))
    if strays:
        raise RegionsFailed(f"{path} 列出了不是本省城市的代码 {'、'.join(strays)}：请改正。")
    return found
