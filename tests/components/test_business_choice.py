"""The choices of the business pages: what addresses ask for, and what is said where they ask for nothing that exists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from components.panel import View
from components.panels.business_choice import choice_of
from components.sources import Sources
from data_access.scope import Scope
from indicators.period import Span
from tests.indicators.small_marts import NANJING, WHOLE


def view(scope: Scope = WHOLE, **params: str) -> View:
    sources: Any = Sources(marts=None, store=None, changes=0)
    return View(scope=scope, role="leader", now=datetime(2026, 11, 20, tzinfo=UTC), sources=sources, params=params)


@pytest.mark.row("B-01")
def test_without_a_choice_the_whole_province_of_this_year_is_meant() -> None:
    chosen = choice_of(view())
    assert (chosen.span, chosen.area, chosen.where, chosen.reach, chosen.faults) == (Span.YEAR, "all", {}, WHOLE, ())


@pytest.mark.row("B-01")
def test_a_group_cuts_the_scope_to_its_cities_and_a_city_is_a_region() -> None:
    group = choice_of(view(area="middle", kind="individual", period="rolling"))
    assert group.scope == Scope.of("320000", "320600", "321000", "321200") and group.region is None and group.place == "苏中"
    assert group.where == {"type": "individual"} and group.span is Span.MONTHS_12
    city = choice_of(view(area="320500"))
    assert (city.region, city.scope, city.reach, city.cities) == ("320500", WHOLE, Scope.of("320000", "320500"), ("320500",))


@pytest.mark.row("K-05")
@pytest.mark.parametrize("given", ["330100", "320199", "northwest", "'; drop table", "x" * 200, "\x00"])
def test_a_place_that_does_not_exist_is_told_and_the_whole_is_shown(given: str) -> None:
    chosen = choice_of(view(area=given))
    assert chosen.area == "all" and len(chosen.faults) == 1 and "全省" in chosen.faults[0] and len(chosen.faults[0]) < 80


@pytest.mark.row("Z-02")
def test_a_foreign_city_is_answered_like_one_that_does_not_exist() -> None:
    foreign, nothing = choice_of(view(NANJING, area="320500")), choice_of(view(NANJING, area="999999"))
    assert foreign.reach == nothing.reach == NANJING and foreign.cities == ("320100",)
    assert foreign.faults[0].replace("320500", "") == nothing.faults[0].replace("999999", "")
    assert choice_of(view(NANJING, area="south")).reach == NANJING and choice_of(view(NANJING, area="north")).faults


@pytest.mark.row("K-05")
def test_each_word_that_means_nothing_is_told_apart() -> None:
    chosen = choice_of(view(period="decade", kind="robot", zombies="maybe", split="colour"))
    assert len(chosen.faults) == 4 and all("没有" in fault for fault in chosen.faults)
    assert (chosen.period, chosen.kind, chosen.zombies, chosen.split) == ("year", "all", "without", "industry")
