"""The map in the browser: drilled by hand and by keys, its state in the address, any day, dots that pan smoothly, and nothing from outside."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

SIZE = (1440, 900)
WAIT = 20.0


def until(page: Page, found: Callable[[], bool], what: str) -> None:
    """Wait for a condition of the page: its content policy forbids Playwright's own way."""
    end = time.monotonic() + WAIT
    while not found():
        assert time.monotonic() < end, f"not within {WAIT:.0f} s: {what}"
        page.wait_for_timeout(25)


def stage(page: Page, key: str) -> str:
    return str(page.evaluate("(key) => JSON.parse(document.querySelector('[data-mapstage]').dataset.mapstage)[key]", key))


def opened(open_page: Open, path: str, user: str = "leader", size: tuple[int, int] = SIZE) -> Page:
    page = open_page(path, user, size)
    page.wait_for_selector("#yiping-page", state="detached")
    return page


@pytest.mark.row("M-01")
def test_a_hand_drills_to_a_county_and_the_keys_lead_back(open_page: Open) -> None:
    page = opened(open_page, "/map")
    page.locator('.mp-label[data-go="320600"]').press("Enter")
    until(page, lambda: stage(page, "place") == "320600", "the city")
    assert "place=320600" in page.url and page.locator(".mp-label").count() == 7
    page.click('[data-panel="map-table"] [data-go="320623"]')
    until(page, lambda: stage(page, "place") == "320623", "the county")
    assert page.locator(".mp-crumbs").inner_text().replace("\n", "") == "江苏›南通›如东"
    page.locator(".mp-stage").focus()
    for place in ("320600", "320000"):
        page.keyboard.press("Escape")
        until(page, lambda place=place: stage(page, "place") == place, place)  # type: ignore[misc]


@pytest.mark.row("M-01")
def test_arrows_pan_and_signs_zoom_while_nothing_is_asked_anew(open_page: Open) -> None:
    page = opened(open_page, "/map")
    page.locator(".mp-stage").focus()
    before = page.evaluate("() => window.yiping.mapView()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    until(page, lambda: page.evaluate("() => window.yiping.mapView()")["zoom"] > before["zoom"], "zoom")
    assert page.evaluate("() => window.yiping.mapView()")["x"] != before["x"]
    page.keyboard.press("0")
    until(page, lambda: page.evaluate("() => window.yiping.mapView()")["zoom"] == 1, "the whole map")


@pytest.mark.row("M-02")
def test_the_slider_goes_back_a_month_and_the_address_says_so(open_page: Open) -> None:
    page = opened(open_page, "/map?code=inspection.found_rate_30_days")
    now = page.locator('.mp-label[data-go="320100"] .num').get_attribute("data-value")
    page.click('[data-map-step="back"]')
    until(page, lambda: "at=" in page.url and stage(page, "map") == "320000" and page.locator(".mp-at").inner_text() in page.url, "the day")
    until(page, lambda: page.locator('.mp-label[data-go="320100"] .num').get_attribute("data-value") != now, "the number of that day")
    page.click('[data-map-step="last"]')
    until(page, lambda: "at=" not in page.url, "the present")
    until(page, lambda: page.locator('.mp-label[data-go="320100"] .num').get_attribute("data-value") == now, "the number of now")


@pytest.mark.row("M-01", "M-02")
def test_all_layers_come_from_the_own_origin_and_the_credit_stands_there(open_page: Open) -> None:
    page = opened(open_page, "/map")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url + "?layers=alerts|orders|cameras|teams|trace|dots")
    page.wait_for_selector('body[data-ready="true"]')
    until(page, lambda: page.evaluate("() => window.yiping.mapView().dots") > 40_000, "the dots")
    home = urlsplit(page.url).netloc
    assert asked and all(urlsplit(url).netloc == home for url in asked if not url.startswith(("data:", "blob:")))
    assert "审图号" in page.locator("[data-map-legend]").inner_text() and "底图" in page.locator("[data-map-legend]").inner_text()
    assert re.search(r"一点 \d+ 户", page.locator("[data-map-dots]").inner_text())
    page.wait_for_selector("#yiping-page", state="detached")
    page.click('[data-focus="cls-natural"]')  # the same dots under other classes: the page stands, and says it again
    until(page, lambda: "自然断点" in page.locator("[data-map-legend]").inner_text(), "the classes")
    until(page, lambda: "点；" in page.locator("[data-map-dots]").inner_text(), "the words")


@pytest.mark.row("M-02")
def test_a_hand_pans_many_dots_without_drawing_them_anew(open_page: Open) -> None:
    page = opened(open_page, "/map?layers=dots", size=(1920, 1080))
    until(page, lambda: page.evaluate("() => window.yiping.mapView().dots") > 40_000, "the dots")
    page.evaluate(
        "() => { const g = CanvasRenderingContext2D.prototype, put = g.putImageData; window.__puts = 0; g.putImageData = function (...a) { window.__puts += 1; return put.apply(this, a); }; }"
    )
    before = page.evaluate("() => window.yiping.mapView().x")
    page.mouse.move(1000, 300)
    page.mouse.down()
    for n in range(20):
        page.mouse.move(1000 + n * 6, 300 + n * 3)
    assert page.evaluate("() => window.__puts") == 0 and "translate3d" in (page.locator(".mp-plane").get_attribute("style") or "")
    page.mouse.up()
    until(page, lambda: page.evaluate("() => window.__puts") == 1, "drawn once at rest")
    assert page.evaluate("() => window.yiping.mapView().x") != before and stage(page, "place") == "320000"


@pytest.mark.row("M-01")
def test_a_phone_shows_the_map_without_scrolling_sideways(open_page: Open) -> None:
    page = opened(open_page, "/map?at=2019-05-01&place=320600", size=(390, 844))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert "崇川区（320602）" in page.locator(".mp-notes").inner_text()
