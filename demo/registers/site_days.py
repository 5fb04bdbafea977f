"""The days of the sites that are watched from afar: the hourly numbers of a county and kind dealt out to its sites, so that both say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.facts import WHOLE_DAY, Hand, draw_day
from demo.gaps import Gaps
from demo.noise import generator
from demo.outages import silent_cities
from demo.places import Province
from demo.registers.naming import site_words
from demo.registers.remote_sites import PRODUCTS, Sites, all_sites
from demo.safety import COLD, SENSORS
from demo.things.enterprise import text

TABLE = "remote_site_daily"
VACCINE = tuple(SENSORS).index("vaccine")
HOURS = 24
STORY_DEGREES = 6
"""How far above the limit a story's excursion stands."""
COLUMNS = ("sensors", "reporting", "excursions", "excursion_minutes", "degree_minutes", "celsius", "celsius_high", "heard_at")


@dataclass(frozen=True)
class Day:
    """A day of which some is known: how many hours have begun, the last known minute, and the minute from which vaccine sites are silent."""

    day: date
    minute: int
    vaccine_minute: int

    @property
    def hours(self) -> int:
        return min(HOURS, self.minute // 60 + 1)


def frame(seed: int, province: Province, days: list[date], gaps: Gaps) -> pd.DataFrame:
    """The rows of the days that have arrived at `gaps.now`, a row a day and site."""
    sites = all_sites(seed, province)
    codes = sites.codes(province)
    regions = np.array([place.code for place in province.counties], dtype=object)[sites.county]
    parts = [_day(seed, province, sites, _known(day, gaps), gaps) for day in days]
    kept = [_kept(seed, province, sites, day, gaps) for day in days]
    if not any(one.any() for one in kept):
        return pd.DataFrame()
    found: dict[str, object] = {
        "day": np.repeat(np.array(days, dtype="datetime64[s]"), [int(one.sum()) for one in kept]),
        "region": pd.Categorical(np.concatenate([regions[one] for one in kept])),
        "site": text(np.concatenate([codes[one] for one in kept])),
    }
    for name in COLUMNS:
        found[name] = np.concatenate([part[name][one] for part, one in zip(parts, kept, strict=True)])
    rows = pd.DataFrame(found)
    rows["reporting"] = rows["reporting"].astype("Int64")
    rows["heard_at"] = pd.to_datetime(rows["heard_at"], unit="s", utc=True)
    return rows


def _known(day: date, gaps: Gaps) -> Day:
    since, minute = gaps.vaccine_since, gaps.minute_of(day)
    gone = since.hour * 60 if since.date() == day else -1 if since.date() < day else WHOLE_DAY
    return Day(day, minute, min(minute, gone))


def _kept(seed: int, province: Province, sites: Sites, day: date, gaps: Gaps) -> NDArray[np.bool_]:
    """Which sites have a row: not those of a silent city, nor vaccine sites of which nothing came."""
    never = silent_cities(seed, province, day)
    silent = np.array([city.code in never or gaps.is_silent(city.code, day) for city in province.cities])
    gone = (sites.kind == VACCINE) & (_known(day, gaps).vaccine_minute <= 0)
    return ~silent[province.county_city[sites.county]] & ~gone


def _day(seed: int, province: Province, sites: Sites, known: Day, gaps: Gaps) -> dict[str, NDArray]:
    drawn = draw_day(Hand(seed, province, COLD, known.day, known.minute))
    deaf = (sites.kind == VACCINE) & (known.vaccine_minute < known.minute)
    events, minutes, degrees = _excursions(seed, sites, drawn, known)
    reporting = sites.sensors - _silent(seed, sites, drawn, known)
    rng = generator(seed, TABLE, "degrees", known.day)
    middle, spread = (np.array([site_words()["degrees"][name][at] for name in PRODUCTS])[sites.product] for at in (0, 1))
    limit = np.array([site_words()["limit"][name] for name in PRODUCTS])[sites.product]
    usual = middle + spread * np.clip(rng.standard_normal(len(sites)), -2, 2)
    over = np.where(minutes > 0, limit + 1.7 * degrees / np.maximum(minutes, 1), -np.inf)
    quiet = reporting == 0
    seen = np.where(deaf, known.vaccine_minute, np.where(quiet, np.maximum(known.minute - 100, 0), known.minute - known.minute % 10))
    start = datetime.combine(known.day, time(), gaps.now.tzinfo).timestamp()
    return {
        "sensors": sites.sensors,
        "reporting": np.where(deaf, np.nan, reporting),
        "excursions": events,
        "excursion_minutes": minutes,
        "degree_minutes": degrees,
        "celsius": np.round(usual, 1),
        "celsius_high": np.round(np.maximum(usual + 0.8 * spread, over), 1),
        "heard_at": (start + 60 * np.minimum(seen, WHOLE_DAY - 1)).astype(np.int64),
    }


def _excursions(seed: int, sites: Sites, drawn: dict[str, NDArray[np.int64]], known: Day) -> tuple[NDArray[np.int64], ...]:
    """Excursions, minutes and degree-minutes of each site: every excursion of a cell and hour falls to one of the cell's sites, always the same."""
    number = np.bincount(sites.cell)
    first = np.concatenate([[0], np.cumsum(number)[:-1]])
    events, total, degrees = (np.zeros(len(sites), dtype=np.int64) for _ in range(3))
    for hour in range(known.hours):
        counts = drawn["excursions"][hour].copy()
        if known.vaccine_minute < known.minute and hour * 60 >= known.vaccine_minute:
            counts[np.arange(len(counts)) % len(SENSORS) == VACCINE] = 0
        if not counts.any():
            continue
        cell = np.repeat(np.arange(len(counts)), counts)
        draws = generator(seed, TABLE, "site", known.day, hour).random((len(counts), 64))
        order = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)
        site = first[cell] + np.floor(draws[cell, order % 64] * number[cell]).astype(np.int64)
        part = drawn["excursion_minutes"][hour][cell]
        minutes = part // counts[cell] + (order < part % counts[cell])
        np.add.at(events, site, 1)
        np.add.at(total, site, minutes)
        np.add.at(degrees, site, np.rint(minutes * (1.5 + 11 * draws[cell, (order + 7) % 64] ** 2)).astype(np.int64))
    return events, total, degrees


