"""The frame of enterprises: one row each, as it stands at a minute."""

from __future__ import annotations

import numpy as np
import pandas as pd

from demo.things import names
from demo.things.clock import NEVER, dates
from demo.things.draws import Index
from demo.things.stock import TYPES, Stock
from demo.things.words import letters


def frame(stock: Stock, index: Index, now: int) -> pd.DataFrame:
    """The rows of some enterprises. Capital that was not declared is unknown; an end that lies ahead is not told."""
    name, told = names.names(stock, index)
    money = names.capital(stock, index)
    declared = money > 0
    gone = stock.ended[index] <= now
    status = np.where(gone, np.where(stock.revoked[index], 2, 1), 0)
    region = regions(stock, stock.county[index])
    return pd.DataFrame(
        {
            "uscc": text(names.codes(stock, index)),
            "uscc_kind": pd.Categorical.from_codes(np.zeros(len(index), dtype=np.int8), ["uscc18"]),
            "name": text(name),
            "region": region,
            "region_raw": region,
            "region_how": pd.Categorical.from_codes(np.zeros(len(index), dtype=np.int8), ["current"]),
            "type": pd.Categorical.from_codes(stock.type[index], list(TYPES)),
            "type_text": text(told),
            "industry": pd.Categorical.from_codes(stock.industry[index], letters()),
            "capital_fen": pd.Series(money * 1_000_000, dtype="Int64").mask(~declared),
            "capital_currency": pd.Categorical.from_codes(np.where(declared, 0, -1), ["CNY"]),
            "capital_amount": np.where(declared, money * 10_000.0, np.nan),
            "capital_text": text(np.where(declared, money.astype(str).astype(object) + "万元人民币", None)),
            "opened_on": dates(stock.opened[index]),
            "closed_on": dates(np.where(gone, stock.ended[index], NEVER)),
            "status": pd.Categorical.from_codes(status, ["open", "closed", "revoked"]),
            "scope_text": text(names.scopes(stock, index)),
            "address": text(names.addresses(stock, index)),
        }
    )


def text(values: np.ndarray) -> pd.Series:
    """Texts as they are: no copy of each."""
    return pd.Series(values, dtype=object)


def regions(stock: Stock, places: Index) -> pd.Categorical:
    """County codes by place."""
    return pd.Categorical.from_codes(places, [county.code for county in stock.province.counties])

