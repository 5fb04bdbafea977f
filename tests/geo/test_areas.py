"""The tests of the counties' areas."""

from __future__ import annotations

import pytest

from geo.areas import areas_of, county_at
from geo.regions import RegionsFailed, regions_of

PROVINCE = "320000"


def test_a_point_in_a_county_is_found_in_it() -> None:
    assert county_at(PROVINCE, 118.83, 32.07) == "320102"
    assert county_at(PROVINCE, 121.18, 32.33) == "320623"


def test_a_point_outside_the_province_is_in_no_county() -> None:
    assert county_at(PROVINCE, 121.47, 31.23) is None  # 上海
    assert county_at(PROVINCE, -88.78, 12.75) is None


def test_every_county_of_today_has_an_area_and_most_hold_their_label() -> None:
    regions = regions_of(PROVINCE)
    areas = {area.code: area for area in areas_of(PROVINCE)}
    assert set(areas) == set(regions.counties)
    held = [code for code, area in areas.items() if area.holds(regions.all[code].lon, regions.all[code].lat)]
    assert len(held) >= 0.9 * len(areas)


def test_no_point_lies_in_two_counties() -> None:
    areas = areas_of(PROVINCE)
    for lon, lat in [(117.0 + i * 0.37, 31.0 + j * 0.29) for i in range(13) for j in range(15)]:
        assert sum(area.holds(lon, lat) for area in areas) <= 1


def test_a_province_without_a_map_is_named() -> None:
    with pytest.raises(RegionsFailed, match="990000"):
        areas_of("990000")
