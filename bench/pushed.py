"""Push: the event sockets without the pages, in a product of their own (`bench/push.py`)."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import spin
from bench.push import TARGETS, latency, needs
from tests.runtime.product import running

CLIENTS = 200
MESSAGES, MESSAGES_QUICK = 50, 15
IDLE, IDLE_QUICK = 20, 5


def run(ground: Ground) -> Outcome:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product:
        product.sign_in(s1="duty")
        contention = spin()
        found = asyncio.run(latency(product, CLIENTS, ground.of(MESSAGES, MESSAGES_QUICK)))
        found |= needs(product, float(ground.of(IDLE, IDLE_QUICK)))
    told = [[name, round(found["cpu_percent"][name], 2), round(size, 1)] for name, size in found["rss_mb"].items()]
    parts: list[list[Any]] = [["part, without pages", "idle CPU % of a core", "RSS MB"], *told]
    sockets = [["sockets", "sent", "received", "p50 ms", "p95 ms", "max ms"]]
    sockets += [[found["clients"], found["sent"], found["received"], *(round(found[name], 1) for name in ("p50_ms", "p95_ms", "max_ms"))]]
    values = {name: round(found[name], 2) for name in ("p95_ms", "idle_cpu_percent", "total_mb")}
    values |= {"lost": found["sent"] - found["received"], "supervisor_mb": round(found["rss_mb"]["supervisor"], 1)}
    return Outcome(values, {"The sockets alone": sockets, "What the parts need": parts}, {**found, "contention": contention})


SUITE = Suite(
    name="push",
    question="What do the event sockets bear and need, without the pages?",
    run=run,
    figures=(
        Figure(key="p95_ms", words=f"Publication → each of {CLIENTS} sockets, p95", unit="ms", most=TARGETS["p95_ms"]),
        Figure(key="lost", words="Messages that did not come", most=0),
        Figure(key="idle_cpu_percent", words="CPU of all parts when idle", unit="% of a core", most=TARGETS["idle_cpu_percent"]),
        Figure(key="supervisor_mb", words="Resident memory of the supervisor", unit="MB", most=TARGETS["supervisor_mb"]),
        Figure(key="total_mb", words="Resident memory of all parts", unit="MB"),
    ),
)
