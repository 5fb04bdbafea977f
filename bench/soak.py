"""Soak: what 300 refreshes of the wall leave behind in the browser."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import CDPSession, Page

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, Browser, browser_cpu, cpu_of, open_wall

CYCLES, CYCLES_QUICK = 300, 40
WARM_UP = 20
STEP = 20
# A cycle asks for all panels through the page's one callback and waits until they are painted. Each answer is salted, so that every
# panel and every chart is drawn anew: an unchanged one would be left alone and prove nothing.
CYCLE = """() => { const Y = window.yiping, draw = Y.draw; let n = 0;
  Y.draw = (text) => { if (!text) return draw(text); const answer = typeof text === "string" ? JSON.parse(text) : text; n += 1;
    for (const panel of answer.panels) { panel.hash += "#" + n;
      for (const option of Object.values(panel.charts || {})) if (option) option.animationThreshold = 2000 + n % 2; }
    return draw(answer); };
  window.__cycles = async (count) => { for (let i = 0; i < count; i += 1) await new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("no answer within 20 s")), 20000);
    const painted = () => { clearTimeout(late); requestAnimationFrame(() => requestAnimationFrame(done)); };
    document.addEventListener("yiping:painted", painted, { once: true });
    Y.refresh(null); }); return n; }; }"""


def run(ground: Ground) -> Outcome:
    product, cycles = ground.product, ground.of(CYCLES, CYCLES_QUICK)
    with Browser() as browser:
        context = browser.context(product.storage, WALL_MARKS)
        page = open_wall(context, product.wall)
        page.wait_for_timeout(2_000)
        session = context.new_cdp_session(page)
        page.evaluate(CYCLE)
        _cycle(page, WARM_UP)
        samples = [{"cycle": 0, **_weigh(page, session)}]
        began, client, server = time.monotonic(), browser_cpu(), cpu_of(product.parts()["web"])
        answers = 0
        for done in range(STEP, cycles + 1, STEP):
            answers = _cycle(page, STEP)
            if done % (STEP * 3) == 0 or done + STEP > cycles:
                samples.append({"cycle": done, **_weigh(page, session)})
        cost = {
            "ms": (time.monotonic() - began) * 1000,
            "browser_cpu_ms": (browser_cpu() - client) * 1000,
            "server_cpu_ms": (cpu_of(product.parts()["web"]) - server) * 1000,
        }
        context.close()
    return _outcome(samples, {name: round(value / cycles, 1) for name, value in cost.items()}, answers)


def _cycle(page: Page, count: int) -> int:
    """Run some cycles; the number of answers drawn so far."""
    drawn: int = page.evaluate("count => window.__cycles(count)", count)
    return drawn


def _weigh(page: Page, session: CDPSession) -> dict[str, Any]:
    """What the page holds after garbage collection."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(200)
    heap, counters = session.send("Runtime.getHeapUsage"), session.send("Memory.getDOMCounters")
    elements = page.evaluate("document.querySelectorAll('*').length")
    shown = {"heap_mb": round(heap["usedSize"] / 1e6, 2), "nodes": counters["nodes"], "elements": elements}
    return {**shown, "listeners": counters["jsEventListeners"], "documents": counters["documents"]}


def _outcome(samples: list[dict[str, Any]], cost: dict[str, float], answers: int) -> Outcome:
    first, last = samples[0], samples[-1]
    values = {
        "heap_growth": round(last["heap_mb"] - first["heap_mb"], 2),
        "node_growth": round(100 * (last["nodes"] / first["nodes"] - 1), 1),
        "listener_growth": round(100 * (last["listeners"] / max(1, first["listeners"]) - 1), 1),
        "cycle_ms": cost["ms"],
        "cycle_server_cpu": cost["server_cpu_ms"],
    }
    rows = [[*first], *([*sample.values()] for sample in samples)]
    return Outcome(
        values,
        {f"What the page holds after garbage collection ({last['cycle']} refreshes)": rows},
        {"samples": samples, "per_cycle": cost, "answers": answers},
    )


SUITE = Suite(
    name="soak",
    question="What do 300 refreshes, each drawing every panel and chart anew, leave behind in the browser?",
    run=run,
    figures=(
        Figure(key="heap_growth", words="Growth of the JS heap after garbage collection", unit="MB", most=5),
        Figure(key="node_growth", words="Growth of the number of DOM nodes", unit="%", most=2),
        Figure(key="listener_growth", words="Growth of the number of event listeners", unit="%", most=2),
        Figure(key="cycle_ms", words="One refresh of all panels, asked, answered, drawn anew and painted", unit="ms"),
        Figure(key="cycle_server_cpu", words="Server CPU of one refresh", unit="ms"),
    ),
)
