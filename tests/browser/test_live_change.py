"""The wall alive: a change of the store reaches every page, and only what it touches is asked for and drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Open
from tests.browser.watching import LIVE, Witness, raise_alert
from tests.runtime.product import Product

PAGES = 8
MARK = "document.querySelectorAll('[data-chart] canvas').forEach((c, i) => { c.__mark = i + 1; })"
MARKS = "[...document.querySelectorAll('[data-chart] canvas')].map(c => [c.closest('[data-chart]').dataset.chart, c.__mark])"


@pytest.mark.row("W-04")
def test_a_new_alert_asks_for_the_panels_that_read_it_and_leaves_the_others_alone(open_page: Open, product: Product) -> None:
    watched = Witness.of(open_page("/wall/overview"))
    watched.settle()
    page, reads = watched.page, {"alert", "alert_step", "change"}
    page.evaluate(MARK)
    marks, asks = page.evaluate(MARKS), len(watched.asks)
    hashes = "Object.fromEntries(yiping.panels().map(p => [p.key, p.hash]))"
    due = page.evaluate("t => yiping.panels().filter(p => p.reads.some(r => t.includes(r))).map(p => p.key)", list(reads))
    before = page.evaluate(hashes)
    raise_alert(product, "反应釜超温，已停用", ticker="反应釜超温 新报")
    page.wait_for_selector("[data-panel=alerts] >> text=反应釜超温，已停用", timeout=15_000)
    page.wait_for_selector("[data-panel=changes] >> text=反应釜超温 新报", timeout=15_000)
    watched.settle()
    assert {"alerts", "risk", "map", "changes"} <= set(due)
    assert {key for ask in watched.asks[asks:] for key in ask or ["everything"]} == set(due)
    after = page.evaluate(hashes)
    assert {key for key in before if before[key] != after[key]} <= set(due)
    assert marks
    assert page.evaluate(MARKS) == marks
    assert watched.same


@pytest.mark.row("W-04")
def test_all_pages_of_one_browser_stay_live(contexts: Callable[[str], BrowserContext], product: Product) -> None:
    pages = [contexts("wall").new_page() for _ in range(PAGES)]
    try:
        for page in pages:
            page.goto(f"{product.base}/wall/overview")
        for page in pages:
            page.wait_for_selector(LIVE, timeout=30_000)
        raise_alert(product, "八个页面都要看见")
        for page in pages:
            page.wait_for_selector("[data-panel=alerts] >> text=八个页面都要看见", timeout=30_000)
    finally:
        for page in pages:
            page.close()
