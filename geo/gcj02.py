"""GCJ-02, the shifted coordinates of public map services: how far they lie from WGS-84, the way back, and whether a file has them.

The shift is the published approximation (eviltransform and others); it is right to a few metres inside China, which tells the two systems
apart by a hundred times.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AXIS, FLATTENED = 6_378_245.0, 0.006_693_421_622_965_943
"""The Krasovsky ellipsoid: half axis in metres, squared eccentricity."""
Points = NDArray[np.float64]


def shifted(points: Points) -> Points:
    """WGS-84 degrees as GCJ-02: rows of longitude and latitude."""
    return points + _shift(points)


def unshifted(points: Points) -> Points:
    """GCJ-02 degrees as WGS-84, by going against the shift until it is met (under a centimetre after five steps)."""
    found = points.copy()
    for _ in range(5):
        found += points - shifted(found)
    return found


def _shift(points: Points) -> Points:
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3 + (
        160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)
    ) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3 + (
        150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)
    ) * 2 / 3
    lat = np.radians(points[:, 1])
    magic = 1 - FLATTENED * np.sin(lat) ** 2
    down = north * 180 / ((AXIS * (1 - FLATTENED)) / (magic * np.sqrt(magic)) * np.pi)
    right = east * 180 / (AXIS / np.sqrt(magic) * np.cos(lat) * np.pi)
    return np.column_stack([right, down])


def metres(frm: Points, to: Points) -> Points:
    """From points to points in metres east and north."""
    lat = np.radians((frm[:, 1] + to[:, 1]) / 2)
    return np.column_stack([(to[:, 0] - frm[:, 0]) * 111_319.5 * np.cos(lat), (to[:, 1] - frm[:, 1]) * 111_132.0])
