"""The check of a boundary file before it becomes the province's map: coordinates, rings, codes, gaps and overlaps; each fault a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from geo.areas import Area, areas_of
from geo.boundaries import Boundaries, Boundary, Ring
from geo.crossings import crossings
from geo.gcj02 import metres, unshifted
from geo.regions import Regions, regions_of

FAR = 150.0
"""Metres of a systematic shift that no difference in drawing explains."""
STEP = 0.006
"""Degrees between the points by which gaps and overlaps are measured: about a third of a square kilometre each."""
LEAST = 1.0
"""Square kilometres of a gap or an overlap that is told."""
OPEN = 0.03
"""Part of a city that no county of another drawing covers, from which on a county must be missing."""
DECLARED = ("GCJ", "BD09", "3857", "4214", "4610", "2154", "UTM")
"""Parts of names of coordinate systems that are not WGS-84 or CGCS2000 degrees."""


@dataclass(frozen=True)
class Report:
    """What was found. `faults` stop an import; `notes` do not. `shift` is the median way from our boundaries in metres (east, north)."""

    level: str
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    shift: tuple[float, float] | None
    gcj02: bool

    @property
    def fit(self) -> bool:
        return not self.faults


def check(found: Boundaries, province: str, cities: Boundaries | None = None, *, codes: bool = True) -> Report:
    """The report on a file of a province's counties or cities; `cities` is another file that its counties have to fill. Without `codes` the codes
    are not looked at.
    """
    regions = regions_of(province)
    level = "cities" if sum(one.code.endswith("00") for one in found.all) * 2 > len(found.all) else "counties"
    shift, gcj02 = _shift(found, province, level)
    faults = [*found.unread, *_coordinates(found, shift, gcj02), *_rings(found)]
    notes: list[str] = []
    if codes:
        wrong, told = _codes(found, regions, level)
        faults += wrong
        notes += told
    if level == "counties" and (cities is not None or not gcj02):
        drawn = tuple(_area(one) for one in cities.all) if cities else areas_of(province, "cities")
        faults += _fit(found, drawn, regions, own=cities is not None)
    if level == "counties" and cities is not None:
        notes += _sums(found, cities, regions)
    return Report(level, tuple(faults), tuple(notes), shift, gcj02)


def _shift(found: Boundaries, province: str, level: str) -> tuple[tuple[float, float] | None, bool]:
    """The median way from the shipped boundaries, and whether taking the GCJ-02 shift away makes it vanish."""
    ours = {area.code: Boundary(area.code, "", tuple((ring,) for ring in area.rings)).centre for area in areas_of(province, level)}
    pairs = [(ours[one.code], one.centre) for one in found.all if one.code in ours]
    if not pairs:
        return None, False
    here, there = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    way, back = np.median(metres(here, there), axis=0), np.median(metres(here, unshifted(there)), axis=0)
    far, left = float(np.hypot(*way)), float(np.hypot(*back))
    return (float(way[0]), float(way[1])), far > FAR and left < far / 3


def _coordinates(found: Boundaries, shift: tuple[float, float] | None, gcj02: bool) -> list[str]:
    declared = found.declared.upper()
    said = (
        [f"文件声明的坐标系是 {found.declared}：请先转为 WGS-84 或 CGCS2000 经纬度（GCJ-02 可用 --from gcj02）"]
        if any(word in declared for word in DECLARED)
        else []
    )
    if shift is None:
        return [*said, "没有一个区划能与现有边界对上，坐标系无从核对：请检查代码，或确认是本省的边界"]
    east, north = shift
    way = f"与现有 WGS-84 边界相比，各区划重心的中位偏移为向东 {east:+.0f} 米、向北 {north:+.0f} 米"
    if gcj02:
        return [*said, f"坐标是 GCJ-02（火星坐标）：{way}，扣除 GCJ-02 偏移后吻合。请换用 WGS-84 边界，或在获得许可后加 --from gcj02 换算"]
    if float(np.hypot(east, north)) > FAR:
        return [*said, f"坐标系可疑：{way}，也不是 GCJ-02 的偏移。请核对坐标系"]
    return said


def _rings(found: Boundaries) -> list[str]:
    said = []
    for one in found.all:
        met = crossings(one.rings)
        if met:
            where = "、".join(f"{_ring_words(place.rings)} {place.lon:.5f}°E {place.lat:.5f}°N" for place in met)
            said.append(f"{one.name}（{one.code}）的边界自相交：{where}。请在制图软件中修复后再导入")
    return said


def _ring_words(rings: tuple[int, int]) -> str:
    return f"第 {rings[0]} 环" if rings[0] == rings[1] else f"第 {min(rings)} 环与第 {max(rings)} 环相交或共边，在"


def _codes(found: Boundaries, regions: Regions, level: str) -> tuple[list[str], list[str]]:
    wanted = set(regions.counties if level == "counties" else regions.cities)
    times = Counter(one.code for one in found.all)
    said = [f"代码 {code} 出现 {count} 次：一个区划只能有一个要素" for code, count in sorted(times.items()) if count > 1]
    for one in found.all:
        if one.code in wanted:
            continue
        if one.code in regions.retired:
            line = regions.retired[one.code][-1]
            since = f"，{line.valid_to} 起为{regions.name(line.to)}（{line.to}）" if line.valid_to else f"，属{regions.name(line.to)}"
            said.append(f"{one.name}（{one.code}）是已停用或非区划的代码{since}：{line.note}")
        else:
            said.append(f"{one.name}（{one.code}）不是本省现行的{'县（市、区）' if level == 'counties' else '设区市'}代码")
    missing = sorted(wanted - set(times))
    if missing:
        said.append(
            f"缺 {len(missing)} 个现行区划：{'、'.join(f'{regions.name(code)}（{code}）' for code in missing[:8])}{' 等' if len(missing) > 8 else ''}"
        )
    renamed = [
        f"{one.code} 文件作{one.name}，现行名称为{regions.name(one.code)}"
        for one in found.all
        if one.code in wanted and one.name != regions.name(one.code)
    ]
    return said, renamed


def _fit(found: Boundaries, cities: tuple[Area, ...], regions: Regions, *, own: bool) -> list[str]:
    """Where the counties lie over each other, leave a part of their city open or leave it, on a grid of points. `own`: the cities are of the same
    drawing; against another one a border that runs a little elsewhere is no fault, a missing county is.
    """
    said = []
    for city in cities:
        parts = [_area(one) for one in found.all if one.code[:4] == city.code[:4]]
        if not parts:
            continue
        points = _grid(city)
        inside = city.hold(points)
        held = np.sum([part.hold(points) for part in parts], axis=0)
        cell = _cell(points)
        sizes = {
            "空隙": (np.count_nonzero(inside & (held == 0)) * cell, LEAST if own else OPEN * np.count_nonzero(inside) * cell),
            "重叠": (np.count_nonzero(held > 1) * cell, LEAST),
            "越界": (np.count_nonzero(~inside & (held > 0)) * cell, LEAST if own else np.inf),
        }
        told = [f"{word}约 {size:.0f} km²" for word, (size, least) in sizes.items() if size >= least]
        if told:
            said.append(f"{regions.name(city.code)}的各县（市、区）与市界不合：{'，'.join(told)}（按 {STEP}° 网格）")
    return said


def _sums(counties: Boundaries, cities: Boundaries, regions: Regions) -> list[str]:
    """How the areas of counties and cities of two files differ."""
    said = []
    for city in cities.all:
        parts = [one.area for one in counties.all if one.code[:4] == city.code[:4]]
        if parts and abs(sum(parts) - city.area) >= LEAST:
            said.append(
                f"{city.name}：各县（市、区）面积之和 {sum(parts):,.1f} km²，市域 {city.area:,.1f} km²，相差 {sum(parts) - city.area:+,.2f} km²"
            )
    return said


def _area(one: Boundary) -> Area:
    points = np.concatenate(one.rings)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return Area(one.code, one.rings, (float(west), float(south), float(east), float(north)))


def _grid(city: Area) -> Ring:
    west, south, east, north = city.box
    x, y = np.meshgrid(np.arange(west, east, STEP), np.arange(south, north, STEP))
    return np.column_stack([x.ravel(), y.ravel()])


def _cell(points: Ring) -> float:
    """Square kilometres that one point stands for."""
    return float((STEP * 111.195) ** 2 * np.cos(np.radians(points[:, 1].mean())))
