"""The register of sites that are watched from afar: cold stores, vehicles, vaccine fridges and plants of infant formula, with what is bound to each.

The sensors of the sites of a county and kind sum to those of the hourly numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.facts import Hand
from demo.places import Province
from demo.registers.kitchens import known_cameras
from demo.registers.naming import Texts, called, codes_of, numbered, operators, placed, ranks, site_words
from demo.safety import COLD, SENSORS, sensor_cells
from demo.things.clock import DAY, dates, midnight
from demo.things.draws import Index, among, chance, taken, weighted
from demo.things.enterprise import coded, regions, text
from demo.things.lots import carriers, formula_makers
from demo.things.stock import Stock

TABLE = "remote_site"
COLD_KINDS = tuple(SENSORS)
KINDS = (*COLD_KINDS, "formula")
PRODUCTS = ("frozen", "chilled", "vaccine", "vaccine_frozen", "formula")
PLANTS = 24
"""Plants of infant formula that are watched."""
LISTED = date(2022, 12, 31)
FIRST_LOTS = 4_000
"""Lots from whose carriers the operators are taken, so that lots are known of most sites."""


@dataclass(frozen=True)
class Sites:
    """The sites by number, those of the cold chain first, a county's kinds one after the other: arrays of kind, county, sensors and product (places)."""

    kind: Index
    county: Index
    sensors: Index
    product: Index
    cell: Index
    """Place of county and kind in the hourly numbers."""

    def __len__(self) -> int:
        return len(self.kind)

    def codes(self, province: Province) -> Texts:
        letters = taken([site_words()["site"][name]["letters"] for name in KINDS], self.kind).tolist()
        return numbered(letters, province, self.county, ranks(self.cell))


@lru_cache(maxsize=4)
def all_sites(seed: int, province: Province) -> Sites:
    """The stores, vehicles and vaccine fridges, the sensors of each county and kind dealt out in the usual number a site; then the plants."""
    known = sensor_cells(Hand(seed, province, COLD, LISTED))
    usual = np.tile([site_words()["site"][name]["sensors"] for name in COLD_KINDS], len(province.counties))
    number = -(-known // usual)
    cell = np.repeat(np.arange(len(known)), number)
    rank = ranks(cell)
    sensors = np.where(rank + 1 < number[cell], usual[cell], known[cell] - (number[cell] - 1) * usual[cell])
    plants = np.sort(weighted(seed, "remote.plant", np.arange(PLANTS, dtype=np.int64), province.county_sizes))
    kind = np.concatenate([cell % len(COLD_KINDS), np.full(PLANTS, KINDS.index("formula"))])
    county = np.concatenate([cell // len(COLD_KINDS), plants])
    own = np.full(PLANTS, site_words()["site"]["formula"]["sensors"])
    return Sites(kind, county, np.concatenate([sensors, own]), _products(seed, kind), np.concatenate([cell, len(known) + plants]))


def _products(seed: int, kind: Index) -> Index:
    """What each site keeps."""
    index, found = np.arange(len(kind), dtype=np.int64), np.zeros(len(kind), dtype=np.int64)
    for place, name in enumerate(KINDS):
        at, entries = np.flatnonzero(kind == place), site_words()["site"][name]["products"]
        own = weighted(seed, "remote.product", index[at], [share for _, share in entries])
        found[at] = np.array([PRODUCTS.index(product) for product, _ in entries])[own]
    return found


def frame(stock: Stock) -> pd.DataFrame:
    """All sites of the register."""
    sites = all_sites(stock.seed, stock.province)
    kind, county, rank = sites.kind, sites.county, ranks(sites.cell)
    index = np.arange(len(kind), dtype=np.int64)
    who = _operators(stock, sites)
    lon, lat = placed(stock.seed, "remote", stock.province, county, site_words()["bound"]["placed"])
    moves = kind == KINDS.index("vehicle")
    return pd.DataFrame(
        {
            "site": text(sites.codes(stock.province)),
            "name": text(_names(stock, index, kind, (county, rank))),
            "kind": coded(kind, list(KINDS)),
            "region": regions(stock, county),
            "uscc": text(codes_of(stock, who)),
            "product": coded(sites.product, list(PRODUCTS)),
            "sensors": sites.sensors.astype(np.int32),
            "camera": text(_cameras(stock, kind, county)),
            "listed_on": dates(midnight(LISTED) - among(stock.seed, "remote.listed", index, 1200) * DAY),
            "lon": np.where(moves, np.nan, lon),
            "lat": np.where(moves, np.nan, lat),
        }
    )


def _operators(stock: Stock, sites: Sites) -> Index:
    """Who runs each site: a maker of infant formula or a firm that has carried lots, where its county has one; vaccine fridges belong to no market entity."""
    index = np.arange(len(sites), dtype=np.int64)
    pool = np.unique(carriers(stock, np.arange(FIRST_LOTS, dtype=np.int64)))
    plants = sites.kind == KINDS.index("formula")
    runs = (sites.kind != KINDS.index("vaccine")) & ~plants
    found = np.full(len(sites), -1, dtype=np.int64)
    makers = np.flatnonzero(plants)
    found[makers] = operators(stock, formula_makers(stock), sites.county[makers], ranks(sites.county[makers]))
    at = np.flatnonzero(runs & (chance(stock.seed, "remote.operator", index) < site_words()["bound"]["operator"]))
    found[at] = operators(stock, pool, sites.county[at], ranks(sites.county[at]))
    left = at[found[at] < 0]
    everybody = stock.lasting_of("F", firms=True)
    found[left] = operators(stock, everybody, sites.county[left], among(stock.seed, "remote.other", left, 30))
    return found


def _names(stock: Stock, index: Index, kind: Index, of: tuple[Index, Index]) -> Texts:
    county, rank = of
    found = np.full(len(index), "", dtype=object)
    for place, name in enumerate(KINDS):
        at, shapes = np.flatnonzero(kind == place), site_words()["site"][name]["names"]
        found[at] = called(stock.seed, f"remote.{place}", (shapes, [1.0] * len(shapes)), index[at])
    counties = taken([place.name for place in stock.province.counties], county)
    number = (rank + 1).tolist()
    return counties + np.array([name.replace("{number}", str(one)) for name, one in zip(found.tolist(), number, strict=True)], dtype=object)


def _cameras(stock: Stock, kind: Index, county: Index) -> Texts:
    """The camera of each site, most of them by their code alone; those that the video platform knows stand in the first stores of their counties."""
    index, parts = np.arange(len(kind), dtype=np.int64), site_words()["bound"]["camera"]
    codes = taken([place.code for place in stock.province.counties], county).tolist()
    found = np.array([f"{code}00021322{number:06d}" for code, number in zip(codes, index.tolist(), strict=True)], dtype=object)
    bound: NDArray[np.bool_] = chance(stock.seed, "remote.camera", index) < np.array([parts[name] for name in KINDS])[kind]
    found[~bound] = None
    for place, ids in known_cameras(stock, "cold").items():
        at = np.flatnonzero((kind == KINDS.index("store")) & (county == place))[: len(ids)]
        found[at] = ids[: len(at)]
    return found
