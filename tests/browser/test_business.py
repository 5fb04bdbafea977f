"""The business environment in the browser: choices live in the address, the split sums to the shown change, a late city is not compared."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

SIZE = (1440, 900)
WAIT = 15.0


def until(page: Page, found: Callable[[], bool], what: str) -> None:
    """Wait for a condition of the page: its content policy forbids Playwright's own way."""
    end = time.monotonic() + WAIT
    while not found():
        assert time.monotonic() < end, f"not within {WAIT:.0f} s: {what}"
        page.wait_for_timeout(25)


def choose(page: Page, focus: str) -> None:
    """Press a choice and wait until the panels that depend on it are drawn anew."""
    page.wait_for_selector("#yiping-page", state="detached")
    page.evaluate(
        "() => { window.__drawn = false; document.addEventListener('yiping:painted', () => { window.__drawn = true; }, { once: true }); }"
    )
    page.click(f'[data-focus="{focus}"]')
    until(page, lambda: bool(page.evaluate("() => window.__drawn")), focus)


def pressed(page: Page) -> list[str]:
    return page.locator('.bzf [aria-pressed="true"]').all_inner_texts()


def values(page: Page, selector: str) -> list[float]:
    return [float(raw) for raw in page.locator(selector).evaluate_all("all => all.map(e => e.dataset.value)") if raw != ""]


@pytest.mark.row("B-01")
def test_choices_stand_in_the_address_survive_a_reload_and_a_link_shows_what_its_sender_saw(open_page: Open) -> None:
    page = open_page("/business", "leader", SIZE)
    whole = values(page, '[data-panel="business-numbers"] [data-indicator="entity.opened"]')
    choose(page, "kind-enterprise")
    choose(page, "area-south")
    assert re.search(r"kind=enterprise", page.url) and re.search(r"area=south", page.url)
    south = values(page, '[data-panel="business-numbers"] [data-indicator="entity.opened"]')
    assert 0 < south[0] < whole[0]
    page.reload()
    page.wait_for_selector('body[data-ready="true"]')
    assert {"苏南", "企业"} <= set(pressed(page))
    assert values(page, '[data-panel="business-numbers"] [data-indicator="entity.opened"]') == south
    assert (
        values(
            open_page(page.url[page.url.index("/business") :], "leader", SIZE),
            '[data-panel="business-numbers"] [data-indicator="entity.opened"]',
        )
        == south
    )


@pytest.mark.row("O-05")
def test_the_split_sums_to_the_shown_change_by_trade_and_by_city(open_page: Open) -> None:
    page = open_page("/business?period=month", "leader", SIZE)  # the small province knows no year before: 环比
    for focus in ("split-city", "split-industry"):
        choose(page, focus)
        total = values(page, '[data-panel="business-why"] .all b')
        assert sum(values(page, '[data-panel="business-why"] [data-part]')) == total[0]
    assert "split" not in page.url  # the usual choice leaves the address


@pytest.mark.row("K-03")
def test_a_choice_redraws_only_what_depends_on_it(open_page: Open) -> None:
    page = open_page("/business?period=month", "leader", SIZE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "panel-ask.data" in (request.post_data or "") else None)
    choose(page, "split-city")
    assert len(asked) == 1 and '"keys":["business-why"]' in asked[0].replace(" ", "")


@pytest.mark.row("K-05")
def test_an_address_that_asks_for_nothing_that_exists_is_told_and_shows_the_usual(open_page: Open) -> None:
    page = open_page("/business?period=decade&area=999999&kind=%3Cscript%3E", "leader", SIZE)
    said = page.inner_text(".bzf-said")
    assert "decade" in said and "999999" in said and "<script>" in said
    assert values(page, '[data-panel="business-numbers"] [data-indicator="entity.opened"]')


@pytest.mark.row("B-04")
def test_a_late_city_stands_last_in_its_group_without_a_dot_and_says_why(open_page: Open) -> None:
    page = open_page("/business", "leader", SIZE)
    peers = '[data-panel="business-peers"]'
    assert page.get_attribute(peers, "data-state") == "partial"
    late = page.locator(f"{peers} .dbr", has=page.locator("em"))
    assert late.count() == 1 and "迟报，不参与比较" in late.inner_text() and late.locator(".pt").count() == 0
    assert late.locator("[data-indicator]").get_attribute("data-value") == ""


@pytest.mark.row("B-02")
def test_the_neighbouring_page_is_one_step_away_and_the_wall_shows_the_scene(open_page: Open) -> None:
    page = open_page("/business", "leader", SIZE)
    page.click('nav a[href="/business/indices"]')
    page.wait_for_selector('body[data-page="business-indices"][data-ready="true"]')
    assert values(page, '[data-panel="climate"] [data-indicator="credit.prosperity"]')
    wall = open_page("/wall/business", "wall")
    assert wall.inner_text(".tabs .on") == "营商环境" and wall.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
