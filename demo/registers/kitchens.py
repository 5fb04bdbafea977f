"""The register of kitchens that should be shown, one row a unit: whoever is not connected is named. Its counts are those of the daily numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from demo.facts import Hand
from demo.lenses import lenses
from demo.plot import START
from demo.registers.naming import Texts, called, codes_of, numbered, operators, placed, ranks, site_words
from demo.safety import COMPLETE, GROWTH, KITCHEN, KITCHENS, kitchen_cells
from demo.things import names
from demo.things.clock import DAY, NEVER, dates
from demo.things.draws import Index, among, chance, taken
from demo.things.enterprise import coded, regions, text
from demo.things.stock import Stock

TABLE = "kitchen_site"
EARLIEST = date(2023, 1, 1).toordinal()
KINDS = tuple(KITCHENS)


def frame(stock: Stock, today: date) -> pd.DataFrame:
    """All units of the register as they stand at the end of a day."""
    units, missing = kitchen_cells(Hand(stock.seed, stock.province, KITCHEN, today))
    cell = np.repeat(np.arange(len(units)), units)
    county, kind, rank = cell // len(KINDS), cell % len(KINDS), ranks(cell)
    since = _connected(stock.seed, rank, (units - missing)[cell])
    there = since <= today.toordinal()
    index = np.arange(len(cell), dtype=np.int64)
    who = _operators(stock, county, kind, rank)
    lon, lat = placed(stock.seed, "kitchen", stock.province, county, 0.99)
    listed = np.minimum(since, EARLIEST) - 30 - among(stock.seed, "kitchen.listed", index, 900)
    serial = ranks(county)
    return pd.DataFrame(
        {
            "site": text(numbered(["KT"] * len(cell), stock.province, county, serial)),
            "name": text(_names(stock, index, kind, (county, who))),
            "kind": coded(kind, list(KINDS)),
            "region": regions(stock, county),
            "uscc": text(codes_of(stock, who)),
            "listed_on": dates(listed * DAY),
            "connected_on": dates(np.where(there, since * DAY, NEVER)),
            "status": coded((~there).astype(np.int8), ["connected", "unconnected"]),
            "camera": text(_cameras(stock, county, kind, there)),
            "lon": lon,
            "lat": lat,
        }
    )


def _connected(seed: int, rank: Index, able: Index) -> Index:
    """The day on which each unit was connected: the one on which the daily number reaches its rank; NEVER for who cannot be."""
    part = np.where(able > 0, (rank + 1) / np.maximum(able, 1), 2.0)
    days = COMPLETE.toordinal() - np.floor(np.maximum(1 - part, 0) * 365.25 / GROWTH + 1e-9).astype(np.int64)
    early = EARLIEST - 1 - among(seed, "kitchen.early", np.arange(len(rank), dtype=np.int64), 1400)
    return np.where(part > 1, NEVER, np.where(days < EARLIEST, early, days))


def _operators(stock: Stock, county: Index, kind: Index, rank: Index) -> Index:
    """The enterprise that runs each unit, where the archive has one of its trade; schools and homes are no market entities."""
    found = np.full(len(county), -1, dtype=np.int64)
    taken_before = np.zeros(len(stock.province.counties), dtype=np.int64)
    for place, name in enumerate(KINDS):
        trade = site_words()["kitchen"][name].get("industries")
        if trade:
            at = np.flatnonzero(kind == place)
            found[at] = operators(stock, stock.lasting_of(trade), county[at], rank[at] + taken_before[county[at]])
            taken_before += np.bincount(county[at], minlength=len(taken_before))
    return found


def _names(stock: Stock, index: Index, kind: Index, of: tuple[Index, Index]) -> Texts:
    """The enterprise's own name where it is known, else a made one after the county."""
    county, who = of
    found = np.full(len(index), "", dtype=object)
    for place, name in enumerate(KINDS):
        words, at = site_words()["kitchen"][name], np.flatnonzero(kind == place)
        found[at] = called(stock.seed, f"kitchen.{place}", (words["names"], words["weights"]), index[at])
    found = taken([place.name for place in stock.province.counties], county) + found
    known = who >= 0
    found[known] = names.names(stock, who[known])[0]
    return found


def _cameras(stock: Stock, county: Index, kind: Index, there: np.ndarray) -> Texts:
    """The camera of each connected unit. Those that the video platform knows stand in the first schools of their counties."""
    index = np.arange(len(county), dtype=np.int64)
    codes = taken([place.code for place in stock.province.counties], county).tolist()
    found = np.array([f"{code}00021321{number:06d}" for code, number in zip(codes, index.tolist(), strict=True)], dtype=object)
    found[~there | (chance(stock.seed, "kitchen.camera", index) > 0.995)] = None
    schools = there & (kind == KINDS.index("学校食堂"))
    for place, ids in known_cameras(stock, "kitchen").items():
        at = np.flatnonzero(schools & (county == place))[: len(ids)]
        found[at] = ids[: len(at)]
    return found


def known_cameras(stock: Stock, kind: str) -> dict[int, list[str]]:
    """The cameras of a kind that the video platform knows, by place of their county."""
    places = {county.code: place for place, county in enumerate(stock.province.counties)}
    found: dict[int, list[str]] = {}
    for lens in lenses(stock.seed, stock.province, START):
        if lens.row["kind"] == kind:
            found.setdefault(places[lens.row["region"]], []).append(str(lens.row["id"]))
    return found
