"""The listing of boards: every page once, boards of other levels as the operator declares them, and who looked at what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import dash
import pytest

from components.board import Board
from components.board_sources import declared
from components.listing import Level, Listed, listing
from components.panel import Drawing, View
from components.panels import board_list
from components.printer import to_html
from components.sources import Sources
from data_access.scope import Scope
from data_access.stores.engine import Store, ensure_schema, open_store
from data_access.stores.view_counter import ViewCounter
from docs.pages_page import addresses
from settings import Settings
from tests.components.test_business_panels import NOW
from tests.indicators.small_marts import NANJING, WHOLE, Bench

TODAY = NOW.date()


@pytest.fixture(autouse=True, scope="module")
def registry() -> Iterator[None]:
    """All pages of the product, registered."""
    before = dict(dash.page_registry)
    known = addresses()
    dash.page_registry.clear()
    dash.page_registry.update({page["module"]: page for page in known.values()})
    yield
    dash.page_registry.clear()
    dash.page_registry.update(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the operator's own."""
    monkeypatch.setattr(declared, "settings", lambda: Settings(home=tmp_path))
    return tmp_path


@cache
def nothing() -> Store:
    """A store in which nobody has written anything."""
    made = open_store(f"sqlite:///{mkdtemp()}/store.sqlite")
    ensure_schema(made)
    return made


def view(store: Store | None = None, scope: Scope = WHOLE, role: str = "leader", **params: str) -> View:
    sources: Any = Sources(marts=Bench("sqlite://"), store=store or nothing(), changes=0)
    return View(scope=scope, role=role, now=NOW, sources=sources, params=params)


def listed(scope: Scope = WHOLE) -> dict[str, Listed]:
    return {one.address: one for one in listing(view(scope=scope)).boards}


def shown(store: Store, scope: Scope = WHOLE, role: str = "leader", **params: str) -> tuple[str, str]:
    """The summary and the table."""
    seen = view(store, scope, role, **params)
    drawings: list[Drawing] = [panel.chart(panel.load(seen), seen) for panel in (board_list.SUMMARY, board_list.PANEL)]
    return to_html(drawings[0].body), to_html(drawings[1].body)


def row(table: str, address: str) -> str:
    return next(part for part in re.split(r"<tr[ >]", table) if f">{address}</span>" in part)


def number(html: str, code: str) -> list[str]:
    return re.findall(rf'data-indicator="{code}" data-value="([^"]*)"', html)


@pytest.mark.row("O-02")
def test_every_board_of_the_product_is_listed_once_with_its_owner_and_its_panels(home: Path) -> None:
    found = listed()
    for net in ("registration", "approval", "enforcement", "credit", "platform", "trace"):
        one = found[f"/net/{net}"]
        assert (one.kind, one.level, one.panels) == ("业务网", Level.PROVINCE, 6) and one.owner
    assert {"/wall/overview", "/business", "/boards", "/indicators/<code>"} <= set(found)
    assert not [address for address, one in found.items() if not one.owner or not one.title]
    assert not found["/indicators/<code>"].is_page


@pytest.mark.row("O-02")
def test_a_page_of_a_region_is_a_board_of_each_region_of_the_scope(home: Path) -> None:
    board = Board(name="city", title="板块", path="/city/<adcode>", panels=(board_list.PANEL,), layout=lambda board: None)
    import sys
    import types

    module = types.ModuleType("pages.of_a_city")
    module.BOARD = board  # type: ignore[attr-defined]
    sys.modules["pages.of_a_city"] = module
    dash.page_registry["pages.of_a_city"] = {
        "module": "pages.of_a_city",
        "path": "/city/none",
        "path_template": board.path,
        "title": board.title,
    }
    try:
        assert sum(one.level is Level.CITY for one in listed().values()) == 13
        own = [one for one in listed(NANJING).values() if one.level is Level.CITY]
        assert [(one.address, one.title) for one in own] == [("/city/320100", "南京市板块")]
    finally:
        del dash.page_registry["pages.of_a_city"], sys.modules["pages.of_a_city"]


GOOD = """
[[board]]
title = "全国抽检监测"
level = "national"
kind = "总局系统"
owner = "食品抽检处"
address = "https://example.invalid/board"
published = 2026-11-01
version = "v3"

[[board]]
title = "玄武区食安板块"
level = "county"
kind = "县级系统"
owner = "玄武区局"
address = "https://example.invalid/xuanwu"
region = "320102"
"""