def _silent(seed: int, sites: Sites, drawn: dict[str, NDArray[np.int64]], known: Day) -> NDArray[np.int64]:
    """The silent sensors of each site in the newest hour: those of its cell, dealt out by chance."""
    hour = known.hours - 1
    missing = np.zeros(int(sites.cell.max()) + 1, dtype=np.int64)  # the plants' own sensors are never silent
    own = (drawn["sensors"] - drawn["reporting"])[hour]
    missing[: len(own)] = own
    owner = np.repeat(np.arange(len(sites)), sites.sensors)
    cell = sites.cell[owner]
    order = np.lexsort((generator(seed, TABLE, "silent", known.day, hour).random(len(owner)), cell))
    place = np.empty(len(owner), dtype=np.int64)
    begins = np.searchsorted(cell[order], np.arange(len(missing)), side="left")
    place[order] = np.arange(len(owner)) - begins[cell[order]]
    return np.bincount(owner[place < missing[cell]], minlength=len(sites))


def with_story(rows: pd.DataFrame, added: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows with what a story added to the hours of a county and kind: it falls to the first site there."""
    for one in added:
        if one["table"] == COLD.table and not rows.empty:
            at, more = pd.Timestamp(one["hour"]), one["add"]
            letters = site_words()["site"][one["where"]["site"]]["letters"]
            mine = (rows["day"] == at.normalize()) & (rows["region"] == one["where"]["region"]) & rows["site"].str.startswith(letters)
            first = rows.index[mine][:1]
            minutes = int(more.get("excursion_minutes", 0))
            rows.loc[first, "excursions"] += int(more.get("excursions", 0))
            rows.loc[first, "excursion_minutes"] += minutes
            rows.loc[first, "degree_minutes"] += minutes * STORY_DEGREES
            rows.loc[first, "celsius_high"] += STORY_DEGREES
    return rows
