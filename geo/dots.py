"""The dots of a dot map: one dot stands for so many things of a county, scattered over it by chance and by no thing's own place.

The method is the dot map of thematic cartography (点值法): a county's dots are as many as its number divided by the value of a dot. Where
in the county they lie says nothing, and every view of them says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.areas import Area, areas_of

MOST = 100_000
"""Dots of one view."""
GRID = 65_535
POOL = 1024
"""Points that are tried at once; a county's dots are kept by the process in pools that double."""
NICE = (10, 15, 20, 25, 30, 40, 50, 60, 80)
"""Tenths of round numbers."""


@dataclass(frozen=True)
class Dots:
    """Dots on a grid of 65,535 steps over a box of longitude and latitude: rows of x (from the west) and y (from the south)."""

    places: NDArray[np.uint16]
    box: tuple[float, float, float, float]
    """West, south, east, north in degrees."""


def value_of_dot(total: float, most: int = MOST) -> int:
    """How many things one dot stands for: the least round number that needs no more than `most` dots."""
    size = 1
    while True:
        for nice in NICE:
            value, rest = divmod(nice * size, 10)
            if not rest and total / value <= most:
                return value
        size *= 10


def scattered(province: str, numbers: Mapping[str, float], value: int) -> Dots:
    """The dots of the counties' numbers, `value` things a dot; the same numbers give the same dots. Unknown codes have none."""
    areas = {area.code: area for area in areas_of(province)}
    boxes = np.array([area.box for area in areas.values()])
    box = (float(boxes[:, 0].min()), float(boxes[:, 1].min()), float(boxes[:, 2].max()), float(boxes[:, 3].max()))
    parts = [_placed(province, code, round(number / value)) for code, number in sorted(numbers.items()) if code in areas]
    points = np.concatenate(parts) if parts else np.empty((0, 2))
    west, south, east, north = box
    steps = (points - (west, south)) / (east - west, north - south) * GRID
    return Dots(np.rint(steps).astype("<u2"), box)


def _placed(province: str, code: str, count: int) -> NDArray[np.float64]:
    """So many dots of a county; a county whose number grows keeps the dots that it had."""
    pool = POOL
    while pool < count:
        pool *= 2
    return _pool(province, code, pool)[:count]


@lru_cache(maxsize=512)
def _pool(province: str, code: str, count: int) -> NDArray[np.float64]:
    area = next(area for area in areas_of(province) if area.code == code)
    chance = np.random.default_rng(int(code))
    found: list[NDArray[np.float64]] = []
    missing = count
    while missing > 0:
        points = _tried(area, chance, POOL)[:missing]
        found.append(points)
        missing -= len(points)
    return np.concatenate(found)


def _tried(area: Area, chance: np.random.Generator, count: int) -> NDArray[np.float64]:
    west, south, east, north = area.box
    points = chance.uniform((west, south), (east, north), size=(count, 2))
    return points[area.hold(points)]
