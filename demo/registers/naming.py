"""What registered sites have in common: their words, their numbers within a county and kind, where they lie, and who runs them."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo.places import DATA, Province
from demo.things import names
from demo.things.draws import Index, among, chance, taken, weighted
from demo.things.stock import Stock
from demo.things.words import words as things

Texts = NDArray[np.object_]
JITTER = 0.05
"""Degrees by which a site lies beside the middle of its county."""


@cache
def site_words() -> dict[str, Any]:
    """The file `demo/data/sites.toml`."""
    found: dict[str, Any] = tomllib.loads((DATA / "sites.toml").read_text("utf-8"))
    return found


def ranks(groups: Index) -> Index:
    """The number of each thing within its group, from 0 on; equal groups stand together."""
    begins = np.concatenate([[True], groups[1:] != groups[:-1]]) if len(groups) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(begins)
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))


def numbered(letters: list[str], province: Province, county: Index, rank: Index) -> Texts:
    """Codes of sites: letters, county and number."""
    parts = zip(letters, taken([place.code for place in province.counties], county).tolist(), (rank + 1).tolist(), strict=True)
    return np.array([f"{letter}{code}-{number:04d}" for letter, code, number in parts], dtype=object)


def called(seed: int, salt: str, patterns: tuple[list[str], list[float]], index: Index) -> Texts:
    """Names of sites: invented words in one of some patterns; `{number}` is left for the caller."""
    made = things()["trade"]
    word = taken(list(made["first"]), among(seed, f"{salt}.first", index, len(made["first"])))
    word = word + taken(list(made["second"]), among(seed, f"{salt}.second", index, len(made["second"])))
    shape = taken(patterns[0], weighted(seed, f"{salt}.shape", index, patterns[1]))
    return np.array([one.replace("{word}", name) for one, name in zip(shape.tolist(), word.tolist(), strict=True)], dtype=object)


def placed(seed: int, salt: str, province: Province, county: Index, part: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where sites lie, longitude and latitude; unknown for some of them."""
    index = np.arange(len(county), dtype=np.int64)
    known = chance(seed, f"{salt}.placed", index) < part
    found = []
    for name, values in (("lon", [place.lon for place in province.counties]), ("lat", [place.lat for place in province.counties])):
        middle = np.array(values, dtype=float)[county]
        found.append(np.where(known, np.round(middle + JITTER * (2 * chance(seed, f"{salt}.{name}", index) - 1), 5), np.nan))
    return found[0], found[1]


def operators(stock: Stock, pool: Index, county: Index, rank: Index) -> Index:
    """An enterprise of each site's county, each enterprise once; -1 where there is none left."""
    order = pool[np.argsort(stock.county[pool], kind="stable")]
    begins = np.searchsorted(stock.county[order], county, side="left")
    ends = np.searchsorted(stock.county[order], county, side="right")
    at = begins + rank
    found = np.full(len(county), -1, dtype=np.int64)
    some = at < ends
    found[some] = order[at[some]]
    return found


def codes_of(stock: Stock, who: Index) -> Texts:
    """Credit codes, None for nobody."""
    found = np.full(len(who), None, dtype=object)
    known = who >= 0
    found[known] = names.codes(stock, who[known])
    return found
