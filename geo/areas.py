"""The areas of a province's counties and cities: their rings, and in which county a point lies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.regions import MAPS, RegionsFailed

Ring = NDArray[np.float64]
EDGES = 256


@dataclass(frozen=True, eq=False)
class Area:
    """One county or city: its code, its rings (longitude, latitude) and the box around them."""

    code: str
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    def hold(self, points: Ring) -> NDArray[np.bool_]:
        """The same as `holds` for many points (rows of longitude and latitude) at once."""
        west, south, east, north = self.box
        found = (points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)
        x, y = points[found].T
        inside = np.zeros(len(x), dtype=bool)
        for ring in self.rings:
            for first in range(0, len(ring) - 1, EDGES):  # in pieces, so that a long ring does not ask for gigabytes
                x1, y1, x2, y2 = (
                    column[:, None] for column in (*ring[first : first + EDGES + 1][:-1].T, *ring[first : first + EDGES + 1][1:].T)
                )
                with np.errstate(divide="ignore", invalid="ignore"):
                    crossed = ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * ((x2 - x1) / (y2 - y1)))
                inside ^= np.count_nonzero(crossed, axis=0) % 2 == 1
        found[found] = inside
        return found

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies inside: a ray to the east crosses the rings an odd number of times, so that holes are outside."""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return sum(_crossings(ring, lon, lat) for ring in self.rings) % 2 == 1


def county_at(province: str, lon: float, lat: float) -> str | None:
    """Adcode of the county that a point lies in (WGS-84 degrees); None outside the province. Raises RegionsFailed without a map."""
    return next((area.code for area in areas_of(province) if area.holds(lon, lat)), None)


@cache
def areas_of(province: str, level: str = "counties") -> tuple[Area, ...]:
    """The areas of the counties, or of the ``cities``, read once from assets/maps. Raises RegionsFailed."""
    path = MAPS / province / f"{level}.topojson"
    try:
        topology = json.loads(path.read_text("utf-8"))
        arcs = _arcs(topology)
        geometries = next(iter(topology["objects"].values()))["geometries"]
        return tuple(_area(geometry, arcs) for geometry in geometries)
    except (OSError, ValueError, KeyError, StopIteration) as error:
        raise RegionsFailed(f"边界图 {path} 读不出（{type(error).__name__}）：请放入该省的 {path.name}。") from error


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """The shared lines: steps on a grid, added up."""
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc, dtype=float), axis=0) * scale + origin for arc in topology["arcs"]]


def _area(geometry: dict[str, Any], arcs: Sequence[Ring]) -> Area:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = tuple(_ring(ring, arcs) for polygon in polygons for ring in polygon)
    points = np.concatenate(rings)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return Area(str(geometry["properties"]["adcode"]), rings, (float(west), float(south), float(east), float(north)))


def _ring(numbers: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    """A ring from its lines; a line with a negative number (~n) is walked backwards."""
    return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])


def _crossings(ring: Ring, lon: float, lat: float) -> int:
    x1, y1 = ring[:-1, 0], ring[:-1, 1]
    x2, y2 = ring[1:, 0], ring[1:, 1]
    spans = (y1 > lat) != (y2 > lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (lat - y1) * (x2 - x1) / (y2 - y1)
    return int(np.count_nonzero(spans & (lon < at)))
