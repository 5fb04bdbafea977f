"""The making of the outline on the sign-in page: three line sets (border, cities, counties) of one province as SVG.

    python deploy/maps/make_outline.py assets/maps/<adcode>

A line that one county uses is the border, one that counties of two cities share is a city's, any other is a county's.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from make_maps import Point, decoded

HEIGHT = 1600
"""Steps of the drawing: finer than half a pixel on the screens that people sign in on."""
MARGIN = 12


def users(topology: dict[str, Any]) -> dict[int, list[str]]:
    """For each arc the cities of the counties that use it."""
    found: dict[int, list[str]] = defaultdict(list)
    for county in next(iter(topology["objects"].values()))["geometries"]:
        polygons = [county["arcs"]] if county["type"] == "Polygon" else county["arcs"]
        for ring in (ring for polygon in polygons for ring in polygon):
            for arc in ring:
                found[arc if arc >= 0 else ~arc].append(county["properties"]["city"])
    return found


def kind(cities: list[str]) -> str:
    if len(cities) == 1:
        return "border"
    return "counties" if len(set(cities)) == 1 else "cities"


def drawn(line: list[tuple[int, int]]) -> str:
    """One line as SVG path steps; points that fall together are drawn once."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(line, line[1:], strict=False) if a != b]
    return (
        f"M{line[0][0]} {line[0][1]}l" + "".join(f"{' ' if x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}" for x, y in steps).strip()
        if steps
        else ""
    )


def joined(lines: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """The border's lines joined end to end, so that the land inside can be filled."""
    rings, loose = [], list(lines)
    while loose:
        ring = loose.pop()
        while ring[0] != ring[-1]:
            at = next((i for i, line in enumerate(loose) if ring[-1] in (line[0], line[-1])), None)
            if at is None:
                break
            line = loose.pop(at)
            ring = ring + (line if line[0] == ring[-1] else line[::-1])[1:]
        rings.append(ring)
    return rings


def outline(topology: dict[str, Any], about: dict[str, Any]) -> str:
    arcs = decoded(topology)
    xs, ys = [x for line in arcs for x, _ in line], [y for line in arcs for _, y in line]
    squeeze = math.cos(math.radians((min(ys) + max(ys)) / 2))
    scale = (HEIGHT - 2 * MARGIN) / (max(ys) - min(ys))
    width = round((max(xs) - min(xs)) * squeeze * scale) + 2 * MARGIN

    def placed(point: Point) -> tuple[int, int]:
        return round((point[0] - min(xs)) * squeeze * scale) + MARGIN, round((max(ys) - point[1]) * scale) + MARGIN

    lines: dict[str, list[list[tuple[int, int]]]] = defaultdict(list)
    for number, cities in sorted(users(topology).items()):
        lines[kind(cities)].append([placed(point) for point in arcs[number]])
    lines["border"] = joined(lines["border"])
    body = "".join(f'<path class="{name}" d="{"".join(map(drawn, lines[name]))}"/>' for name in ("border", "counties", "cities"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" fill="none" stroke="#748592">'
    return f"{head}<title>{about['name']}</title>{body}</svg>\n"


def main() -> None:
    folder = Path(sys.argv[1])
    made = outline(json.loads((folder / "counties.topojson").read_text("utf-8")), json.loads((folder / "map.json").read_text("utf-8")))
    (folder / "outline.svg").write_text(made, "utf-8")


if __name__ == "__main__":
    main()
