"""The feeds of reporting: source systems and cities that send or do not, statutory clocks that run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from alerts.feeds import Series
from alerts.reading import Reading
from alerts.rule import Frame
from data_access.arrivals import source_states
from data_access.stores import rulings

MOST_CLOCKS = 200


@dataclass(frozen=True, kw_only=True)
class Sources:
    """One frame a source system: one row with `due`, `arrived`, `age` (minutes since its last batch; NaN: never, or not known in a replay)
    and `rhythm`.
    """

    replayable: bool = True
    ends_by_absence: bool = False

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return ("source_daily", "source_system")

    def frames(self, reading: Reading) -> Iterator[Frame]:
        if reading.day is not None:
            yield from self._replayed(reading)
            return
        for one in source_states(reading.reader, reading.scope):
            age = (reading.now - one.last_arrived_at).total_seconds() / 60 if one.last_arrived_at else float("nan")
            row = {"due": one.due, "arrived": one.arrived, "age": age, "rhythm": float(one.rhythm) if one.rhythm else float("nan")}
            yield _frame(reading, one.code, f"{one.name}|{one.owner}", row)

    def _replayed(self, reading: Reading) -> Iterator[Frame]:
        for frame in DAILY.frames(reading):
            due, arrived = frame.last("source.due"), frame.last("source.arrived")
            row = {"due": due or 0.0, "arrived": arrived or 0.0, "age": float("nan"), "rhythm": float("nan")}
            yield _frame(reading, frame.cell, frame.cell, row)


DAILY = Series(codes=("source.due", "source.arrived"), by=("source",), length=2)
"""What each source owed and sent, by day."""


def _frame(reading: Reading, code: str, name: str, row: dict[str, float]) -> Frame:
    rows = pd.DataFrame([{"t": pd.Timestamp(reading.local.replace(tzinfo=None)), **row}])
    return Frame(
        cell=code, region=reading.province, place=name.split("|")[0], rows=rows, now=reading.local,
        keys={"source": code, "name": name.split("|")[0], "owner": name.split("|")[-1]}, standing=reading.standing.get(code),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cities:
    """One frame a city with what it owed and sent, day by day; the cities whose silence another source has told of are left out."""

    days: int = 7
    replayable: bool = True
    ends_by_absence: bool = False

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return ("source.due", "source.arrived")

    def frames(self, reading: Reading) -> Iterator[Frame]:
        known = rulings.silences_told(reading.store) if reading.store is not None and reading.day is None else set()
        series = Series(codes=("source.due", "source.arrived"), by=("city",), length=self.days, absent=True)
        for frame in series.frames(reading):
            if frame.region != reading.province and (frame.region not in known or frame.standing):
                yield frame


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """One frame a statutory clock that has run out: one row with `late` hours."""

    replayable: bool = False
    ends_by_absence: bool = True

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return ("clock",)

    def frames(self, reading: Reading) -> Iterator[Frame]:
        if reading.store is None:
            return
        for clock in rulings.overdue_clocks(reading.store, reading.now, MOST_CLOCKS):
            late = (reading.now - clock["due_at"]) / timedelta(hours=1)
            rows = pd.DataFrame([{"t": pd.Timestamp(clock["due_at"].astimezone(reading.zone).replace(tzinfo=None)), "late": late}])
            keys = {"rule": clock["rule"], "subject": clock["subject"], "title": clock["title"], "nature": clock["nature"]}
            yield Frame(
                cell=clock["id"], region=clock["region"], place=reading.place(clock["region"]), rows=rows, now=reading.local, keys=keys,
                standing=reading.standing.get(clock["id"]),
            )  # fmt: skip
