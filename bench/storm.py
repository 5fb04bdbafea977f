"""Storm: how long from the sending of an alert until its group's count stands on the wall and until an event socket hears of it.

The burst is short so that a run of all benchmarks stays short; `--long` takes ten minutes at 50/s and one minute at 200/s.
"""

from __future__ import annotations

import bisect
import json
import threading
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import psutil
from playwright.sync_api import Page
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, Browser, cpu_of, open_wall, percentile, spin
from bench.senders import Plan, Senders, Sent
from data_access.stores.engine import store_of
from security import tokens
from settings import Settings

STEADY, BURST = 50, 200
SECONDS, SECONDS_QUICK = 20, 8
STEADY_LONG, BURST_LONG = 600, 60
USER = "duty"
AFTER = 6_000
# Notes when the count of a group on the wall changes: [milliseconds, count]. The group is known by its title.
WATCHER = """(title) => { const seen = window.__counts = []; let last = 0;
  const look = () => { for (const row of document.querySelectorAll('[data-panel="alerts"] [data-alert]')) {
    if (!row.querySelector('.at')?.textContent.includes(title)) continue;
    const count = Number((row.querySelector('.mg')?.textContent || '1').replace(/\\D/g, ''));
    if (count > last) { last = count; seen.push([Date.now(), count]); } } };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true }); look(); }"""


class Ear:
    """An event socket that notes when it hears of a change of alerts, as a context manager."""

    def __init__(self, base: str, cookie: str) -> None:
        self._base, self._cookie = base, cookie
        self.heard: list[float] = []

    def __enter__(self) -> Ear:
        headers, address = {"Cookie": self._cookie}, self._base.replace("http", "ws", 1) + "/live/ws"
        self._socket: ClientConnection = connect(address, additional_headers=headers, origin=self._base, compression=None)  # type: ignore[arg-type]
        self._socket.send(json.dumps({"hello": {"since": None}}))
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()

    def _listen(self) -> None:
        try:
            for text in self._socket:
                word = json.loads(text)
                if word["kind"] == "changed" and "alert" in word["tables"]:
                    self.heard.append(time.time())
        except ConnectionClosed:
            return


def run(ground: Ground) -> Outcome:
    chosen = Settings.model_validate({"home": ground.product.home, "demo": True})
    token = tokens.add(store_of(chosen), f"storm-{time.time_ns()}", USER, datetime.now(UTC))
    lengths = (STEADY_LONG, BURST_LONG) if ground.long else (ground.of(SECONDS, SECONDS_QUICK),) * 2
    found: dict[str, dict[str, Any]] = {}
    with Browser() as browser, Ear(ground.product.base, ground.product.cookie) as ear:
        context = browser.context(ground.product.storage, WALL_MARKS)
        page = open_wall(context, ground.product.wall)
        for name, rate, seconds in (("steady", STEADY, lengths[0]), ("burst", BURST, lengths[1])):
            plan = Plan(
                port=int(ground.product.base.rsplit(":", 1)[1]), token=token, rate=rate, seconds=seconds, causes=1, level="I",
                name=f"{name}{time.time_ns() % 10**6}", lines=64,
            )  # fmt: skip
            found[name] = _storm(ground, page, ear, plan)
        context.close()
    return _outcome(found, lengths)


def _storm(ground: Ground, page: Page, ear: Ear, plan: Plan) -> dict[str, Any]:
    """One storm: seconds from sending to the screen and to the socket, and the CPU that it cost."""
    page.evaluate(WATCHER, f"{plan.name}-")
    page.wait_for_timeout(1_000)
    contention, parts = spin(), {role: (pids, cpu_of(pids)) for role, pids in ground.product.parts().items() if role != "supervisor"}
    senders = Senders(plan)
    while not senders.told():
        page.wait_for_timeout(250)
    ledger = senders.ledger()
    page.wait_for_timeout(AFTER)
    cpu = {role: round((cpu_of(pids) - before) / plan.seconds, 2) for role, (pids, before) in parts.items()}
    counts: list[list[float]] = page.evaluate("window.__counts")
    posts = [sent.ms for sent in ledger]
    screen = _until_shown(ledger, counts)
    return {
        "sent": len(ledger), "accepted": sum(sent.status == 202 for sent in ledger), "post": posts, "screen": screen,
        "socket": _until_heard(ledger, ear.heard), "shown": counts[-1][1] if counts else 0, "paints": len(counts), "cpu": cpu,
        "contention": contention, "load": psutil.getloadavg()[0],
    }  # fmt: skip


