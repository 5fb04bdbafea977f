"""The provenance of indicators: the marts and source systems behind them, and how fresh and how real their data are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from data_access.arrivals import LATE
from data_access.horizon import suppliers
from data_access.measure import Base, Per, Reader, State
from indicators.declaration import Indicator

NATURES = ("production", "sample", "demo")
"""From the most to the least real."""
Freshness = Literal["ok", "stale", "nodata"]


def marts_of(indicator: Indicator) -> tuple[str, ...]:
    """The marts that an indicator reads, its own first."""
    base: Base | None = indicator.measure.base if isinstance(indicator.measure, Per) else None
    return tuple(dict.fromkeys((indicator.mart, base.mart))) if base else (indicator.mart,)


def sources_of(reader: Reader, indicator: Indicator) -> tuple[str, ...]:
    """The source systems behind an indicator: as declared, else as the list of source systems says."""
    return indicator.sources or tuple(dict.fromkeys(code for mart in marts_of(indicator) for code in suppliers(reader, mart)))


def freshness(indicator: Indicator, as_of: datetime | None, now: datetime) -> Freshness:
    """Whether data of this age are fresh: stale when older than the rhythm and a tenth."""
    if as_of is None or indicator.rhythm is None:
        return "nodata"
    return "stale" if now - as_of > indicator.rhythm * LATE else "ok"


def published(reader: Reader, group: list[Indicator]) -> bool:
    """Whether every mart of a group holds a batch; a mart that was never published is unknown, not empty."""
    tables = reader.tables()
    return all(mart in tables for indicator in group for mart in marts_of(indicator))


def states_of(reader: Reader, indicators: Iterable[Indicator]) -> list[State]:
    """The states of the published marts behind some indicators."""
    tables: Mapping[str, State] = reader.tables()
    names = dict.fromkeys(mart for indicator in indicators for mart in marts_of(indicator))
    return [tables[name] for name in names if name in tables]


def oldest_of(states: Iterable[State]) -> State | None:
    """The state with the oldest data; None where nothing is published."""
    timed = [(state.as_of, state) for state in states if state.as_of is not None]
    return min(timed, key=lambda pair: pair[0])[1] if timed else None


def nature_of(states: Iterable[State]) -> str:
    """The least real nature: one demo number makes the answer a demo."""
    return max((s.nature for s in states), key=lambda n: NATURES.index(n) if n in NATURES else 0, default="production")
