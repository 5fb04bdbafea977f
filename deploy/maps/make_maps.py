"""The making of a province's map files in assets/maps/<adcode>/ from boundary files of the survey.

    python deploy/maps/make_maps.py CITIES.topojson COUNTIES.topojson PROVINCES.geojson assets/maps/<adcode>

Cities and counties keep every line; their grid is only made as coarse as a screen of 7,680 pixels cannot see, and unused
properties go. The neighbours are cut to a box around the province and thinned, because they are only a dim background.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

GRID = 4e-4
"""Degrees: a third of a pixel when the province fills a wall 4,320 pixels high."""
MARGIN = 3.0
"""Degrees around the province for which neighbours are kept: wide walls look far to the left and right."""
COARSE = 0.012
"""Degrees by which a thinned line of a neighbour may be off."""

Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs as longitude and latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def encoded(arcs: list[list[Point]], origin: Point) -> list[list[list[int]]]:
    """The arcs on the grid, as steps. A point that falls on its forerunner goes; the two ends always stay."""
    done = []
    for line in arcs:
        cells = [(round((x - origin[0]) / GRID), round((y - origin[1]) / GRID)) for x, y in line]
        kept = [cells[0]] + [b for a, b in zip(cells, cells[1:], strict=False) if a != b]
        if len(kept) == 1:
            kept.append(kept[0])
        done.append([list(kept[0])] + [[b[0] - a[0], b[1] - a[1]] for a, b in zip(kept, kept[1:], strict=False)])
    return done


def topology(name: str, geometries: list[dict[str, Any]], arcs: list[list[Point]]) -> dict[str, Any]:
    origin = (min(x for line in arcs for x, _ in line), min(y for line in arcs for _, y in line))
    origin = (round(origin[0], 4), round(origin[1], 4))
    return {
        "type": "Topology", "transform": {"scale": [GRID, GRID], "translate": list(origin)},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}}, "arcs": encoded(arcs, origin),
    }  # fmt: skip


def regions(path: Path, name: str) -> tuple[dict[str, Any], list[list[Point]]]:
    source = json.loads(path.read_text("utf-8"))
    arcs = decoded(source)
    geometries = []
    for geometry in next(iter(source["objects"].values()))["geometries"]:
        facts = geometry["properties"]
        kept = {"adcode": str(facts["code"]), "name": facts["name"], "centre": [round(facts["lon"], 2), round(facts["lat"], 2)]}
        if "city_code" in facts:
            kept["city"] = str(facts["city_code"])
        geometries.append({"type": geometry["type"], "arcs": geometry["arcs"], "properties": kept})
    return topology(name, geometries, arcs), arcs


def cut(ring: list[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[Point] = []
        for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
            inside_a, inside_b = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                kept.append(b)
        ring = kept
        if not ring:
            break
    return ring


def thinned(line: list[Point]) -> list[Point]:
    """The line with only the points that matter (Douglas and Peucker, 1973)."""
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        best, at = 0.0, 0
        for i in range(first + 1, last):
            x, y = line[i]
            off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if off > best:
                best, at = off, i
        if best > COARSE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def neighbours(path: Path, adcode: str, seen: list[list[Point]]) -> dict[str, Any]:
    xs, ys = [x for line in seen for x, _ in line], [y for line in seen for _, y in line]
    box = (min(xs) - 2 * MARGIN, min(ys) - MARGIN, max(xs) + 2 * MARGIN, max(ys) + MARGIN)
    arcs: list[list[Point]] = []
    geometries = []
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        facts, shape = feature["properties"], feature["geometry"]
        if str(facts["code"]) == adcode:
            continue
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        mine = []
        for polygon in polygons:
            ring = thinned(cut([(x, y) for x, y in polygon[0][:-1]], box) or [(0.0, 0.0)])
            if len(ring) < 4:  # outside the box, or an islet that a background can do without
                continue
            mine.append([[len(arcs)]])
            arcs.append([*ring, ring[0]])
        if mine:
            geometries.append({"type": "MultiPolygon", "arcs": mine, "properties": {"adcode": str(facts["code"]), "name": facts["name"]}})
    return topology("neighbours", geometries, arcs)


def main() -> None:
    cities, counties, provinces, folder = (Path(argument) for argument in sys.argv[1:5])
    first, lines = regions(cities, "cities")
    files = {
        "cities.topojson": first,
        "counties.topojson": regions(counties, "counties")[0],
        "neighbours.json": neighbours(provinces, folder.name, lines),
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
