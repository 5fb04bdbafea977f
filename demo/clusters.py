"""The clusters: places where for some days far more of one thing happens than usual. Each follows from the seed and its month alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from demo.noise import generator
from demo.places import Place, Province, rules
from demo.things.words import words

TOLD = "有事件可查的聚集"
OF_THINGS = (
    ("lifts", "equipment_daily", "电梯", 0, 7, 22.0), ("prepaid", "complaint_daily", "预付式消费", 3, 6, 1.5),
    ("sampling", "sampling_daily", "餐饮食品", 6, 10, 3.0),
)  # fmt: skip
"""Name in the words file, mart, member, days after the turn's beginning, length, strength."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One cluster: in which mart and for which member of its first dimension, where, when, and how strong at its height."""

    name: str
    table: str
    member: str
    place: str
    """Adcode of a county, or of a city for all of it."""
    first: date
    days: int
    times: float

    def covers(self, place: Place) -> bool:
        """Whether a county or a city lies in it; a city does where any of its counties does."""
        return self.place in (place.code, place.city) or (place.code == place.city and self.place[:4] == place.code[:4])

    def times_on(self, day: date) -> float:
        """How many times the usual there is on a day: a quick rise, a slow fall, 1 outside."""
        since = (day - self.first).days
        return 1 + (self.times - 1) * (1 - 0.75 * since / self.days) if 0 <= since < self.days else 1.0


def clusters(seed: int, province: Province, first: date, last: date) -> tuple[Cluster, ...]:
    """The clusters that begin in the months of two days, and in those between, in order of time."""
    found: list[Cluster] = []
    month = first.replace(day=1)
    while month <= last:
        found += _of_month(seed, province, month)
        month = (month + timedelta(days=32)).replace(day=1)
    found += _of_things(province, first.replace(day=1), last)
    return tuple(sorted(found, key=lambda cluster: cluster.first))


@lru_cache(maxsize=8192)
def clusters_on(seed: int, province: Province, table: str, day: date) -> tuple[Cluster, ...]:
    """The clusters of a mart that run on a day."""
    found = clusters(seed, province, day - timedelta(days=31), day)
    return tuple(c for c in found if c.table == table and c.first <= day < c.first + timedelta(days=c.days))


@lru_cache(maxsize=512)
def _of_month(seed: int, province: Province, month: date) -> tuple[Cluster, ...]:
    found: list[Cluster] = []
    for rule in rules()["cluster"]:
        rng = generator(seed, "cluster", rule["name"], month)
        if month.month not in rule.get("months", range(1, 13)):
            continue
        for _ in range(int(rng.poisson(rule["a_year"] / len(rule.get("months", range(12)))))):
            found += _cluster(rng, rule, province, month)
    return tuple(found)


def _of_things(province: Province, first: date, last: date) -> list[Cluster]:
    """The clusters that the enterprises' own events tell of, at the places that the words file names: the daily numbers show them, too."""
    rule, found = words()["cluster"], []
    for name, table, member, after, days, times in OF_THINGS:
        place = words()["places"].get(province.code, {}).get(name)
        begins = words()["clusters_from"] + timedelta(days=after)
        turn = max(0, (first - begins).days // rule["days"])
        while place and begins + timedelta(days=turn * rule["days"]) <= last:
            start = begins + timedelta(days=turn * rule["days"])
            if start >= first:
                found.append(Cluster(name=TOLD, table=table, member=member, place=place, first=start, days=days, times=times))
            turn += 1
    return found


def _cluster(rng: Any, rule: dict[str, Any], province: Province, month: date) -> list[Cluster]:
    """One cluster, and what goes with it in another mart."""
    county = province.counties[int(rng.choice(len(province.counties), p=province.county_sizes))]
    one = Cluster(
        name=rule["name"],
        table=rule["table"],
        member=rule["members"][int(rng.integers(len(rule["members"])))],
        place=county.city if rule["level"] == "city" else county.code,
        first=month + timedelta(days=int(rng.integers(28))),
        days=int(rng.integers(rule["days"][0], rule["days"][1] + 1)),
        times=float(rng.uniform(*rule["times"])),
    )
    others = [
        Cluster(name=rule["name"], table=table, member=member, place=county.city, first=one.first, days=one.days, times=times)
        for table, member, times in rule.get("also", [])
    ]
    return [one, *others]
