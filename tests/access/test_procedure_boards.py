"""The boards of procedures over the demo: the list equals the engine, the numbers equal their parts, a city finds nobody else, words are inert."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from alerts.clocks.counting import Reading as Counted
from alerts.clocks.desk import desk_of, reading
from components.board import answer
from components.panel import View
from components.panels import smart_systems
from components.panels.draw_book import SHOWN
from components.printer import to_html
from components.sources import Sources, open_sources
from components.systems import UNNAMED, systems_of
from data_access.cache import AnswerCache
from data_access.scope import Scope
from data_access.stores import draws
from data_access.stores.alert_tables import CLOCK
from data_access.stores.engine import Store
from geo.regions import RegionsFailed
from tests.access.conftest import House
from tests.access.foreign import of_others
from tests.demo.conftest import NOON, Stood, copied

pytestmark = pytest.mark.row("T-05")
WHOLE, NANJING = Scope.whole("320000"), Scope.of("320000", "320100")
SUPERVISION, DUAL_NOTICE, DOUBLE_RANDOM = BOARDS = ("theme-supervision", "theme-dual-notice", "theme-double-random")
MINUTE = NOON.replace(second=0)


@dataclass(frozen=True)
class Seen:
    """A province that these tests change, and the house whose boards are drawn over it."""

    house: House
    stood: Stood

    @property
    def store(self) -> Store:
        return self.stood.store


def panels(own: Seen, board: str, scope: Scope = WHOLE, role: str = "duty", **params: str) -> dict[str, dict[str, Any]]:
    with open_sources(own.stood.marts, own.store) as sources:
        view = View(scope=scope, role=role, now=NOON.astimezone(own.stood.settings.tz), sources=sources, params=params)
        return {panel["key"]: panel for panel in json.loads(answer(own.house.app.parts.boards[board], view, AnswerCache()))["panels"]}


@pytest.fixture(scope="module")
def own(stood: Stood, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    found = copied(stood, tmp_path_factory.mktemp("procedures"))
    yield Seen(house, found)
    found.store.close()


def numbers(html: str, code: str) -> list[str]:
    return re.findall(rf'data-indicator="{re.escape(code)}"[^>]*? data-value="([^"]*)"', html)


def test_the_list_of_the_page_equals_the_clock_engine(own: Seen) -> None:
    html = panels(own, SUPERVISION, n="3000")["supervision-list"]["html"]
    listed = dict(re.findall(r'data-matter="([^"]+)" data-stands="([^"]+)"', html))
    with own.store.read() as connection:
        going = set(connection.execute(select(CLOCK.c.id).where(CLOCK.c.state.in_(("running", "stopped")))).scalars())
    assert set(listed) == going
    desk = desk_of(own.stood.settings)
    for name, mark in listed.items():
        one: Counted = reading(own.store, desk, name, WHOLE, MINUTE)
        assert (mark == "stopped") == (one.state == "stopped")
        assert (mark == "over") == one.late
    order = [mark for _, mark in re.findall(r'data-matter="([^"]+)" data-stands="([^"]+)"', html)]
    assert order == sorted(order, key=("over", "near", "running", "stopped").index) or order.index("stopped") > order.index("running")
    shown = panels(own, SUPERVISION)["supervision-numbers"]["html"]
    for key, mark in (("over", "over"), ("near", "near"), ("stopped", "stopped")):
        assert numbers(shown, f"supervision.{key}") == [str(sum(one == mark for one in listed.values()))]


@pytest.mark.parametrize("area", ["", "320100", "320102", "south"])
def test_the_tables_sum_to_the_numbers_above_them(own: Seen, area: str) -> None:
    found = panels(own, SUPERVISION, **({"area": area} if area else {}))
    for key in ("over", "near", "going", "stopped"):
        (whole,) = numbers(found["supervision-numbers"]["html"], f"supervision.{key}")
        for table in ("supervision-units", "supervision-limits"):
            assert sum(map(int, numbers(found[table]["html"], f"supervision.{key}"))) == int(whole), (table, key)


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("board", BOARDS)
def test_a_city_finds_no_other_citys_name_code_or_figure(own: Seen, board: str) -> None:
    for params in ({}, {"area": "320500"}, {"area": "320505"}, {"area": "north"}):
        for key, panel in panels(own, board, NANJING, "city", **params).items():
            said = panel["html"].replace(f"“{params.get('area')}”", "")
            assert panel["state"] != "error", (key, panel)
            assert of_others(said + json.dumps(panel["charts"], ensure_ascii=False) + str(panel["subtitle"]), NANJING) == set(), key


@pytest.mark.row("Z-02")
def test_another_citys_draw_is_unknown_to_a_city(own: Seen) -> None:
    with own.store.read() as connection:
        every = draws.listed(connection, WHOLE)
    assert {one.region for one in every} > {"320000", "320100"}, "the demo has draws of the province and of cities"
    for one in every:
        panel = panels(own, DOUBLE_RANDOM, NANJING, "city", id=one.id)["double-random-draw"]
        assert (panel["state"] == "ok") == (one.region == "320100")
        assert one.region == "320100" or (panel["html"], panel["note"]) == ("", "没有这次抽取，或它不在您的数据范围内。")


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "' or 1=1 --", "330100", "999999", "9" * 180, "\u202e", "../..", "-1", "１２"]
)
def test_a_hostile_parameter_gives_a_sentence_and_never_a_failure(own: Seen, board: str, word: str) -> None:
    for key, panel in panels(own, board, **dict.fromkeys(own.house.app.parts.boards[board].params, word)).items():
        assert panel["state"] != "error", (key, panel)
        assert "<script>alert" not in panel["html"]


def test_marks_and_limits_narrow_the_list_and_unknown_ones_are_told(own: Seen) -> None:
    for mark in ("over", "near", "running", "stopped"):
        html = panels(own, SUPERVISION, mark=mark, n="3000")["supervision-list"]["html"]
        assert set(re.findall(r'data-stands="([^"]+)"', html)) == {mark}
    said = panels(own, SUPERVISION, mark="x", limit="y", area="z")["supervision-filters"]["html"]
    assert "没有“y”这种时限" in said
    assert "没有“x”这种标记" in said
    assert "“z”不是可以查看的地区" in said


def test_only_those_who_may_act_are_offered_the_act(own: Seen) -> None:
    def offered(role: str, scope: Scope = WHOLE) -> set[str]:
        html = "".join(panel["html"] for board in BOARDS for panel in panels(own, board, scope, role).values())
        return {word for word in ("/appeal", "/decide", "/receipt", "data-draw-new") if word in html}

    assert offered("briefer") == set()
    assert offered("duty") == {"/appeal", "/decide", "/receipt", "data-draw-new"}
    assert "/decide" not in offered("city", NANJING)


def test_a_draw_shows_both_versions_and_masks_every_name(own: Seen) -> None:
    panel = panels(own, DOUBLE_RANDOM)["double-random-draw"]
    with own.store.read() as connection:
        one = draws.listed(connection, WHOLE)[0]
        hashes = {draws.roster(connection, one.subjects).hash, draws.roster(connection, one.inspectors).hash}
    assert all(f"SHA-256 {one}" in panel["html"] for one in hashes)
    assert one.commitment in panel["html"]
    assert panel["html"].count("**") == 2 * min(one.size, SHOWN)


def test_there_are_eight_slots_three_named_and_five_waiting_for_a_name(own: Seen) -> None:
    found = systems_of("320000")
    assert [one.name for one in found.systems if one.named] == ["市场监管全景视图分析展示", "营商环境分析", "企业信用风险预警"]
    assert [one.path for one in found.systems if one.named] == ["/wall/overview", "/business", "/net/credit"]
    view = View(scope=WHOLE, role="leader", now=NOON, sources=Sources(marts=None, store=own.store, changes=0))
    html = to_html(smart_systems.PANEL.chart(smart_systems.PANEL.load(view), view).body)
    assert (html.count("data-system="), html.count(UNNAMED), html.count('data-named="true"')) == (8, 5, 3)
    assert systems_of("330000").systems == ()


@pytest.mark.row("Z-01")
def test_a_system_that_a_role_may_not_open_is_named_without_a_link(own: Seen) -> None:
    view = View(scope=NANJING, role="city", now=NOON, sources=Sources(marts=None, store=own.store, changes=0))
    html = to_html(smart_systems.PANEL.chart(smart_systems.PANEL.load(view), view).body)
    assert 'href="/wall/overview"' not in html
    assert 'href="/business"' not in html
    assert "市场监管全景视图分析展示" in html


def test_an_operator_names_a_waiting_system_and_renames_none(tmp_path: Path) -> None:
    own = tmp_path / "systems.toml"
    own.write_text('[[system]]\nslot = 4\nname = "食品安全风险预警"\npath = "/theme/kitchen"\n', "utf-8")
    assert systems_of("320000", tmp_path).systems[3].name == "食品安全风险预警"
    for bad in (
        '[[system]]\nslot = 9\nname = "x"', '[[system]]\nslot = 1\nname = "改名"', '[[system]]\nslot = 4\nname = ""', '[[system]]\nslot = 4\nname = "x"\npath = "//evil"',
        '[[system]]\nslot = 4\nname = "x"\npath = "javascript:alert(1)"', "[[system", "[[system]]\nname = 1",
    ):  # fmt: skip
        own.write_text(bad, "utf-8")
        with pytest.raises(RegionsFailed, match=r"systems\.toml"):
            systems_of("320000", tmp_path)
