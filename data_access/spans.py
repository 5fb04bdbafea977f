"""The spans of marts: the first day that a mart holds, so that a slider over time begins where data begin."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import func, select

from data_access.buckets import own_grain, time_of
from data_access.measure import Reader
from data_access.measure_query import mart_table


def first_day(reader: Reader, mart: str) -> date | None:
    """The first day of a mart's rows, whoever asks: like its last day it is the contract's, no row's. None for registers and empty marts."""
    table = mart_table(mart)
    if mart not in reader.tables() or own_grain(table) is None or table.info["kind"] == "entity":
        return None
    time = time_of(table)
    found = reader.read(select(func.min(time, type_=time.type).label("first_time")))["first_time"]
    return None if found.empty or pd.isna(found.iloc[0]) else pd.Timestamp(found.iloc[0]).date()
