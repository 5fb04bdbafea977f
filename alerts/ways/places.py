"""The place of an alert from outside: from codes, names, polygons and circles to a region of the province, or honestly to none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alerts.failure import AlertsFailed
from geo.areas import county_at
from geo.regions import UNPLACED, Regions

CODE = re.compile(r"\d{6}(\d{3}|\d{6})?")
"""Six digits, or the nine or twelve of a township or village, whose first six are the county's."""
MOST_POINTS = 20_000
MOST_CROSSED = 300
"""Points up to which a polygon is looked at for crossings of itself."""
Point = tuple[float, float]
"""Longitude and latitude."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an alert lies. `why` says how it was found, or why it was not."""

    region: str
    why: str
    lon: float | None = None
    lat: float | None = None


def by_code(regions: Regions, code: str, on: date) -> str | None:
    """The region of today of a code, which may be retired; None for a code of elsewhere. Raises AlertsFailed for what is no code."""
    if not CODE.fullmatch(code):
        raise AlertsFailed(f"行政区划代码 {code[:40]!r} 应为六位数字")
    short = code[:6]
    if short not in regions.all and short not in regions.retired:
        return regions.locate(short, on).region if short[:2] == regions.province[:2] else None
    return regions.locate(short, on).region


def by_name(regions: Regions, name: str) -> str | None:
    """The region that a name means: a city in full or short, or a county whose name occurs once."""
    text = name.strip()
    found = regions.city_named(text)
    if found:
        return found
    same = [code for code, region in regions.all.items() if text and text in (region.name, region.short)]
    return same[0] if len(same) == 1 else None


def together(regions: Regions, codes: Iterable[str]) -> str | None:
    """The smallest region that holds all of these; None for none."""
    found = set(codes)
    if len(found) <= 1:
        return next(iter(found), None)
    cities = {regions.city_of(code) for code in found}
    city = cities.pop() if len(cities) == 1 else None
    return city or regions.province


def located(regions: Regions, codes: Sequence[str | None], points: Sequence[Point | None]) -> Place:
    """The place by codes, else by points (None: a shape that cannot be relied on); what lies nowhere in the province is kept as 未定位."""
    counties = [(county_at(regions.province, *point), point) for point in points if point is not None]
    inside = [(code, point) for code, point in counties if code is not None]
    lon, lat = inside[0][1] if inside else (None, None)
    known = together(regions, [code for code in codes if code is not None])
    if known is not None:
        return Place(region=known, why="按行政区划代码", lon=lon, lat=lat)
    drawn = together(regions, [code for code, _ in inside])
    if drawn is not None:
        return Place(region=drawn, why="按多边形或圆的中心点", lon=lon, lat=lat)
    if codes or counties:
        return Place(region=regions.province, why=f"{UNPLACED}：所述区域不在本省")
    return Place(region=regions.province, why=f"{UNPLACED}：来文没有可用的区划代码和坐标")


def polygon(text: str) -> list[Point]:
    """The points of a CAP polygon (latitude,longitude …). Raises AlertsFailed for one that is not closed or has fewer than four points."""
    pairs = text.split()
    if len(pairs) > MOST_POINTS:
        raise AlertsFailed(f"多边形超过 {MOST_POINTS} 个点")
    points = [_point(pair) for pair in pairs]
    if len(points) < 4:
        raise AlertsFailed("多边形少于四个点")
    if points[0] != points[-1]:
        raise AlertsFailed("多边形没有闭合：首尾两点应相同")
    return points


def circle(text: str) -> Point:
    """The middle of a CAP circle (latitude,longitude radius). Raises AlertsFailed."""
    parts = text.split()
    if len(parts) != 2:
        raise AlertsFailed("圆应写作“纬度,经度 半径”")
    if not 0 <= _number(parts[1]) <= 20_038:
        raise AlertsFailed("圆的半径应在 0 与 20038 公里之间")
    return _point(parts[0])


def middle(points: Sequence[Point]) -> Point | None:
    """The centroid of a closed ring; None for one that crosses itself, whose centroid says nothing. A flat one gives the mean point."""
    ring = np.array(points)
    if len(points) <= MOST_CROSSED and _crosses_itself(ring):
        return None
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]  # from its first point: areas far from 0,0 lose digits
    parts = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = parts.sum() / 2
    if abs(area) < 1e-12:
        lon, lat = ring[:-1].mean(axis=0)
        return float(lon), float(lat)
    lon = ring[0, 0] + ((x[:-1] + x[1:]) * parts).sum() / (6 * area)
    lat = ring[0, 1] + ((y[:-1] + y[1:]) * parts).sum() / (6 * area)
    return float(lon), float(lat)


def _crosses_itself(ring: np.ndarray) -> bool:
    """Whether two sides that are no neighbours cross each other."""
    a, b = ring[:-1], ring[1:]

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.sign((q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0]))

    p, q, r, s = a[:, None], b[:, None], a[None, :], b[None, :]
    crossed = (side(p, q, r) * side(p, q, s) < 0) & (side(r, s, p) * side(r, s, q) < 0)
    return bool(crossed.any())


def _point(pair: str) -> Point:
    lat, comma, lon = pair.partition(",")
    if not comma:
        raise AlertsFailed(f"坐标 {pair[:40]!r} 应写作“纬度,经度”")
    point = _number(lon), _number(lat)
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise AlertsFailed(f"坐标 {pair[:40]!r} 超出地球的经纬度")
    return point


def _number(text: str) -> float:
    if len(text) > 32 or not re.fullmatch(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", text, re.ASCII):
        raise AlertsFailed(f"{text[:40]!r} 不是数")
    number = float(text)
    if not math.isfinite(number):
        raise AlertsFailed(f"{text[:40]!r} 不是数")
    return number
