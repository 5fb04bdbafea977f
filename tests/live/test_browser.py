"""The browser's side: one socket for all tabs, honest about a lost link, back by itself without a reload."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from data_access.transport import Bus
from tests.chromium import chromium
from tests.runtime.product import Product, running

LIVE = "() => yiping.live.state().state === 'live'"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("home")) as found:
        found.sign_in(s1="duty", wall="wall")
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    found = signed_in(browser, product, "s1")
    yield found
    found.close()


def signed_in(browser: Browser, product: Product, session: str) -> BrowserContext:
    context = browser.new_context()
    context.add_cookies([{"name": "yiping", "value": session, "url": product.base}])
    return context


def sockets(product: Product) -> int:
    """Event sockets of both web processes together: looks until it has met both."""
    held: dict[int, int] = {}
    for _ in range(200):
        if len(held) == 2:
            break
        metrics = httpx.get(f"{product.base}/metrics").text
        lines = dict(
            line.split() for line in metrics.splitlines() if line.startswith(("yiping_live_sockets ", "process_start_time_seconds "))
        )
        held[int(float(lines["process_start_time_seconds"]) * 100)] = int(float(lines["yiping_live_sockets"]))
    return sum(held.values())


def publish(product: Product, *tables: str) -> str:
    return Bus(f"unix://{product.home / 'valkey.sock'}").publish(tables)


def test_a_change_reaches_the_page_and_its_clock_follows_the_server(product: Product, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{product.base}/bare")
    page.wait_for_function(LIVE)
    seq = publish(product, "alert", "work_order")
    page.wait_for_function("() => refreshed.length === 1")
    assert page.evaluate("refreshed[0]") == ["alert", "work_order"]
    assert page.evaluate("yiping.live.state().seq") == seq
    assert abs(page.evaluate("yiping.now()") - time.time() * 1000) < 1000


@pytest.mark.row("W-04")
def test_twenty_tabs_of_one_browser_are_all_live_on_one_socket(product: Product, context: BrowserContext) -> None:
    pages = [context.new_page() for _ in range(20)]
    for page in pages:
        page.goto(f"{product.base}/bare")
    for page in pages:
        page.wait_for_function(LIVE)
    publish(product, "opinion_item")
    for page in pages:
        page.wait_for_function("() => refreshed.some(tables => tables?.includes('opinion_item'))")
    assert sockets(product) == 1


def test_a_browser_without_shared_workers_uses_a_socket_of_its_own(product: Product, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script("delete window.SharedWorker")
    page.goto(f"{product.base}/bare")
    page.wait_for_function(LIVE)
    publish(product, "camera")
    page.wait_for_function("() => refreshed.some(tables => tables?.includes('camera'))")


def test_a_page_made_before_the_change_hears_of_it_when_it_joins_late(product: Product, context: BrowserContext) -> None:
    first = context.new_page()
    first.goto(f"{product.base}/bare")
    first.wait_for_function(LIVE)
    before = publish(product, "duty")
    publish(product, "change")
    first.wait_for_function("() => refreshed.length >= 2")
    second = context.new_page()
    second.goto(f"{product.base}/bare?seq={before}")
    second.wait_for_function("() => refreshed.some(tables => tables?.includes('change'))")
    assert not second.evaluate("refreshed.some(tables => tables?.includes('duty'))")


@pytest.mark.row("Z-06")
def test_a_person_whose_session_ends_is_asked_to_sign_in_and_a_wall_is_not(product: Product, browser: Browser) -> None:
    person, wall = signed_in(browser, product, "p"), signed_in(browser, product, "w")
    product.sign_in(s1="duty", wall="wall", p="duty", w="wall")
    desk, screen = person.new_page(), wall.new_page()
    desk.goto(f"{product.base}/bare")
    screen.goto(f"{product.base}/wall/bare")
    for page in (desk, screen):
        page.wait_for_function(LIVE)
    born = screen.evaluate("born")
    product.sign_in(s1="duty", wall="wall")
    desk.wait_for_url("**/login?next=%2Fbare", timeout=10_000)
    screen.wait_for_function("() => document.body.dataset.linkReason?.includes('登录已失效')", timeout=10_000)
    product.sign_in(s1="duty", wall="wall", w="wall")
    screen.wait_for_function(LIVE, timeout=15_000)
    assert screen.evaluate("born") == born
    person.close()
    wall.close()


@pytest.mark.row("W-04")
def test_an_outage_is_said_within_fifteen_seconds_and_ends_by_itself_without_a_reload(product: Product, browser: Browser) -> None:
    context = signed_in(browser, product, "wall")
    page = context.new_page()
    page.goto(f"{product.base}/wall/bare")
    page.wait_for_function(LIVE)
    born, seen = page.evaluate("born"), page.evaluate("yiping.now()")
    product.stop()
    page.wait_for_function("() => document.body.dataset.link === 'lost'", timeout=15_000)
    assert abs(float(page.evaluate("document.body.dataset.linkSince")) - seen) < 8000
    with running(product.home, port=product.port) as again:
        publish(again, "alert")
        page.wait_for_function(
            "() => document.body.dataset.link === 'live' && refreshed.some(tables => tables === null || tables.includes('alert'))",
            timeout=30_000,
        )
    assert page.evaluate("born") == born
    context.close()
