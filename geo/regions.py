"""The regions of a province: names, the tree, and the way from a retired code to the region of today."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from data_access.load.judges import Located

MAPS = Path(__file__).resolve().parent.parent / "assets" / "maps"
UNPLACED = "未定位"

__all__ = ["Located", "Region", "Regions", "RegionsFailed", "regions_of"]


class RegionsFailed(RuntimeError):
    """The region files of a province are missing or broken; the text names the file and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region of today. `lon`, `lat` are a labelling point in WGS-84 degrees."""

    code: str
    name: str
    short: str
    parent: str
    level: str
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True)
class Successor:
    """What a retired code is today, and for which time the code had this meaning."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    to: str
    how: str
    note: str

    def covers(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)

    @property
    def bounded(self) -> bool:
        return self.valid_from is not None and self.valid_to is not None


@dataclass(frozen=True)
class Regions:
    """All regions of one province and its retired codes."""

    province: str
    all: Mapping[str, Region]
    retired: Mapping[str, tuple[Successor, ...]]

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Codes of the cities, in order."""
        return tuple(code for code, region in sorted(self.all.items()) if region.level == "city")

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Codes of the counties of today, in order."""
        return tuple(code for code, region in sorted(self.all.items()) if region.level == "county")

    @cached_property
    def _cities_by_label(self) -> dict[str, str]:
        return {label: code for code in self.cities for label in (self.all[code].name, self.all[code].short)}

    def counties_of(self, city: str) -> tuple[str, ...]:
        return tuple(code for code in self.counties if self.all[code].parent == city)

    def name(self, code: str) -> str:
        """Full name; of a retired code its last name; of an unknown code the code itself."""
        if code in self.all:
            return self.all[code].name
        return self.retired[code][-1].name if code in self.retired else code

    def short(self, code: str) -> str:
        return self.all[code].short if code in self.all else self.name(code)

    def path(self, code: str) -> str:
        """Where a region lies, in short names below the province: 南通 如东; the province's own name for the province."""
        city = self.city_of(code)
        if city is None:
            return "全省" if self.level(code) == "province" else code
        return self.short(city) if code == city else f"{self.short(city)} {self.short(code)}"

    def level(self, code: str) -> str | None:
        """province, city or county; None for a code that is no region of today."""
        return self.all[code].level if code in self.all else None

    def city_of(self, code: str) -> str | None:
        """The city of a county or of a city itself; None for the province and for unknown codes."""
        region = self.all.get(code)
        if region is None or region.level == "province":
            return None
        return code if region.level == "city" else region.parent

    def city_named(self, label: str | None) -> str | None:
        """The city that a label such as 南京 or 南京市 means."""
        return self._cities_by_label.get((label or "").strip())

    def locate(self, code: str, on: date | None = None, city_label: str | None = None) -> Located:
        """Where a row with this code, of this day, with this city label belongs today. See `Located`."""
        successor = self._successor(code, on)
        region = self.all.get(code)
        if successor is None and region is not None:
            return self._current(region, city_label)
        if successor is not None:
            how = {"county": "crosswalk", "city": "city", "province": "province"}[self.all[successor.to].level]
            labelled = self.city_named(city_label) if how == "province" else None
            return Located(labelled or successor.to, "city" if labelled else how, f"{successor.name}：{successor.note}")
        labelled = self.city_named(city_label)
        if code[:2] == self.province[:2] and code[:4] + "00" in self.all and code[2:4] != "00":
            return Located(code[:4] + "00", "unknown", f"代码 {code} 不在现行和历史区划代码中，只知其市")
        if labelled:
            return Located(labelled, "unknown", f"代码 {code or '缺'} 不是本省区划代码，按所在市标签归集")
        return Located(self.province, "unknown", f"代码 {code or '缺'} 不是本省区划代码，所在市也不明")

    def _current(self, region: Region, city_label: str | None) -> Located:
        if region.level == "county":
            return Located(region.code, "current")
        if region.level == "city":
            return Located(region.code, "city", "只到市级，县级未定位")
        labelled = self.city_named(city_label)
        return Located(labelled, "city", "省级登记，按所在市标签归集") if labelled else Located(region.code, "province", "只到省级")

    def _successor(self, code: str, on: date | None) -> Successor | None:
        found = self.retired.get(code, ())
        if code in self.all:  # the code lives: only a bounded older meaning that covers the day goes before it
            return next((line for line in found if on is not None and line.bounded and line.covers(on)), None)
        if on is not None:
            dated = next((line for line in found if line.covers(on)), None)
            if dated:
                return dated
        return found[-1] if found else None


@cache
def regions_of(province: str) -> Regions:
    """The regions of a province, read once. Raises RegionsFailed."""
    folder = MAPS / province
    lines: dict[str, list[Successor]] = {}
    try:
        regions = {row["code"]: _region(row) for row in _rows(folder / "regions.csv")}
        for row in _rows(folder / "crosswalk.csv"):
            lines.setdefault(row["code"], []).append(_successor(row))
    except FileNotFoundError as error:
        raise RegionsFailed(
            f"缺少区划文件 {error.filename}：YIPING_PROVINCE={province} 的省份要有 regions.csv 和 crosswalk.csv。"
        ) from error
    except (KeyError, ValueError) as error:
        raise RegionsFailed(f"{folder} 的区划文件有错（{error}）：请对照 ORIGIN.md 所列的列改正。") from error
    strays = sorted({line.to for found in lines.values() for line in found} - regions.keys())
    if strays:
        raise RegionsFailed(f"{folder}/crosswalk.csv 指向不存在的区划 {'、'.join(strays)}：请改正 to_code。")
    return Regions(province, regions, {code: tuple(sorted(found, key=lambda x: x.valid_to or date.max)) for code, found in lines.items()})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _region(row: Mapping[str, str]) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        short=row["short"],
        parent=row["parent"],
        level=row["level"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
    )


def _successor(row: Mapping[str, str]) -> Successor:
    return Successor(
        code=row["code"], name=row["name"], to=row["to_code"], how=row["how"], note=row["note"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )  # fmt: skip
