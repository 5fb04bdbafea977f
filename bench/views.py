"""Views: how long the wall takes to be drawn, cold and warm, in turn with the floor page; its bytes and its CPU."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import SETTLE, WALL_MARKS, Browser, Traffic, browser_cpu, cpu_of, load, median, spin, summary

MODES = ("cold", "warm")
ROUNDS, ROUNDS_QUICK = 8, 3
CONTENT = """() => ({ panels: Object.fromEntries([...document.querySelectorAll("[data-panel]")].map(e => [e.dataset.panel, e.dataset.state])),
  canvases: document.querySelectorAll("canvas").length, elements: document.querySelectorAll("*").length })"""
SOUND = ("ok", "partial", "stale")
READY_MARK = "performance.getEntriesByName('yiping:ready').map(e => e.startTime)[0]"


@dataclass
class Contestant:
    """One page that is loaded in turn with the others. Its first mark means drawn."""

    name: str
    url: str
    marks: dict[str, str]
    storage: Any
    server: Callable[[], list[int]]
    """The processes that serve it."""
    at: dict[str, dict[str, dict[int, float]]] = field(default_factory=lambda: {mode: {} for mode in MODES})
    """Milliseconds by mode, mark and round."""
    server_cpu: dict[str, list[float]] = field(default_factory=lambda: {mode: [] for mode in MODES})
    browser_cpu: dict[str, list[float]] = field(default_factory=lambda: {mode: [] for mode in MODES})
    contention: list[float] = field(default_factory=list)
    traffic: dict[str, Traffic] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def drawn(self) -> str:
        return next(iter(self.marks))

    def told(self) -> dict[str, Any]:
        """All raw values."""
        marks = {mode: {name: summary(list(values.values())) for name, values in self.at[mode].items()} for mode in MODES}
        traffic = {mode: traffic.told() for mode, traffic in self.traffic.items()}
        cpu = {"server_cpu_s": self.server_cpu, "browser_cpu_s": self.browser_cpu}
        return {
            "content": self.content,
            "marks_ms": marks,
            "traffic": traffic,
            "contention": self.contention,
            "failures": self.failures,
            **cpu,
        }


def run(ground: Ground) -> Outcome:
    rounds = ground.of(ROUNDS, ROUNDS_QUICK)
    floor, wall = _contestants(ground)
    with Browser() as browser:
        for one in (floor, wall):
            weigh(browser, one)
        for number in range(rounds + 1):
            for one in (floor, wall):
                one_round(browser, one, number)
    return _outcome(floor, wall)


def _contestants(ground: Ground) -> tuple[Contestant, Contestant]:
    product, page = ground.product, ground.floor
    assert page is not None
    floor = Contestant("floor", page.base, {"drawn": page.ready}, None, lambda: [page.pid])
    wall = Contestant("wall", product.wall, dict(WALL_MARKS), product.storage, lambda: product.parts()["web"])
    return floor, wall


def weigh(browser: Browser, one: Contestant) -> None:
    """Count requests and bytes of a cold and a warm load, apart from the timed ones: listening costs time."""
    context = browser.context(one.storage, one.marks)
    for mode in MODES:
        page = context.new_page()
        traffic = one.traffic[mode] = Traffic()
        traffic.listen(context, page)
        load(page, one.url, tuple(one.marks))
        page.wait_for_timeout(1_500)
        one.content = page.evaluate(CONTENT)
        page.close()
    context.close()


def one_round(browser: Browser, one: Contestant, number: int) -> None:
    """A cold and a warm load. Round 0 warms up and does not count."""
    context = browser.context(one.storage, one.marks)
    for mode in MODES:
        contention, pids = spin(), one.server()
        page = context.new_page()
        server, client = cpu_of(pids), browser_cpu()
        try:
            at = load(page, one.url, tuple(one.marks))
        except BrowserError as error:
            one.failures.append(f"{mode}: {error.message[:300]}")
            page.close()
            continue
        if "ready" in one.marks:
            at["yiping:ready mark"] = page.evaluate(READY_MARK)
        page.wait_for_timeout(SETTLE)
        page.close()
        if number == 0:
            continue
        for name, value in at.items():
            one.at[mode].setdefault(name, {})[number] = value
        one.server_cpu[mode].append(cpu_of(pids) - server)
        one.browser_cpu[mode].append(browser_cpu() - client)
        one.contention.append(contention)
    context.close()


def ratio(floor: Contestant, wall: Contestant, mode: str, mark: str) -> float | None:
    """Median over the rounds of wall over floor."""
    ours, theirs = wall.at[mode].get(mark, {}), floor.at[mode].get(floor.drawn, {})
    return median([ours[number] / theirs[number] for number in ours.keys() & theirs.keys()])


def _mean(values: list[float]) -> float | None:
    return round(statistics.fmean(values), 3) if values else None


def _outcome(floor: Contestant, wall: Contestant) -> Outcome:
    values = {f"{mode}_{name}": ratio(floor, wall, mode, name) for mode in MODES for name in ("ready", "dash")}
    values |= {f"{mode}_kb": wall.traffic[mode].kilobytes for mode in MODES}
    values |= {"server_cpu": median(wall.server_cpu["warm"], 3), "floor_server_cpu": median(floor.server_cpu["warm"], 3)}
    head = ["page", "cold p50 / p95 / min ms", "warm p50 / p95 / min ms", "ratio to floor cold / warm"]
    rows = [
        head,
        *(_row(floor, wall, one, mark) for one in (floor, wall) for mark in sorted({*one.at["cold"], *one.at["warm"]}, reverse=True)),
    ]
    costs = [
        [
            "page",
            "kB without fonts cold / warm",
            "fonts kB cold",
            "requests cold / warm",
            "server CPU s cold / warm, median (mean)",
            "browser CPU s cold / warm, median (mean)",
            "contention",
            "failed",
        ]
    ]
    costs += [_cost(one) for one in (floor, wall)]
    notes = [f"{one.name}: {failure}" for one in (floor, wall) for failure in one.failures]
    notes += [f"the wall's panel {key} was in state {state}" for key, state in wall.content["panels"].items() if state not in SOUND]
    notes.append(f"the wall: {len(wall.content['panels'])} panels, {_size(wall)}; the floor: 12 panels, {_size(floor)}")
    tables = {"Views, taken in turn": rows, "What a view costs": costs}
    return Outcome(values, tables, {one.name: one.told() for one in (floor, wall)}, tuple(notes))


def _size(one: Contestant) -> str:
    return f"{one.content['canvases']} canvases, {one.content['elements']} elements"


def _row(floor: Contestant, wall: Contestant, one: Contestant, mark: str) -> list[Any]:
    shown = {mode: summary(list(one.at[mode].get(mark, {}).values())) for mode in MODES}
    times = [f"{s['p50']:.0f} / {s['p95']:.0f} / {s['min']:.0f}" if s["n"] else "—" for s in shown.values()]
    ratios = "1 / 1" if one is floor else " / ".join(str(ratio(floor, wall, mode, mark)) for mode in MODES)
    return [f"{one.name}: {mark}", *times, ratios]


def _cost(one: Contestant) -> list[Any]:
    def pair(of: dict[str, list[float]]) -> str:
        return " / ".join(f"{median(of[mode], 3)} ({_mean(of[mode])})" for mode in MODES)

    weight = " / ".join(str(one.traffic[mode].kilobytes) for mode in MODES)
    requests = " / ".join(str(one.traffic[mode].requests) for mode in MODES)
    fonts = round(one.traffic["cold"].fonts / 1000, 1)
    return [one.name, weight, fonts, requests, pair(one.server_cpu), pair(one.browser_cpu), median(one.contention), len(one.failures)]


SUITE = Suite(
    name="views",
    question="How long until every panel of the wall is drawn, beside a hand-written page of twelve?",
    needs_floor=True,
    run=run,
    figures=(
        Figure(key="warm_ready", words="Warm view: wall drawn, times the floor", unit="×", most=1.8),
        Figure(key="cold_ready", words="Cold view: wall drawn, times the floor", unit="×"),
        Figure(key="warm_dash", words="Warm view until Dash has started too, times the floor", unit="×"),
        Figure(key="cold_dash", words="Cold view until Dash has started too, times the floor", unit="×"),
        Figure(key="cold_kb", words="Bytes of a cold view without fonts, on the wire", unit="kB", most=800),
        Figure(key="warm_kb", words="Bytes of a warm view without fonts, on the wire", unit="kB", most=60),
        Figure(key="server_cpu", words="Server CPU of a warm view, median", unit="s", most=0.05),
        Figure(key="floor_server_cpu", words="The same of the floor", unit="s"),
    ),
)
