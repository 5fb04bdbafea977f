"""The lots that failed: every so often one of infant formula, made, handed on, found unfit, sealed at its holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from demo.noise import apportion, generator
from demo.things import names
from demo.things.clock import DAY, dates, midnight
from demo.things.enterprise import regions, text
from demo.things.moves import TO_CUSTOMERS, UNDER_SEAL, UNKNOWN, Moves
from demo.things.stock import Stock
from demo.things.words import day_of, words

SEALED_IN = 6
"""Days after the report by which every holder has sealed what it had."""
LOST = 36
"""Tins of the first distributor that nobody can account for."""


@dataclass(frozen=True)
class Failed:
    """One lot that failed. Holders are those that still have some of it, in their store or under seal."""

    number: int
    lot: str
    made_on: date
    told_on: date
    holders: int
    counties: int


def failed_lots(now: datetime) -> list[Failed]:
    """The failed lots made by a moment, oldest first. Their codes and days are the same for every seed."""
    rule, found, number = words()["failed"], [], 0
    while (made := day_of("lots_from") + timedelta(days=number * rule["days"])) <= now.date():
        told = made + timedelta(days=rule["told_after"])
        found.append(Failed(number, f"{made:%Y%m%d}-B{number:03d}", made, told, rule["holders"], rule["counties"]))
        number += 1
    return found


def failed_lot(now: datetime) -> Failed:
    """The newest failed lot whose holders have all sealed what they had."""
    until = now.date() - timedelta(days=SEALED_IN)
    return [one for one in failed_lots(now) if one.told_on <= until][-1]


def maker(stock: Stock, failed: Failed) -> int:
    """Who made a failed lot."""
    return int(generator(stock.seed, "failed.maker", failed.number).choice(stock.lasting_of("C", firms=True)))


def frame(stock: Stock, found: list[Failed]) -> pd.DataFrame:
    """The rows of failed lots."""
    who = np.array([maker(stock, one) for one in found], dtype=np.int64)
    rule, days = words()["failed"], np.array([midnight(one.made_on) for one in found], dtype=np.int64)
    return pd.DataFrame(
        {
            "lot": text(np.array([one.lot for one in found], dtype=object)),
            "family": text(np.full(len(found), rule["family"], dtype=object)),
            "name": text(np.full(len(found), rule["name"], dtype=object)),
            "uscc": text(names.codes(stock, who)),
            "made_on": dates(days),
            "quantity": np.full(len(found), float(rule["quantity"])),
            "region": regions(stock, stock.county[who]),
        }
    )


def _sellers(stock: Stock, failed: Failed, rng: np.random.Generator) -> list[int]:
    """The holders: shops of some counties that have enough of them."""
    pool = stock.lasting_of("F")
    number = np.bincount(stock.county[pool], minlength=len(stock.province.counties))
    most = -(-failed.holders // failed.counties)
    counties = rng.permutation(np.flatnonzero(number >= most))[: failed.counties]
    parts = apportion(failed.holders, np.ones(len(counties)))
    return [
        int(one)
        for county, part in zip(counties, parts, strict=True)
        for one in rng.choice(pool[stock.county[pool] == county], part, replace=False)
    ]


def moves(stock: Stock, failed: Failed) -> Moves:
    """All movements of one failed lot."""
    rng, rule, begin = generator(stock.seed, "failed", failed.number), words()["failed"], midnight(failed.made_on)
    sellers, source = _sellers(stock, failed, rng), maker(stock, failed)
    pool = stock.lasting_of("FG", firms=True)
    carriers = [int(one) for one in rng.choice(np.setdiff1d(pool, [*sellers, source]), rule["distributors"], replace=False)]
    loads = apportion(rule["quantity"], np.ones(len(carriers)))
    rows: list[tuple[int, int, int, int]] = []
    report = begin + rule["told_after"] * DAY
    for place, (carrier, load) in enumerate(zip(carriers, loads.tolist(), strict=True)):
        rows.append((source, carrier, load, begin + 2 * DAY + 9 * 60 + place * 40))
        if not place:
            rows.append((carrier, UNKNOWN, LOST, begin + 6 * DAY + 10 * 60))
        mine = sellers[place :: len(carriers)]
        shares = apportion(load - (0 if place else LOST), rng.uniform(0.6, 1.4, len(mine)))
        for seller, share in zip(mine, shares.tolist(), strict=True):
            sold = int(share * rng.uniform(0.25, 0.7))
            sealed = int((share - sold) * rng.uniform(0.5, 0.9))
            rows.append((carrier, seller, share, begin + 5 * DAY + int(rng.integers(8 * 60, 3 * DAY))))
            rows.append((seller, TO_CUSTOMERS, sold, report - DAY + int(rng.integers(9 * 60, 18 * 60))))
            rows.append((seller, UNDER_SEAL, sealed, report + DAY // 2 + int(rng.integers(0, (SEALED_IN - 1) * DAY))))
    return _moves(failed.lot, rows)


def _moves(lot: str, rows: list[tuple[int, int, int, int]]) -> Moves:
    giver, taker, quantity, at = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    codes = np.array([f"M{lot}-{place:02d}" for place in range(len(rows))], dtype=object)
    return Moves(codes, np.full(len(rows), lot, dtype=object), giver, taker, quantity, at)


def told_at(failed: Failed) -> int:
    """The minute of the laboratory's report."""
    return midnight(failed.told_on) + 10 * 60 + 20
