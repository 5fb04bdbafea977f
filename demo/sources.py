"""The mart of source systems: what each was due to deliver, what came, and the running total of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.facts import WHOLE_DAY, Measures
from demo.gaps import Gaps
from demo.noise import generator
from demo.outages import silent_cities, troubled
from demo.places import Province, System, rules, systems
from demo.rhythm import PUBLIC, factor

TABLE = "source_daily"
ROWS_A_DAY = 4_150_000
ROWS_AT_EPOCH = 1_130_000_000
NIGHT = 1435
"""Minute of the nightly batch of the systems that have stopped (23:55): until then they owe nothing today, they are merely old."""


@dataclass(frozen=True)
class Lines:
    """The delivering lines: one a system for the province, or one a system and city."""

    systems: tuple[System, ...]
    regions: tuple[str, ...]
    shares: NDArray[np.float64]
    starts: NDArray[np.int64]
    """Minute of the first batch of a day."""

    @property
    def rhythms(self) -> NDArray[np.int64]:
        return np.array([system.rhythm for system in self.systems])


@lru_cache(maxsize=4)
def lines_of(province: Province) -> Lines:
    """All lines, in the order of the systems and then of the cities."""
    found: list[tuple[System, str, float, int]] = []
    stopped = {stop["source"] for stop in rules()["gaps"]["stopped"]}
    for order, system in enumerate(systems()):
        start = NIGHT if system.code in stopped else order % system.rhythm if system.rhythm < WHOLE_DAY else 300 + order % 6 * 20
        if system.level == "city":
            found += [
                (system, city.code, system.share * size, start) for city, size in zip(province.cities, province.city_sizes, strict=True)
            ]
        else:
            found.append((system, province.code, system.share, start))
    shares = np.array([share for _, _, share, _ in found])
    return Lines(
        tuple(s for s, _, _, _ in found), tuple(r for _, r, _, _ in found), shares / shares.sum(), np.array([start for *_, start in found])
    )


def _batches(lines: Lines, minutes: NDArray[np.int64] | int) -> NDArray[np.int64]:
    """Batches of each line due from the beginning of a day to a minute of it."""
    last = np.minimum(minutes, WHOLE_DAY - 1)
    return np.where(last < lines.starts, 0, (last - lines.starts) // lines.rhythms + 1)


def due_of(province: Province, region: str, minute: int) -> int:
    """Batches that a city owes from midnight to a minute of the day."""
    lines = lines_of(province)
    return int(_batches(lines, minute)[np.array(lines.regions) == region].sum())


def _rows(seed: int, lines: Lines, day: date) -> NDArray[np.int64]:
    expected = ROWS_A_DAY * factor(seed, TABLE, PUBLIC, day) * lines.shares
    return np.rint(expected * np.exp(0.12 * generator(seed, TABLE, day).standard_normal(len(expected)))).astype(np.int64)


def _arrived(seed: int, province: Province, day: date, due: NDArray[np.int64]) -> NDArray[np.int64]:
    """What came of the batches of a day, by the outages of the past."""
    silent = silent_cities(seed, province, day)
    stopped, late = (troubled(seed, province, kind, day) for kind in ("stopped", "late"))
    if not (silent or stopped or late):
        return due
    lines = lines_of(province)
    codes, regions = np.array([system.code for system in lines.systems]), np.array(lines.regions)
    gone = np.isin(codes, list(stopped)) | np.isin(regions, list(silent))
    return np.where(gone, 0, np.where(np.isin(codes, list(late)), due - due // 4, due))


@lru_cache(maxsize=8)
def _total_after(seed: int, province: Province, day: date) -> NDArray[np.int64]:
    """Rows of each line at the end of a day."""
    lines, at = lines_of(province), rules()["time"]["epoch"]
    total, whole = np.rint(ROWS_AT_EPOCH * lines.shares).astype(np.int64), _batches(lines, WHOLE_DAY)
    while at <= day:
        total += _rows(seed, lines, at) * _arrived(seed, province, at, whole) // whole
        at += timedelta(days=1)
    return total


def frame(seed: int, province: Province, days: list[date], gaps: Gaps) -> pd.DataFrame:
    """The rows of consecutive days as they stand at `gaps.now`.

    A line that stopped keeps its due batches and its last total; one that never delivered has no total at all.
    """
    lines = lines_of(province)
    ends = _ends(lines, gaps)
    at = min(days[0], datetime.fromtimestamp(min(ends.min(), gaps.now.timestamp()), gaps.now.tzinfo).date())
    total, last = _total_after(seed, province, at - timedelta(days=1)), _last_before(seed, province, at, gaps)
    drawn: list[Measures] = []
    whole = _batches(lines, WHOLE_DAY)
    while at <= days[-1]:
        due = _batches(lines, gaps.minute_of(at))
        arrived = _arrived(seed, province, at, np.minimum(due, _batches(lines, _open_minutes(ends, at, gaps))))
        rows = _rows(seed, lines, at)
        came = rows * arrived // whole
        total = total + came
        last = np.where(arrived > 0, _clock(lines, at, gaps, arrived), last)
        bad = np.minimum(generator(seed, TABLE, "rejected", at).poisson(rows * 0.0004) * arrived // whole, came)
        if at >= days[0]:
            drawn.append({"due": due, "arrived": arrived, "rows_in": came, "rejected": bad, "rows_total": total, "last_arrived_at": last})
        at += timedelta(days=1)
    return _framed(lines, days, gaps, {name: np.concatenate([day[name] for day in drawn]) for name in drawn[0]})


def _last_before(seed: int, province: Province, day: date, gaps: Gaps) -> NDArray[np.int64]:
    """Seconds since 1970 of each line's newest batch before a day; that of a line in trouble is from its last good day."""
    lines = lines_of(province)
    found = np.zeros(len(lines.systems), dtype=np.int64)
    while not found.all():
        day -= timedelta(days=1)
        arrived = _arrived(seed, province, day, _batches(lines, WHOLE_DAY))
        found = np.where((found == 0) & (arrived > 0), _clock(lines, day, gaps, arrived), found)
    return found


