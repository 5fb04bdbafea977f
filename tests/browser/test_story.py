"""Stories on the wall: the chain from the signal to the closed result by the live stream, and the tour that walks a visitor along it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page

from data_access.stores import story_state
from data_access.stores.engine import open_store
from demo import player
from settings import Settings
from tests.browser.conftest import DEMO, SEED, Open
from tests.browser.watching import LIVE
from tests.runtime.product import Product

RUNNING = "() => window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#_pages_content')"
SIZES = [(1920, 1080), (3840, 2160), (1180, 820)]
CUT = """() => [...document.querySelectorAll('.tour *, .tourbtn')].filter(e => e.offsetHeight && !e.children.length && e.textContent.trim()
  && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2) && getComputedStyle(e).display !== 'inline').map(e => e.textContent)"""
OUTSIDE = """() => [...document.querySelectorAll('.tour, .tour *')].filter(e => { const b = e.getBoundingClientRect();
  return b.width && (b.left < 0 || b.top < 0 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1); }).map(e => e.className)"""
SMALL = """() => [...document.querySelectorAll('.tour button, .tourbtn')].filter(e => e.offsetHeight).map(e => e.getBoundingClientRect())
  .filter(b => b.width < 24 || b.height < 24).length"""
COVERED = """() => { const c = document.querySelector('.tour').getBoundingClientRect(), r = document.querySelector('.tour-ring').getBoundingClientRect();
  return Math.min(c.right, r.right) - Math.max(c.left, r.left) > 1 && Math.min(c.bottom, r.bottom) - Math.max(c.top, r.top) > 1; }"""


def chosen(product: Product) -> Settings:
    return Settings(home=product.home, demo=True, demo_scale=DEMO["YIPING_DEMO_SCALE"], seed=SEED)


@pytest.fixture
def cleared(product: Product) -> Iterator[Callable[..., str]]:
    """Begins a story on the running product; whatever a test left is taken away afterwards."""

    def begin(name: str, speed: float) -> str:
        return player.ask(chosen(product), player.Wish(name, speed), datetime.now(UTC))

    yield begin
    player.reset(chosen(product), datetime.now(UTC))


def settled(page: Page) -> Page:
    page.wait_for_selector(LIVE, timeout=30_000)
    page.wait_for_function(RUNNING, timeout=30_000)
    return page


@pytest.mark.row("I-04")
def test_a_story_goes_from_the_signal_to_the_closed_result_on_a_live_wall(open_page: Open, cleared: Callable[..., str]) -> None:
    page = settled(open_page("/wall/overview"))
    page.evaluate("window.__born = 1")
    run = cleared("tour", 8)
    row, order = f"[data-panel=alerts] [data-alert='ST{run}-cold']", f"[data-panel=dispatch] [data-order='SW{run}-cold']"
    page.wait_for_selector(row, timeout=20_000)
    page.wait_for_selector(f"{row}[data-level=II]", timeout=20_000)
    page.wait_for_selector(f"{row}[data-stage=acknowledged], {row}[data-stage=dispatched]", timeout=20_000)
    page.wait_for_selector(order, timeout=20_000, state="attached")
    page.wait_for_selector(f"{order}[data-step='4'], {order}[data-step='5']", timeout=20_000, state="attached")
    page.wait_for_selector(f"[data-camera={story_state.SOURCE}-tour-cold] >> text=−18.6 ℃", timeout=20_000)
    page.wait_for_selector("[data-panel=changes] >> text=如东冷库超温，已办结", timeout=20_000, state="attached")
    page.wait_for_selector(row, timeout=20_000, state="detached")
    assert page.locator(order).count() == 0
    assert page.evaluate("window.__born") == 1, "the page was not loaded anew"


@pytest.mark.row("I-04")
def test_a_storm_is_one_row_of_the_wall_with_its_number(open_page: Open, cleared: Callable[..., str]) -> None:
    page = settled(open_page("/wall/overview"))
    shown = page.locator("[data-panel=alerts] [data-alert]").count()
    run = cleared("storm", 20)
    page.wait_for_selector(f"[data-alert='ST{run}-power'] >> text=并 500", timeout=30_000)
    assert page.locator(f"[data-alert^='ST{run}']").evaluate_all("rows => rows.filter(r => r.closest('[data-panel=alerts]')).length") == 1
    assert page.locator("[data-panel=alerts] [data-alert]").count() <= shown + 1


@pytest.fixture
def visitor(contexts: Callable[[str], BrowserContext], open_page: Open) -> Callable[..., Page]:
    """A page of somebody who has never seen the tour."""

    def opened(size: tuple[int, int] = (1920, 1080)) -> Page:
        page = settled(open_page("/wall/overview", user="leader", size=size))
        page.evaluate("localStorage.removeItem('yiping.tour')")
        return page

    return opened


@pytest.mark.row("I-04")
def test_the_tour_follows_the_story_and_a_visitor_may_go_ahead(visitor: Callable[..., Page], cleared: Callable[..., str]) -> None:
    page = visitor()
    page.click("[data-tour-button]:visible")
    page.wait_for_selector(".tour[data-stop='1'][data-seen=true]", timeout=20_000)
    assert "告警已上墙" in page.locator(".tour-said").inner_text()
    page.wait_for_selector(".tour[data-stop='2']", timeout=20_000)  # by itself, when there was time to read
    page.click(".tour-next")
    assert page.locator(".tour").get_attribute("data-stop") == "3"
    page.click(".tour-back")
    assert "研判" in page.locator(".tour-way [aria-current=step]").inner_text()
    assert page.locator("[data-panel=map] canvas").first.is_visible(), "the page behind goes on"
    page.keyboard.press("Escape")
    assert page.locator(".tour, .tour-ring").count() == 0
    assert page.evaluate("document.activeElement.matches('[data-tour-button]')")
    page.reload()
    settled(page)
    assert page.locator(".tour").count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_every_stop_is_whole_and_covers_nothing_that_it_speaks_of(
    visitor: Callable[..., Page], cleared: Callable[..., str], size: tuple[int, int]
) -> None:
    page = visitor(size)
    page.click("[data-tour-button]:visible")
    for stop in range(1, 7):
        page.wait_for_selector(f".tour[data-stop='{stop}']")
        assert page.evaluate(CUT) == []
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(SMALL) == 0
        if stop < 6:  # the last one speaks of the whole wall
            assert not page.evaluate(COVERED), stop
        page.click(".tour-next")
    assert page.locator(".tour").count() == 0


def test_the_tour_is_walked_by_keyboard_alone(visitor: Callable[..., Page], cleared: Callable[..., str]) -> None:
    page = visitor()
    page.focus("[data-tour-button]:visible")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tour[data-stop='1']")
    card = page.locator(".tour")
    assert (card.get_attribute("role"), card.get_attribute("aria-labelledby")) == ("dialog", "tour-title")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "下一步"
    page.keyboard.press("Enter")
    assert card.get_attribute("data-stop") == "2"
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate(focused))
    assert order == ["退出", "上一步", "下一步", "退出"]
    page.keyboard.press("Enter")
    assert card.count() == 0


def test_a_wall_device_is_never_offered_a_tour_and_may_not_start_one(open_page: Open, product: Product) -> None:
    page = open_page("/wall/overview")
    assert page.evaluate("document.body.dataset.tour") is None
    assert page.locator("[data-tour-button]:visible").count() == 0
    status = page.evaluate(
        "fetch('/api/v1/demo/tour', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}).then(r => r.status)"
    )
    assert status == 403
    store = open_store(chosen(product).store)
    with store.read() as connection:
        assert story_state.read(connection) is None
    store.close()


def test_a_tour_does_not_disturb_another_story(visitor: Callable[..., Page], cleared: Callable[..., str]) -> None:
    page = visitor()
    cleared("storm", 1)
    page.click("[data-tour-button]:visible")
    page.wait_for_selector(".tour >> text=剧本 storm 正在播放", timeout=10_000)
    page.click(".tour-leave")
    assert json.loads(page.evaluate("JSON.stringify(yiping.tour.state())")) is None
