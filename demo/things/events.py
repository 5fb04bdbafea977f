"""The events of enterprises: registration and end of each, and what comes between at the rhythm of the daily numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo import rhythm
from demo.things import names
from demo.things.clock import DAY, in_the_day, numbered
from demo.things.draws import Index, among, taken, weighted
from demo.things.enterprise import coded, regions, text
from demo.things.stock import TYPES, Stock
from demo.things.words import day_of, places_of, sample, split, words

REGISTRARS = {"enterprise": "S01", "individual": "S02", "coop": "S01"}
TRIES = 3
"""How often an event looks for an enterprise that is open on its day."""


@dataclass(frozen=True)
class Told:
    """Some events: who, when, what. `codes` and `texts` are one a row, kind and source one for all."""

    kind: str
    source: str
    codes: list[str]
    who: Index
    at: Index
    texts: NDArray[np.object_]


def told(stock: Stock, first: int, last: int) -> list[Told]:
    """The events of minutes `first` … `last`."""
    found = [*_registered(stock, first, last), *_ended(stock, first, last)]
    found += [_between(stock, place, entry, (first, last)) for place, entry in enumerate(words()["event"])]
    return found


def frame(stock: Stock, found: list[Told], moment: pd.Series) -> pd.DataFrame:
    """Events as rows; `moment` gives the time of each in their order."""
    who = np.concatenate([part.who for part in found])
    sizes = [len(part.who) for part in found]
    kinds, sources = ([getattr(part, name) for part in found] for name in ("kind", "source"))
    owners = np.unique(who)
    code = names.codes(stock, owners)[np.searchsorted(owners, who)]
    return pd.DataFrame(
        {
            "event": text(np.array([one for part in found for one in part.codes], dtype=object)),
            "uscc": text(code),
            "at": moment,
            "kind": _repeated(kinds, sizes),
            "source": _repeated(sources, sizes),
            "text": text(np.concatenate([part.texts for part in found])),
            "region": regions(stock, stock.county[who]),
        }
    )


def _repeated(values: list[str], sizes: list[int]) -> Any:
    known = sorted(set(values))
    return coded(np.repeat([known.index(value) for value in values], sizes), known)


def _registered(stock: Stock, first: int, last: int) -> list[Told]:
    begin, end = stock.open_before(first), min(len(stock), stock.open_before(last + DAY))
    index = np.arange(begin, end, dtype=np.int64)
    index = index[(stock.opened[index] >= first) & (stock.opened[index] <= last)]
    found = []
    for source in sorted(set(REGISTRARS.values())):
        mine = index[np.isin(stock.type[index], [place for place, name in enumerate(TYPES) if REGISTRARS[name] == source])]
        found.append(Told("登记", source, numbered_codes("R", mine), mine, stock.opened[mine], same("设立登记", mine)))
    return found


def _ended(stock: Stock, first: int, last: int) -> list[Told]:
    index = np.flatnonzero((stock.ended >= first) & (stock.ended <= last))
    gone, taken_away = index[~stock.revoked[index]], index[stock.revoked[index]]
    return [
        Told("注销", "S04", numbered_codes("X", gone), gone, stock.ended[gone], same("注销登记", gone)),
        Told("吊销", "S18", numbered_codes("X", taken_away), taken_away, stock.ended[taken_away], same("吊销营业执照", taken_away)),
    ]


def numbered_codes(letter: str, index: Index) -> list[str]:
    return [f"{letter}{number:08d}" for number in index.tolist()]


def same(sentence: str, index: Index) -> NDArray[np.object_]:
    return taken([sentence], np.zeros(len(index), dtype=np.int64))


@lru_cache(maxsize=64)
def _rates(seed: int, mart: str, pace: str, last: date) -> NDArray[np.float64]:
    """How busy each day is from the first told one on."""
    start = day_of("events_from")
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    return np.array([rhythm.factor(seed, mart, getattr(rhythm, pace.upper()), day) for day in days])


def _between(stock: Stock, place: int, entry: Mapping[str, Any], span: tuple[int, int]) -> Told:
    """Events of one kind: each falls to an enterprise of its industries that opened before its day and is open after it."""
    start, last = day_of("events_from"), date.fromordinal(span[1] // DAY)
    rates = _rates(stock.seed, entry["mart"], entry["pace"], last) * entry["usual"] / sample(stock.scale)["of"]
    salt = f"event.{place}"
    index, days = numbered(rates, max(0, span[0] // DAY - start.toordinal()), len(rates) - 1)
    at = (start.toordinal() + days) * DAY + in_the_day(stock.seed, salt, index, entry["at"])
    keep = (at >= span[0]) & (at <= span[1])
    index, at = index[keep], at[keep]
    who = _somebody(stock, salt, index, at, stock.members(places_of(entry["industries"])))
    index, at, who = index[who >= 0], at[who >= 0], who[who >= 0]
    sentences, weights = split(entry["texts"])
    texts = taken(sentences, weighted(stock.seed, f"{salt}.text", index, weights))
    return Told(entry["kind"], entry["source"], numbered_codes(f"E{place:02d}", index), who, at, texts)


def _somebody(stock: Stock, salt: str, index: Index, at: Index, pool: Index) -> Index:
    """Who an event falls to; -1 where some tries found nobody open."""
    known = np.searchsorted(stock.first_of_day[pool], at // DAY * DAY, side="left")
    who = np.full(len(index), -1, dtype=np.int64)
    for attempt in range(TRIES):
        open_ = np.flatnonzero((who < 0) & (known > 0))
        picked = pool[among(stock.seed, f"{salt}.who.{attempt}", index[open_], known[open_])]
        lives = stock.ended[picked] > at[open_]
        who[open_[lives]] = picked[lives]
    return who
