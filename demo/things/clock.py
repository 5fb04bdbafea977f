"""The clock of the things: whole minutes of local time, and days on which something comes at a known rate."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.rhythm import hours
from demo.things.draws import Index, chance

DAY = 1440
NEVER = np.int64(1) << np.int64(40)
_UNIX = date(1970, 1, 1).toordinal() * DAY


def minute_of(moment: datetime) -> int:
    """A local moment as minutes of the clock."""
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def midnight(day: date) -> int:
    """The first minute of a day."""
    return day.toordinal() * DAY


def in_the_day(seed: int, salt: str, index: Index, shape: str) -> Index:
    """A minute of the day for each thing, by the hours of a kind of business."""
    sums = np.concatenate([[0.0], np.cumsum(hours(shape))])
    drawn = chance(seed, salt, index)
    hour = np.clip(np.searchsorted(sums, drawn, side="right") - 1, 0, 23)
    part = np.clip((drawn - sums[hour]) / np.maximum(sums[hour + 1] - sums[hour], 1e-12), 0, 0.999)
    return np.asarray((hour + part) * 60).astype(np.int64)


def numbered(rates: NDArray[np.float64], first: int, last: int) -> tuple[Index, Index]:
    """The things that come on days `first` … `last` (places in `rates`) when each day brings its rate: their numbers and their days.

    Numbers count from the first of all days, so that a day's things are the same whichever days are asked for.
    """
    whole = np.floor(np.cumsum(rates)).astype(np.int64)
    begin = int(whole[first - 1]) if first > 0 else 0
    index = np.arange(begin, max(begin, int(whole[last]) if last >= 0 else 0), dtype=np.int64)
    return index, np.searchsorted(whole, index, side="right").astype(np.int64)


def dates(minutes: Index) -> pd.Series:
    """The days of minutes; NEVER has none."""
    days = (np.where(minutes >= NEVER, _UNIX, minutes) - _UNIX) // DAY
    found = days.astype("datetime64[D]").astype("datetime64[s]")
    return pd.Series(np.where(minutes >= NEVER, np.datetime64("NaT", "s"), found))


def moments(minutes: Index, zone: datetime) -> pd.Series:
    """Minutes as moments in UTC; the province keeps the offset that it has now."""
    offset = zone.utcoffset()
    shift = int(offset.total_seconds() // 60) if offset else 0
    return pd.Series(((minutes - _UNIX - shift) * 60).astype("datetime64[s]")).dt.tz_localize("UTC")