def _ends(lines: Lines, gaps: Gaps) -> NDArray[np.float64]:
    """Second since 1970 from which nothing of a line came; infinite for a line that delivers."""
    found = [gaps.cut_off(system.code, region) for system, region in zip(lines.systems, lines.regions, strict=True)]
    return np.array([np.inf if end is None else end.timestamp() for end in found])


def _open_minutes(ends: NDArray[np.float64], day: date, gaps: Gaps) -> NDArray[np.int64]:
    """Up to which minute of a day each line delivered: -1 for not at all."""
    reach = gaps.minute_of(day)
    return np.clip(np.floor((ends - _midnight(day, gaps.now.tzinfo)) / 60) - 1, -1, reach).astype(np.int64)


def _midnight(day: date, zone: tzinfo | None) -> int:
    return int(datetime.combine(day, datetime.min.time(), zone).timestamp())


def _clock(lines: Lines, day: date, gaps: Gaps, arrived: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seconds since 1970 of each line's newest batch of a day."""
    return _midnight(day, gaps.now.tzinfo) + 60 * (lines.starts + (arrived - 1) * lines.rhythms)


def _framed(lines: Lines, days: list[date], gaps: Gaps, measures: Measures) -> pd.DataFrame:
    """Days × lines as rows."""
    codes, size = np.array([system.code for system in lines.systems]), len(days)
    found = pd.DataFrame(
        {
            "day": np.repeat(np.array(days, dtype="datetime64[s]"), len(codes)),
            "region": pd.Categorical(np.tile(np.array(lines.regions), size)),
            "source": pd.Categorical(np.tile(codes, size)),
            **measures,
        }
    )
    found["last_arrived_at"] = pd.to_datetime(found["last_arrived_at"], unit="s", utc=True)
    found["rows_total"] = found["rows_total"].astype("Int64")
    never = np.tile(codes == gaps.never, size)
    found.loc[never, ["arrived", "rows_in", "rejected"]] = 0
    found.loc[never, "rows_total"] = pd.NA
    found.loc[never, "last_arrived_at"] = pd.NaT
    return found
