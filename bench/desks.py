"""Desks: how long the analysis pages take to be drawn beside the floor page, what the next page weighs, and how fast a choice answers."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, Browser, Traffic, load, percentile, until
from bench.views import Contestant, one_round, ratio, weigh

PAGES = {"business": "/business", "indicators": "/indicators"}
NEXT = "/business/indices"
USER = "leader"
ROUNDS, ROUNDS_QUICK = 8, 3
CHOICES = (
    "period-month", "kind-enterprise", "area-south", "period-rolling", "kind-individual", "area-middle", "kind-all", "period-year", "area-north",
    "split-city", "zombies-with", "area-all",
)  # fmt: skip
PRESS = """(focus) => { window.__drawn = 0; const began = performance.now();
  document.addEventListener("yiping:painted", () => { window.__drawn = performance.now() - began; }, { once: true });
  document.querySelector(`[data-focus="${focus}"]`).click(); }"""


def run(ground: Ground) -> Outcome:
    floor_page = ground.floor
    assert floor_page is not None
    storage = ground.product.sign_in(USER)
    floor = Contestant("floor", floor_page.base, {"drawn": floor_page.ready}, None, lambda: [floor_page.pid])
    with Browser() as browser:
        desks = [one for one in _contestants(ground, storage) if _built(browser, one)]
        for one in (floor, *desks):
            weigh(browser, one)
        for number in range(ground.of(ROUNDS, ROUNDS_QUICK) + 1):
            for one in (floor, *desks):
                one_round(browser, one, number)
        following = _following(browser, ground, storage)
        choices = _choices(browser, ground, storage)
    return _outcome(floor, desks, following, choices)


def _contestants(ground: Ground, storage: Any) -> list[Contestant]:
    product = ground.product
    return [
        Contestant(name, product.base + path, dict(WALL_MARKS), storage, lambda: product.parts()["web"]) for name, path in PAGES.items()
    ]


def _built(browser: Browser, one: Contestant) -> bool:
    """Whether the page is there: an address of the plan without page has no panels."""
    context = browser.context(one.storage)
    page = context.new_page()
    page.goto(one.url)
    found = page.locator("[data-panel]").count() > 0
    context.close()
    return found


def _following(browser: Browser, ground: Ground, storage: Any) -> Traffic:
    """What the neighbouring page loads for somebody who has the first one open."""
    context = browser.context(storage, dict(WALL_MARKS))
    page = context.new_page()
    load(page, ground.product.base + PAGES["business"], tuple(WALL_MARKS))
    traffic = Traffic()
    traffic.listen(context, page)
    load(page, ground.product.base + NEXT, tuple(WALL_MARKS))
    page.wait_for_timeout(1_000)
    context.close()
    return traffic


def _choices(browser: Browser, ground: Ground, storage: Any) -> list[float]:
    """Milliseconds from a press to the drawn answer, each choice made once: most of them nobody has asked for before."""
    context = browser.context(storage, dict(WALL_MARKS))
    page = context.new_page()
    load(page, ground.product.base + PAGES["business"], tuple(WALL_MARKS))
    page.wait_for_timeout(1_000)
    found = [_pressed(page, focus) for focus in CHOICES]
    context.close()
    return found


def _pressed(page: Page, focus: str) -> float:
    page.evaluate(PRESS, focus)
    took: float = until(page, "() => window.__drawn", None)
    page.wait_for_timeout(300)
    return took


def _outcome(floor: Contestant, desks: list[Contestant], following: Traffic, choices: list[float]) -> Outcome:
    values: dict[str, float | None] = {}
    for name in PAGES:
        one = next((desk for desk in desks if desk.name == name), None)
        values[f"{name}_warm"] = ratio(floor, one, "warm", "ready") if one else None
        values[f"{name}_cold"] = ratio(floor, one, "cold", "ready") if one else None
        values[f"{name}_kb"] = one.traffic["cold"].kilobytes if one else None
    values |= {"next_kb": following.kilobytes, "choice_p95": percentile(choices, 95), "choice_p50": percentile(choices, 50)}
    rows = [["choice", "ms"], *([focus, round(took)] for focus, took in zip(CHOICES, choices, strict=True))]
    notes = tuple(f"{one.name}: {failure}" for one in (floor, *desks) for failure in one.failures)
    return Outcome(values, {"Choices on /business": rows}, {one.name: one.told() for one in (floor, *desks)}, notes)


SUITE = Suite(
    name="desks",
    question="How long until an analysis page is drawn, and how fast does it answer a choice?",
    needs_floor=True,
    run=run,
    figures=(
        Figure(key="business_warm", words="Warm view of /business: drawn, times the floor", unit="×", most=1.5),
        Figure(key="business_cold", words="Cold view of /business: drawn, times the floor", unit="×"),
        Figure(key="business_kb", words="Bytes of a cold view of /business without fonts", unit="kB", most=900),
        Figure(key="indicators_warm", words="Warm view of /indicators: drawn, times the floor", unit="×", most=1.5),
        Figure(key="indicators_cold", words="Cold view of /indicators: drawn, times the floor", unit="×"),
        Figure(key="indicators_kb", words="Bytes of a cold view of /indicators without fonts", unit="kB", most=900),
        Figure(key="next_kb", words="Bytes of the neighbouring page, the first one open", unit="kB", most=150),
        Figure(key="choice_p50", words="A choice on /business until it is drawn, median", unit="ms"),
        Figure(key="choice_p95", words="A choice on /business until it is drawn, 95 of 100", unit="ms", most=500),
    ),
)
