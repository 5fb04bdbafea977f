"""The check and the import of boundaries: shifted coordinates, crossing rings, codes and gaps are told in sentences, and a bad file changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.areas import areas_of
from geo.boundaries import BoundariesFailed, read_boundaries, ring_area
from geo.boundary_check import check
from geo.boundary_import import Terms, bring_in, from_gcj02
from geo.crossings import crossings
from geo.gcj02 import metres, shifted, unshifted
from tests.data_access.making import shared

PROVINCE = "320000"
TERMS = Terms(source="底图：测试", licence="许可：测试", review="苏S(2026)001号")
pytestmark = pytest.mark.row("M-03")
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def file(folder: Path, *features: dict[str, Any], **more: Any) -> Path:
    path = folder / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}), "utf-8")
    return path


def feature(code: str, *rings: list[list[float]], name: str = "某县") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"adcode": code, "name": name}, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def ours(folder: Path, *, without: str = "", turn: Any = lambda ring: ring) -> Path:
    """The shipped counties as GeoJSON, without islets that the files' grid has pressed flat."""
    features = [
        feature(area.code, *(turn(ring).tolist() for ring in area.rings if not crossings([ring])), name=area.code)
        for area in areas_of(PROVINCE)
        if area.code != without
    ]
    return file(folder, *features)


def test_the_way_into_gcj02_is_half_a_kilometre_and_the_way_back_is_exact() -> None:
    points = np.array([[118.8, 32.0], [120.6, 31.3], [119.2, 34.6]])
    far = np.hypot(*metres(points, shifted(points)).T)
    assert (far > 400).all() and (far < 700).all()
    assert np.abs(unshifted(shifted(points)) - points).max() < 1e-8


def test_a_square_of_a_degree_at_the_equator_has_its_known_area() -> None:
    assert ring_area(np.array(SQUARE, dtype=float)) == pytest.approx(12_363.7, rel=1e-3)


@pytest.mark.parametrize(
    ("ring", "where"),
    [
        ([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]], [(1.0, 1.0)]),
        ([[0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2], [0, 0]], [(2.0, 2.0)]),
        (SQUARE, []),
    ],
)
def test_a_ring_that_crosses_or_touches_itself_is_found_with_its_place(ring: Any, where: list[tuple[float, float]]) -> None:
    found = crossings([np.array(ring, dtype=float)])
    assert sorted({(one.lon, one.lat) for one in found}) == where


def test_two_parts_may_touch_in_a_point_but_share_no_line() -> None:
    base, corner, beside = (np.array(SQUARE, dtype=float) + shift for shift in ([0, 0], [1, 1], [1, 0]))
    assert crossings([base, corner]) == ()
    assert crossings([base, beside])[0].rings == (1, 2)


def test_the_shipped_boundaries_pass_their_own_check(tmp_path: Path) -> None:
    report = check(read_boundaries(ours(tmp_path)), PROVINCE)
    assert report.fit and not report.gcj02 and report.level == "counties"


def test_shifted_coordinates_are_known_by_their_shift_and_turned_back_only_when_told(tmp_path: Path) -> None:
    found = read_boundaries(ours(tmp_path, turn=shifted))
    report = check(found, PROVINCE)
    assert report.gcj02 and any("GCJ-02" in fault and "--from gcj02" in fault for fault in report.faults)
    assert report.shift is not None and 400 < report.shift[0] < 600 and -300 < report.shift[1] < -100
    assert check(from_gcj02(found), PROVINCE).fit


def test_a_declared_system_and_an_unknown_shift_are_told(tmp_path: Path) -> None:
    path = ours(tmp_path, turn=lambda ring: ring + [0.02, 0.0])
    told = json.loads(path.read_text("utf-8")) | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}
    path.write_text(json.dumps(told), "utf-8")
    faults = check(read_boundaries(path), PROVINCE).faults
    assert any("3857" in fault for fault in faults) and any("坐标系可疑" in fault for fault in faults)


