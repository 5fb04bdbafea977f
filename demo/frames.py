"""The mart frames of the demo province: any days of any table, as they stand at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from demo import entry, safety, service, sources, supervision
from demo.facts import Fact, Hand, Measures, draw_day
from demo.gaps import Gaps
from demo.outages import silent_cities
from demo.places import Province
from demo.registers import site_days

DAILY: tuple[Fact, ...] = (
    entry.ENTITY, entry.LICENCE, entry.NOTICE, supervision.INSPECTION, supervision.CASE, supervision.COMPLAINT, supervision.SAMPLING,
    supervision.DRAW, supervision.PLATFORM, safety.EQUIPMENT, safety.TRACE, safety.KITCHEN, service.SERVICE,
)  # fmt: skip
HOURLY: tuple[Fact, ...] = (safety.COLD, safety.OPINION)
TABLES = (*(fact.table for fact in DAILY), *(fact.table for fact in HOURLY), supervision.CREDIT.table, sources.TABLE, site_days.TABLE)
VACCINE = "vaccine"
CREDIT_READY = 5
"""Day of the month on which last month's credit classes are ready."""


@dataclass(frozen=True)
class Span:
    """The days wanted, first and last included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def frame(seed: int, province: Province, table: str, span: Span, gaps: Gaps) -> pd.DataFrame:
    """The rows of a table that have arrived at `gaps.now`; empty when there are none.

    Columns are those of the mart without `batch_id`; codes are categories, counts whole numbers, `day` and `hour` timestamps
    without zone (local), moments in UTC.
    """
    days = [day for day in span.days if day <= gaps.last_day(table)]
    if not days:
        return pd.DataFrame()
    if table == sources.TABLE:
        return sources.frame(seed, province, days, gaps)
    if table == site_days.TABLE:
        return site_days.frame(seed, province, days, gaps)
    if table == supervision.CREDIT.table:
        return _months(seed, province, days, gaps)
    fact = next(fact for fact in (*DAILY, *HOURLY) if fact.table == table)
    drawn = [draw_day(Hand(seed, province, fact, day, gaps.minute_of(day))) for day in days]
    return _hours(seed, province, fact, days, drawn, gaps) if fact in HOURLY else _days(seed, province, fact, days, drawn, gaps)


def _days(seed: int, province: Province, fact: Fact, days: list[date], drawn: list[Measures], gaps: Gaps) -> pd.DataFrame:
    measures = {name: np.stack([day[name] for day in drawn]) for name in drawn[0]}
    if fact is entry.ENTITY:
        measures["stock"] = entry.stocks(seed, province, days[0], measures)
    times = np.array(days, dtype="datetime64[s]")
    return _grid(province, fact, "day", times, measures, _silent(seed, province, days, gaps))


def _hours(seed: int, province: Province, fact: Fact, days: list[date], drawn: list[Measures], gaps: Gaps) -> pd.DataFrame:
    measures = {name: np.concatenate([day[name] for day in drawn]) for name in drawn[0]}
    times = (np.array(days, dtype="datetime64[s]")[:, None] + np.arange(24) * np.timedelta64(3600, "s")).ravel()
    found = _grid(province, fact, "hour", times, measures, np.repeat(_silent(seed, province, days, gaps), 24, axis=0))
    keep = np.ones(len(found), dtype=bool)
    if days[-1] == gaps.today:
        keep &= (found["hour"] <= pd.Timestamp(gaps.now.replace(tzinfo=None))).to_numpy()
    if fact is safety.COLD:
        gone = pd.Timestamp(gaps.vaccine_since.replace(tzinfo=None)).floor("h")
        keep &= ~((found["site"] == VACCINE) & (found["hour"] >= gone)).to_numpy()
    return found if keep.all() else found[keep]


def _months(seed: int, province: Province, days: list[date], gaps: Gaps) -> pd.DataFrame:
    """The months that began within the days and whose classes are ready."""
    fact = supervision.CREDIT
    months = [day for day in days if day.day == 1 and _ready(day) <= gaps.now.replace(tzinfo=None)]
    if not months:
        return pd.DataFrame()
    drawn = [fact.draw(Hand(seed, province, fact, month)) for month in months]
    measures = {name: np.stack([month[name] for month in drawn]) for name in drawn[0]}
    every = np.zeros((len(months), len(province.cities)), dtype=bool)
    return _grid(province, fact, "month", np.array(months, dtype="datetime64[s]"), measures, every)


def _ready(month: date) -> datetime:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=CREDIT_READY)
    return datetime.combine(following, datetime.min.time())


def _grid(province: Province, fact: Fact, time: str, times: np.ndarray, measures: Measures, silent: np.ndarray) -> pd.DataFrame:
    """Times × cells as rows, without the cities that are silent (times × cities)."""
    places = province.counties if fact.level == "county" else province.cities
    combos = len(fact.combos)
    city = province.county_city if fact.level == "county" else np.arange(len(places))
    kept = np.repeat(~silent[:, city], combos, axis=1).ravel() if silent.any() else slice(None)
    codes = np.repeat(np.arange(len(places)), combos)
    found: dict[str, object] = {
        time: np.repeat(times, len(places) * combos)[kept],
        "region": _categories(np.tile(codes, len(times))[kept], [place.code for place in places]),
    }
    for at, (name, members) in enumerate(fact.dims):
        known = [code for code, _ in members]
        one = np.array([known.index(combo[at]) for combo in fact.combos])
        found[name] = _categories(np.tile(one, len(places) * len(times))[kept], known)
    for name, values in measures.items():
        flat = values.ravel()[kept]
        found[name] = flat if flat.dtype.kind == "f" or flat.max(initial=0) > 2_000_000_000 else flat.astype(np.int32)
    return pd.DataFrame(found)


def _categories(codes: np.ndarray, names: list[str]) -> Any:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(names))


def _silent(seed: int, province: Province, days: list[date], gaps: Gaps) -> np.ndarray:
    """Days × cities: of which nothing came, once or since a present silence began."""
    since = [gaps.silent_from(city.code) for city in province.cities]
    found = []
    for day in days:
        never = silent_cities(seed, province, day)
        found.append([city.code in never or (at is not None and day >= at.date()) for city, at in zip(province.cities, since, strict=True)])
    return np.array(found)
