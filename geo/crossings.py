"""The crossings of rings: where a ring meets itself, or one ring of a region crosses another, for then the region has no inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]
MOST = 3
"""Places of one region that are told."""


@dataclass(frozen=True)
class Crossing:
    """Where two lines meet: the numbers of their rings (from 1, the same for a ring that meets itself), longitude and latitude."""

    rings: tuple[int, int]
    lon: float
    lat: float


@dataclass(frozen=True)
class _Lines:
    begin: Ring
    end: Ring
    ring: NDArray[np.int64]
    place: NDArray[np.int64]
    count: NDArray[np.int64]
    """Lines of the ring that a line belongs to."""


def crossings(rings: Sequence[Ring], most: int = MOST) -> tuple[Crossing, ...]:
    """The first crossings of a region's closed rings; none where all are simple and apart. Rings of one region may touch in points but share
    no line, a ring may not touch itself (OGC 06-103r4).
    """
    lines = _lines(rings)
    order = np.argsort(np.minimum(lines.begin[:, 0], lines.end[:, 0]), kind="stable")
    west = np.minimum(lines.begin[:, 0], lines.end[:, 0])[order]
    east = np.maximum(lines.begin[:, 0], lines.end[:, 0])
    found: list[Crossing] = []
    for at, one in enumerate(order):
        others = order[at + 1 : np.searchsorted(west, east[one], side="right")]
        for other in others[_meet(lines, int(one), others)] if len(others) else ():
            lon, lat = _where(lines, int(one), int(other))
            found.append(Crossing((int(lines.ring[one]) + 1, int(lines.ring[other]) + 1), lon, lat))
        if len(found) >= most:
            break
    return tuple(found[:most])


def _lines(rings: Sequence[Ring]) -> _Lines:
    clean = [ring[np.append(True, (ring[1:] != ring[:-1]).any(axis=1))] for ring in rings]
    sizes = [len(ring) - 1 for ring in clean]
    return _Lines(
        np.concatenate([ring[:-1] for ring in clean]), np.concatenate([ring[1:] for ring in clean]), np.repeat(np.arange(len(clean)), sizes),
        np.concatenate([np.arange(size) for size in sizes]), np.repeat(sizes, sizes),
    )  # fmt: skip


def _meet(lines: _Lines, one: int, others: NDArray[np.int64]) -> NDArray[np.bool_]:
    a, b, c, d = lines.begin[one], lines.end[one], lines.begin[others], lines.end[others]
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    first, second = turns[0] * turns[1], turns[2] * turns[3]
    boxes = (np.maximum(c, d) >= np.minimum(a, b)).all(axis=1) & (np.minimum(c, d) <= np.maximum(a, b)).all(axis=1)
    same = lines.ring[others] == lines.ring[one]
    apart = np.abs(lines.place[others] - lines.place[one])
    neighbours = same & ((apart <= 1) | (apart >= lines.count[one] - 1))  # they share a point
    touches = (first <= 0) & (second <= 0)
    along = (np.maximum(np.minimum(a, b), np.minimum(c, d)) < np.minimum(np.maximum(a, b), np.maximum(c, d))).any(axis=1)
    shared = np.logical_and.reduce([turn == 0 for turn in turns]) & along  # two parts of a region with a border in common are one part
    crosses = ((first < 0) & (second < 0)) | shared
    return boxes & ~neighbours & np.where(same, touches, crosses)


def _turn(a: Ring, b: Ring, c: Ring) -> Ring:
    return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])


def _where(lines: _Lines, one: int, other: int) -> tuple[float, float]:
    a, b, c, d = lines.begin[one], lines.end[one], lines.begin[other], lines.end[other]
    along, across = b - a, d - c
    whole = along[0] * across[1] - along[1] * across[0]
    if not whole:  # on one straight line: an end that lies on both
        low, high = np.maximum(np.minimum(a, b), np.minimum(c, d)), np.minimum(np.maximum(a, b), np.maximum(c, d))
        point = next((end for end in (a, b, c, d) if (end >= low).all() and (end <= high).all()), c)
        return float(point[0]), float(point[1])
    t = ((c[0] - a[0]) * across[1] - (c[1] - a[1]) * across[0]) / whole
    return float(a[0] + t * along[0]), float(a[1] + t * along[1])
