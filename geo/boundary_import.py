"""The import of a boundary file: after its check, the counties, cities and the words of the map are written beside each other, or nothing is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from geo.boundaries import Boundaries, BoundariesFailed
from geo.boundary_check import Report, check
from geo.gcj02 import unshifted
from geo.regions import MAPS, regions_of
from geo.topology import topology_of

FILES = ("counties.topojson", "cities.topojson", "map.json")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What stands beside the map from then on: where it comes from, under what terms, and its review number, where it has one."""

    source: str
    licence: str
    review: str = ""


def from_gcj02(found: Boundaries) -> Boundaries:
    """The boundaries with the shift of GCJ-02 taken away."""
    turned = tuple(
        replace(one, polygons=tuple(tuple(unshifted(ring) for ring in polygon) for polygon in one.polygons)) for one in found.all
    )
    return replace(found, all=turned, declared="")


def bring_in(found: Boundaries, province: str, terms: Terms, *, into: Path | None = None, on: date) -> Report:
    """Checks a file of counties and makes it the province's map. Raises BoundariesFailed with every fault; then nothing is changed."""
    report = check(found, province)
    faults = list(report.faults)
    if report.level != "counties":
        faults.append("这是设区市的边界：导入要用县（市、区）的边界，市界由其拼成，两级才不会错位")
    if not terms.source.strip() or not terms.licence.strip():
        faults.append("没有写明来源（--source）和许可（--licence）：没有来源和许可的地图不得显示")
    if faults:
        raise BoundariesFailed("\n".join(faults))
    counties, cities = topology_of(found.all, _facts(province))
    folder, kept = into or MAPS / province, MAPS / province / "map.json"
    words = json.loads((folder / "map.json" if (folder / "map.json").exists() else kept).read_text("utf-8"))
    words |= {
        "source": terms.source.strip(),
        "licence": terms.licence.strip(),
        "review": terms.review.strip(),
        "imported": f"{on} {found.path.name}",
    }
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder, dict(zip(FILES, (counties, cities, words), strict=True)))
    return report


def _facts(province: str) -> dict[str, dict[str, Any]]:
    regions = regions_of(province)
    return {
        code: {"adcode": code, "name": one.name, "centre": [round(one.lon, 2), round(one.lat, 2)], **({"city": one.parent} if one.level == "county" else {})}
        for code, one in regions.all.items()
    }  # fmt: skip


def _put(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    """All files, each whole: written beside its place first, so that a full disk leaves the old map as it was."""
    for name, content in files.items():
        indent = 1 if name == "map.json" else None
        text = json.dumps(content, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
        (folder / f".{name}.new").write_text(text + "\n", "utf-8")
    for name in files:
        (folder / f".{name}.new").replace(folder / name)
