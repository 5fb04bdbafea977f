"""The suites: every benchmark there is, in the order in which they run."""

from __future__ import annotations

from bench import (
    alerts,
    answer,
    boards,
    desks,
    forecasts,
    idle,
    indicators,
    latency,
    map,
    province,
    pushed,
    replay,
    soak,
    storm,
    views,
    why,
)
from bench.figures import Suite

SUITES: tuple[Suite, ...] = (
    views.SUITE, desks.SUITE, boards.SUITE, map.SUITE, replay.SUITE, latency.SUITE, pushed.SUITE, soak.SUITE, idle.SUITE, indicators.SUITE, forecasts.SUITE,
    why.SUITE, province.SUITE, alerts.SUITE, storm.SUITE, answer.SUITE,
)  # fmt: skip
"""`answer` is last: it starts the product anew."""
