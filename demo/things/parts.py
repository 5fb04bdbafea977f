"""The parts that are published of the things: the settled whole, and apart from it what moves from day to day.

A row that will not change for a while is settled and lies in the history. What has come since that was published, and every row that
will change within `HOLD` days of it, is published again whenever something has come, as a source of its own: the two never hold
the same row, and together they are what they would be if all were published anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.marts import Marts, Part
from demo.gaps import gaps_at
from demo.places import Province
from demo.things import clusters, devices, enterprise, events, failed, lots, relations
from demo.things.clock import DAY, midnight, minute_of, moments
from demo.things.draws import Index
from demo.things.moves import Moves, joined
from demo.things.stock import Stock, stock_of

TABLES = ("enterprise", "enterprise_event", "enterprise_relation", "equipment", "product_batch", "batch_movement")
SOURCE, NATURE = "demo-today", "demo"
HOLD = 100
"""Days after the settled whole for which the moving rows are kept out of it; the whole is published again before they are over."""


@dataclass(frozen=True, eq=False)
class View:
    """The things at a moment, divided at the day on which the settled whole was published."""

    seed: int
    province: Province
    scale: str
    now: datetime
    whole: date

    @cached_property
    def stock(self) -> Stock:
        return stock_of(self.seed, self.province, self.scale, self.now.date())

    @property
    def border(self) -> int:
        return midnight(self.whole)

    @cached_property
    def reach(self) -> Index:
        """The last minute that is known of each county: nothing comes from the silent city."""
        gaps = gaps_at(self.province, self.now)
        silent = np.array([county.city == gaps.silent_city for county in self.province.counties])
        return np.where(silent, min(minute_of(self.now), minute_of(gaps.silent_since) - 1), minute_of(self.now))

    @cached_property
    def moves(self) -> NDArray[np.bool_]:
        """Which enterprises' rows are not settled."""
        stock = self.stock
        soon = (stock.ended >= self.border) & (stock.ended < self.border + HOLD * DAY)
        return np.asarray((stock.opened >= self.border) | soon)


def parts(seed: int, province: Province, scale: str, now: datetime) -> Iterator[Part]:
    """The settled whole through the day before `now`, one part a table."""
    view = View(seed, province, scale, now, now.date())
    for table in TABLES:
        yield settled(view, table)


def settled(view: View, table: str) -> Part:
    """The settled rows of one table through the day before the view's border."""
    stock, last = view.stock, view.border - 1
    everywhere = np.full(len(view.province.counties), last)
    fleet, day = devices.fleet(stock), view.whole.toordinal()
    make: dict[str, Callable[[], pd.DataFrame]] = {
        "enterprise": lambda: enterprise.frame(stock, np.flatnonzero(~view.moves), last),
        "enterprise_event": lambda: _events(view, 0, everywhere),
        "enterprise_relation": lambda: relations.frame(stock, np.flatnonzero(stock.opened < view.border)),
        "equipment": lambda: devices.frame(stock, fleet, _others(fleet, devices.moving(stock, fleet, day, day + HOLD)), last),
        "product_batch": lambda: _lots(view, 0, last),
        "batch_movement": lambda: _movements(view, 0, everywhere),
    }
    return Part(table=table, data=make[table]())


def _others(fleet: devices.Fleet, some: Index) -> Index:
    return np.setdiff1d(np.arange(len(fleet), dtype=np.int64), some)


def moving_parts(view: View) -> list[Part]:
    """What is not settled, as it stands at the view's moment."""
    stock, reach = view.stock, view.reach
    seen = np.flatnonzero(view.moves & (stock.opened <= reach[stock.county]))
    fresh = seen[stock.opened[seen] >= view.border]
    fleet, day = devices.fleet(stock), view.whole.toordinal()
    return [
        Part(table="enterprise", data=enterprise.frame(stock, seen, reach[stock.county[seen]])),
        Part(table="enterprise_event", data=_events(view, view.border, reach)),
        Part(table="enterprise_relation", data=relations.frame(stock, fresh)),
        Part(table="equipment", data=devices.frame(stock, fleet, devices.moving(stock, fleet, day, day + HOLD), minute_of(view.now))),
        Part(table="product_batch", data=_lots(view, view.border, minute_of(view.now))),
        Part(table="batch_movement", data=_movements(view, view.border, reach)),
    ]


def publish_moving(view: View, marts: Marts, *, always: bool = False) -> bool:
    """Publish the tables of what is not settled in which something has come since the last time; `always` after a new whole, and on a new
    day, whole. Returns whether something was published.
    """
    moment = view.now.replace(second=0, microsecond=0)
    standing = {} if always else _standing(marts, moment.date(), view)
    found = [part for part in moving_parts(view) if standing.get(part.table) != len(part.data)]  # type: ignore[arg-type]
    if found:
        marts.publish(found, source=SOURCE, nature=NATURE, as_of=moment)
    return bool(found)


def _standing(marts: Marts, day: date, view: View) -> dict[str, int]:
    """Rows by table of what was published on this day."""
    batches = [batch for batch in marts.batches() if batch.source == SOURCE and batch.as_of.astimezone(view.now.tzinfo).date() == day]
    return {part.table: part.rows for batch in batches for part in batch.parts if part.live}


def _events(view: View, first: int, reach: Index) -> pd.DataFrame:
    """Events from a minute to the last known one of each county."""
    stock = view.stock
    found = []
    for part in [*events.told(stock, first, int(reach.max())), *clusters.told(stock, view.now)]:
        known = np.flatnonzero((part.at >= first) & (part.at <= reach[stock.county[part.who]]))
        codes = [part.codes[place] for place in known.tolist()]
        found.append(events.Told(part.kind, part.source, codes, part.who[known], part.at[known], part.texts[known]))
    return events.frame(stock, found, moments(np.concatenate([part.at for part in found]), view.now))


def _lots(view: View, first: int, last: int) -> pd.DataFrame:
    index, days = lots.made(view.stock, first, last)
    bad = [one for one in failed.failed_lots(view.now) if first <= midnight(one.made_on) <= last]
    return pd.concat([lots.frame(view.stock, index, days), failed.frame(view.stock, bad)], ignore_index=True)


def _movements(view: View, first: int, reach: Index) -> pd.DataFrame:
    """Movements from a minute to the last known one of each county."""
    stock, last = view.stock, int(reach.max())
    index, days = lots.made(stock, max(0, first - lots.LONGEST * DAY), last)
    bad = [one for one in failed.failed_lots(view.now) if midnight(one.made_on) >= first - lots.LONGEST * DAY]
    found: Moves = joined([lots.moves(stock, index, days), *(failed.moves(stock, one) for one in bad)])
    place = np.where(found.taker >= 0, found.taker, found.giver)
    return lots.movement_frame(stock, found.keep((found.at >= first) & (found.at <= reach[stock.county[place]])), view.now)
