"""Push: the suite around `bench/push.py`, which measures the event sockets on their own."""

from __future__ import annotations

import importlib
from typing import Any

from bench.figures import Figure, Ground, Outcome, Suite, SuiteFailed

MODULE = "bench.push"


def run(ground: Ground) -> Outcome:
    try:
        module = importlib.import_module(MODULE)
    except ModuleNotFoundError as error:
        raise SuiteFailed(f"{MODULE.replace('.', '/')}.py is not there: this suite measures nothing.") from error
    found: dict[str, Any] = module.run(ground.product.base, ground.product.home)
    flat = dict(_flat("", found))
    rows = [["figure", "measured"], *([name, value] for name, value in flat.items())]
    return Outcome({figure.key: flat.get(figure.key) for figure in SUITE.figures}, {"The event sockets": rows}, found)


def _flat(path: str, found: Any) -> list[tuple[str, Any]]:
    """Names and plain values of a nested answer; long lists stay in the result file."""
    if isinstance(found, dict):
        return [pair for name, value in found.items() for pair in _flat(f"{path}.{name}".lstrip("."), value)]
    return [] if isinstance(found, list) and len(found) > 8 else [(path, found)]


SUITE = Suite(
    name="push",
    question="What do the event sockets bear?",
    run=run,
    figures=(Figure(key="p95_ms", words="Publication → socket, p95", unit="ms", most=200),),
)
