"""The map's panels over the small demo province: the map at a day is the marts at that day, parts sum to the whole, unknown is not nought."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from components.board import Board
from components.panel import View
from components.panels import map_bar, map_card, map_list, map_stage, map_table, map_time
from components.panels.map_choice import PARAMS, admits, choice_of
from components.panels.map_figures import figures
from components.panels.map_sites import moment_of, sites_of
from components.panels.map_time import stops
from components.printer import to_html
from components.sources import Sources, open_sources
from data_access.scope import Scope
from data_access.stores import sites
from geo.regions import regions_of
from indicators.read import Ask, ask
from tests.access.foreign import of_others
from tests.demo.conftest import NOON, Stood

WHOLE, NANJING = Scope.whole("320000"), Scope.of("320000", "320100")
REGIONS = regions_of("320000")
PANELS = tuple(module.PANEL for module in (map_bar, map_stage, map_time, map_card, map_table, map_list))
PAST = date(2026, 10, 31)


@pytest.fixture(scope="module")
def sources(stood: Stood) -> Iterator[Sources]:
    with open_sources(stood.marts, stood.store) as opened:
        yield opened


def view(sources: Sources, scope: Scope = WHOLE, **params: str) -> View:
    return View(scope=scope, role="leader", now=NOON, sources=sources, params=params)


def drawn(sources: Sources, scope: Scope = WHOLE, **params: str) -> dict[str, str]:
    """The HTML of every panel."""
    found = {}
    for panel in PANELS:
        seen = view(sources, scope, **params)
        reading = panel.load(seen)
        drawing = panel.chart(reading, seen)
        found[panel.key] = to_html(drawing.body) + to_html(drawing.subtitle)
    return found


def told(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.search(r'data-mapstage="([^"]*)"', html)[1].replace("&quot;", '"'))  # type: ignore[index]
    return found


@pytest.mark.row("M-02")
@pytest.mark.parametrize("at", [None, PAST, date(2026, 9, 17)])
@pytest.mark.parametrize("place", ["", "320600"])
def test_the_map_at_a_day_is_the_marts_at_that_day(sources: Sources, at: date | None, place: str) -> None:
    code, by = "inspection.found_rate_30_days", "region" if place else "city"
    found = figures(view(sources, code=code, place=place, at=at.isoformat() if at else ""))
    answer = ask(sources.marts, Ask(codes=(code,), scope=WHOLE, by=(by,), region=place or None, at=at))
    known = dict(zip(answer.frame[by], answer.frame[code], strict=True))
    late = set(answer.missing)
    assert len(known) >= 7
    for region, one in found.by.items():
        if region[:4] + "00" in late:
            assert one.shown is None and one.late
        else:
            assert one.shown == known.get(region)


@pytest.mark.row("M-01")
def test_the_parts_of_a_place_sum_to_it(sources: Sources) -> None:
    whole = figures(view(sources, code="complaint.received_30_days", per="count"))
    for city, one in whole.by.items():
        inner = figures(view(sources, code="complaint.received_30_days", per="count", place=city))
        parts = [part.value for part in inner.by.values() if part.value is not None] + ([inner.rest.value or 0] if inner.rest else [])
        assert sum(parts) == one.value == inner.all.value
    assert whole.all.value == sum(one.value or 0 for one in whole.by.values()) + (whole.rest.value or 0 if whole.rest else 0)


@pytest.mark.row("M-01")
def test_a_count_is_shown_per_stock_with_both_its_sides(sources: Sources) -> None:
    found = figures(view(sources, code="enforcement.filed_year"))
    assert found.choice.per == "stock" and found.code == "map.per_ten_thousand"
    for one in found.by.values():
        if one.shown is not None:
            assert one.part is not None and one.whole and one.shown == pytest.approx(one.part / one.whole * 10_000)
    plain = figures(view(sources, code="enforcement.filed_year", per="count"))
    assert {code: one.value for code, one in plain.by.items()} == {code: one.value for code, one in found.by.items()}


@pytest.mark.row("M-01")
@pytest.mark.parametrize("code", ["complaint.per_ten_thousand", "enforcement.filed_year", "kitchen.online_rate"])
def test_the_legend_names_numerator_denominator_method_days_source_and_review(sources: Sources, code: str) -> None:
    html = drawn(sources, code=code, cls="natural")["map"]
    for words in ("分子", "分母", "自然断点", "期间", "天地图", "许可", "审图号", "斜纹为未知或迟报"):
        assert words in html, words
    plain = drawn(sources, code="entity.stock")["map"]
    assert "计数，未除以分母" in plain and "等距取整" in plain


@pytest.mark.row("M-01")
def test_a_late_city_is_hatched_and_says_so(sources: Sources) -> None:
    found = figures(view(sources))
    late = [code for code, one in found.by.items() if one.late]
    html = drawn(sources)["map"]
    assert late and all(told(html)["steps"][code] == 0 for code in late) and html.count("迟报") >= len(late)
    assert not any(found.step(code) for code in late)


@pytest.mark.row("M-02")
def test_the_alerts_layer_is_what_was_open_then(sources: Sources) -> None:
    for at in (None, NOON.date() - timedelta(days=2)):
        seen = view(sources, at=at.isoformat() if at else "")
        moment = moment_of(choice_of(seen), NOON)
        assert moment == (NOON if at is None else datetime.combine(at + timedelta(days=1), datetime.min.time(), NOON.tzinfo))
        with sources.store.read() as connection:
            known = {site.id for site in sites.alerts_at(connection, WHOLE, moment)}
        assert {site.id for site in sites_of(seen).by["alerts"]} == known and known


@pytest.mark.row("M-02")
def test_what_is_known_of_the_present_alone_is_not_shown_for_the_past(sources: Sources) -> None:
    now = sites_of(view(sources, layers="cameras|teams"))
    then = sites_of(view(sources, layers="cameras|teams", at=PAST.isoformat()))
    assert now.by["cameras"] and now.by["teams"] and not then.by
    assert "只有现状" in then.said[0] and then.said[0] in drawn(sources, layers="cameras|teams", at=PAST.isoformat())["map"]


@pytest.mark.row("M-02")
def test_a_day_before_a_change_of_codes_says_what_the_places_were(sources: Sources) -> None:
    html = drawn(sources, place="320600", at="2019-05-01")["map"]
    assert "崇川区（320602）＋港闸区（320611）" in html and told(html)["steps"] == dict.fromkeys(REGIONS.counties_of("320600"), 0)


@pytest.mark.row("M-01")
def test_a_retired_code_is_the_place_that_it_is_today(sources: Sources) -> None:
    chosen = choice_of(view(sources, place="320611"))
    assert (chosen.place, chosen.level, chosen.city) == ("320613", "county", "320600") and not chosen.faults
    assert "2020-06-19" in drawn(sources, find="320611")["map-bar"]


@pytest.mark.row("M-01")
def test_a_chosen_site_has_a_card_and_every_site_stands_in_the_list(sources: Sources) -> None:
    found = sites_of(view(sources)).by["alerts"]
    html = drawn(sources, site=f"alert:{found[0].id}")
    assert found[0].title in html["map-card"] and f"/alerts?id={found[0].id}" in html["map-card"]
    assert html["map-list"].count('data-map-set="site"') == len(found)
    assert "已不在" in drawn(sources, site="alert:nobody")["map-card"]


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("place", ["", "320100", "320102"])
def test_a_city_sees_its_own_counties_and_nothing_of_others(sources: Sources, place: str) -> None:
    html = drawn(sources, NANJING, place=place, layers="alerts|orders|cameras|teams|trace|dots", find="区")
    assert set(told(html["map"])["steps"]) == set(REGIONS.counties_of("320100")) and told(html["map"])["up"] == (
        "320100" if place == "320102" else ""
    )
    for text in html.values():
        assert of_others(text, NANJING) == set()


@pytest.mark.row("K-05")
@pytest.mark.parametrize(
    "params",
    [
        {"code": "'; drop table"}, {"code": "\x00"}, {"per": "moon"}, {"cls": "magic"}, {"at": "yesterday"}, {"at": "9999-12-31"}, {"at": "0001-01-01"}, {"at": "2026-02-30"},
        {"layers": "alerts|<script>"}, {"site": "alert:' or 1=1"}, {"site": ":::"}, {"find": "<img src=x onerror=1>"}, {"code": "alert.open"}, {"per": "stock", "code": "kitchen.online_rate"},
    ],
)  # fmt: skip
def test_what_means_nothing_is_told_and_the_usual_is_shown(sources: Sources, params: dict[str, str]) -> None:
    html = drawn(sources, **params)
    assert "<script>" not in "".join(html.values()) and "<img" not in "".join(html.values())
    name = next(iter(params))
    if name in ("code", "per", "cls", "at") and params != {"code": "alert.open"}:
        assert choice_of(view(sources, **params)).faults and "mp-notes" in html["map"]


@pytest.mark.row("Z-02")
def test_a_foreign_place_is_refused_and_an_unknown_one_is_not_there() -> None:
    assert [admits(WHOLE, {"place": place}) for place in ("", "320000", "320500", "320611", "320505")] == [200] * 5
    assert [admits(WHOLE, {"place": place}) for place in ("310000", "999999", "32", "abc", "329999")] == [404] * 5
    assert [admits(NANJING, {"place": place}) for place in ("", "320100", "320102")] == [200] * 3
    assert [admits(NANJING, {"place": place}) for place in ("320000", "320500", "320611", "320505")] == [403] * 4


def test_the_stops_of_the_slider_are_ends_of_months_and_the_last_day() -> None:
    assert stops(date(2026, 8, 15), date(2026, 11, 20)) == (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 20))
    assert stops(None, None) == () and stops(date(2026, 11, 1), date(2026, 11, 20)) == (date(2026, 11, 20),)


def test_the_board_hears_of_every_parameter_that_its_panels_need() -> None:
    needed = set().union(*(panel.needs for panel in PANELS))
    assert needed == PARAMS and isinstance(Board, type)
