"""The register of entities as a roster to draw from (市场主体名录库): who stands in a place and fits a plan's conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from data_access.mart_tables import ENTERPRISE
from data_access.measure import Reader
from data_access.measure_query import check_region
from data_access.scope import Scope

STANDS = "open"


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Which entities: in a scope, on wish in one region of it, of one section of industry, of one type. Raises ForeignRegion."""

    scope: Scope
    region: str | None = None
    industry: str = ""
    type: str = ""

    def __post_init__(self) -> None:
        check_region(self.scope, self.region)

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on the register."""
        c = ENTERPRISE.c
        found = [c.status == STANDS, self.scope.clause(c.region)]
        if self.region and self.region != self.scope.province:
            found.append(
                c.region.between(f"{self.region[:4]}00", f"{self.region[:4]}99") if self.region.endswith("00") else c.region == self.region
            )
        return found + [c[name] == value for name, value in (("industry", self.industry), ("type", self.type)) if value]


def known(reader: Reader) -> bool:
    """Whether the register has been published."""
    return ENTERPRISE.name in reader.tables()


def count(reader: Reader, cut: Cut) -> int:
    """How many fit."""
    return int(reader.read(select(func.count().label("n")).select_from(ENTERPRISE).where(*cut.conditions()))["n"].iloc[0])


def codes(reader: Reader, cut: Cut) -> list[str]:
    """The codes of all who fit."""
    found: list[str] = reader.read(select(ENTERPRISE.c.uscc).where(*cut.conditions()))["uscc"].tolist()
    return found


def named(reader: Reader, wanted: list[str]) -> pd.DataFrame:
    """`uscc`, `name`, `region` of some entities."""
    columns: tuple[ColumnElement[Any], ...] = (ENTERPRISE.c.uscc, ENTERPRISE.c.name, ENTERPRISE.c.region)
    parts = [wanted[at : at + 1000] for at in range(0, len(wanted), 1000)]
    frames = [reader.read(select(*columns).where(ENTERPRISE.c.uscc.in_(part))) for part in parts]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["uscc", "name", "region"])
