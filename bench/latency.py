"""Latency: how long from a publication until it stands on the wall, with 200 more sockets connected, and in 20 tabs at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, Ground, Outcome, Suite, SuiteFailed
from bench.measure import WALL_MARKS, Browser, open_wall, spin, summary, until
from bench.sockets import Crowd
from bench.store_news import News

CROWD = 200
TIMES, TIMES_QUICK = 20, 8
TABS, TABS_QUICK = 20, 6
PATIENCE = 15_000
GIVE_UP = 3
SEED = 20261122
# Notes when each marker comes into the panel of changes, and when it has been painted.
WATCHER = """() => { const seen = window.__seen = {}, painted = window.__painted = {};
  const look = () => { for (const panel of document.querySelectorAll('[data-panel="changes"]'))
    for (const word of panel.textContent.match(/测速-[a-z]+-\\d+。/g) || []) if (!seen[word]) { seen[word] = Date.now();
      requestAnimationFrame(() => requestAnimationFrame(() => { painted[word] = Date.now(); })); } };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true }); look(); }"""


def run(ground: Ground) -> Outcome:
    product, news = ground.product, News(ground.product.home)
    times = ground.of(TIMES, TIMES_QUICK)
    with Browser() as browser:
        context = browser.context(product.storage, WALL_MARKS)
        with Crowd(product.base, product.cookie, CROWD) as crowd:
            page = _watched(context, product.wall)
            page.wait_for_timeout(2_000)
            contention = spin()
            direct = _series(page, times, "bus", news.publish)
            stored = _series(page, times, "store", lambda text: _written(news, text))
        context.close()
        tabs = _tabs(browser.context(product.storage, WALL_MARKS), product.wall, ground.of(TABS, TABS_QUICK), news)
    return _outcome({"direct": direct, "stored": stored}, tabs, crowd.heard, contention)


def _written(news: News, text: str) -> float:
    moment = time.time() * 1000
    news.write(text)
    return moment


def _watched(context: BrowserContext, url: str) -> Page:
    page = open_wall(context, url)
    page.evaluate(WATCHER)
    return page


def _series(page: Page, times: int, name: str, tell: Callable[[str], float | None]) -> dict[str, Any]:
    """Tell a number of markers at odd moments; milliseconds until each stands in the document, and until it is painted."""
    dice, missed, untimed = random.Random(SEED), 0, 0
    seen: list[float] = []
    painted: list[float] = []
    for number in range(times):
        page.wait_for_timeout(dice.uniform(300, 900))
        word = f"测速-{name}-{number}。"
        moment = tell(word)
        try:
            stamp = until(page, "word => window.__painted[word] && [window.__seen[word], window.__painted[word]]", word, PATIENCE)
        except BrowserError:
            missed += 1
            if missed >= GIVE_UP and not seen:
                raise SuiteFailed(f"The wall does not hear of changes: none of {missed} came within {PATIENCE / 1000:.0f} s.") from None
            continue
        if moment is None:
            untimed += 1
            continue
        seen.append(stamp[0] - moment)
        painted.append(stamp[1] - moment)
    return {"seen": summary(seen), "painted": summary(painted), "missed": missed, "untimed": untimed}


def _tabs(context: BrowserContext, url: str, count: int, news: News) -> dict[str, Any]:
    """One event in many tabs of one browser: in how many it comes, and when the last has it."""
    pages = [_watched(context, url) for _ in range(count)]
    pages[0].wait_for_timeout(2_000)
    word = "测速-tabs-1。"
    moment = None
    while moment is None:
        moment = news.publish(word)
    arrived = []
    for page in pages:
        try:
            arrived.append(until(page, "word => window.__seen[word]", word, PATIENCE) - moment)
        except BrowserError:
            continue
    context.close()
    return {
        "tabs": count,
        "live": len(arrived),
        "share": round(100 * len(arrived) / count, 1),
        "until": summary(arrived),
        "last_ms": round(max(arrived)) if arrived else None,
    }


def _outcome(series: dict[str, dict[str, Any]], tabs: dict[str, Any], crowd: dict[str, Any], contention: float) -> Outcome:
    names = {"direct": "published on the bus", "stored": "written to the store, carried by the worker"}
    rows: list[list[Any]] = [["a change", "n", "in the document p50 / p95 / min ms", "painted p50 / p95 ms", "missed"]]
    for key, one in series.items():
        seen, painted = one["seen"], one["painted"]
        rows.append(
            [names[key], seen["n"], f"{seen['p50']} / {seen['p95']} / {seen['min']}", f"{painted['p50']} / {painted['p95']}", one["missed"]]
        )
    values = {
        "direct_p95": series["direct"]["seen"]["p95"],
        "stored_p95": series["stored"]["seen"]["p95"],
        "painted_p95": series["direct"]["painted"]["p95"],
        "missed": series["direct"]["missed"] + series["stored"]["missed"],
        "socket_p95": crowd.get("p95_ms"),
        "tabs_live": tabs["share"],
        "tabs_last": tabs["last_ms"],
    }
    crowds = [[*crowd], [*crowd.values()]]
    tab_rows = [["tabs of one browser", "live", "p50 ms", "last ms"], [tabs["tabs"], tabs["live"], tabs["until"]["p50"], tabs["last_ms"]]]
    tables = {f"Publication to wall, {CROWD} more sockets connected": rows, "The sockets": crowds, "Tabs": tab_rows}
    return Outcome(values, tables, {**series, "tabs": tabs, "sockets": crowd, "contention": contention})


SUITE = Suite(
    name="latency",
    question="How long until a change stands on the wall?",
    run=run,
    figures=(
        Figure(key="direct_p95", words="Publication → document, 200 more sockets connected, p95", unit="ms", most=200),
        Figure(key="painted_p95", words="Publication → painted, p95", unit="ms"),
        Figure(key="stored_p95", words="Write to the store → document, through the worker's relay, p95", unit="ms"),
        Figure(key="socket_p95", words="Publication → each of the sockets, p95", unit="ms"),
        Figure(key="missed", words="Changes that never came", unit="", most=0),
        Figure(key="tabs_live", words="Tabs of one browser that got the event", unit="%", least=100),
        Figure(key="tabs_last", words="The last tab has it after", unit="ms"),
    ),
)
