"""The frame of enterprises: one row each, as it stands at a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from demo.things import names
from demo.things.clock import NEVER, dates
from demo.things.draws import Index, taken
from demo.things.stock import TYPES, Stock
from demo.things.words import letters


def frame(stock: Stock, index: Index, now: int | Index) -> pd.DataFrame:
    """The rows of some enterprises as they stand at a minute, or each at its own. Capital that was not declared is unknown; an end that lies ahead is not told."""
    name, told = names.names(stock, index)
    money = names.capital(stock, index)
    sums, place = np.unique(money, return_inverse=True)
    declared = money > 0
    gone = stock.ended[index] <= now
    status = np.where(gone, np.where(stock.revoked[index], 2, 1), 0)
    region = regions(stock, stock.county[index])
    return pd.DataFrame(
        {
            "uscc": text(names.codes(stock, index)),
            "uscc_kind": coded(np.zeros(len(index), dtype=np.int8), ["uscc18"]),
            "name": text(name),
            "region": region,
            "region_raw": region,
            "region_how": coded(np.zeros(len(index), dtype=np.int8), ["current"]),
            "type": coded(stock.type[index], list(TYPES)),
            "type_text": text(told),
            "industry": coded(stock.industry[index], letters()),
            "capital_fen": pd.Series(money * 1_000_000, dtype="Int64").mask(~declared),
            "capital_currency": coded(np.where(declared, 0, -1), ["CNY"]),
            "capital_amount": np.where(declared, money * 10_000.0, np.nan),
            "capital_text": text(taken([f"{one}万元人民币" if one else None for one in sums.tolist()], place)),
            "opened_on": dates(stock.opened[index]),
            "closed_on": dates(np.where(gone, stock.ended[index], NEVER)),
            "status": coded(status, ["open", "closed", "revoked"]),
            "scope_text": text(names.scopes(stock, index)),
            "address": text(names.addresses(stock, index)),
        }
    )


def coded(places: Any, entries: Sequence[str]) -> Any:
    """Entries at some places as categories; -1 is unknown."""
    return pd.Categorical.from_codes(places, dtype=pd.CategoricalDtype(list(entries)))


def text(values: Any) -> pd.Series:
    """Texts as they are: no copy of each."""
    return pd.Series(values, dtype=object)


def regions(stock: Stock, places: Index) -> Any:
    """County codes by place."""
    return coded(places, [county.code for county in stock.province.counties])
