"""The choices of a board: places of a province and of one city, the one limit, and what is said where nothing that exists is asked for."""

from __future__ import annotations

import pytest

from components.panels.board_choice import board_choice
from components.panels.net_enforcement import SUBJECT as ENFORCEMENT
from components.panels.net_registration import SUBJECT as REGISTRATION
from data_access.scope import Scope
from indicators.period import Span
from tests.components.test_business_choice import view
from tests.indicators.small_marts import NANJING, WHOLE

HOSTILE = ("330100", "320199", "'; drop table", "../320500", "x" * 200, "\x00", "３２０１００")


@pytest.mark.row("O-02")
def test_a_province_falls_into_cities_a_city_into_counties_and_a_county_into_nothing() -> None:
    assert board_choice(view()).by == "city" and board_choice(view(area="south")).by == "city"
    assert board_choice(view(area="320500")).by == "region" and board_choice(view(NANJING)).by == "region"
    county = board_choice(view(NANJING, area="320102"))
    assert (county.by, county.region, county.cities, county.place) == ("", "320102", ("320100",), "玄武")
    assert board_choice(view(area="320505")).place.startswith("苏州 ")


@pytest.mark.row("O-02")
def test_the_field_limits_each_mart_by_its_own_dimension_and_leaves_others_whole() -> None:
    chosen = board_choice(view(cut="safety", period="month"), ENFORCEMENT.cut)
    assert chosen.span is Span.MONTH and chosen.limit == "安全" and chosen.where == {}
    assert chosen.on("enforcement.filed", ENFORCEMENT.cut).where == {"field": ("食品安全", "产品质量", "特种设备")}
    assert chosen.on("complaint.received", ENFORCEMENT.cut).where == {"topic": ("食品", "药品医疗器械", "特种设备")}
    assert chosen.on("inspection.done", ENFORCEMENT.cut).where == {}
    assert chosen.on("enforcement.overdue_per_hundred_thousand", ENFORCEMENT.cut).where == {}


@pytest.mark.row("O-02")
def test_a_number_tells_how_it_was_limited() -> None:
    chosen = board_choice(view(cut="enterprise", area="middle"), REGISTRATION.cut).on("entity.opened", REGISTRATION.cut)
    assert chosen.told({}, "320600") == {"region": "320600", "where": "type:enterprise"}
    assert chosen.told({})["cities"] == "320600|321000|321200" and chosen.words == "苏中　企业"


@pytest.mark.row("K-05")
@pytest.mark.parametrize("given", HOSTILE)
def test_what_cannot_be_meant_is_told_in_short_sentences(given: str) -> None:
    chosen = board_choice(view(area=given, period=given, cut=given), ENFORCEMENT.cut)
    assert (chosen.area, chosen.period, chosen.cut, chosen.where) == ("all", "year", "all", {})
    assert len(chosen.faults) == 3 and all(len(fault) < 80 for fault in chosen.faults)


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("foreign", ["320500", "320505", "north"])
def test_a_foreign_place_is_answered_like_one_that_does_not_exist(foreign: str) -> None:
    told, nothing = board_choice(view(NANJING, area=foreign)), board_choice(view(NANJING, area="999999"))
    assert told.reach == nothing.reach == Scope.of("320000", "320100") and told.cities == ("320100",)
    assert told.faults[0].replace(foreign, "") == nothing.faults[0].replace("999999", "") and "本市" in told.faults[0]
    assert board_choice(view(WHOLE, area="320505")).faults == ()
