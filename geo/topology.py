"""The making of a province's map files from a boundary file: shared borders are stored once, so that counties, cities and the outer border fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.boundaries import Boundary

GRID = 4e-4
"""Degrees: a third of a pixel when the province fills a wall 4,320 pixels high."""
Cell = tuple[int, int]
Line = tuple[Cell, ...]


@dataclass
class _Arcs:
    """The lines so far: each once, whichever way it was walked first."""

    all: list[Line] = field(default_factory=list)
    known: dict[Line, int] = field(default_factory=dict)

    def number(self, line: Line) -> int:
        """The number of a line; ~n for one that is known the other way round."""
        if line in self.known:
            return self.known[line]
        if line[::-1] in self.known:
            return ~self.known[line[::-1]]
        self.known[line] = len(self.all)
        self.all.append(line)
        return self.known[line]


def topology_of(counties: Sequence[Boundary], facts: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The TopoJSON of the counties and of their cities. `facts` are the properties by code, of counties with their ``city``.

    A city's border is what its counties do not share, so the two files fit without a gap.
    """
    rings = {one.code: [[_cells(ring) for ring in polygon] for polygon in one.polygons] for one in counties}
    joints = _joints(ring for polygons in rings.values() for polygon in polygons for ring in polygon)
    arcs = _Arcs()
    shapes = {
        code: [[_cut(ring, joints, arcs) for ring in polygon if len(ring) > 3] for polygon in polygons] for code, polygons in rings.items()
    }
    county = [_geometry(facts[code], [polygon for polygon in shapes[code] if polygon]) for code in sorted(shapes)]
    cities: dict[str, list[int]] = defaultdict(list)
    for code, polygons in shapes.items():
        cities[str(facts[code]["city"])] += [arc for polygon in polygons for ring in polygon for arc in ring]
    city = [_geometry(facts[code], _dissolved(numbers, arcs)) for code, numbers in sorted(cities.items())]
    used = sorted({arc if arc >= 0 else ~arc for one in city for polygon in one["arcs"] for ring in polygon for arc in ring})
    again = {old: new for new, old in enumerate(used)}
    outer = [_renumbered(one, lambda arc: again[arc] if arc >= 0 else ~again[~arc]) for one in city]
    return _file("counties", county, arcs.all), _file("cities", outer, [arcs.all[n] for n in used])


def _cells(ring: Any) -> Line:
    cells = [(round(float(x) / GRID), round(float(y) / GRID)) for x, y in ring]
    kept = [cells[0]] + [b for a, b in zip(cells, cells[1:], strict=False) if a != b]
    return tuple(kept)


def _joints(rings: Iterable[Line]) -> set[Cell]:
    """Points where lines part: those with other neighbours in one ring than in another."""
    beside: dict[Cell, frozenset[Cell]] = {}
    found: set[Cell] = set()
    for ring in rings:
        inner = ring[:-1]
        for place, cell in enumerate(inner):
            pair = frozenset((inner[place - 1], inner[(place + 1) % len(inner)]))
            if beside.setdefault(cell, pair) != pair:
                found.add(cell)
    return found


def _cut(ring: Line, joints: set[Cell], arcs: _Arcs) -> list[int]:
    inner = ring[:-1]
    starts = [place for place, cell in enumerate(inner) if cell in joints]
    if not starts:
        first = min(range(len(inner)), key=lambda place: inner[place])  # a ring of its own begins at the same point from both sides
        starts = [first]
    found = []
    for begin, end in zip(starts, [*starts[1:], starts[0] + len(inner)], strict=True):
        found.append(arcs.number(tuple(inner[place % len(inner)] for place in range(begin, end + 1))))
    return found


def _dissolved(numbers: list[int], arcs: _Arcs) -> list[list[list[int]]]:
    """The polygons of a city: the lines that one of its counties alone has, chained into rings; rings that run against the largest are holes."""
    single = {n for n in numbers if ~n not in numbers}
    begins: dict[Cell, list[int]] = defaultdict(list)
    for n in sorted(single):
        begins[_walked(n, arcs)[0]].append(n)
    rings: list[list[int]] = []
    while single:
        ring = [min(single)]
        single.discard(ring[0])
        begins[_walked(ring[0], arcs)[0]].remove(ring[0])
        while _walked(ring[-1], arcs)[-1] != _walked(ring[0], arcs)[0]:
            following = begins[_walked(ring[-1], arcs)[-1]]
            if not following:
                break
            ring.append(following.pop(0))
            single.discard(ring[-1])
        rings.append(ring)
    rings.sort(key=lambda ring: -abs(_twice(ring, arcs)))
    way = _twice(rings[0], arcs) > 0
    outer = [[ring] for ring in rings if (_twice(ring, arcs) > 0) == way]
    outer[0] += [ring for ring in rings if (_twice(ring, arcs) > 0) != way]
    return outer


def _walked(number: int, arcs: _Arcs) -> Line:
    return arcs.all[number] if number >= 0 else arcs.all[~number][::-1]


def _twice(ring: list[int], arcs: _Arcs) -> int:
    """Twice the area, positive counter-clockwise."""
    points = [cell for number in ring for cell in _walked(number, arcs)[:-1]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True))


def _geometry(facts: Mapping[str, Any], polygons: list[list[list[int]]]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "arcs": polygons, "properties": dict(facts)}


def _renumbered(one: dict[str, Any], number: Callable[[int], int]) -> dict[str, Any]:
    return {**one, "arcs": [[[number(arc) for arc in ring] for ring in polygon] for polygon in one["arcs"]]}


def _file(name: str, geometries: list[dict[str, Any]], arcs: list[Line]) -> dict[str, Any]:
    west, south = min(x for line in arcs for x, _ in line), min(y for line in arcs for _, y in line)
    steps = []
    for line in arcs:
        first = [line[0][0] - west, line[0][1] - south]
        steps.append([first, *([b[0] - a[0], b[1] - a[1]] for a, b in zip(line, line[1:], strict=False))])
    return {
        "type": "Topology", "transform": {"scale": [GRID, GRID], "translate": [round(west * GRID, 4), round(south * GRID, 4)]},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}}, "arcs": steps,
    }  # fmt: skip
