"""The indicators: how long one series takes, which is the slowest, and how many statements twelve panels cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import percentile, spin
from data_access.buckets import ORDER, Grain
from data_access.marts import Marts, Snapshot
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.read import Ask, anchor, ask
from indicators.registry import catalogue, search
from settings import settings

TIMES, TIMES_QUICK = 5, 1
MONTHS = 36
PANELS = ("entity_daily", "complaint_daily", "case_daily")
GRAINS = (Grain.MONTH, Grain.DAY)
HEAD = ["series by city", "rows", "best ms"]
WORDS = ("在线率", "近 30 日 按期", "entity_daily", "特种设备局", "lift", "没有这个词")


def run(ground: Ground) -> Outcome:
    """Every indicator of the running product's own marts, 36 months by city: each a new statement on one pinned version."""
    marts, scope = Marts(ground.product.home / "marts"), Scope.whole(settings().province)
    times = ground.of(TIMES, TIMES_QUICK)
    found: dict[Grain, list[tuple[float, int, str]]] = {grain: [] for grain in GRAINS}
    with marts.snapshot() as shot:
        for indicator, grain in _series(shot):
            best, rows = _best(shot, scope, indicator, grain, times)
            found[grain].append((best, rows, indicator.code))
        statements = _statements(shot, scope)
    tables = {f"The slowest series by {grain}": [HEAD, *_slowest(found[grain])] for grain in GRAINS}
    values: dict[str, float | None] = {"statements": float(statements), "search_ms": _searched()}
    for grain in GRAINS:
        spent = [best for best, _, _ in found[grain]]
        values |= {f"{grain}_p95": percentile(spent, 95), f"{grain}_slowest": max(spent, default=None)}
    raw = {str(grain): [{"code": code, "ms": best, "rows": rows} for best, rows, code in found[grain]] for grain in GRAINS}
    return Outcome(values, tables, {**raw, "contention": spin()})


def _series(shot: Snapshot) -> Iterator[tuple[Indicator, Grain]]:
    for indicator in catalogue().values():
        for grain in GRAINS:
            fine = indicator.grain is not None and ORDER.index(grain) >= ORDER.index(indicator.grain)
            if fine and indicator.mart in shot.tables():
                yield indicator, grain


def _best(shot: Snapshot, scope: Scope, indicator: Indicator, grain: Grain, times: int) -> tuple[float, int]:
    """The shortest of some askings in ms. Each begins on another day, so that none is answered from what is known."""
    last = anchor(shot, indicator) or date(2000, 1, 1)
    end = date(last.year, last.month, last.day) + timedelta(days=1)
    spent, rows = [], 0
    for turn in range(times):
        start = end - timedelta(days=MONTHS * 30 + turn)
        began = time.perf_counter()
        answer = ask(shot, Ask(codes=(indicator.code,), scope=scope, by=("city",), grain=grain, start=start, end=end, who_is_missing=False))
        spent.append((time.perf_counter() - began) * 1000)
        rows = len(answer.frame)
    return round(min(spent), 1), rows


def _slowest(found: list[tuple[float, int, str]]) -> list[list[Any]]:
    return [[code, rows, best] for best, rows, code in sorted(found, reverse=True)[:8]]


def _statements(shot: Snapshot, scope: Scope) -> int:
    """What twelve panels over three marts cost: four panels of three indicators a mart, half of them trends, half rankings."""
    codes = tuple(
        code
        for mart in PANELS
        for code in [c for c, one in catalogue().items() if one.mart == mart and not hasattr(one.measure, "base")][:12]
    )
    seen: list[str] = []
    engine = shot.database._engine  # noqa: SLF001 -- counted where statements leave the program

    def told(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", told)
    try:
        last = date(2026, 11, 21)
        for by, grain in (((), Grain.MONTH), (("city",), None)):
            ask(shot, Ask(codes=codes, scope=scope, by=by, grain=grain, start=date(2025, 1, 2), end=last, who_is_missing=False))
    finally:
        event.remove(engine, "before_cursor_execute", told)
    return len(seen)


def _searched() -> float:
    """The longest search of some, in ms."""
    search("")
    spent = []
    for words in WORDS:
        began = time.perf_counter()
        search(words)
        spent.append((time.perf_counter() - began) * 1000)
    return round(max(spent), 2)


SUITE = Suite(
    name="indicators",
    question="How long does one series of an indicator take, and how many statements do twelve panels cost?",
    run=run,
    figures=(
        Figure(key="month_slowest", words="Slowest series, 36 months by city and month", unit="ms", most=60),
        Figure(key="month_p95", words="Series by city and month, p95 over all indicators", unit="ms"),
        Figure(key="day_slowest", words="Slowest series, 36 months by city and day", unit="ms", most=60),
        Figure(key="day_p95", words="Series by city and day, p95 over all indicators", unit="ms"),
        Figure(key="statements", words="Statements for twelve panels of three marts", most=6),
        Figure(key="search_ms", words="Longest search of the registry", unit="ms", most=200),
    ),
)
