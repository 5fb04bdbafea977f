"""The plan of a demo province: whose, of which seed and size, at which moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from demo.effects import Effects
from demo.frames import TABLES
from demo.gaps import Gaps, gaps_at
from demo.places import Province, Regions, province_of, rules
from demo.things.parts import View
from geo.regions import regions_of
from settings import Settings

SOURCE, NATURE = "demo", "demo"
EDITION = 4
"""Raised when the generator's numbers change: an older province is then built anew."""


@dataclass(frozen=True)
class Plan:
    """A province to be built: its seed, its size and the moment."""

    province: Province
    seed: int
    scale: str
    now: datetime
    effects: Effects = Effects()
    """What a running story does to what is published."""

    @cached_property
    def gaps(self) -> Gaps:
        return gaps_at(self.province, self.now, self.effects)

    def things(self, whole: date) -> View:
        """The enterprises and what belongs to them, the settled whole having been published on a day."""
        return View(self.seed, self.province, self.scale, self.now, whole)

    @property
    def identity(self) -> dict[str, Any]:
        """What tells this province from others, whatever the moment."""
        return {"edition": EDITION, "province": self.province.code, "seed": self.seed, "scale": self.scale}

    @property
    def yesterday(self) -> date:
        """The newest closed day."""
        return self.now.date() - timedelta(days=1)

    @property
    def cut_off(self) -> datetime:
        """The minute up to which today is known."""
        return self.now.replace(second=0, microsecond=0)

    def first(self, table: str) -> date:
        """The first day of a table's history, the first of a month."""
        size = rules()["scale"][self.scale]
        return months_before(self.now.date(), size["months_of"].get(table, size["months"]))

    def as_of(self, table: str) -> datetime:
        """The data cut-off of a table's newest batch."""
        return self.gaps.late_as_of if table == self.gaps.late_table else self.cut_off

    def stamp(self, table: str) -> str:
        """Names what the closed days of a table follow from at this moment: while it stays, they stay."""
        return f"{self.now.date()}|{self.gaps.stamp_of(table)}"

    def stamps(self) -> dict[str, str]:
        """The stamps of all fact tables."""
        return {table: self.stamp(table) for table in TABLES}


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies some months before a day's."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def plan_of(settings: Settings, now: datetime, regions: Regions | None = None) -> Plan:
    """The province that the settings ask for, at a moment."""
    province = province_of(regions or regions_of(settings.province))
    return Plan(province, settings.seed, settings.demo_scale, now.astimezone(settings.tz))
