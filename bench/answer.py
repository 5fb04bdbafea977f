"""The answer: the one batched callback of the wall, from cache, after a publication, and in a fresh process."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from bench.client import Ask, Plan, replay
from bench.figures import Figure, Ground, Outcome, Product, Suite, SuiteFailed
from bench.measure import cpu_of, median, percentile, spin, summary
from bench.recording import refresh_ask
from bench.store_news import News

CACHED, CACHED_QUICK = 100, 30
COLD, COLD_QUICK = 10, 4
FRESH, FRESH_QUICK = 3, 1


@dataclass
class Series:
    """The answers of one kind: milliseconds, and the CPU of the web processes for each."""

    ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def row(self, name: str) -> list[Any]:
        shown = summary(self.ms, 1)
        return [name, shown["n"], shown["p50"], shown["p95"], shown["min"], median(self.cpu_ms, 1)]


HEAD = ["all panels of the wall in one answer", "n", "p50 ms", "p95 ms", "min ms", "server CPU ms, median"]


def run(ground: Ground) -> Outcome:
    product = ground.product
    caller = Caller(product, refresh_ask(product.wall, product.storage))
    news, cold = News(product.home), ground.of(COLD, COLD_QUICK)
    cached, marts, store, fresh = Series(), Series(), Series(), Series()
    caller.settle()
    caller.ask(cached, ground.of(CACHED, CACHED_QUICK))
    rows = 0
    for _ in range(cold):
        rows = news.new_version()
        caller.ask(marts)
    caller.settle()
    for number in range(cold):
        news.write(f"测速 {number}")
        caller.ask(store)
    starts = []
    for _ in range(ground.of(FRESH, FRESH_QUICK)):
        starts.append(product.restart())
        caller.ask(fresh)
    series = {
        "from cache": cached,
        "after a mart publication": marts,
        "after a change in the store": store,
        "first of a fresh process": fresh,
    }
    values = {
        "cached_p95": percentile(cached.ms, 95), "publication_p95": percentile(marts.ms, 95), "store_p95": percentile(store.ms, 95),
        "fresh_p95": percentile(fresh.ms, 95), "second_start": max(starts),
    }  # fmt: skip
    raw = {name: asdict(one) for name, one in series.items()} | {"kb": caller.kilobytes, "republished_rows": rows, "restart_s": starts}
    return Outcome(values, {"The page's callback": [HEAD, *(one.row(name) for name, one in series.items())]}, {**raw, "contention": spin()})


class Caller:
    """Asks for all panels, each time over a new connection, which either web process may take."""

    def __init__(self, product: Product, ask: Ask) -> None:
        where = urlsplit(product.base)
        self._product = product
        self._plan = Plan(where.hostname or "127.0.0.1", where.port or 80, (ask,), 1, 60, 1)
        self.kilobytes = 0.0

    def ask(self, into: Series, times: int = 1) -> None:
        """Note some answers, one after the other on one connection. Raises SuiteFailed for one that is no answer."""
        pids = self._product.parts()["web"]
        before = cpu_of(pids)
        seen = replay(replace(self._plan, views=times))
        if seen["errors"] or not seen["bytes"]:
            raise SuiteFailed(f"The page's callback does not answer: {seen['errors'][:1] or 'an empty body'}.")
        self.kilobytes = round(seen["bytes"] / times / 1000, 1)
        into.ms += seen["ms"]
        into.cpu_ms.append(round((cpu_of(pids) - before) * 1000 / times, 1))

    def settle(self) -> None:
        """Let every web process get to know the panels as they are."""
        for _ in range(8):
            self.ask(Series())


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
