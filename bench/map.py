"""The map with 100,000 dots: how long until they are drawn, how smoothly a hand pans, beside the chart engine's own way; and what the page weighs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, Browser, Traffic, load, percentile, until
from bench.views import Contestant, one_round, ratio, weigh

PATH, DOTTED, BEFORE = "/map", "/map?layers=dots", "/business"
USER = "leader"
EACH = 130
"""Entities a dot: the demo province's stock makes 103,000 dots of it."""
LEAST_DOTS = 100_000
ROUNDS, ROUNDS_QUICK = 8, 3
SECONDS = 4
PRESS = """() => { performance.clearMarks("yiping:dots"); window.__from = performance.now(); document.querySelector('[data-focus="layer-dots"]').click(); }"""
SHOWN = """() => { const mark = performance.getEntriesByName("yiping:dots")[0]; return mark ? mark.startTime - window.__from : 0; }"""
FRAMES = """() => { const at = window.__frames = []; const look = (now) => { at.push(now); if (window.__frames === at) requestAnimationFrame(look); };
  requestAnimationFrame(look); }"""
STEPS = """() => { const at = window.__frames; window.__frames = null; return at.slice(1).map((now, i) => now - at[i]); }"""
ENGINE = """async (count) => {
  const slot = Object.assign(document.createElement("div"), { style: "position:fixed;inset:0;z-index:99;background:#0A0F14" });
  document.body.append(slot);
  await window.yiping.map("320000/cities");
  const chart = window.echarts.init(slot, null, { renderer: "canvas" }), data = new Float32Array(count * 2);
  let seed = 7; const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < data.length; i += 2) { data[i] = 116.4 + chance() * 5.5; data[i + 1] = 30.8 + chance() * 4.3; }
  const from = performance.now();
  chart.setOption({ animation: false, geo: { map: "320000/cities", roam: true, aspectScale: 0.84 },
    series: [{ type: "scatter", coordinateSystem: "geo", large: true, largeThreshold: 1, symbolSize: 2, data }] });
  chart.getZr().flush();
  return performance.now() - from; }"""


def run(ground: Ground) -> Outcome:
    floor_page = ground.floor
    assert floor_page is not None
    storage, base = ground.product.sign_in(USER), ground.product.base
    floor = Contestant("floor", floor_page.base, {"drawn": floor_page.ready}, None, lambda: [floor_page.pid])
    page = Contestant("map", base + PATH, dict(WALL_MARKS), storage, lambda: ground.product.parts()["web"])
    with Browser() as browser:
        for one in (floor, page):
            weigh(browser, one)
        for number in range(ground.of(ROUNDS, ROUNDS_QUICK) + 1):
            for one in (floor, page):
                one_round(browser, one, number)
        following = _following(browser, storage, base)
        context = browser.context(storage, dict(WALL_MARKS))
        context.route("**/api/v1/map/dots*", _finer)
        drawn, dots = _drawn(context, base, ground.of(ROUNDS, ROUNDS_QUICK))
        ours = _panned(context, base + DOTTED)
        engine, engine_drawn = _panned_by_engine(context, base + PATH)
        context.close()
    values: dict[str, float | None] = {
        "warm": ratio(floor, page, "warm", "ready"), "cold": ratio(floor, page, "cold", "ready"), "next_kb": following.kilobytes, "dots": float(dots),
        "first": percentile(drawn, 50), "first_p95": percentile(drawn, 95), "fps": _rate(ours), "longest": max(ours, default=None),
        "engine_fps": _rate(engine), "engine_first": engine_drawn,
    }  # fmt: skip
    notes = tuple(f"{one.name}: {failure}" for one in (floor, page) for failure in one.failures)
    return Outcome(values, {}, {one.name: one.told() for one in (floor, page)} | {"frames": ours, "engine frames": engine}, notes)


def _finer(route: Route) -> None:
    """The page's own ask for dots, with so few entities a dot that there are 100,000."""
    route.continue_(url=f"{route.request.url}&each={EACH}")


def _following(browser: Browser, storage: Any, base: str) -> Traffic:
    """What the map loads for somebody who has another page open."""
    context = browser.context(storage, dict(WALL_MARKS))
    page = context.new_page()
    load(page, base + BEFORE, tuple(WALL_MARKS))
    traffic = Traffic()
    traffic.listen(context, page)
    load(page, base + PATH, tuple(WALL_MARKS))
    page.wait_for_timeout(1_000)
    context.close()
    return traffic


def _drawn(context: BrowserContext, base: str, rounds: int) -> tuple[list[float], int]:
    """Milliseconds from the press of the layer to the drawn dots, and how many there are."""
    found, count = [], 0
    for _ in range(rounds):
        page = context.new_page()
        load(page, base + PATH, tuple(WALL_MARKS))
        page.wait_for_timeout(500)
        page.evaluate(PRESS)
        found.append(float(until(page, SHOWN, None)))
        count = page.evaluate("() => window.yiping.mapView().dots")
        page.close()
    assert count >= LEAST_DOTS, f"only {count} dots: the stock of the demo has changed"
    return found, count


def _panned(context: BrowserContext, url: str) -> list[float]:
    """Milliseconds between frames while a hand pans the map."""
    page = context.new_page()
    load(page, url, tuple(WALL_MARKS))
    until(page, "() => window.yiping.mapView().dots", None)
    page.wait_for_timeout(500)
    box = page.locator(".mp-stage").bounding_box()
    assert box is not None
    found = _steps(page, box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.3)
    page.close()
    return found


def _panned_by_engine(context: BrowserContext, url: str) -> tuple[list[float], float]:
    """The same with the chart engine's large scatter on its own map: frames, and milliseconds of the first drawing."""
    page = context.new_page()
    load(page, url, tuple(WALL_MARKS))
    page.wait_for_timeout(500)
    first = float(page.evaluate(ENGINE, LEAST_DOTS))
    page.wait_for_timeout(500)
    found = _steps(page, 960, 540)
    page.close()
    return found, round(first)


def _steps(page: Page, x: float, y: float) -> list[float]:
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for n in range(SECONDS * 30):
        page.mouse.move(x + 120 * ((n % 40) / 20 - 1), y + 60 * ((n % 30) / 15 - 1))
        page.wait_for_timeout(16)
    steps: list[float] = page.evaluate(STEPS)
    page.mouse.up()
    return steps


def _rate(steps: list[float]) -> float | None:
    """Frames a second."""
    return round(1000 * len(steps) / sum(steps), 1) if steps and sum(steps) else None


SUITE = Suite(
    name="map",
    question="How fast are 100,000 dots on the map, and how smoothly does a hand pan them?",
    needs_floor=True,
    run=run,
    figures=(
        Figure(key="warm", words="Warm view of /map: drawn, times the floor", unit="×", most=1.5),
        Figure(key="cold", words="Cold view of /map: drawn, times the floor", unit="×"),
        Figure(key="next_kb", words="Bytes of /map, another page open", unit="kB", most=150),
        Figure(key="dots", words="Dots drawn", least=LEAST_DOTS),
        Figure(key="first", words="Press of the layer until the dots are drawn, median", unit="ms", most=1000),
        Figure(key="first_p95", words="Press of the layer until the dots are drawn, 95 of 100", unit="ms"),
        Figure(key="fps", words="Frames a second while a hand pans", unit="fps", least=10),
        Figure(key="longest", words="Longest step between two frames while a hand pans", unit="ms"),
        Figure(key="engine_fps", words="The same with the chart engine's large scatter", unit="fps"),
        Figure(key="engine_first", words="The chart engine's first drawing of 100,000 points", unit="ms"),
    ),
)
