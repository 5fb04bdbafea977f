"""The mart of source systems: what each was due to deliver, what came, and the running total of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.facts import WHOLE_DAY, Measures
from demo.gaps import Gaps
from demo.noise import generator
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


@lru_cache(maxsize=8)
def _total_after(seed: int, province: Province, day: date) -> NDArray[np.int64]:
    """Rows of each line at the end of a day."""
    lines, at = lines_of(province), rules()["time"]["epoch"]
    total = np.rint(ROWS_AT_EPOCH * lines.shares).astype(np.int64)
    while at <= day:
        total += _rows(seed, lines, at)
        at += timedelta(days=1)
    return total


def frame(seed: int, province: Province, days: list[date], gaps: Gaps) -> pd.DataFrame:
    """The rows of consecutive days as they stand at `gaps.now`.

    A line that stopped keeps its due batches and its last total; one that never delivered has no total at all.
    """
    lines = lines_of(province)
    ends = [gaps.cut_off(system.code, region) for system, region in zip(lines.systems, lines.regions, strict=True)]
    at = min([days[0], *(end.date() for end in ends if end)])
    total = _total_after(seed, province, at - timedelta(days=1)).copy()
    last = _clock(lines, at - timedelta(days=1), gaps, _batches(lines, WHOLE_DAY))
    parts = []
    while at <= days[-1]:
        due = _batches(lines, gaps.minute_of(at))
        arrived = np.minimum(due, _batches(lines, _open_minutes(ends, at, gaps)))
        rows, whole = _rows(seed, lines, at), _batches(lines, WHOLE_DAY)
        came = rows * arrived // whole
        total = total + came
        last = np.where(arrived > 0, _clock(lines, at, gaps, arrived), last)
        bad = np.minimum(generator(seed, TABLE, "rejected", at).poisson(rows * 0.0004) * arrived // whole, came)
        if at >= days[0]:
            measures = {"due": due, "arrived": arrived, "rows_in": came, "rejected": bad, "rows_total": total, "last_arrived_at": last}
            parts.append(_day(lines, at, gaps, measures))
        at += timedelta(days=1)
    return pd.concat(parts, ignore_index=True)


def _open_minutes(ends: list[datetime | None], day: date, gaps: Gaps) -> NDArray[np.int64]:
    """Up to which minute of a day each line delivered: -1 for not at all."""
    midnight = datetime.combine(day, datetime.min.time(), gaps.now.tzinfo)
    reach = gaps.minute_of(day)
    return np.array([reach if end is None else min(reach, max(-1, int((end - midnight).total_seconds() // 60) - 1)) for end in ends])


def _clock(lines: Lines, day: date, gaps: Gaps, arrived: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seconds since 1970 of each line's newest batch of a day."""
    midnight = int(datetime.combine(day, datetime.min.time(), gaps.now.tzinfo).timestamp())
    return midnight + 60 * (lines.starts + (arrived - 1) * lines.rhythms)


def _day(lines: Lines, day: date, gaps: Gaps, measures: Measures) -> pd.DataFrame:
    codes = [system.code for system in lines.systems]
    found = pd.DataFrame({"day": pd.Timestamp(day), "region": pd.Categorical(lines.regions), "source": pd.Categorical(codes), **measures})
    found["last_arrived_at"] = pd.to_datetime(found["last_arrived_at"], unit="s", utc=True)
    found["rows_total"] = found["rows_total"].astype("Int64")
    never = np.array(codes) == gaps.never
    found.loc[never, ["arrived", "rows_in", "rejected"]] = 0
    found.loc[never, "rows_total"] = pd.NA
    found.loc[never, "last_arrived_at"] = pd.NaT
    return found
