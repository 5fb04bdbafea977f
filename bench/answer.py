"""The answer: the one batched callback of the wall, from cache, after a publication, and in a fresh process."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bench.client import Ask, Plan, replay
from bench.figures import Figure, Ground, Outcome, Suite, SuiteFailed
from bench.measure import spin, summary
from bench.recording import refresh_ask
from bench.store_news import News

CACHED, CACHED_QUICK = 100, 30
COLD, COLD_QUICK = 10, 4
FRESH, FRESH_QUICK = 3, 1


def run(ground: Ground) -> Outcome:
    product = ground.product
    ask = refresh_ask(product.wall, product.storage)
    news = News(product.home)
    for _ in range(6):  # both web processes get to know the panels
        _post(product.base, ask, 1)
    cached = _post(product.base, ask, ground.of(CACHED, CACHED_QUICK))
    marts, size = [], 0
    for _ in range(ground.of(COLD, COLD_QUICK)):
        size = news.new_version()
        marts += _post(product.base, ask, 1)["ms"]
    store = []
    for number in range(ground.of(COLD, COLD_QUICK)):
        news.write(f"测速 {number}")
        store += _post(product.base, ask, 1)["ms"]
    fresh, starts = [], []
    for _ in range(ground.of(FRESH, FRESH_QUICK)):
        starts.append(product.restart())
        fresh += _post(product.base, ask, 1)["ms"]
    times = {"cached": cached["ms"], "after a mart publication": marts, "after a change in the store": store, "in a fresh process": fresh}
    return _outcome(times, cached, size, starts)


def _post(base: str, ask: Ask, times: int) -> dict[str, Any]:
    """Ask over a new connection, which either web process may take."""
    where = urlsplit(base)
    seen = replay(Plan(where.hostname or "127.0.0.1", where.port or 80, (ask,), 1, 60, times))
    if seen["errors"] or not seen["bytes"]:
        raise SuiteFailed(f"The page's callback does not answer: {seen['errors'][:1] or 'an empty body'}.")
    return seen


def _outcome(times: dict[str, list[float]], cached: dict[str, Any], size: int, starts: list[float]) -> Outcome:
    told = {name: summary(values, 1) for name, values in times.items()}
    rows: list[list[Any]] = [["all panels of the wall in one answer", "n", "p50 ms", "p95 ms", "min ms"]]
    rows += [[name, s["n"], s["p50"], s["p95"], s["min"]] for name, s in told.items()]
    values = {
        "cached_p95": told["cached"]["p95"],
        "publication_p95": told["after a mart publication"]["p95"],
        "store_p95": told["after a change in the store"]["p95"],
        "fresh_p95": told["in a fresh process"]["p95"],
        "second_start": max(starts),
    }
    raw = {
        **told,
        "kb": round(cached["bytes"] / max(1, len(cached["ms"])) / 1000, 1),
        "republished_rows": size,
        "restart_s": starts,
        "contention": spin(),
    }
    return Outcome(values, {"The page's callback": rows}, raw)


SUITE = Suite(
    name="answer",
    question="How long does the server take for all panels of the wall?",
    run=run,
    figures=(
        Figure(key="cached_p95", words="Callback from cache, p95", unit="ms", most=60),
        Figure(key="publication_p95", words="Callback after a mart publication, p95", unit="ms", most=400),
        Figure(key="store_p95", words="Callback after a change in the store, p95", unit="ms"),
        Figure(key="fresh_p95", words="First callback of a fresh process, p95", unit="ms", most=400),
        Figure(key="second_start", words="Second start until ready, longest", unit="s", most=10),
    ),
)
