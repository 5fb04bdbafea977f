"""The special equipment: devices with user, maintainer, model and the day by which each is to be inspected next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from demo.safety import EQUIPMENT_KINDS
from demo.things import names
from demo.things.clock import DAY, dates
from demo.things.draws import Index, among, chance, taken, weighted
from demo.things.enterprise import coded, regions, text
from demo.things.places import chosen
from demo.things.stock import Stock
from demo.things.words import sample, words

LIFT = "电梯"
MAINTAINERS = 4
"""Firms of a city that maintain its devices."""
LATE = 0.035
"""The part of inspections that come after their day."""


@dataclass(frozen=True)
class Fleet:
    """All devices, by number: their kind, county, model and user (-1: not known)."""

    kind: Index
    county: Index
    model: Index
    user: Index
    troubled: Index
    """Numbers of the lifts of the one model that gets stuck."""

    def __len__(self) -> int:
        return len(self.kind)


def kinds() -> list[dict[str, object]]:
    """The kinds of the words file that the daily numbers know, too."""
    return [entry for entry in words()["device"] if entry["kind"] in EQUIPMENT_KINDS]


@lru_cache(maxsize=2)
def fleet(stock: Stock) -> Fleet:
    """The devices of the sample. Lifts of one county are mostly of the troubled model."""
    index = np.arange(sample(stock.scale)["devices"], dtype=np.int64)
    known = kinds()
    kind = weighted(stock.seed, "device.kind", index, [EQUIPMENT_KINDS[str(entry["kind"])] for entry in known])
    county = weighted(stock.seed, "device.county", index, stock.province.county_sizes)
    model = np.zeros(len(index), dtype=np.int64)
    for place, entry in enumerate(known):
        at = np.flatnonzero(kind == place)
        model[at] = among(stock.seed, "device.model", index[at], len(list(entry["models"])))  # type: ignore[call-overload]
    lift = next(place for place, entry in enumerate(known) if entry["kind"] == LIFT)
    there = np.flatnonzero((kind == lift) & (county == chosen(stock, "lifts")))
    troubled = there[: max(8, len(there) // 3)]
    model[troubled] = 0
    return Fleet(kind, county, model, _users(stock, index, county), troubled)


def _users(stock: Stock, index: Index, county: Index) -> Index:
    """A lasting firm of each device's county."""
    pool = stock.lasting_of(firms=True)
    pool = pool[np.argsort(stock.county[pool], kind="stable")]
    begins = np.searchsorted(stock.county[pool], county, side="left")
    number = np.searchsorted(stock.county[pool], county, side="right") - begins
    found = np.full(len(index), -1, dtype=np.int64)
    some = np.flatnonzero(number > 0)
    found[some] = pool[begins[some] + among(stock.seed, "device.user", index[some], number[some])]
    return found


def _maintainers(stock: Stock, fleet_: Fleet, index: Index) -> Index:
    """Who maintains each device: one of a few firms of its city, for the troubled model always the same; -1 where a city has none."""
    pool = stock.lasting_of("OCM", firms=True)
    city = stock.province.county_city
    found = np.full(len(index), -1, dtype=np.int64)
    for place in range(len(stock.province.cities)):
        mine = pool[city[stock.county[pool]] == place][:MAINTAINERS]
        at = np.flatnonzero(city[fleet_.county[index]] == place)
        if len(mine) and len(at):
            found[at] = mine[among(stock.seed, "device.maintainer", index[at], len(mine))]
            found[at[np.isin(index[at], fleet_.troubled)]] = mine[0]
    return found


def _inspections(stock: Stock, fleet_: Fleet, index: Index, day: int) -> tuple[Index, Index]:
    """The day by which each device is due as it stands on a day, and the day on which it will have been inspected for it."""
    months = np.array([int(str(entry["months"])) for entry in kinds()])[fleet_.kind[index]]
    period = months * 365 // 12
    phase = among(stock.seed, "device.phase", index, period)
    late = chance(stock.seed, "device.late", index) < LATE
    lead = np.where(late, -among(stock.seed, "device.behind", index, 60) - 1, among(stock.seed, "device.ahead", index, 30))
    turn = (day - phase + lead) // period + 1
    due = phase + turn * period
    return due, due - lead


def moving(stock: Stock, fleet_: Fleet, first: int, last: int) -> Index:
    """Numbers of the devices that are inspected between two days, so that their row changes."""
    index = np.arange(len(fleet_), dtype=np.int64)
    _, inspected = _inspections(stock, fleet_, index, first - 1)
    return index[inspected <= last]


def frame(stock: Stock, fleet_: Fleet, index: Index, now: int) -> pd.DataFrame:
    """The rows of some devices as they stand at a minute."""
    known, day = kinds(), now // DAY
    kind, county = fleet_.kind[index], fleet_.county[index]
    due, _ = _inspections(stock, fleet_, index, day)
    model = np.empty(len(index), dtype=object)
    for place, entry in enumerate(known):
        at = np.flatnonzero(kind == place)
        model[at] = taken(list(entry["models"]), fleet_.model[index[at]])  # type: ignore[call-overload]
    head = taken([str(entry["number"]) for entry in known], kind) + taken([place.code for place in stock.province.counties], county)
    year = (2005 + among(stock.seed, "device.year", index, 19)).tolist()
    tail = np.array([f"{one}{number:06d}" for one, number in zip(year, index.tolist(), strict=True)], dtype=object)
    stopped = chance(stock.seed, "device.stopped", index) < 0.03
    return pd.DataFrame(
        {
            "device": text(head + tail),
            "kind": coded(kind, [str(entry["kind"]) for entry in known]),
            "model": text(model),
            "uscc": text(_known(stock, fleet_.user[index])),
            "maintainer": text(_known(stock, _maintainers(stock, fleet_, index))),
            "region": regions(stock, county),
            "due_on": dates(due * DAY),
            "status": coded(stopped.astype(np.int8), ["in_use", "stopped"]),
        }
    )


def _known(stock: Stock, who: Index) -> np.ndarray:
    found = names.codes(stock, np.maximum(who, 0))
    found[who < 0] = None
    return found
