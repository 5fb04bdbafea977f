"""Tests of the regions and of the way from retired codes to the regions of today."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from geo import regions as room
from geo.regions import RegionsFailed, regions_of
from tests.data_access.making import shared

REGIONS = regions_of("320000")


def test_the_province_has_its_thirteen_cities_and_ninety_five_counties():
    assert len(REGIONS.cities) == 13 and len(REGIONS.counties) == 95
    assert all(REGIONS.city_of(code) in REGIONS.cities for code in REGIONS.counties)
    assert sum(len(REGIONS.counties_of(city)) for city in REGIONS.cities) == 95


def test_names_levels_and_the_tree():
    assert REGIONS.name("320505") == "虎丘区" and REGIONS.short("320500") == "苏州" and REGIONS.level("320581") == "county"
    assert REGIONS.city_of("320581") == "320500" == REGIONS.city_of("320500") and REGIONS.city_of("320000") is None
    assert REGIONS.name("320103") == "白下区" and REGIONS.name("999999") == "999999" and REGIONS.level("320103") is None
    assert REGIONS.city_named("南京") == REGIONS.city_named("南京市") == "320100" and REGIONS.city_named("合肥") is None


@pytest.mark.parametrize(
    ("code", "label", "region", "how"),
    [
        ("320102", None, "320102", "current"),
        ("320602", None, "320613", "crosswalk"),
        ("320683", None, "320612", "crosswalk"),
        ("320502", None, "320508", "crosswalk"),
        ("320304", None, "320300", "city"),
        ("320594", None, "320500", "city"),
        ("320100", None, "320100", "city"),
        ("320000", "南京", "320100", "city"),
        ("320000", None, "320000", "province"),
        ("322600", "常州", "320400", "city"),
        ("130605", "苏州", "320500", "unknown"),
        ("130605", "N/A", "320000", "unknown"),
        ("", "镇江", "321100", "unknown"),
        ("320199", "苏州", "320100", "unknown"),
    ],
)
def test_a_code_leads_to_the_region_of_today(code, label, region, how):
    found = REGIONS.locate(code, None, label)
    assert (found.region, found.how) == (region, how) and (found.note or how == "current")


def test_an_older_meaning_of_a_living_code_needs_a_day_of_its_time():
    assert REGIONS.locate("320205", date(1995, 5, 1)).region == "320211", "then 马山区, today part of 滨湖区"
    assert REGIONS.locate("320205", date(2015, 5, 1)).region == REGIONS.locate("320205").region == "320205"


def test_every_code_of_the_standards_history_is_placed():
    with shared("data", "boundaries", "codes", "jiangsu_gb2260_history_1980_2019.csv").open(encoding="utf-8") as file:
        codes = [row["adcode"] for row in csv.DictReader(file)]
    assert [code for code in codes if REGIONS.locate(code).how == "unknown"] == [] and len(codes) == 323


def test_every_retired_and_zone_code_of_the_registrations_is_placed():
    with shared("data", "enterprises", "adcodes_not_in_current_95.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "retired county / zone"]
    found = {row["adcode"]: REGIONS.locate(row["adcode"], None, row["city"]) for row in rows}
    assert len(rows) == 66 and {place.how for place in found.values()} == {"crosswalk", "city"}
    for row in rows:
        assert REGIONS.short(REGIONS.city_of(found[row["adcode"]].region)) == row["city"], "the successor lies in the city that the source names"


def test_each_line_of_the_crosswalk_leads_to_a_living_code_from_one_that_is_not():
    for code, lines in REGIONS.retired.items():
        for line in lines:
            assert line.to in REGIONS.all and line.how in {"renamed", "merged", "split", "zone", "placeholder"}
            assert code not in REGIONS.all or line.bounded
            assert (REGIONS.level(line.to) == "county") == (line.how in {"renamed", "merged"}), code


def test_a_province_without_files_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MAPS", tmp_path)
    with pytest.raises(RegionsFailed, match="regions.csv"):
        regions_of("330000")
    (tmp_path / "340000").mkdir()
    (tmp_path / "340000" / "regions.csv").write_text("code,name,short,parent,level,lon,lat\n340000,安徽省,安徽,,province,117,32\n", "utf-8")
    (tmp_path / "340000" / "crosswalk.csv").write_text("code,name,valid_from,valid_to,to_code,how,note\n340199,某区,,,340102,merged,\n", "utf-8")
    with pytest.raises(RegionsFailed, match="340102"):
        regions_of("340000")
