"""Idle: what the product costs while five walls stand open and nobody touches them."""

from __future__ import annotations

import statistics
import time
from typing import Any

import psutil

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, Browser, cpu_seconds, open_wall, spin, tree

WALLS = 5
SECONDS, SECONDS_QUICK = 60, 15
SLICE = 5.0
SETTLE = 6_000
SUPERVISOR = "supervisor"


def run(ground: Ground) -> Outcome:
    product = ground.product
    with Browser() as browser:
        pages = [
            open_wall(browser.context(product.storage, WALL_MARKS), product.wall) for _ in range(WALLS)
        ]  # each wall is a browser of its own
        pages[0].wait_for_timeout(SETTLE)
        contention = spin()
        slices = _watch(product.parts(), ground.of(SECONDS, SECONDS_QUICK))
        memory = {role: _memory(members(role, pids)) for role, pids in product.parts().items()}
        alive = sum(page.evaluate("document.body.dataset.link !== 'lost'") for page in pages)
    return _outcome(slices, memory, alive, contention)


def members(role: str, pids: list[int]) -> list[psutil.Process]:
    """The processes of a role. The supervisor's children are roles of their own."""
    if role == SUPERVISOR:
        return [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    return [process for pid in pids for process in tree(pid)]


def _used(role: str, processes: list[psutil.Process]) -> float:
    if role != SUPERVISOR:
        return cpu_seconds(processes)
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def _watch(parts: dict[str, list[int]], seconds: int) -> dict[str, list[float]]:
    """CPU by role, in % of a core, slice by slice."""
    known = {role: members(role, pids) for role, pids in parts.items()}
    slices: dict[str, list[float]] = {role: [] for role in known}
    for _ in range(max(1, round(seconds / SLICE))):
        before, began = {role: _used(role, found) for role, found in known.items()}, time.monotonic()
        time.sleep(SLICE)
        length = time.monotonic() - began
        for role, found in known.items():
            slices[role].append(round(100 * (_used(role, found) - before[role]) / length, 2))
    return slices


def _memory(processes: list[psutil.Process]) -> dict[str, float]:
    held = [process.memory_full_info() for process in processes if process.is_running()]
    return {
        "rss_mb": round(sum(one.rss for one in held) / 1e6, 1),
        "pss_mb": round(sum(one.pss for one in held) / 1e6, 1),
        "processes": len(held),
    }


def _outcome(slices: dict[str, list[float]], memory: dict[str, dict[str, float]], alive: int, contention: float) -> Outcome:
    rows: list[list[Any]] = [["part", "CPU % of a core, mean", "quiet (median slice)", "busiest slice", "RSS MB", "PSS MB", "processes"]]
    for role, found in slices.items():
        held = memory[role]
        rows.append(
            [
                role,
                round(statistics.fmean(found), 2),
                round(statistics.median(found), 2),
                max(found),
                held["rss_mb"],
                held["pss_mb"],
                held["processes"],
            ]
        )
    whole = [sum(parts) for parts in zip(*slices.values(), strict=True)]
    rss, pss = (round(sum(held[kind] for held in memory.values()), 1) for kind in ("rss_mb", "pss_mb"))
    values = {
        "cpu": round(statistics.fmean(whole), 2),
        "cpu_quiet": round(statistics.median(whole), 2),
        "rss": rss,
        "pss": pss,
        "walls_live": alive,
    }
    rows.append(
        ["all", values["cpu"], values["cpu_quiet"], round(max(whole), 2), rss, pss, sum(held["processes"] for held in memory.values())]
    )
    raw = {"slices": slices, "slice_s": SLICE, "memory": memory, "contention": contention}
    return Outcome(values, {f"{WALLS} walls open, nobody touches them": rows}, raw)


SUITE = Suite(
    name="idle",
    question="What does the product cost while five walls stand open?",
    run=run,
    figures=(
        Figure(
            key="cpu", words="Server CPU with 5 walls open, all parts, mean with the demo's publication in it", unit="% of a core", most=5
        ),
        Figure(key="cpu_quiet", words="The same, median of 5 s slices", unit="% of a core"),
        Figure(key="rss", words="Resident memory of all parts", unit="MB", most=900),
        Figure(key="pss", words="Proportional memory of all parts (shared pages counted once)", unit="MB"),
        Figure(key="walls_live", words="Walls still live at the end", unit="", least=WALLS),
    ),
)