def _until_shown(ledger: list[Sent], counts: list[list[float]]) -> list[float]:
    """Milliseconds from the sending of the n-th alert taken in until the wall counts n. What never came is left out and told by `shown`."""
    answered = sorted((sent for sent in ledger if sent.status == 202), key=lambda sent: sent.at + sent.ms / 1000)
    numbers = [count for _, count in counts]
    found = []
    for place, sent in enumerate(answered, start=1):
        at = bisect.bisect_left(numbers, place)
        if at < len(counts):
            found.append(counts[at][0] - sent.at * 1000)
    return found


def _until_heard(ledger: list[Sent], heard: list[float]) -> list[float]:
    """Milliseconds from the sending until the first word of a change after the answer."""
    found = []
    for sent in (sent for sent in ledger if sent.status == 202):
        at = bisect.bisect_left(heard, sent.at + sent.ms / 1000)
        if at < len(heard):
            found.append((heard[at] - sent.at) * 1000)
    return found


def _outcome(found: dict[str, dict[str, Any]], lengths: tuple[int, ...]) -> Outcome:
    values: dict[str, float | None] = {}
    head = [
        "storm",
        "sent",
        "taken in",
        "POST p50 / p95 ms",
        "socket p95 ms",
        "on the wall p50 / p95 / max ms",
        "counts shown",
        "CPU s per s",
    ]
    rows: list[list[Any]] = [[*head, "contention", "load"]]
    for (name, one), rate, seconds in zip(found.items(), (STEADY, BURST), lengths, strict=True):
        shown = {
            kind: {share: round(percentile(one[kind], share) or 0) for share in (50, 95, 100)} for kind in ("post", "socket", "screen")
        }
        values |= {f"{name}_screen": shown["screen"][95], f"{name}_socket": shown["socket"][95], f"{name}_post": shown["post"][95]}
        values |= {f"{name}_missing": one["accepted"] - one["shown"]}
        cpu = ", ".join(f"{role} {used}" for role, used in one["cpu"].items())
        post, screen = shown["post"], shown["screen"]
        rows.append([
            f"{rate}/s for {seconds} s", one["sent"], one["accepted"], f"{post[50]} / {post[95]}", shown["socket"][95],
            f"{screen[50]} / {screen[95]} / {screen[100]}", one["paints"], cpu, one["contention"], one["load"],
        ])  # fmt: skip
    return Outcome(values, {"From the sending of an alert to the wall": rows}, found)


SUITE = Suite(
    name="storm",
    question="How long from the sending of an alert until it stands on the wall, under a steady load and in a burst?",
    run=run,
    figures=(
        Figure(key="steady_screen", words=f"Sending → wall at {STEADY}/s, p95", unit="ms", most=500),
        Figure(key="steady_socket", words=f"Sending → event socket at {STEADY}/s, p95", unit="ms"),
        Figure(key="steady_post", words=f"POST at {STEADY}/s, p95", unit="ms", most=150),
        Figure(key="steady_missing", words="Alerts that the wall does not count", most=0),
        Figure(key="burst_screen", words=f"Sending → wall at {BURST}/s, p95", unit="ms", most=2_000),
        Figure(key="burst_socket", words=f"Sending → event socket at {BURST}/s, p95", unit="ms"),
        Figure(key="burst_post", words=f"POST at {BURST}/s, p95", unit="ms"),
        Figure(key="burst_missing", words="Alerts of the burst that the wall does not count", most=0),
    ),
)
