"""The places of the demo province: its cities and counties with their relative sizes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


class DemoFailed(RuntimeError):
    """A demo province that cannot be built or moved on. The text names the part and the remedy."""


class Region(Protocol):
    """What the demo needs to know of one city or county."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


class Regions(Protocol):
    """What the demo needs to know of a province's division; `geo.regions.regions_of` gives it."""

    @property
    def province(self) -> str: ...
    @property
    def all(self) -> Mapping[str, Region]: ...
    @property
    def cities(self) -> Sequence[str]: ...
    @property
    def counties(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Place:
    """A city or a county."""

    code: str
    name: str
    short: str
    lon: float
    lat: float

    @property
    def city(self) -> str:
        """Adcode of the city that it lies in (its own for a city)."""
        return self.code[:4] + "00"


@dataclass(frozen=True)
class Province:
    """The division of a province with the relative size of each county; sizes sum to 1."""

    code: str
    name: str
    cities: tuple[Place, ...]
    counties: tuple[Place, ...]
    sizes: tuple[float, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Taken once: a province is the key of many a kept result."""
        return hash((self.code, self.sizes))

    @property
    def silent(self) -> Place:
        """The city that does not report, by rule the last of the list."""
        return self.cities[-1]

    @cached_property
    def county_sizes(self) -> NDArray[np.float64]:
        return np.array(self.sizes)

    @cached_property
    def county_city(self) -> NDArray[np.intp]:
        """Index of the city of each county."""
        at = {city.code: index for index, city in enumerate(self.cities)}
        return np.array([at[county.city] for county in self.counties], dtype=np.intp)

    @cached_property
    def city_sizes(self) -> NDArray[np.float64]:
        return np.bincount(self.county_city, weights=self.county_sizes, minlength=len(self.cities)).astype(np.float64)

    def city_of(self, code: str) -> Place:
        return next(city for city in self.cities if city.code == code[:4] + "00")


def province_of(regions: Regions) -> Province:
    """The province made from its division and the file of sizes. Raises DemoFailed when a county has no city."""
    code = regions.province
    cities, counties = _places(regions, regions.cities), _places(regions, regions.counties)
    known = {city.code for city in cities}
    lost = [county.code for county in counties if county.city not in known]
    if lost or not cities or not counties:
        raise DemoFailed(f"行政区划文件缺少市级记录（{'、'.join(lost[:5]) or code}）：请补全 {code} 的区划文件后重新生成演示省。")
    sizes = size_file(code)
    usual = sum(sizes.values()) / len(sizes) if sizes else 1.0
    found = np.array([sizes.get(county.code, usual) for county in counties])
    name = regions.all[code].name if code in regions.all else code
    return Province(code, name, cities, counties, tuple((found / found.sum()).tolist()))


def _places(regions: Regions, codes: Iterable[str]) -> tuple[Place, ...]:
    found = ((code, regions.all[code]) for code in sorted(codes))
    return tuple(Place(code, region.name, region.short, region.lon, region.lat) for code, region in found)


def size_file(province: str) -> dict[str, float]:
    """Relative sizes of counties by adcode; empty for a province without a file: all counties are alike."""
    path = DATA / f"{province}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: float(row["size"]) for row in csv.DictReader(file)}


@cache
def rules() -> dict[str, Any]:
    """The demo province's rules, `demo/data/province.toml`."""
    return tomllib.loads((DATA / "province.toml").read_text("utf-8"))


@dataclass(frozen=True)
class System:
    """One fictional source system: who owns it, how often it delivers and what it feeds."""

    code: str
    name: str
    owner: str
    bureau: str
    net: str
    rhythm: int
    level: str
    """`city`: each city delivers for itself; `province`: one delivery for all."""
    share: float
    tables: str


@cache
def systems() -> tuple[System, ...]:
    """The source systems, `demo/data/systems.csv`."""
    with (DATA / "systems.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            System(
                code=row["code"],
                name=row["name"],
                owner=row["owner"],
                bureau=row["bureau"],
                net=row["net"],
                rhythm=int(row["rhythm"]),
                level=row["level"],
                share=float(row["share"]),
                tables=row["tables"],
            )
            for row in csv.DictReader(file)
        )
