"""The overview wall in a browser."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open, shared
from tests.runtime.product import Product

SIZES = [(1920, 1080), (3840, 2160), (5760, 1080)]
HONEST = {"ok", "stale", "nodata", "partial", "error", "forbidden"}


def _panels(page: Page) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-panel]')].map(e => [e.dataset.panel, {...e.dataset}]))"
    )
    return found


@pytest.fixture(scope="module")
def audit() -> Any:
    path = shared() / "accept" / "page_audit.py"
    if not path.exists():
        pytest.skip("the shared page audit is not beside this checkout")
    source = path.read_text().rsplit("\nmain()", 1)[0]
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("page_audit", loader=None))
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


@pytest.mark.row("W-01", "W-02")
@pytest.mark.parametrize("size", SIZES)
def test_the_audit_finds_nothing_at_any_size(audit: Any, contexts: Any, product: Product, size: tuple[int, int]) -> None:
    page = contexts("wall").new_page()
    try:
        assert audit.audit(page, product.base, "/wall/overview", size, True) == []
    finally:
        page.close()


FACTS = {
    "1 open alerts by level": "[data-panel=risk] [data-indicator='alert.open.II']",
    "2 the gravest open alert": "[data-panel=alerts] [data-alert]:first-child .at",
    "2 since when": "[data-panel=alerts] [data-alert]:first-child .as",
    "3 the silent or late city": "[data-panel=ranking] .rb em",
    "4 the oldest data and whose": "[data-oldest]",
    "5 who leads and who is on duty": "[data-panel=duty] .pb",
    "6 the most urgent order and its time": "[data-panel=dispatch] [data-order]:first-child [data-left]",
    "7 stopped source systems": "[data-panel=data] [data-indicator='source.systems.stopped']",
    "8 opinion against normal": "[data-panel=opinion] [data-indicator='opinion.items']",
    "8 the hottest item": "[data-panel=topics] [data-topic]:first-child .at",
    "9 new entities": "[data-panel=business] [data-indicator='entity.opened']",
    "9 closed entities": "[data-panel=business] [data-indicator='entity.closed']",
    "10 on-time completion": "[data-panel=progress] [data-indicator='complaint.on_time_rate']",
    "10 overdue": "[data-panel=progress] [data-indicator='complaint.overdue']",
    "11 the camera that is not live": "[data-panel=cameras] [data-dead]",
    "12 what changed": "[data-panel=changes] .tickrow b",
}


@pytest.mark.row("W-01")
@pytest.mark.parametrize("fact", FACTS)
def test_a_stranger_finds_each_of_the_twelve_facts(open_page: Open, fact: str) -> None:
    place = open_page("/wall/overview").locator(FACTS[fact]).first
    place.wait_for(state="visible", timeout=10_000)
    assert place.inner_text().strip() not in ("", "—")


@pytest.mark.row("W-02")
def test_every_panel_names_its_question_and_stands_unscaled(open_page: Open) -> None:
    page = open_page("/wall/overview")
    labels = page.evaluate("[...document.querySelectorAll('[data-panel]')].map(e => e.getAttribute('aria-label'))")
    assert all("？" in label for label in labels)
    kpi = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.kpi .n1')].map(e => parseFloat(getComputedStyle(e).fontSize))) / innerHeight"
    )
    assert kpi >= 0.04


@pytest.mark.row("K-01")
def test_every_panel_shows_its_state_and_the_time_of_its_data(open_page: Open) -> None:
    panels = _panels(open_page("/wall/overview"))
    assert len(panels) == 14
    assert {p["state"] for p in panels.values()} <= HONEST
    assert [k for k, p in panels.items() if p["state"] in ("ok", "stale", "partial") and not p.get("asOf")] == []


@pytest.mark.row("K-01")
def test_a_panel_turns_stale_when_its_data_are_overdue_though_the_page_is_fresh(open_page: Open) -> None:
    page = open_page("/wall/overview")
    page.evaluate("document.querySelector('[data-panel=progress]').dataset.due = new Date(Date.now() - 1000).toISOString()")
    page.wait_for_selector("[data-panel=progress][data-state=stale]", timeout=5_000)
    assert page.locator("[data-panel=progress] .dt.late").is_visible()
    assert "停更" in page.locator("[data-panel=progress] .dt.late").inner_text()


@pytest.mark.row("K-03")
def test_what_is_unknown_is_never_written_as_zero(open_page: Open) -> None:
    page = open_page("/wall/overview")
    unknown = page.evaluate(
        "[...document.querySelectorAll('[data-indicator]')].filter(e => e.dataset.value === '').map(e => [e.dataset.indicator, e.textContent.trim()])"
    )
    assert unknown, "the demo province has a silent city and silent sensors: something must be unknown"
    assert {text for _, text in unknown} <= {"", "无数据", "未知"}
    tile = page.locator("[data-tile-state=nodata]")
    assert "≠ 0" in tile.first.inner_text()


@pytest.mark.row("K-05", "O-03")
def test_a_number_on_the_wall_equals_the_number_of_the_api(open_page: Open) -> None:
    page = open_page("/wall/overview", user="leader")
    shown = page.evaluate("document.querySelector('[data-panel=data] [data-indicator=\"source.rows_total\"]').dataset.value")
    rows = page.evaluate("fetch('/api/v1/indicators/source.rows_total/series').then(r => r.json()).then(d => d.rows)")
    assert float(shown) in [row["value"] for row in rows]


def test_dash_takes_the_page_over_without_drawing_it_again(open_page: Open) -> None:
    page = open_page("/wall/overview")
    page.evaluate("window.__map = document.querySelector('[data-chart=map] canvas')")
    page.wait_for_function(
        "() => window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#_pages_content')", timeout=20_000
    )
    assert page.evaluate("document.querySelector('[data-chart=map] canvas') === window.__map && window.__map.isConnected")
    assert page.evaluate("performance.getEntriesByName('yiping:ready').length") == 1


def test_the_map_shows_its_source_and_review_number(open_page: Open) -> None:
    credit = open_page("/wall/overview").locator("[data-panel=map] .msrc").inner_text()
    assert "天地图" in credit
    assert "审图号" in credit


def test_demo_data_are_marked(open_page: Open) -> None:
    assert open_page("/wall/overview").locator("[data-demo-mark]").is_visible()


@pytest.mark.row("X-01")
def test_no_request_leaves_the_origin(open_page: Open, product: Product, contexts: Any) -> None:
    asked: list[str] = []
    contexts("wall").on("request", lambda request: asked.append(request.url))
    open_page("/wall/overview")
    outside = [url for url in asked if url.startswith(("http", "ws")) and f"127.0.0.1:{product.port}" not in url]
    assert asked
    assert outside == []


@pytest.mark.row("W-04")
def test_a_page_whose_chart_files_did_not_come_is_not_held_up_and_draws_them_later(contexts: Any, product: Product) -> None:
    page, lost = contexts("wall").new_page(), set()

    def lose_once(route: Any) -> None:
        if route.request.url in lost:
            route.continue_()
        else:
            lost.add(route.request.url)
            route.abort()

    try:
        for pattern in ("**/vendor/echarts*", "**/cities.topojson*"):
            page.route(pattern, lose_once)
        page.goto(f"{product.base}/wall/overview")
        page.wait_for_selector('body[data-ready="true"]', timeout=30_000)
        page.wait_for_selector("[data-panel=map] canvas", timeout=30_000)
        page.wait_for_selector("[data-panel=business] canvas", timeout=30_000)
        assert len(lost) == 2
    finally:
        page.close()
