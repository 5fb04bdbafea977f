"""The declaration of a counted number: one that is counted in the store, not measured over a mart, and so has no series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from data_access.mart_tables import MARTS
from data_access.stores.tables import STORE
from indicators.failure import IndicatorFailed

CODE = re.compile(r"[a-z][a-z0-9_]*(\.\w+)+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One number that a panel counts in the store: named, owned and defined like an indicator.

    `counted_in` names the tables that it is counted in: tables of the store, and marts where a part of it comes from there.
    """

    code: str
    name: str
    unit: str
    owner: str
    definition: str
    counted_in: tuple[str, ...]
    rhythm: timedelta
    better: Literal["up", "down", "none"] = "none"
    decimals: int = 0
    period: str = "业务库最近一次变化时的现状"
    """The time that it is of, for numbers that are reckoned from marts."""

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise IndicatorFailed(f"the code {self.code!r} of a counted number must read like family.name.")
        if not (self.name and self.owner and self.definition and self.counted_in):
            raise IndicatorFailed(f"counted number {self.code} needs a name, an owner, a definition and the tables that it is counted in.")
        for table in self.counted_in:
            if table not in STORE.tables and table not in MARTS.tables:
                raise IndicatorFailed(f"counted number {self.code}: there is no table {table!r} in the store or the marts.")

    @property
    def family(self) -> str:
        return self.code.split(".", 1)[0]

    @property
    def wording(self) -> str:
        """The whole 口径: the definition and the time."""
        return f"{self.definition.rstrip('。')}。期间：{self.period}。"
