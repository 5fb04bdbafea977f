"""Desk pages measured: drawn beside the floor page, the weight of the next page, and how fast a choice answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from bench.figures import Figure, Ground, Outcome
from bench.measure import WALL_MARKS, Browser, Traffic, load, percentile, until
from bench.views import Contestant, one_round, ratio, weigh

USER = "leader"
ROUNDS, ROUNDS_QUICK = 8, 3
PRESS = """(focus) => { window.__drawn = 0; const began = performance.now();
  document.addEventListener("yiping:painted", () => { window.__drawn = performance.now() - began; }, { once: true });
  document.querySelector(`[data-focus="${focus}"]`).click(); }"""


@dataclass(frozen=True, kw_only=True)
class Desks:
    """What is measured: pages by name, the page that is opened after the first of them, and the choices pressed on one of them."""

    pages: Mapping[str, str]
    following: tuple[str, str]
    """The page that is open, and its neighbour."""
    chosen_on: str
    choices: Sequence[str]


def measured(ground: Ground, desks: Desks) -> Outcome:
    """All figures of some pages; a page that is not built stays unmeasured."""
    floor_page = ground.floor
    assert floor_page is not None
    storage = ground.product.sign_in(USER)
    floor = Contestant("floor", floor_page.base, {"drawn": floor_page.ready}, None, lambda: [floor_page.pid])
    with Browser() as browser:
        found = [one for one in _contestants(ground, storage, desks.pages) if _built(browser, one)]
        for one in (floor, *found):
            weigh(browser, one)
        for number in range(ground.of(ROUNDS, ROUNDS_QUICK) + 1):
            for one in (floor, *found):
                one_round(browser, one, number)
        following = _following(browser, ground, storage, desks.following)
        choices = _choices(browser, ground, storage, desks)
    return _outcome(desks, floor, found, (following, choices))


def _contestants(ground: Ground, storage: Any, pages: Mapping[str, str]) -> list[Contestant]:
    product = ground.product
    return [
        Contestant(name, product.base + path, dict(WALL_MARKS), storage, lambda: product.parts()["web"]) for name, path in pages.items()
    ]


def _built(browser: Browser, one: Contestant) -> bool:
    """Whether the page is there: an address of the plan without page has no panels."""
    context = browser.context(one.storage)
    page = context.new_page()
    page.goto(one.url)
    found = page.locator("[data-panel]").count() > 0
    context.close()
    return found


def _following(browser: Browser, ground: Ground, storage: Any, pair: tuple[str, str]) -> Traffic:
    """What the neighbouring page loads for somebody who has the first one open."""
    context = browser.context(storage, dict(WALL_MARKS))
    page = context.new_page()
    load(page, ground.product.base + pair[0], tuple(WALL_MARKS))
    traffic = Traffic()
    traffic.listen(context, page)
    load(page, ground.product.base + pair[1], tuple(WALL_MARKS))
    page.wait_for_timeout(1_000)
    context.close()
    return traffic


def _choices(browser: Browser, ground: Ground, storage: Any, desks: Desks) -> list[float]:
    """Milliseconds from a press to the drawn answer, each choice made once: most of them nobody has asked for before."""
    context = browser.context(storage, dict(WALL_MARKS))
    page = context.new_page()
    load(page, ground.product.base + desks.chosen_on, tuple(WALL_MARKS))
    page.wait_for_timeout(1_000)
    found = [_pressed(page, focus) for focus in desks.choices]
    context.close()
    return found


def _pressed(page: Page, focus: str) -> float:
    page.evaluate(PRESS, focus)
    took: float = until(page, "() => window.__drawn", None)
    page.wait_for_timeout(300)
    return took


def _outcome(desks: Desks, floor: Contestant, found: list[Contestant], more: tuple[Traffic, list[float]]) -> Outcome:
    values: dict[str, float | None] = {}
    following, choices = more
    for name in desks.pages:
        one = next((desk for desk in found if desk.name == name), None)
        values[f"{name}_warm"] = ratio(floor, one, "warm", "ready") if one else None
        values[f"{name}_cold"] = ratio(floor, one, "cold", "ready") if one else None
        values[f"{name}_kb"] = one.traffic["cold"].kilobytes if one else None
    values |= {"next_kb": following.kilobytes, "choice_p95": percentile(choices, 95), "choice_p50": percentile(choices, 50)}
    rows = [["choice", "ms"], *([focus, round(took)] for focus, took in zip(desks.choices, choices, strict=True))]
    notes = tuple(f"{one.name}: {failure}" for one in (floor, *found) for failure in one.failures)
    return Outcome(values, {f"Choices on {desks.chosen_on}": rows}, {one.name: one.told() for one in (floor, *found)}, notes)


def figures(desks: Desks) -> tuple[Figure, ...]:
    """The figures and targets of some pages."""
    found: list[Figure] = []
    for name, path in desks.pages.items():
        found += [
            Figure(key=f"{name}_warm", words=f"Warm view of {path}: drawn, times the floor", unit="×", most=1.5),
            Figure(key=f"{name}_cold", words=f"Cold view of {path}: drawn, times the floor", unit="×"),
            Figure(key=f"{name}_kb", words=f"Bytes of a cold view of {path} without fonts", unit="kB", most=900),
        ]
    return (
        *found,
        Figure(key="next_kb", words=f"Bytes of {desks.following[1]}, {desks.following[0]} open", unit="kB", most=150),
        Figure(key="choice_p50", words=f"A choice on {desks.chosen_on} until it is drawn, median", unit="ms"),
        Figure(key="choice_p95", words=f"A choice on {desks.chosen_on} until it is drawn, 95 of 100", unit="ms", most=500),
    )
