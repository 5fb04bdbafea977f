"""The recount of counted numbers: each counted again in the store, for a passport and for whoever doubts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from data_access.arrivals import silent_cities, source_states
from data_access.feeds import systems
from data_access.mart_tables import MARTS
from data_access.measure import Reader
from data_access.scope import Scope
from data_access.site_reads import Wanted, overdue_counts
from data_access.stores import alerts, cameras, changes, corrections, heard, opinion
from data_access.stores.city_counts import alerts_by_county
from data_access.stores.engine import Store
from indicators.horizons import Horizons
from indicators.read import Ask, current

MONTH, HALF_HOUR = timedelta(days=30), timedelta(minutes=30)
LINES = 14
"""Lines that the ticker holds at most: what it shows is what it counts."""


@dataclass(frozen=True, kw_only=True)
class Counting:
    """Where and for whom is counted. `region` is a city, a county for what is counted by county, or nothing."""

    store: Store
    marts: Reader
    scope: Scope
    now: datetime
    region: str | None = None

    @property
    def within(self) -> Scope:
        return self.scope.narrow(self.region) if self.region else self.scope


Count = Callable[[Counting, Connection], float | None]


def _open(level: str | None) -> Count:
    def count(asked: Counting, connection: Connection) -> float | None:
        levels = alerts.open_by_level(connection, asked.within)
        return sum(levels.values()) if level is None else levels.get(level, 0)

    return count


def _first(name: str) -> Count:
    return lambda asked, connection: alerts.first_times(connection, asked.within, asked.now - MONTH)[name][0]


def _cameras(place: int) -> Count:
    return lambda asked, connection: cameras.counts(connection, asked.within)[place]


def _systems(state: str) -> Count:
    def count(asked: Counting, _: Connection) -> float | None:
        known = asked.marts.tables().get("source_daily")
        if known is None:
            return None
        return sum(one.state(known.as_of or asked.now) == state for one in source_states(asked.marts, asked.within))

    return count


def _corrections(*states: str) -> Count:
    def count(asked: Counting, connection: Connection) -> float | None:
        found = corrections.counts(connection, asked.within)
        return sum(found.get(state, 0) for state in states)

    return count


def _oldest_correction(asked: Counting, connection: Connection) -> float | None:
    since = corrections.oldest_open(connection, asked.within)
    return None if since is None else float((asked.now - since) // timedelta(hours=1))


def _late(asked: Counting, _: Connection) -> float | None:
    known = asked.marts.tables().get("source_daily")
    if known is None:
        return None
    return sum(one.state(known.as_of or asked.now) == "late" for one in systems(asked.marts, asked.within))


def _themes(asked: Counting, _: Connection) -> float | None:
    """Fact and entity tables that hold a batch; what a table holds of whom does not matter, so every scope counts the same."""
    return sum(name in asked.marts.tables() for name, table in MARTS.tables.items() if table.info["kind"] != "dimension")


def _last_month(asked: Counting, connection: Connection) -> float | None:
    """Alerts of the last 30 days; unknown for a city that has not reported."""
    if asked.region and asked.region[:4] + "00" in silent_cities(asked.marts, asked.scope):
        return None
    if asked.region and not asked.region.endswith("00"):
        return alerts_by_county(connection, asked.within, asked.now).get(asked.region, 0)
    return sum(alerts.by_city_30d(connection, asked.within, asked.now).values())


def _per_ten_thousand(asked: Counting, connection: Connection) -> float | None:
    """The same for ten thousand entities in operation; unknown where their number is."""
    counted = _last_month(asked, connection)
    stock = current(asked.marts, ("entity.stock",), Ask(codes=(), scope=asked.scope, region=asked.region))["entity.stock"].value
    return counted / stock * 10_000 if counted is not None and stock else None


def _overdue(asked: Counting, _: Connection) -> float | None:
    """Devices of the register in use past their inspection; unknown without a register."""
    day = Horizons(asked.marts).last("equipment")
    if day is None:
        return None
    return float(overdue_counts(asked.marts, Wanted(scope=asked.within), day)["overdue"].fillna(0).sum())


BY_COUNTY = frozenset({"alert.last_30_days", "alert.per_ten_thousand"})
"""What may be counted for one county too."""
COUNTS: Mapping[str, Count] = {
    "alert.open": _open(None),
    **{f"alert.open.{level}": _open(level) for level in alerts.LEVELS},
    **{f"alert.{name}_seconds": _first(name) for name in ("found", "dispatched", "closed")},
    "alert.last_30_days": _last_month,
    "alert.per_ten_thousand": _per_ten_thousand,
    "camera.live": _cameras(0),
    "camera.registered": _cameras(1),
    "correction.open": _corrections(*corrections.OPEN),
    "correction.found": _corrections(corrections.FOUND),
    "correction.reviewed": _corrections(corrections.REVIEWED),
    "correction.stored_30_days": lambda asked, connection: corrections.stored_since(connection, asked.within, asked.now - MONTH),
    "device.overdue_in_use": _overdue,
    "correction.oldest_hours": _oldest_correction,
    "change.half_hour": lambda asked, connection: len(changes.since(connection, asked.within, asked.now - HALF_HOUR, LINES)),
    "opinion.hot": lambda asked, connection: opinion.counts(connection, asked.within).hot,
    "opinion.waiting": lambda asked, connection: opinion.counts(connection, asked.within).waiting,
    **{f"source.systems.{state}": _systems(state) for state in ("ok", "stopped", "none")},
    "source.systems.late": _late,
    "source.themes": _themes,
}
WITH_PANEL = frozenset(
    {"board", "clock", "environment", "forecast", "formula", "index", "map", "net", "peers", "push", "remote_site", "roster", "staff"}
    | {"supervision", "survival", "system", "why", "zombie"}
)
"""Families that are counted by the conditions of the panel that shows them, and with it alone."""
SINGLE = frozenset({"opinion.heat", *(f"source.score.{name}" for name in ("breadth", "depth", "precision", "timely", "steady"))})
"""Numbers of one thing each: they are told by their source and nothing is counted."""
STATES: Mapping[str, Callable[[Connection, Scope], heard.State]] = {
    "alert": alerts.as_of, "camera": cameras.as_of, "change": changes.as_of, "opinion": opinion.as_of, "correction": corrections.as_of,
}  # fmt: skip
"""How fresh the tables of a family are."""


def recount(code: str, asked: Counting) -> float | None:
    """The number now, None where it is unknown or nothing is counted."""
    count = COUNTS.get(code)
    if count is None:
        return None
    with asked.store.read() as connection:
        return count(asked, connection)


def heard_of(code: str, asked: Counting) -> Any:
    """As of when the counted table stands, `heard.State`; None for numbers that are counted in the marts."""
    state = STATES.get(code.split(".", 1)[0])
    if state is None:
        return None
    with asked.store.read() as connection:
        return state(connection, asked.scope)
