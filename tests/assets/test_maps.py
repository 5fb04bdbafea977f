"""Tests of the map files: every region is there once, borders fit, the review number is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geo.credit import credit_of
from tests.assets.conftest import ASSETS

FOLDERS = sorted(path for path in (ASSETS / "maps").iterdir() if path.is_dir())


FACTS = """async (folder) => {
  const read = async (name) => (await fetch(`/maps/${folder}/${name}`)).json();
  const files = ["cities.topojson", "counties.topojson", "neighbours.json"];
  const [cities, counties, around] = await Promise.all(files.map(read));
  const parts = (map) => map.features.map((f) => f.geometry).flatMap((g) => (g.type === "Polygon" ? [g.coordinates] : g.coordinates));
  const cross = ([x, y], [a, b]) => x * b - a * y;
  const area = (line) => Math.abs(line.reduce((sum, p, i) => sum + cross(p, line[(i + 1) % line.length]), 0)) / 2;
  const holes = (rings) => rings.reduce((sum, r) => sum + area(r), 0);
  const total = (map) => parts(map).reduce((sum, [outer, ...inner]) => sum + area(outer) - holes(inner), 0);
  const map = yiping.topo(cities), code = map.features[0].properties.adcode;
  const ends = {};
  for (const line of yiping.outline(cities)) for (const p of [line[0], line[line.length - 1]]) ends[p] = (ends[p] || 0) + 1;
  return {
    cities: map.features.length,
    counties: yiping.topo(counties).features.length,
    around: yiping.topo(around).features.length,
    closed: parts(map).flat().every((r) => r[0].join() === r[r.length - 1].join()),
    joined: Object.values(ends).every((n) => n % 2 === 0),
    ratio: total(yiping.topo(counties)) / total(map),
    city: total(yiping.topo(counties, (p) => p.city === code)) / total(yiping.topo(cities, (p) => p.adcode === code)),
  };
}"""


def content(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def properties(folder: Path, name: str) -> list[dict[str, Any]]:
    return [geometry["properties"] for thing in content(folder, name)["objects"].values() for geometry in thing["geometries"]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_county_belongs_to_a_city_of_the_map_and_each_city_has_a_label(folder: Path) -> None:
    cities, counties = properties(folder, "cities.topojson"), properties(folder, "counties.topojson")
    codes = [city["adcode"] for city in cities]
    assert len(set(codes)) == len(codes) and all(code.startswith(folder.name[:2]) for code in codes)
    assert {county["city"] for county in counties} == set(codes)
    assert len({county["adcode"] for county in counties}) == len(counties)
    assert set(content(folder, "map.json")["labels"]) == set(codes)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_map_names_its_source_and_asks_for_the_review_number(folder: Path) -> None:
    words = content(folder, "map.json")
    assert words["source"] and words["licence"]
    assert credit_of(folder.name).review.startswith("审图号：")
    assert "审图号" in (folder / "ORIGIN.md").read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_browser_reads_the_regions_and_their_outer_border(folder: Path, browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(f"{origin}/maps/{folder.name}/map.json")
    page.add_script_tag(url=f"{origin}/05-topo.js")
    found = page.evaluate(FACTS, folder.name)
    page.close()
    assert found["cities"] == len(properties(folder, "cities.topojson"))
    assert found["counties"] == len(properties(folder, "counties.topojson"))
    assert found["around"] > 3 and found["closed"] and found["joined"]
    assert found["ratio"] == pytest.approx(1, abs=1e-4) and found["city"] == pytest.approx(1, abs=1e-4)
