"""The wall in trouble: the whole product gone and back, a part killed, the event stream silent, the session revoked.

The promise is an outage of ten minutes. Nothing on the page counts the length of an outage: the link tries again every five seconds at
most for ever, the place in the stream is either still held or everything is read anew, and the last frame is the page itself. So a test
of 25 seconds, longer than every waiting time of the link (12 s of silence, 5 s between tries), meets the same states as ten minutes.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Open, enter
from tests.browser.watching import LIVE, Witness, raise_alert
from tests.runtime.product import ROOT, Product, command, environment, until

OUTAGE = 25.0
NUMBERS = "[...document.querySelectorAll('[data-indicator]')].map(e => e.dataset.indicator + '=' + e.dataset.value)"
PICTURES = "[...document.querySelectorAll('[data-chart] canvas')].map(c => c.toDataURL())"


@pytest.fixture
def wall(open_page: Open) -> Witness:
    found = Witness.of(open_page("/wall/overview"))
    found.settle()
    return found


@pytest.fixture
def up(product: Product) -> Iterator[Product]:
    """The product, surely running again afterwards."""
    yield product
    if product.process.poll() is not None:
        product.start()
        product.ready()


@pytest.mark.row("W-04")
def test_the_wall_outlives_an_outage_of_the_whole_product(wall: Witness, up: Product) -> None:
    page, before, pictures = wall.page, wall.page.evaluate(NUMBERS), wall.page.evaluate(PICTURES)
    began = time.monotonic()
    up.stop()
    page.wait_for_selector(".lost", state="visible", timeout=15_000 - (time.monotonic() - began) * 1000)
    assert re.fullmatch(r"停更0′\d\d″", page.locator(".lost > div").first.inner_text().replace("\n", ""))
    assert page.locator("[data-lost-why]").inner_text() == "实时通道中断"
    page.wait_for_timeout(max(0.0, OUTAGE - (time.monotonic() - began)) * 1000)
    assert page.evaluate(NUMBERS) == before
    assert len(pictures) >= 3
    assert page.evaluate(PICTURES) == pictures
    assert page.locator("input[type=password]").count() == 0
    assert page.locator("[data-panel][data-state=error]").count() == 0
    up.start()
    up.ready()
    page.wait_for_selector(LIVE, timeout=30_000)
    page.wait_for_selector(".lost", state="hidden")
    raise_alert(up, "停更之后的新告警")
    page.wait_for_selector("[data-panel=alerts] >> text=停更之后的新告警", timeout=20_000)
    assert wall.same


@pytest.mark.row("W-04", "X-02")
def test_the_wall_does_not_notice_that_a_web_process_was_killed(wall: Witness, up: Product) -> None:
    for part in ("web-1", "web-2"):
        killed = up.kill(part)
        until(lambda part=part, killed=killed: up.parts()[part]["pid"] not in (None, killed), 20, f"{part} started again")  # type: ignore[misc]
    raise_alert(up, "网页进程重启后的告警")
    wall.page.wait_for_selector("[data-panel=alerts] >> text=网页进程重启后的告警", timeout=20_000)
    wall.page.wait_for_selector(LIVE, timeout=15_000)
    assert wall.same


@pytest.mark.row("W-04", "X-03")
def test_a_silent_event_stream_is_said_while_the_numbers_are_still_answered(wall: Witness, up: Product) -> None:
    page = wall.page
    os.kill(up.parts()["valkey"]["pid"], signal.SIGSTOP)  # killed it would be back in a second, and nobody would have to be told
    try:
        page.wait_for_selector(".lost", state="visible", timeout=20_000)
        assert page.locator("[data-lost-why]").inner_text() == "实时通道中断"
        fresh = page.context.new_page()
        fresh.goto(f"{up.base}/wall/overview")
        fresh.wait_for_selector('body[data-ready="true"]', timeout=20_000)
        assert fresh.locator("[data-panel][data-state=error]").count() == 0
        fresh.close()
        raise_alert(up, "通道中断时的告警")
    finally:
        up.kill("valkey")
    page.wait_for_selector(LIVE, timeout=30_000)
    page.wait_for_selector("[data-panel=alerts] >> text=通道中断时的告警", timeout=20_000)
    assert page.locator(".lost").is_hidden()
    assert wall.same


PASSWORD = "Deng-Lu-Ce-Shi-7391"


def operator(product: Product, *words: str, given: str = "") -> None:
    done = subprocess.run(command(*words), env=environment(product.home), cwd=ROOT, input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def signed_in(product: Product, browser: Browser) -> Iterator[Callable[[str, str, str], Page]]:
    """Opens a page as an account of its own, so that its end is nobody else's."""
    held: list[BrowserContext] = []

    def opened(user: str, role: str, path: str) -> Page:
        operator(product, "user", "add", user, "--role", role, "--password-stdin", given=PASSWORD)
        held.append(browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1920, "height": 1080}))
        page = held[-1].new_page()
        enter(page, product, user, PASSWORD)
        page.goto(product.base + path)
        page.wait_for_selector('body[data-ready="true"]', timeout=30_000)
        page.wait_for_selector(LIVE, timeout=15_000)
        return page

    yield opened
    for context in held:
        context.close()


@pytest.mark.row("W-04", "Z-06")
def test_a_wall_whose_session_is_revoked_says_so_and_shows_no_sign_in(product: Product, signed_in: Callable[[str, str, str], Page]) -> None:
    page = signed_in("hall", "wall", "/wall/overview")
    watched, before = Witness.of(page), page.evaluate(NUMBERS)
    operator(product, "user", "disable", "hall")
    page.wait_for_selector("[data-lost-why] >> text=大屏登录已失效，请联系管理员重新授权", timeout=15_000)
    fits = "(e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().right <= innerWidth)(document.querySelector('.lost'))"
    assert page.evaluate(fits)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.wait_for_timeout(5000)  # it goes on asking meanwhile
    assert watched.same
    assert page.evaluate(NUMBERS) == before
    assert page.locator("input[type=password]").count() == 0


@pytest.mark.row("Z-06")
def test_a_person_whose_session_is_revoked_is_asked_to_sign_in(product: Product, signed_in: Callable[[str, str, str], Page]) -> None:
    page = signed_in("keeper", "admin", "/system/sheet")
    operator(product, "user", "disable", "keeper")
    page.wait_for_url("**/login?next=*", timeout=15_000)
    assert page.locator("input[type=password]").is_visible()
