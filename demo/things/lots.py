"""The lots of traced products and where they went: maker → distributor → seller → customer, and the lot that failed.

A movement without taker is a quantity whose whereabouts are unknown; the takers SOLD and SEALED are customers and the seal at the
giver's own place. So made = sold + sealed + unknown + what is still in somebody's hands.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo import rhythm
from demo.things import names
from demo.things.clock import DAY, dates, moments, numbered
from demo.things.draws import Index, among, chance, taken, weighted
from demo.things.enterprise import regions, text
from demo.things.moves import Moves, joined
from demo.things.stock import Stock, one_of
from demo.things.words import day_of, sample, words

PARTS = (0.45, 0.33, 0.22)
"""How a distributor's quantity falls to its two or three sellers."""
LONGEST = 40
"""Days after the making in which a lot moves."""
FIRST = 6_000
"""Lots from which the makers of infant formula are known."""
SOLD, SEALED = "SOLD", "SEALED"
_TAKERS = {-1: None, -2: SOLD, -3: SEALED}


def made(stock: Stock, first: int, last: int) -> tuple[Index, Index]:
    """Numbers and days of the ordinary lots made between two minutes."""
    start = day_of("lots_from")
    days = [start.toordinal() + n for n in range(last // DAY - start.toordinal() + 1)]
    a_day = sample(stock.scale)["lots_a_day"]
    rates = np.array([rhythm.factor(stock.seed, "trace_daily", rhythm.OFFICE, date.fromordinal(day)) for day in days])
    index, place = numbered(rates * a_day, max(0, first // DAY - start.toordinal()), len(rates) - 1)
    return index, start.toordinal() + place


def _family(stock: Stock, index: Index) -> Index:
    return weighted(stock.seed, "lot.family", index, [entry["share"] for entry in words()["family"]])


def _maker(stock: Stock, index: Index) -> Index:
    return one_of(stock, "lot.maker", index, stock.lasting_of("C", firms=True))


def carriers(stock: Stock, index: Index) -> Index:
    """Who distributes each lot."""
    return one_of(stock, "lot.carrier", index, stock.lasting_of("F", firms=True))


def formula_makers(stock: Stock) -> Index:
    """Who made infant formula among the first lots, each once, in order of their lots."""
    index = np.arange(FIRST, dtype=np.int64)
    formula = [entry["name"] for entry in words()["family"]].index(words()["failed"]["family"])
    made_by = _maker(stock, index[_family(stock, index) == formula])
    return made_by[np.sort(np.unique(made_by, return_index=True)[1])]


def _quantity(stock: Stock, index: Index) -> Index:
    return 200 + 10 * among(stock.seed, "lot.quantity", index, 480)


def codes(index: Index, days: Index) -> list[str]:
    """The lots' codes: day of making and number."""
    return [f"{date.fromordinal(day):%Y%m%d}-{number:06d}" for number, day in zip(index.tolist(), days.tolist(), strict=True)]


def frame(stock: Stock, index: Index, days: Index) -> pd.DataFrame:
    """The rows of ordinary lots."""
    family, maker = _family(stock, index), _maker(stock, index)
    goods = np.full(len(index), "", dtype=object)
    for place, entry in enumerate(words()["family"]):
        at = np.flatnonzero(family == place)
        goods[at] = taken(entry["goods"], among(stock.seed, "lot.goods", index[at], len(entry["goods"])))
    return pd.DataFrame(
        {
            "lot": text(np.array(codes(index, days), dtype=object)),
            "family": text(taken([entry["name"] for entry in words()["family"]], family)),
            "name": text(goods),
            "uscc": text(names.codes(stock, maker)),
            "made_on": dates(days * DAY),
            "quantity": _quantity(stock, index).astype(float),
            "region": regions(stock, stock.county[maker]),
        }
    )


def moves(stock: Stock, index: Index, days: Index) -> Moves:
    """All movements of ordinary lots, whenever they happen."""
    lots, seed = codes(index, days), stock.seed
    maker, family = _maker(stock, index), _family(stock, index)
    carrier = carriers(stock, index)
    sent = np.floor(_quantity(stock, index) * (0.8 + 0.2 * chance(seed, "lot.sent", index))).astype(np.int64)
    at = days * DAY + DAY + 8 * 60 + among(seed, "lot.at", index, 2 * DAY + 9 * 60)
    found = [Moves.of(lots, 0, (maker, carrier), sent, at)]
    for slot, part in enumerate(PARTS, 1):
        seller = _sellers(stock, index, family, slot)
        given = np.floor(sent * part).astype(np.int64)
        if slot == len(PARTS):
            given = np.where(chance(seed, "lot.third", index) < 0.6, given, 0)
        then = at + DAY + among(seed, f"lot.at.{slot}", index, 4 * DAY)
        sold = np.floor(given * (0.2 + 0.8 * chance(seed, f"lot.sold.{slot}", index))).astype(np.int64)
        later = then + 4 * DAY + among(seed, f"lot.sold.at.{slot}", index, 26 * DAY)
        found.append(Moves.of(lots, slot, (carrier, seller), given, then))
        found.append(Moves.of(lots, slot + 3, (seller, np.full(len(index), -2)), sold, later))
    return joined(found)


def _sellers(stock: Stock, index: Index, family: Index, slot: int) -> Index:
    found = np.zeros(len(index), dtype=np.int64)
    for place, entry in enumerate(words()["family"]):
        at = np.flatnonzero(family == place)
        found[at] = one_of(stock, f"lot.seller.{slot}", index[at], stock.lasting_of(entry["sellers"]))
    return found


def movement_frame(stock: Stock, found: Moves, zone: NDArray[np.object_] | object) -> pd.DataFrame:
    """Movements as rows, each in its taker's county; what leaves the known chain in its giver's."""
    place = np.where(found.taker >= 0, found.taker, found.giver)
    known = np.unique(np.concatenate([found.giver, found.taker[found.taker >= 0]]))
    uscc = names.codes(stock, known)
    taker = (
        uscc[np.searchsorted(known, np.maximum(found.taker, known[0] if len(known) else 0))] if len(known) else np.array([], dtype=object)
    )
    for sign, word in _TAKERS.items():
        taker[found.taker == sign] = word
    return pd.DataFrame(
        {
            "movement": text(found.codes),
            "lot": text(found.lots),
            "giver": text(uscc[np.searchsorted(known, found.giver)]),
            "taker": text(taker),
            "quantity": found.quantity.astype(float),
            "at": moments(found.at, zone),  # type: ignore[arg-type]
            "region": regions(stock, stock.county[place]),
        }
    )
