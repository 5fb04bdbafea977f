"""The honest gaps: what by rule has not arrived at a moment. Missing rows are absent, never zero.

Every gap began at the latest of its own times of day before now; what it held back before that has been delivered late. So there is
a silent city, a late table and a stopped source at every hour, and the same ones whenever the same minute is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from demo.effects import Effects
from demo.places import Province, rules

CATCH_UP_DAYS = 9
"""Closed days before the newest that are published again whenever a gap ends: no gap is older."""
LATE_BY = timedelta(minutes=95)
COLD_CHAIN, SOURCES = ("cold_chain_hourly", "remote_site_daily"), "source_daily"


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What has not arrived at `now` (aware, in the province's time zone)."""

    now: datetime
    silent_city: str
    silent_since: datetime
    late_table: str
    late_as_of: datetime
    """Cut-off of the late table's newest batch: always a day behind."""
    vaccine_since: datetime
    stopped: tuple[tuple[str, datetime], ...]
    late_source: str
    never: str
    told: Effects = Effects()
    """What a running story adds: other cities and sources, or a silence that is over."""

    def stamp_of(self, table: str) -> str:
        """Names what of a table's closed days has arrived: when it changes, they are published again."""
        of_a_story = [*self.told.silences(), *(self.told.stops() if table == SOURCES else ())]
        ends = [self.silent_since, *(since for _, since in of_a_story if since.date() < self.today)]
        if table == self.late_table:
            ends.append(self.late_as_of)
        if table in COLD_CHAIN:
            ends.append(self.vaccine_since)
        if table == SOURCES:
            ends += [since for _, since in self.stopped]
            ends.append((self.now - LATE_BY).replace(hour=0, minute=0))
        return "|".join(f"{end:%Y%m%d%H%M}" for end in ends)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def minute(self) -> int:
        """Whole minutes since midnight."""
        return self.now.hour * 60 + self.now.minute

    def minute_of(self, day: date) -> int:
        """How far a day has gone: 1440 for a closed one."""
        return self.minute if day == self.today else 1440

    def last_day(self, table: str) -> date:
        """The last day of which the table has any row."""
        return self.late_as_of.date() - timedelta(days=1) if table == self.late_table else self.today

    def is_silent(self, city: str, day: date) -> bool:
        """Whether a city's rows of a day have not come: a day on which a city fell silent is not whole and counts as not come."""
        since = self.silent_from(city)
        return since is not None and day >= since.date()

    @property
    def _late_end(self) -> datetime:
        """How far the late source has come. In the first hours of a day it stands where yesterday's last minutes begin: those follow whole."""
        midnight = datetime.combine(self.today, time(), self.now.tzinfo)
        return self.now - LATE_BY if self.now - LATE_BY >= midnight else midnight - LATE_BY

    def silent_from(self, city: str) -> datetime | None:
        """Since when nothing came from a city; None when it reports."""
        found = [since for code, since in self.told.silences() if code == city]
        if city == self.silent_city and city not in self.told.delivered(self.today):
            found.append(self.silent_since)
        return min(found, default=None)

    def cut_off(self, source: str, region: str) -> datetime | None:
        """Since when nothing of a source came from a region; None when nothing is missing."""
        found = [since for code, since in (*self.stopped, *self.told.stops()) if code == source]
        if source == self.late_source:
            found.append(self._late_end)
        silent = self.silent_from(region)
        if silent is not None:
            found.append(silent)
        return min(found, default=None)


def gaps_at(province: Province, now: datetime, told: Effects | None = None) -> Gaps:
    """The gaps of a province at a moment given in its own time zone."""
    rule = rules()["gaps"]
    return Gaps(
        now=now,
        silent_city=province.silent.code,
        silent_since=_latest(now, rule["silent_at"]),
        late_table=rule["late_table"],
        late_as_of=_latest(now, rule["late_at"]) - timedelta(days=1),
        vaccine_since=_latest(now, rule["vaccine_at"]),
        stopped=tuple((stop["source"], _latest_weekday(now, stop["weekday"], stop["at"])) for stop in rule["stopped"]),
        late_source=rule["late_source"],
        never=rule["never_source"],
        told=told or Effects(),
    )


def _latest(now: datetime, at: time) -> datetime:
    """The latest time of day before now."""
    found = datetime.combine(now.date(), at, now.tzinfo)
    return found if found <= now else datetime.combine(now.date() - timedelta(days=1), at, now.tzinfo)


def _latest_weekday(now: datetime, weekday: int, at: time) -> datetime:
    """The latest such hour of the week that is more than a day ago: a stopped source has stopped for long."""
    day = now.date() - timedelta(days=1)
    while day.isoweekday() != weekday or datetime.combine(day, at, now.tzinfo) > now - timedelta(days=1):
        day -= timedelta(days=1)
    return datetime.combine(day, at, now.tzinfo)
