"""The panels of a city's board, made of its blocks: each block is one panel with its own reading, state, data time and cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from bureaus.blocks import Block
from bureaus.kinds import ALERT_RATE, LOAD
from components.blocks import clocks, comparisons, lists, maps, notes, numbers, rankings, systems, trends
from components.blocks.place import Spot
from components.panel import Drawing, Panel, Reading, View
from indicators.provenance import marts_of

Load = Callable[[Spot, View], Reading]
Chart = Callable[[Spot, Reading, View], Drawing]


@dataclass(frozen=True)
class Look:
    """How one kind of block is read and drawn, and which tables it reads besides the marts of its numbers."""

    load: Load
    chart: Chart
    reads: frozenset[str] = frozenset()


LOOKS: dict[str, Look] = {
    "number": Look(numbers.load, numbers.chart),
    "trend": Look(trends.load, trends.chart),
    "ranking": Look(rankings.load, rankings.chart),
    "map": Look(maps.load, maps.chart, frozenset({"alert"})),
    "comparison": Look(comparisons.load, comparisons.chart, frozenset({"city_staff", "entity_daily"})),
    "alerts": Look(lists.load_alerts, lists.chart_alerts, frozenset({"alert"})),
    "orders": Look(lists.load_orders, lists.chart_orders, frozenset({"work_order"})),
    "clocks": Look(clocks.load, clocks.chart, frozenset({"clock"})),
    "note": Look(notes.load, notes.chart),
    "system": Look(systems.load, systems.chart, frozenset({"city_system"})),
}


def panels_of(adcode: str, blocks: Iterable[Block]) -> tuple[Panel, ...]:
    """The panels of a city's blocks, in order."""
    return tuple(_panel(Spot(adcode, block)) for block in blocks)


def _panel(spot: Spot) -> Panel:
    block, look = spot.block, LOOKS[spot.block.kind.key]
    owner = spot.indicators[0].owner if spot.indicators else "市局"
    return Panel(
        key=f"block-{block.id}", title=spot.title, question=block.kind.question, owner=owner, load=partial(look.load, spot),
        chart=partial(look.chart, spot), reads=look.reads | _tables(spot), frame=f"cb cb-{block.kind.key}", edition=_edition(spot),
        size=0 if block.kind.tile else int(block.size),
    )  # fmt: skip


def _tables(spot: Spot) -> frozenset[str]:
    found = {mart for one in spot.indicators for mart in marts_of(one)}
    for code in spot.block.codes:
        found |= numbers.READS.get(code, frozenset())
    if ALERT_RATE in spot.block.codes:
        found |= {"alert", "entity_daily"}
    if LOAD in spot.block.codes:
        found |= {"city_staff"}
    return frozenset(found)


def _edition(spot: Spot) -> str:
    """City and content: an unchanged block is not drawn anew by a new version, and no other city's is ever taken for it."""
    text = json.dumps(spot.block.plain(), ensure_ascii=False, sort_keys=True)
    return f"{spot.adcode}:{hashlib.blake2s(text.encode(), digest_size=8).hexdigest()}"
