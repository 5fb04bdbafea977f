"""The feeds: how indicators become the frames of cells, day by day or as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alerts.reading import Reading
from alerts.rule import Frame
from alerts.weekdays import DAY_KIND, day_kinds
from data_access.buckets import Grain
from data_access.measure import Where
from indicators.horizons import Horizons
from indicators.period import Span
from indicators.read import Ask, ask
from indicators.registry import get

PLACES = ("city", "region")
APART = "|"


def cell_of(keys: Mapping[str, str]) -> str:
    """The name of a cell: what it is split by, in order."""
    return APART.join(keys.values()) or "all"


def region_of(keys: Mapping[str, str], province: str) -> str:
    return keys.get("region") or keys.get("city") or province


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a cell in order of time, with their times, and whether each knows anything: a replay cuts it a thousand times."""

    rows: pd.DataFrame
    times: NDArray[np.datetime64]
    tells: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pd.DataFrame, codes: tuple[str, ...]) -> Table:
        return cls(rows, rows["t"].to_numpy(), np.asarray(rows[list(codes)].notna().to_numpy().any(axis=1), dtype=bool))

    def known(self, first: int, stop: int) -> bool:
        """Whether any row of a stretch knows anything."""
        return bool(self.tells[first:stop].any())


@dataclass(frozen=True, kw_only=True)
class Series:
    """Indicators over time by cells. `by` splits, `cell` are those splits that make a cell (all when left out): the others stay columns of
    its rows. `length` is how many days or hours a rule looks back. With `beside` each row also has the numerators and denominators of the
    whole province (`<code>#n@all`, `<code>#d@all`), kept apart by the splits that `beside` names.
    A cell whose last value is not known is not judged: unknown is neither well nor ill.
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ("city",)
    cell: tuple[str, ...] | None = None
    length: int = 120
    grain: Grain = Grain.DAY
    where: Where = field(default_factory=dict)
    beside: tuple[str, ...] | None = None
    absent: bool = False
    """Cells whose last value is unknown are shown too: for rules about absence."""
    replayable: bool = True
    ends_by_absence: bool = False

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return self.codes

    @property
    def step(self) -> timedelta:
        return timedelta(hours=1) if self.grain is Grain.HOUR else timedelta(days=1)

    def frames(self, reading: Reading) -> Iterator[Frame]:
        last, whole = self._last(reading)
        if last is None:
            return
        end = np.datetime64(pd.Timestamp(last))
        start = end - np.timedelta64(self.step * (self.length - 1))
        for keys, table in self._cells(reading).items():
            frame = self._frame(table, (start, end), dict(zip(self._cell, keys, strict=True)), reading, partial=not whole)
            if frame is not None:
                yield frame

    @property
    def _cell(self) -> tuple[str, ...]:
        return self.by if self.cell is None else self.cell

    def _frame(
        self, table: Table, between: tuple[np.datetime64, np.datetime64], keys: dict[str, str], reading: Reading, *, partial: bool
    ) -> Frame | None:
        first, stop = int(np.searchsorted(table.times, between[0])), int(np.searchsorted(table.times, between[1], side="right"))
        today = int(np.searchsorted(table.times, between[1])) if partial else stop
        if partial and (self._cell != self.by or not table.known(today, stop)):
            stop, partial = today, False  # nothing of today is there yet, or its rows are many and cannot be told from ended ones
        if today <= first or (not self.absent and not table.known(int(np.searchsorted(table.times, table.times[today - 1])), today)):
            return None
        region, cell = region_of(keys, reading.province), cell_of(keys)
        return Frame(
            cell=cell, region=region, place=reading.place(region), rows=table.rows.iloc[first:stop], now=reading.local, keys=keys,
            partial=partial, standing=reading.standing.get(cell), calendar=reading.calendar(),
        )  # fmt: skip

    def _last(self, reading: Reading) -> tuple[date | None, bool]:
        """The last time of the data and whether it has ended."""
        mart = get(self.codes[0]).mart
        if reading.day is not None:
            end = reading.local.replace(tzinfo=None) - self.step
            newest = reading.keep(("last", mart), lambda: Horizons(reading.reader).last(mart))
            known = newest is not None and pd.Timestamp(newest) >= pd.Timestamp(end if self.grain is Grain.HOUR else end.date())
            return (end if self.grain is Grain.HOUR else end.date()) if known else None, True
        horizons = Horizons(reading.reader)
        last = horizons.last(mart)
        return last, horizons.complete(mart)

    def _cells(self, reading: Reading) -> dict[tuple[str, ...], Table]:
        return reading.keep(self._key, lambda: self._read(reading))

    @property
    def _key(self) -> tuple[object, ...]:
        return ("series", self.codes, self.by, self.cell, self.length, self.grain, self.beside, tuple(sorted(self.where.items())))

    def _read(self, reading: Reading) -> dict[tuple[str, ...], Table]:
        last, _ = self._last(reading if reading.span is None else reading.on(reading.span[1]))
        if last is None:
            return {}
        first = reading.span[0] if reading.span else last
        start = _moment(first, self.grain) - self.step * self.length
        end = _moment(last, self.grain) + self.step
        question = Ask(
            codes=self.codes,
            scope=reading.scope,
            by=self.by,
            grain=self.grain,
            start=start,
            end=end,
            where=self.where,
            who_is_missing=False,
        )
        answer = ask(reading.reader, question)
        rows = pd.concat([answer.frame, answer.parts], axis=1)
        if self.beside is not None:
            parts = list(answer.parts.columns)
            whole = rows.groupby(["t", *self.beside], observed=True)[parts].sum(min_count=1).add_suffix("@all")
            rows = rows.merge(whole, left_on=["t", *self.beside], right_index=True, how="left")
        found = _split(rows, self._cell, self._clock(start, end) if self._cell == self.by else None)
        if self.grain is Grain.DAY:
            calendar = reading.calendar()
            found = {keys: table.assign(**{DAY_KIND: day_kinds(pd.DatetimeIndex(table["t"]), calendar)}) for keys, table in found.items()}
        return {keys: Table.of(table, self.codes) for keys, table in found.items()}

    def _clock(self, start: datetime, end: datetime) -> pd.DatetimeIndex:
        return pd.date_range(start, end - self.step, freq="h" if self.grain is Grain.HOUR else "D")


def _moment(at: date, grain: Grain) -> datetime:
    stamp = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 -- marts keep naive local time
    return stamp if grain is Grain.HOUR else stamp.replace(hour=0, minute=0, second=0, microsecond=0)


def _split(rows: pd.DataFrame, cell: tuple[str, ...], clock: pd.DatetimeIndex | None) -> dict[tuple[str, ...], pd.DataFrame]:
    """The rows of each cell; with a clock, every moment has a row and what was not reported is unknown."""
    if rows.empty:
        return {}
    groups = rows.groupby(list(cell), sort=True, observed=True) if cell else [((), rows)]
    found = {}
    for key, part in groups:
        table = part.drop(columns=list(cell)).sort_values("t", kind="stable")
        if clock is not None:
            first = table["t"].iloc[0]
            table = table.set_index("t").reindex(clock[clock >= first].rename("t")).reset_index()
        found[tuple(str(part) for part in key)] = table.reset_index(drop=True)
    return found


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Indicators as they stand, each over its own usual period or over `span`: one row a cell, with numerators and denominators
    (`<code>#n`, `<code>#d`).
    """

    codes: tuple[str, ...]
    by: tuple[str, ...] = ("city",)
    where: Where = field(default_factory=dict)
    span: Span | None = None
    replayable: bool = True
    ends_by_absence: bool = False

    def covers(self, reading: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return self.codes

    def frames(self, reading: Reading) -> Iterator[Frame]:
        question = Ask(
            codes=self.codes, scope=reading.scope, by=self.by, where=self.where, span=self.span, at=reading.day, who_is_missing=False
        )
        answer = ask(reading.reader, question)
        rows = pd.concat([answer.frame, answer.parts], axis=1)
        for place in range(len(rows)):
            row = rows.iloc[[place]].reset_index(drop=True)
            if row[list(self.codes)].isna().to_numpy().all():
                continue
            keys = {name: str(row[name].iloc[0]) for name in self.by}
            region, cell = region_of(keys, reading.province), cell_of(keys)
            yield Frame(
                cell=cell, region=region, place=reading.place(region), rows=row, now=reading.local, keys=keys,
                standing=reading.standing.get(cell), calendar={},
            )  # fmt: skip
