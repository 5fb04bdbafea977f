"""The names of the things: credit codes, firms' names, addresses, what they do, their capital. All are invented."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from demo.things.draws import Index, among, chance, taken, weighted
from demo.things.stock import TYPES, Stock
from demo.things.words import words
from enterprises.codes import ALPHABET, WEIGHTS

Texts = NDArray[np.object_]
_BODY_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2))
_BODY_CHECK = "0123456789X"
_WIDE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLACES, _STRIDE = 31**6, 314_159_269
"""Numbers of the free part of a body, and a step that has no divisor in common with them: no two enterprises share a code."""


def codes(stock: Stock, index: Index) -> Texts:
    """Unified social credit codes (GB 32100-2015): kind, county, organisation code (GB 11714) and check character."""
    number = (index * _STRIDE + stock.seed % _PLACES) % _PLACES
    free = np.stack([number // 31**place % 31 for place in range(6)], axis=1)
    known = np.array([ALPHABET.index(letter) for letter in words()["prefix"]])
    body = np.concatenate([np.tile(known, (len(index), 1)), free], axis=1)
    wide = np.array([_WIDE.index(letter) for letter in ALPHABET])[body]
    check = -(wide @ _BODY_WEIGHTS) % 11
    last = np.array([ALPHABET.index(letter) for letter in _BODY_CHECK])[check]
    places = np.array([[int(digit) for digit in county.code] for county in stock.province.counties])[stock.county[index]]
    kind = np.array((1, 2, 3))[stock.type[index]]
    head = np.column_stack([np.full(len(index), 9), kind, places, body, last])
    found = np.column_stack([head, -(head @ np.array(WEIGHTS)) % 31])
    signs = np.array([ord(letter) for letter in ALPHABET], dtype=np.uint32)[found]
    return np.ascontiguousarray(signs).view("<U18").ravel().astype(object)


def _trade(stock: Stock, index: Index) -> Texts:
    """Trade names of two or three invented syllables."""
    made = words()["trade"]
    parts = [taken(list(made[key]), among(stock.seed, f"trade.{key}", index, len(made[key]))) for key in ("first", "second", "third")]
    return parts[0] + parts[1] + np.where(chance(stock.seed, "trade.long", index) < 0.62, parts[2], "")


def _word(stock: Stock, index: Index) -> Texts:
    """The word of its business in an enterprise's name."""
    found = np.full(len(index), "", dtype=object)
    firm = stock.firms[index]
    for place, entry in enumerate(words()["industry"]):
        for mine, known in ((firm, entry["firm"]), (~firm, entry["shop"])):
            at = np.flatnonzero(mine & (stock.industry[index] == place))
            found[at] = taken(known, among(stock.seed, "word", index[at], len(known)))
    found[stock.type[index] == TYPES.index("coop")] = ""
    return found


def _forms(stock: Stock, index: Index) -> tuple[Texts, Texts]:
    """The end of each name, and the type in words."""
    end, told = (np.full(len(index), "", dtype=object) for _ in range(2))
    for place, name in enumerate(TYPES):
        known = words()["form"][name]
        at = np.flatnonzero(stock.type[index] == place)
        one = weighted(stock.seed, "form", index[at], [weight for *_, weight in known])
        end[at], told[at] = taken([form for form, *_ in known], one), taken([text for _, text, _ in known], one)
    return end, told


def names(stock: Stock, index: Index) -> tuple[Texts, Texts]:
    """Names, and types in words. A firm is called after its city or county, a shop after its county."""
    counties = stock.province.counties
    at = stock.county[index]
    city = taken([stock.province.city_of(county.code).short for county in counties], at)
    county = taken([county.name for county in counties], at)
    place = np.where(stock.firms[index] & (chance(stock.seed, "place", index) < 0.6), city, county)
    end, told = _forms(stock, index)
    return place + _trade(stock, index) + _word(stock, index) + end, told


def addresses(stock: Stock, index: Index) -> Texts:
    """Where an enterprise is registered. Firms of one shared address differ in their box alone."""
    county = taken([county.name for county in stock.province.counties], stock.county[index])
    roads, rooms = words()["trade"]["roads"], words()["trade"]["rooms"]
    road = taken(roads, among(stock.seed, "road", index, len(roads)))
    number = taken([f"{n} 号" for n in range(1, 400)], among(stock.seed, "number", index, 399))
    room = taken(rooms, among(stock.seed, "room", index, len(rooms)))
    unit = np.where(room != "", taken([f"{n} 室" for n in range(101, 900)], among(stock.seed, "unit", index, 799)), "")
    found = county + road + number + room + unit
    place = {int(number): at for at, number in enumerate(index)} if len(stock.shells) else {}
    for host, firms in stock.shells:
        shared = f"{stock.province.counties[stock.county[host]].name}{roads[host % len(roads)]}{host % 300 + 1} 号商务楼 1201 室"
        for box, firm in enumerate([host, *firms.tolist()]):
            if firm in place:
                found[place[firm]] = shared if firm == host else f"{shared}（托管 {box:02d}）"
    return found


def scopes(stock: Stock, index: Index) -> Texts:
    """What an enterprise may do."""
    found = np.full(len(index), "", dtype=object)
    for place, entry in enumerate(words()["industry"]):
        known = entry["scope"]
        pairs = [
            f"一般项目：{one}；{other}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
            for one in known
            for other in known
            if one != other
        ]
        at = np.flatnonzero(stock.industry[index] == place)
        found[at] = taken(pairs, among(stock.seed, "scope", index[at], len(pairs)))
    return found


def capital(stock: Stock, index: Index) -> Index:
    """Registered capital in 万元; 0 where none was declared."""
    found = np.zeros(len(index), dtype=np.int64)
    for place, name in enumerate(TYPES):
        known = words()["capital"][name]
        at = np.flatnonzero(stock.type[index] == place)
        found[at] = np.array([int(sum_) for sum_, _ in known])[weighted(stock.seed, "capital", index[at], [weight for _, weight in known])]
    return found
