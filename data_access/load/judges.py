"""The judges of a load: what this room may not know itself, handed in by the caller (the regions and the credit codes)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Located:
    """Where a row belongs today.

    `how` is current (a county of today), crosswalk (a retired code with one successor), city (未定位 under that city), province, or
    unknown: the code is in no list; `region` is then the best that the rest of the row tells, for a caller who wants to keep the row.
    """

    region: str
    how: str
    note: str = ""


class Locator(Protocol):
    """The way from any code that a file may hold to a region of today."""

    def locate(self, code: str, on: date | None, city_label: str | None) -> Located: ...


@dataclass(frozen=True, kw_only=True)
class Judges:
    """All that is asked of others while rows are judged."""

    locator: Locator
    is_credit_code: Callable[[str], bool]
    kind_of_code: Callable[[str], str | None]
    """uscc18, reg15, reg13 or masked; None for a text that is none of them."""