def test_missing_retired_unknown_and_double_codes_are_told(tmp_path: Path) -> None:
    path = ours(tmp_path, without="320613")
    told = json.loads(path.read_text("utf-8"))
    first = told["features"][0]
    for code in ("320602", "320571", "329999", first["properties"]["adcode"]):
        told["features"].append({**first, "properties": {"adcode": code, "name": code}})
    path.write_text(json.dumps(told), "utf-8")
    text = "\n".join(check(read_boundaries(path), PROVINCE).faults)
    assert "缺 1 个现行区划：崇川区（320613）" in text and "320602" in text and "起为崇川区（320613）" in text
    assert "320571" in text and "329999" in text and "出现 2 次" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "JSON"), ("[]", "FeatureCollection"), ('{"type":"Topology"}', "FeatureCollection"), ('{"type":"FeatureCollection","features":[]}', "没有一个可用"),
        ('{"type":"FeatureCollection","features":[{"properties":null,"geometry":null}, 3, {"properties":{"adcode":"320102"},"geometry":{"type":"Point","coordinates":[1,2]}}]}', "没有一个可用"),
        ('{"type":"FeatureCollection","features":[{"properties":{"adcode":"320102"},"geometry":{"type":"Polygon","coordinates":[[[500000,4e6],[5e5,4.1e6],[5.1e5,4e6],[5e5,4e6]]]}}]}', "没有一个可用"),
    ],
)  # fmt: skip
def test_what_is_no_boundary_file_is_refused_with_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(BoundariesFailed, match=said):
        read_boundaries(path)
    with pytest.raises(BoundariesFailed, match="读不出"):
        read_boundaries(tmp_path / "nothing.geojson")


def test_an_import_writes_counties_and_cities_that_fit_and_a_bad_one_writes_nothing(tmp_path: Path) -> None:
    into = tmp_path / "map"
    with pytest.raises(BoundariesFailed, match="GCJ-02"):
        bring_in(read_boundaries(ours(tmp_path, turn=shifted)), PROVINCE, TERMS, into=into, on=date(2026, 11, 20))
    with pytest.raises(BoundariesFailed, match="没有写明来源"):
        bring_in(read_boundaries(ours(tmp_path)), PROVINCE, Terms(source=" ", licence=""), into=into, on=date(2026, 11, 20))
    assert not into.exists()
    bring_in(read_boundaries(ours(tmp_path)), PROVINCE, TERMS, into=into, on=date(2026, 11, 20))
    words = json.loads((into / "map.json").read_text("utf-8"))
    assert (words["source"], words["licence"], words["review"]) == ("底图：测试", "许可：测试", "苏S(2026)001号") and words["labels"]
    files = {name: json.loads((into / f"{name}.topojson").read_text("utf-8")) for name in ("cities", "counties")}
    for name, count in (("cities", 13), ("counties", 95)):
        shapes = files[name]["objects"][name]["geometries"]
        assert len(shapes) == count and {"adcode", "name", "centre"} <= set(shapes[0]["properties"])
    borders = {name: _outer(files[name]) for name in files}
    assert borders["cities"] == borders["counties"] > 0


def _outer(topology: dict[str, Any]) -> int:
    """Steps of the lines that one region alone uses: the outer border, which both files must have in common."""
    uses: dict[int, int] = {}
    for one in next(iter(topology["objects"].values()))["geometries"]:
        for polygon in one["arcs"]:
            for ring in polygon:
                for arc in ring:
                    uses[arc if arc >= 0 else ~arc] = uses.get(arc if arc >= 0 else ~arc, 0) + 1
    return sum(len(topology["arcs"][arc]) - 1 for arc, times in uses.items() if times == 1)


def test_the_ready_made_bad_file_is_told_in_all_its_faults() -> None:
    folder = shared("data", "boundaries")
    counties = read_boundaries(folder / "jiangsu_counties_datav2022_gcj02.geojson")
    report = check(counties, PROVINCE, read_boundaries(folder / "jiangsu_cities_datav2022_gcj02.geojson"))
    text = "\n".join(report.faults)
    assert report.gcj02 and report.shift is not None
    assert report.shift[0] == pytest.approx(490, abs=15) and report.shift[1] == pytest.approx(-219, abs=15)
    assert sum("自相交" in fault for fault in report.faults) == 6 and all(name in text for name in ("雨花台区", "铜山区", "射阳县"))
    assert all(code in text for code in ("320571", "320602", "320611", "320684")) and "缺 2 个现行区划" in text
    assert any("km²" in note for note in report.notes)


@pytest.mark.parametrize("name", ["tianditu", "amap"])
def test_the_good_files_have_no_fault(name: str) -> None:
    report = check(read_boundaries(shared("data", "boundaries") / f"jiangsu_counties_{name}.geojson"), PROVINCE)
    assert report.faults == () and not report.gcj02
