"""Tests of the groups of cities that people speak of."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import groups as room
from geo.groups import groups_of
from geo.regions import RegionsFailed, regions_of


def test_the_three_groups_share_the_cities_of_the_province_without_rest() -> None:
    found = groups_of("320000")
    assert [group.name for group in found] == ["苏南", "苏中", "苏北"]
    listed = [city for group in found for city in group.cities]
    assert sorted(listed) == sorted(regions_of("320000").cities) and len(listed) == len(set(listed))


def test_a_province_without_the_file_has_no_groups() -> None:
    assert groups_of("999999") == ()


def test_a_group_with_a_city_of_elsewhere_is_refused_with_its_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "320000").mkdir()
    (tmp_path / "320000" / "groups.toml").write_text('[[group]]\ncode = "x"\nname = "外"\ncities = ["330100"]\n', "utf-8")
    monkeypatch.setattr(room, "MAPS", tmp_path)
    groups_of.cache_clear()
    try:
        with pytest.raises(RegionsFailed, match="330100"):
            groups_of("320000")
    finally:
        groups_of.cache_clear()
