"""Why a number changed: how long the split of a headline over its dimensions takes, and whether all splits sum exactly."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import percentile, spin
from data_access.marts import Marts
from data_access.scope import Scope
from indicators.failure import IndicatorFailed
from indicators.read import Ask, ask, value
from indicators.registry import catalogue, get
from indicators.why import why
from settings import settings

TIMES, TIMES_QUICK = 7, 2
LARGE = ("entity.opened", ("region", "industry"))
"""Some 95 counties × 20 sections, which are the 13 cities' too."""
HEADLINES = ("entity.opened", "entity.stock", "complaint.received", "complaint.on_time_rate", "enforcement.fined", "licence.on_time_rate")


def run(ground: Ground) -> Outcome:
    """Each split on a fresh pinned version whose headline is known, as on a page that shows the number already."""
    home, scope, times = ground.product.home / "marts", Scope.whole(settings().province), ground.of(TIMES, TIMES_QUICK)
    large = min(_split(home, scope, *LARGE) for _ in range(times))
    rows = [["split", "best ms"], [f"{LARGE[0]} by {' × '.join(LARGE[1])}", round(large, 1)]]
    spent = []
    for code in HEADLINES:
        spent.append(min(_split(home, scope, code, None) for _ in range(times)))
        rows.append([f"{code} by all its dimensions", round(spent[-1], 1)])
    tried, exact, refused = _all(Marts(home), scope, ground.of(1, 8))
    values: dict[str, float | None] = {
        "large": large, "p95": percentile(spent, 95), "splits": float(tried), "inexact": float(tried - exact), "refused": float(refused),
    }  # fmt: skip
    return Outcome(values, {"Splits of a change": rows}, {"contention": spin()})


def _split(home: Path, scope: Scope, code: str, by: Any) -> float:
    """One split in ms by a reader of its own, that remembers no earlier answer; its headline is known and its tables have been read."""
    with Marts(home).snapshot() as shot:
        value(shot, code, scope)
        ask(shot, Ask(codes=(code,), scope=scope, by=("city",), who_is_missing=False))
        began = time.perf_counter()
        why(shot, code, scope, by)
        return (time.perf_counter() - began) * 1000


def _all(marts: Marts, scope: Scope, step: int) -> tuple[int, int, int]:
    """Every indicator against both earlier times: dimensions split, those that sum exactly, and changes that cannot be told."""
    tried = exact = refused = 0
    with marts.snapshot() as shot:
        for code in list(catalogue())[::step]:
            for against in ("previous", "year_ago"):
                try:
                    found = why(shot, get(code).code, scope, against=against)  # type: ignore[arg-type]
                except IndicatorFailed:
                    refused += 1
                    continue
                for made in found.parts.values():
                    tried += 1
                    exact += sum((one.exact for one in made), Fraction(0)) == found.exact
    return tried, exact, refused


SUITE = Suite(
    name="why",
    question="How long does it take to say why a headline changed, and do the parts sum exactly?",
    run=run,
    figures=(
        Figure(key="large", words="Split over 95 counties × 20 sections", unit="ms", most=150),
        Figure(key="p95", words="Split of a headline by all its dimensions, p95", unit="ms"),
        Figure(key="splits", words="Splits of all indicators, both earlier times", least=1),
        Figure(key="inexact", words="Splits that do not sum to the change exactly", most=0),
        Figure(key="refused", words="Changes that cannot be told (no like time, no past)"),
    ),
)
