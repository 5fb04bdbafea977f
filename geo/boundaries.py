"""The boundary file that somebody wants to bring in: read from GeoJSON, its areas measured, its rings kept as they came."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]
CODES = ("adcode", "code", "区划代码", "gb", "ADCODE", "id")
NAMES = ("name", "NAME", "名称", "区划名称")
RADIUS = 6_371.0072
"""Kilometres: the sphere with the Earth's area (WGS-84's authalic radius)."""
LARGEST = 200_000_000
"""Bytes of a file."""


class BoundariesFailed(ValueError):
    """A boundary file that cannot be read or may not be used; the text says what is wrong with it and what to do."""


@dataclass(frozen=True, eq=False)
class Boundary:
    """One region of the file: its code as written there, its name, its polygons (each an outer ring and its holes) in degrees."""

    code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def rings(self) -> tuple[Ring, ...]:
        return tuple(ring for polygon in self.polygons for ring in polygon)

    @property
    def centre(self) -> tuple[float, float]:
        """The centroid of the outer rings by area, in degrees."""
        parts = [_moment(polygon[0]) for polygon in self.polygons]
        whole = sum(area for area, _, _ in parts)
        if not whole:
            points = np.concatenate(self.rings)
            return float(points[:, 0].mean()), float(points[:, 1].mean())
        return sum(area * x for area, x, _ in parts) / whole, sum(area * y for area, _, y in parts) / whole

    @property
    def area(self) -> float:
        """Square kilometres; holes are not counted."""
        return sum(ring_area(polygon[0]) - sum(ring_area(hole) for hole in polygon[1:]) for polygon in self.polygons)


@dataclass(frozen=True)
class Boundaries:
    """All regions of a file, and the coordinate system that it declares, where it declares one."""

    path: Path
    all: tuple[Boundary, ...]
    declared: str = ""
    unread: tuple[str, ...] = field(default=())
    """Sentences on features that are no area or have no code."""


def read_boundaries(path: Path) -> Boundaries:
    """The boundaries of a GeoJSON file. Raises BoundariesFailed for what is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise BoundariesFailed(f"{path} 超过 {LARGEST // 1_000_000} MB：请先按省裁剪再导入。")
        told = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BoundariesFailed(f"{path} 读不出（{error.strerror or type(error).__name__}）：请检查文件名和权限。") from error
    except ValueError as error:
        raise BoundariesFailed(f"{path} 不是 UTF-8 的 JSON（{str(error)[:80]}）：请导出为 GeoJSON。") from error
    if not isinstance(told, dict) or told.get("type") != "FeatureCollection" or not isinstance(told.get("features"), list):
        raise BoundariesFailed(f"{path} 不是 GeoJSON 要素集合（FeatureCollection）：TopoJSON、Shapefile 请先转为 GeoJSON。")
    found: list[Boundary] = []
    unread: list[str] = []
    for number, feature in enumerate(told["features"], 1):
        try:
            found.append(_boundary(feature))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            unread.append(f"第 {number} 个要素不能用：{error if isinstance(error, BoundariesFailed) else '缺少代码、名称或面状坐标'}")
    if not found:
        raise BoundariesFailed(f"{path} 没有一个可用的区划要素：每个要素要有代码（adcode）和面（Polygon、MultiPolygon）。")
    return Boundaries(path, tuple(found), _declared(told), tuple(unread))


def _declared(told: dict[str, Any]) -> str:
    crs = told.get("crs")
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) and isinstance(crs.get("properties"), dict) else ""
    return str(name)[:80]


def _boundary(feature: dict[str, Any]) -> Boundary:
    facts = feature.get("properties") or {}
    code = next((str(facts[key]).strip() for key in CODES if str(facts.get(key) or "").strip()), "")
    if not code:
        raise BoundariesFailed(f"没有代码（{'、'.join(CODES[:3])} 之一）")
    name = next((str(facts[key]).strip() for key in NAMES if facts.get(key)), code)
    shape = feature["geometry"]
    if shape["type"] not in ("Polygon", "MultiPolygon"):
        raise BoundariesFailed(f"{name} 的几何是 {str(shape['type'])[:30]}，不是面")
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    made = tuple(tuple(_ring(ring, name) for ring in polygon) for polygon in polygons)
    if not made or not all(made):
        raise BoundariesFailed(f"{name} 没有坐标")
    return Boundary(code[:6] if code.isdigit() and len(code) > 6 else code, name, made)


def _ring(points: Any, name: str) -> Ring:
    ring = np.array([[float(point[0]), float(point[1])] for point in points])
    if len(ring) < 4 or not np.isfinite(ring).all():
        raise BoundariesFailed(f"{name} 有一个环少于四个点或坐标不是数")
    if (np.abs(ring[:, 0]) > 180).any() or (np.abs(ring[:, 1]) > 90).any():
        raise BoundariesFailed(f"{name} 的坐标不是经纬度（例如 {ring[0][0]:g}, {ring[0][1]:g}）：请先转为 WGS-84 或 CGCS2000 经纬度")
    return ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])


def ring_area(ring: Ring) -> float:
    """Square kilometres inside a ring of degrees: the area under its lines on the cylinder of equal area (Lambert 1772)."""
    x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return abs(float(np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1])))) / 2 * RADIUS**2


def _moment(ring: Ring) -> tuple[float, float, float]:
    x, y = ring[:, 0], ring[:, 1]
    x0, y0 = x[0], y[0]  # near its own corner, so that small rings keep their digits
    cross = (x[:-1] - x0) * (y[1:] - y0) - (x[1:] - x0) * (y[:-1] - y0)
    whole = float(cross.sum())
    if math.isclose(whole, 0, abs_tol=1e-15):
        return 0.0, float(x.mean()), float(y.mean())
    cx = float((cross * (x[:-1] + x[1:] - 2 * x0)).sum()) / (3 * whole) + float(x0)
    cy = float((cross * (y[:-1] + y[1:] - 2 * y0)).sum()) / (3 * whole) + float(y0)
    return abs(whole) / 2, cx, cy
