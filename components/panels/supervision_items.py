"""The matters of the electronic supervision as its panels share them: read and counted once a minute for a scope, narrowed by what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import Any

from alerts.clocks.counting import Reading as Counted
from alerts.clocks.desk import desk_of
from alerts.clocks.limits import Unit
from alerts.clocks.watching import Item, Mark, near_rule_of, watched
from components.panel import View
from components.panels.board_choice import BoardChoice, place_of, word_of
from data_access.scope import Scope
from data_access.stores import appeals, clocks
from data_access.stores.engine import Store
from data_access.stores.heard import State
from geo.regions import regions_of
from indicators import words
from settings import settings

RHYTHM = timedelta(minutes=30)
"""The store is heard of at least so often while anything feeds it."""
RENEW = timedelta(minutes=1)
NEEDS = frozenset({"area", "limit", "mark"})
READS = frozenset({"clock", "clock_step", "clock_appeal", "clock_ruling"})
MARKS: Mapping[str, str] = MappingProxyType({"all": "全部", **{str(mark): mark.zh for mark in Mark}, "appealed": "申辩中"})
_TURN = Lock()


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What is chosen and what was found: `whole` in the place and kind of limit, `items` those of the chosen mark among them."""

    chosen: BoardChoice
    limit: str
    mark: str
    whole: Sequence[Item]
    items: Sequence[Item]
    limits: Mapping[str, str]
    """Name by code of every limit that has matters in the caller's scope."""
    waiting: int
    """Appeals that nobody has decided, against matters that have ended too."""
    faults: tuple[str, ...]
    state: State


def watch_of(view: View) -> Watch:
    """The matters that the view asks for. What is chosen and does not exist is replaced by the usual and told."""
    faults: list[str] = []
    chosen = place_of(view, faults)
    mine = all_of(view)
    limits = {item.limit.code: item.limit.name for item in sorted(mine, key=lambda item: item.limit.code)}
    limit = word_of(view.params.get("limit", ""), {"": "全部时限", **limits}, "", ("时限", faults))
    mark = word_of(view.params.get("mark", ""), MARKS, "all", ("标记", faults))
    whole = [item for item in mine if within(chosen, item.timed.region) and limit in ("", item.limit.code)]
    with view.sources.store.read() as connection:
        state = clocks.as_of(connection, view.scope)
        waiting = sum(one.open and within(chosen, one.region) for one in appeals.of_clocks(connection, view.scope).values())
    return Watch(
        chosen=chosen, limit=limit, mark=mark, whole=whole, items=[item for item in whole if _is(item, mark)], limits=limits, waiting=waiting,
        faults=tuple(faults), state=state,
    )  # fmt: skip


def within(chosen: BoardChoice, region: str) -> bool:
    """Whether a region lies in the chosen place."""
    return region == chosen.region or (chosen.reach.allows(region) and (chosen.region is None or chosen.region.endswith("00")))


def _is(item: Item, mark: str) -> bool:
    return mark == "all" or (item.appealed if mark == "appealed" else item.mark == mark)


def all_of(view: View) -> Sequence[Item]:
    """Every matter of the caller's scope, at the view's minute."""
    minute = view.now.replace(second=0, microsecond=0)
    with _TURN:  # the panels of one answer are read side by side: the first of them counts for all
        return _counted(view.sources.store, view.sources.changes, view.scope, minute)


@lru_cache(maxsize=64)
def _counted(store: Store, _changes: int, scope: Scope, minute: Any) -> Sequence[Item]:
    known = settings()
    return tuple(watched(store, desk_of(known), scope, minute, near_rule_of(known.home)))


def unit_of(item: Item, chosen: BoardChoice, province: str) -> tuple[str, str]:
    """The unit that an item is with: code and name. Of several cities the city's bureau, of one city the county's."""
    regions, region = regions_of(province), item.timed.region
    if chosen.by == "city":
        city = f"{region[:4]}00"
        return city, f"{regions.short(city)}市局"
    return region, "市局本级" if region.endswith("00") else f"{regions.short(region)}局"


def left_words(item: Item) -> tuple[str, float | None]:
    """How much time is left, in words and as a number (hours for limits in hours); unknown while stopped."""
    reading: Counted = item.reading
    if item.mark is Mark.STOPPED or reading.left is None:
        return "中止计时", None
    if reading.left_days is None:
        hours = reading.left.total_seconds() / 3600
        told = words.duration(abs(reading.left.total_seconds()))
        return f"超 {told}" if reading.late else f"剩 {told}", round(hours, 1)
    unit = "个工作日" if item.limit.unit is Unit.WORKING_DAYS else "日"
    days = reading.left_days
    if reading.late:
        return (f"超 {-days} {unit}" if days else "已届满"), float(days)
    return ("今日到期" if days == 0 else f"剩 {days} {unit}"), float(days)


def counts(items: Sequence[Item]) -> dict[str, int]:
    """How many there are by mark, with those due today and those appealed."""
    found = {str(mark): sum(item.mark is mark for item in items) for mark in Mark}
    today = sum(item.mark in (Mark.NEAR, Mark.RUNNING) and item.reading.left_days == 0 for item in items)
    return {**found, "going": len(items), "today": today, "appealed": sum(item.appealed for item in items)}
