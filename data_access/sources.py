"""The source systems behind a number: their names, and how whole, timely and sound what they sent last is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import func, select

from data_access.mart_tables import INDUSTRY, SOURCE_DAILY, SOURCE_SYSTEM
from data_access.measure import Reader
from data_access.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What some source systems sent on their newest day: batches due and arrived, rows taken in and rejected. None is unknown."""

    day: date
    due: float | None
    arrived: float | None
    rows_in: float | None
    rejected: float | None

    @property
    def timely(self) -> float | None:
        """Percent of the batches due that came."""
        return self.arrived / self.due * 100 if self.due and self.arrived is not None else None

    @property
    def sound(self) -> float | None:
        """Percent of the rows sent that passed."""
        if self.rows_in is None or self.rejected is None or not self.rows_in + self.rejected:
            return None
        return self.rows_in / (self.rows_in + self.rejected) * 100


def named_suppliers(reader: Reader, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Code and name of some source systems, of all where none is named; the code itself where the name is not known."""
    if "source_system" not in reader.tables():
        return tuple((code, code) for code in codes)
    rows = reader.read(select(SOURCE_SYSTEM.c.code, SOURCE_SYSTEM.c.name).order_by(SOURCE_SYSTEM.c.code))
    names = dict(zip(rows["code"], rows["name"], strict=True))
    return tuple((code, str(names.get(code) or code)) for code in codes or names)


def quality_of(reader: Reader, scope: Scope, codes: Sequence[str]) -> Quality | None:
    """The quality of what some systems sent for visible regions on the newest day; None where nothing is known of them."""
    if "source_daily" not in reader.tables() or not codes:
        return None
    c = SOURCE_DAILY.c
    newest = select(func.max(c.day)).scalar_subquery()
    sums = [func.sum(c[name]).label(name) for name in ("due", "arrived", "rows_in", "rejected")]
    rows = reader.read(
        select(func.max(c.day, type_=c.day.type).label("day"), *sums).where(
            scope.clause(c.region), c.day == newest, c.source.in_(tuple(codes))
        )
    )
    if not len(rows) or pd.isna(rows["day"].iloc[0]):
        return None
    numbers = {
        name: None if pd.isna(rows[name].iloc[0]) else float(rows[name].iloc[0]) for name in ("due", "arrived", "rows_in", "rejected")
    }
    return Quality(day=pd.Timestamp(rows["day"].iloc[0]).date(), **numbers)


def nets(reader: Reader) -> dict[str, tuple[str, ...]]:
    """The codes of the business nets that supply each mart."""
    if "source_system" not in reader.tables():
        return {}
    rows = reader.read(select(SOURCE_SYSTEM.c.net, SOURCE_SYSTEM.c.tables).order_by(SOURCE_SYSTEM.c.code))
    found: dict[str, dict[str, None]] = {}
    for net, tables in zip(rows["net"], rows["tables"], strict=True):
        for mart in str(tables).split(","):
            found.setdefault(mart.strip(), {})[str(net)] = None
    return {mart: tuple(names) for mart, names in found.items()}


def industries(reader: Reader) -> dict[str, str]:
    """The names of the industry sections by letter."""
    if "industry" not in reader.tables():
        return {}
    rows = reader.read(select(INDUSTRY.c.code, INDUSTRY.c.name).order_by(INDUSTRY.c.code))
    return {str(code): str(name) for code, name in zip(rows["code"], rows["name"], strict=True)}
