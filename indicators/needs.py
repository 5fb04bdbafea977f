"""The needs of indicators: the columns of the marts that each is computed from."""

from __future__ import annotations

from data_access.measure import Mean, parts
from data_access.measure_query import mart_table
from indicators.declaration import Indicator


def columns_of(indicator: Indicator) -> dict[str, frozenset[str]]:
    """The columns by mart, with the time, the region and the batch that every number needs."""
    found: dict[str, set[str]] = {}
    for mart, part in parts(indicator.measure, indicator.mart):
        table = mart_table(mart)
        always = {"batch_id", "region", table.info["time"]} & set(table.columns.keys())
        weight = part.weight if isinstance(part, Mean) else None
        named = {getattr(part, "column", None), weight, *getattr(part, "where", {})} - {None}
        found.setdefault(mart, set()).update(always, named)
    return {mart: frozenset(columns) for mart, columns in found.items()}
