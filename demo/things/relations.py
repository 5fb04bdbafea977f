"""The ties of enterprises: who stands for a firm, who holds it, whose branch it is, whose address it shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.things import names
from demo.things.clock import dates
from demo.things.draws import Index, among, chance
from demo.things.enterprise import coded, regions, text
from demo.things.stock import Stock

KINDS = ("法定代表人", "投资", "分支机构", "托管地址")
BLOCK = 600
"""So many enterprises in a row whose shared representatives of one county are the same person."""
SHARES = np.array([100, 60, 51, 40, 35, 30, 20, 10], dtype=float)


def frame(stock: Stock, index: Index) -> pd.DataFrame:
    """The ties that begin with some enterprises. A person is a number, never a name; `share` is known of investments alone."""
    firms = index[stock.firms[index]]
    parts = [_people(stock, firms), _holdings(stock, firms), _branches(stock, firms), *_shared(stock, index)]
    who, kind = np.concatenate([part[0] for part in parts]), np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    share = np.concatenate([part[3] for part in parts])
    owners = np.unique(who)
    return pd.DataFrame(
        {
            "uscc": text(names.codes(stock, owners)[np.searchsorted(owners, who)]),
            "other": text(np.concatenate([part[1] for part in parts])),
            "kind": coded(kind, list(KINDS)),
            "share": share,
            "since": dates(stock.opened[who]),
            "region": regions(stock, stock.county[who]),
        }
    )


Tie = tuple[Index, NDArray[np.object_], int, NDArray[np.float64]]


def _tie(who: Index, other: NDArray[np.object_], kind: str, share: NDArray[np.float64] | None = None) -> Tie:
    return who, other, KINDS.index(kind), np.full(len(who), np.nan) if share is None else share


def _people(stock: Stock, firms: Index) -> Tie:
    """Legal representatives: most stand for one firm, some for several of a county, a few for most firms of a shared address."""
    own = 100_000_000 + firms
    shared = 900_000_000 + firms // BLOCK * 1_000 + stock.county[firms]
    number = np.where(chance(stock.seed, "person", firms) < 0.22, shared, own)
    for group, (_, members) in enumerate(stock.shells):
        known, place, _ = np.intersect1d(firms, members, return_indices=True)
        stands = chance(stock.seed, "person.shell", known) < 0.6
        number[place[stands]] = 800_000_000 + group * 10 + known[stands] % 3
    return _tie(firms, np.array([f"P{one}" for one in number.tolist()], dtype=object), "法定代表人")


def _older(stock: Stock, salt: str, firms: Index) -> Index:
    """An older lasting firm for each of some, of its own city where that has one; -1 where none is older."""
    pool = stock.lasting_of(firms=True)
    city = stock.province.county_city
    found = np.full(len(firms), -1, dtype=np.int64)
    for place in range(len(stock.province.cities)):
        at = np.flatnonzero(city[stock.county[firms]] == place)
        mine = pool[city[stock.county[pool]] == place]
        known = np.searchsorted(mine, firms[at])
        some = at[known > 0]
        if len(some):
            found[some] = mine[among(stock.seed, salt, firms[some], known[known > 0])]
    return found


def _holdings(stock: Stock, firms: Index) -> Tie:
    """Firms that hold a part of a firm."""
    held = firms[chance(stock.seed, "held", firms) < 0.2]
    holder = _older(stock, "holder", held)
    held, holder = held[holder >= 0], holder[holder >= 0]
    share = SHARES[among(stock.seed, "share", held, len(SHARES))]
    rings = [(members, np.roll(members, 1)) for _, members in stock.shells[1:]]  # each holds the next: a ring to be found
    inside = [np.isin(members, firms) for members, _ in rings]
    who = np.concatenate([held, *(members[keep] for (members, _), keep in zip(rings, inside, strict=True))])
    other = np.concatenate([holder, *(before[keep] for (_, before), keep in zip(rings, inside, strict=True))])
    share = np.concatenate([share, np.full(len(who) - len(held), 30.0)])
    return _tie(who, names.codes(stock, other), "投资", share)


def _branches(stock: Stock, firms: Index) -> Tie:
    """Firms that are run as another's outpost."""
    outposts = firms[chance(stock.seed, "branch", firms) < 0.05]
    parent = _older(stock, "parent", outposts)
    outposts, parent = outposts[parent >= 0], parent[parent >= 0]
    return _tie(outposts, names.codes(stock, parent), "分支机构")


def _shared(stock: Stock, index: Index) -> list[Tie]:
    """Firms at an address that their host manages for them."""
    found = []
    for host, members in stock.shells:
        mine = members[np.isin(members, index)]
        found.append(_tie(mine, names.codes(stock, np.full(len(mine), host, dtype=np.int64)), "托管地址"))
    return found
