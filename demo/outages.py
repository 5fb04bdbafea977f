"""The outages of the past: a city that was silent for a week, sources that stopped for days, sources that came late for weeks.

They follow from the seed and lie between two fixed days, so that no history changes while the clock goes on. What is missing now is
told by `demo.gaps`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from demo.noise import generator
from demo.places import Province, rules, systems


@dataclass(frozen=True, kw_only=True)
class Outage:
    """One outage: `silent` (of a city), `stopped` or `late` (of a source), on which days."""

    kind: str
    who: str
    """Adcode of the city, or code of the source."""
    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@lru_cache(maxsize=8)
def outages(seed: int, province: Province) -> tuple[Outage, ...]:
    """All outages of the past, in order of time."""
    rule = rules()["outages"]
    first, last = rule["first"], rule["last"]
    usual = sorted(province.city_sizes)[-2:][0]  # the two largest are never silent: half the province would be unknown
    sized = zip(province.cities, province.city_sizes, strict=True)
    cities = [city.code for city, size in sized if city.code != province.silent.code and size < usual] or [province.silent.code]
    known = {stop["source"] for stop in rules()["gaps"]["stopped"]} | {rules()["gaps"]["late_source"], rules()["gaps"]["never_source"]}
    sources = [system.code for system in systems() if system.code not in known]
    found = []
    for kind, whose in (("silent", cities), ("stopped", sources), ("late", sources)):
        for year in range(first.year, last.year + 1):
            rng = generator(seed, "outage", kind, year)
            for _ in range(rule[kind]["a_year"]):
                begins = date(year, 1, 1) + timedelta(days=int(rng.integers(60, 270)))
                days = int(rng.integers(rule[kind]["days"][0], rule[kind]["days"][1] + 1))
                found.append(Outage(kind=kind, who=whose[int(rng.integers(len(whose)))], first=begins, days=days))
    return tuple(sorted((one for one in found if first <= one.first and one.last <= last), key=lambda one: (one.first, one.who)))


def silent_cities(seed: int, province: Province, day: date) -> frozenset[str]:
    """The cities of which nothing of a day ever came."""
    return frozenset(one.who for one in outages(seed, province) if one.kind == "silent" and one.on(day))


def troubled(seed: int, province: Province, kind: str, day: date) -> frozenset[str]:
    """The sources that were stopped or late on a day."""
    return frozenset(one.who for one in outages(seed, province) if one.kind == kind and one.on(day))
