"""The query of the inbox: what the parameters of its page ask for, and the rows, numbers and silences that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from alerts.stages.silence import silence_of
from components.levels import ALL_LEVELS
from components.panel import View
from data_access.stores import alert_reads, alert_writes
from data_access.stores.alert_reads import Filter, Order
from geo.regions import regions_of

ALIVE = ("open", "acknowledged", "dispatched", "transferred")
MOST = 500
STEP = 100
NEEDS = frozenset({"state", "level", "family", "city", "source", "status", "rule", "all", "q"})


@dataclass(frozen=True)
class TabOf:
    """One tab of the inbox: its word, the states behind it, and how its rows stand."""

    word: str
    states: tuple[str, ...]
    order: Order
    empty: str


TABS: Mapping[str, TabOf] = MappingProxyType(
    {
        "open": TabOf("待确认", ("open",), "level", "当前没有待确认告警"),
        "doing": TabOf("处置中", ("acknowledged", "dispatched", "transferred"), "level", "当前没有处置中的告警"),
        "silent": TabOf("静默中", ALIVE, "level", "当前没有被静默的告警"),
        "closed": TabOf("已办结", ("closed",), "changed", "尚无办结的告警"),
    }
)


def tab_of(params: Mapping[str, str]) -> str:
    """The tab that is asked for; the first one for an unknown word."""
    return params["state"] if params.get("state") in TABS else "open"


def filter_of(view: View) -> Filter:
    """What is asked for beside the tab. What cannot be meant is left out."""
    given, regions = view.params, regions_of(view.scope.province)
    city = given.get("city", "")
    return Filter(
        levels=(given["level"],) if given.get("level") in ALL_LEVELS else (),
        families=(given["family"],) if given.get("family") else (),
        sources=(given["source"],) if given.get("source") else (),
        rules=(given["rule"],) if given.get("rule") else (),
        statuses=(given["status"],) if given.get("status") in ("exercise", "test") else ("actual",),
        region=city if city in regions.cities and view.scope.allows(city) else None,
        text=given.get("q", "").strip() or None,
        inhibited="with" if given.get("all") else "without",
    )


def rows_of(connection: Connection, view: View, limit: int) -> tuple[list[dict[str, Any]], Sequence[Mapping[str, Any]], bool]:
    """The rows of the tab that is asked for, the silences that hold now, and whether there are more rows."""
    tab, silences = tab_of(view.params), alert_writes.active_silences(connection, view.now)
    wanted = replace(filter_of(view), states=TABS[tab].states)
    if tab != "silent":
        rows, more = alert_reads.inbox(connection, view.scope, wanted, order=TABS[tab].order, limit=limit)
        return rows, silences, more is not None
    rows = silent_rows(connection, view, wanted, silences)
    return rows[:limit], silences, len(rows) > limit


def silent_rows(connection: Connection, view: View, wanted: Filter, silences: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The matters whose notices a silence holds back."""
    if not silences:
        return []
    rows, _ = alert_reads.inbox(connection, view.scope, wanted, order="level", limit=MOST)
    return [row for row in rows if silence_of(row, silences)]


def first_of(connection: Connection, view: View) -> str | None:
    """The alert that stands first, shown where nobody has chosen one."""
    rows, _, _ = rows_of(connection, view, 1)
    return str(rows[0]["id"]) if rows else None