@pytest.mark.row("O-02")
def test_boards_of_other_levels_are_declared_by_the_operator_and_cut_by_scope(home: Path, any_store: Store) -> None:
    (home / "boards.toml").write_text(GOOD, "utf-8")
    assert {one.level for one in listed().values()} == set(Level)
    assert "https://example.invalid/xuanwu" in listed(NANJING)
    assert "https://example.invalid/xuanwu" not in listed(Scope.of("320000", "320500"))
    table = shown(any_store)[1]
    assert "v3" in row(table, "https://example.invalid/board") and "11-01" in row(table, "https://example.invalid/board")
    assert "外部系统" in table and 'href="https' not in table  # no page leads out of this origin


@pytest.mark.row("K-05")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[board", "读不了"),
        ('[[board]]\ntitle = "一"', "缺"),
        (GOOD.replace('"national"', '"world"'), "level 须为"),
        (GOOD.replace("https://example.invalid/board", "javascript:alert(1)"), "address 须为"),
        (GOOD.replace("https://example.invalid/board", "//example.invalid"), "address 须为"),
        (GOOD.replace('region = "320102"', ""), "须写明 region"),
        (GOOD.replace("2026-11-01", '"soon"'), "published 须为日期"),
        (GOOD.replace('version = "v3"', "version = 3"), "version 须为"),
        (GOOD.replace('version = "v3"', 'colour = "red"'), "不认识 colour"),
    ],
)
def test_a_declaration_that_is_wrong_is_said_on_the_page_and_hides_no_other_board(
    home: Path, any_store: Store, text: str, said: str
) -> None:
    (home / "boards.toml").write_text(text, "utf-8")
    table = shown(any_store)[1]
    assert said in table and "/net/credit" in table and "boards.toml" in table


@pytest.mark.row("O-02")
def test_viewers_and_views_of_thirty_days_stand_beside_each_board(home: Path, any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", 3600.0)
    for user, day in (("leader", TODAY), ("leader", TODAY), ("duty", TODAY - timedelta(days=29)), ("auditor", TODAY - timedelta(days=30))):
        counter.note("/net/credit", user, WHOLE, day)
    counter.flush()
    summary, table = shown(any_store)
    assert number(row(table, "/net/credit"), "board.viewers") == ["2.0"] and number(row(table, "/net/credit"), "board.views") == ["3.0"]
    assert number(summary, "board.viewers") == ["2.0"] and "不满 30 日" not in summary
    unused = shown(any_store, use="unused")[1]
    assert "/net/trace" in unused and ">/net/credit<" not in unused and ">/indicators/&lt;code&gt;<" not in unused


@pytest.mark.row("O-02")
def test_before_anything_was_counted_nothing_is_said_to_be_unused(home: Path, any_store: Store) -> None:
    summary, table = shown(any_store)
    assert number(summary, "board.unused") == [""] and "尚未开始计数" in summary
    assert number(row(table, "/net/credit"), "board.viewers") == [""]


@pytest.mark.row("Z-02")
def test_what_a_caller_may_not_open_is_no_link_and_a_city_counts_its_own(home: Path, any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", 3600.0)
    counter.note("/net/credit", "suzhou", Scope.of("320000", "320500"), TODAY)
    counter.note("/net/credit", "nanjing", NANJING, TODAY)
    counter.flush()
    summary, table = shown(any_store, NANJING, "city")
    assert number(row(table, "/net/credit"), "board.viewers") == ["1.0"] and number(summary, "board.viewers") == ["1.0"]
    assert "无权打开" in row(table, "/business") and 'href="/business"' not in table
    assert 'href="/net/credit"' in table


@pytest.mark.row("K-05")
def test_a_level_that_does_not_exist_is_said(home: Path, any_store: Store) -> None:
    assert "没有“galaxy”这种级别" in shown(any_store, level="galaxy")[1]
    only = shown(any_store, level="city")[1]
    assert "/net/credit" not in only and "市级" in only


@pytest.mark.row("O-02")
def test_the_views_of_a_page_of_regions_are_counted_by_region_and_of_others_together() -> None:
    city = Board(name="city", title="板块", path="/city/<adcode>", panels=(), layout=lambda board: None)
    one = Board(name="one", title="指标", path="/indicators/<code>", panels=(), layout=lambda board: None)
    assert city.counted_as({"adcode": "320100", "period": "year"}) == "/city/320100"
    assert one.counted_as({"code": "entity.opened"}) == "/indicators/<code>" and json.dumps(one.counted_as({}))
