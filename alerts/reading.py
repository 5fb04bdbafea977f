"""The reading of one moment: which version of the marts a rule is judged on, as of when, for which province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data_access.mart_tables import CALENDAR
from data_access.measure import Reader
from data_access.scope import Scope
from geo.regions import regions_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What feeds read from. With a `day` the data end there, as in a replay; `span` are the days of the whole replay, so that a feed may
    read them at once and keep what it read in `kept`.
    """

    reader: Reader
    province: str
    zone: tzinfo
    now: datetime
    store: Connection | None = None
    day: date | None = None
    span: tuple[date, date] | None = None
    standing: Mapping[str, str] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        return Scope.whole(self.province)

    @property
    def local(self) -> datetime:
        """The moment of judging in local time: of a replayed day its end."""
        if self.day is None:
            return self.now.astimezone(self.zone)
        return datetime.combine(self.day + timedelta(days=1), time(), self.zone)

    @property
    def until(self) -> date:
        """The last day that is looked at."""
        return self.day or self.local.date()

    def on(self, day: date) -> Reading:
        """The same, as of the end of a day."""
        return replace(self, day=day)

    def knowing(self, standing: Mapping[str, str]) -> Reading:
        """The same, with what stands already."""
        return replace(self, standing=standing)

    def keep(self, key: Any, make: Any) -> Any:
        """What `make` gives, once for this reading and the days that are replayed with it."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def calendar(self) -> Mapping[date, str]:
        """The working calendar: the kind of each day that is in it."""
        return self.keep("calendar", self._calendar)

    def _calendar(self) -> Mapping[date, str]:
        if CALENDAR.name not in self.reader.tables():
            return {}
        rows = self.reader.read(select(CALENDAR.c.day, CALENDAR.c.kind))
        return {pd.Timestamp(day).date(): kind for day, kind in zip(rows["day"], rows["kind"], strict=True)}

    def place(self, region: str) -> str:
        """A place in words: 南京市, 南通市如东县; the province's own name for the province."""
        regions = regions_of(self.province)
        city = regions.city_of(region)
        name = regions.name(region)
        return name if city in (None, region) else f"{regions.name(city or region)}{name}"
