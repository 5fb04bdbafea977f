"""The question to a mart: which measures, of which rows, split how. Checked before any SQL exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Table

from data_access.buckets import Grain, Window, check_grain, is_own
from data_access.mart_tables import MARTS
from data_access.measure import Base, Count, Events, ForeignRegion, Last, Mean, Measure, MeasureFailed, Per, Standing, Sum, Where, parts
from data_access.scope import Scope

PLACES = ("city", "region")
"""The splits that every mart has: the city, and the region as reported (county)."""
REGION = re.compile(r"[0-9]{6}")
LONGEST = 64


def mart_table(name: str) -> Table:
    """The declared table of a mart."""
    if name not in MARTS.tables:
        raise MeasureFailed(f"there is no mart {name!r}; the declared ones are {', '.join(sorted(MARTS.tables))}.")
    return MARTS.tables[name]


def dimensions(table: Table) -> tuple[str, ...]:
    """The columns by which a mart may be split, besides time and place."""
    if table.info["kind"] == "fact":
        return tuple(c.name for c in table.primary_key if c.name not in ("region", table.info["time"]))
    return tuple(c.name for c in table.columns if getattr(c.type, "length", None) and c.name not in ("region", "region_raw"))


def check_measure(mart: str, measure: Measure) -> None:
    """Raises MeasureFailed when a measure names a mart, a column or a dimension that is not declared."""
    mart_table(mart)
    for owner, part in parts(measure, mart):
        table = mart_table(owner)
        _check_where(table, getattr(part, "where", {}))
        if isinstance(part, Sum | Last | Mean):
            _check_column(table, part.column)
        if isinstance(part, Mean) and part.weight:
            _check_column(table, part.weight)
        if isinstance(part, Last) and not table.info.get("time"):
            raise MeasureFailed(f"mart {owner} has no time column, so it has no last value of {part.column}: count its rows instead.")
        if isinstance(part, Standing | Events):
            _check_things(table, part)
        if not isinstance(part, Sum | Last | Mean | Count | Standing | Events):
            raise MeasureFailed(f"{type(part).__name__} is not a measure over mart {owner}.")


def _check_column(table: Table, name: str) -> None:
    numbers = [c.name for c in table.columns if c.type.python_type in (int, float) and c.name != "batch_id"]
    if name not in numbers:
        raise MeasureFailed(f"mart {table.name} has no number column {name!r}; it has {', '.join(numbers)}.")


def _check_things(table: Table, part: Standing | Events) -> None:
    """Whether things of an entity table can be dated and limited as a measure says."""
    if table.info["kind"] != "entity":
        raise MeasureFailed(f"mart {table.name} is no table of entities: sum its columns instead of counting its rows as things.")
    days = [c.name for c in table.columns if c.type.python_type is date]
    for name in (part.since, part.until) if isinstance(part, Standing) else (part.on,):
        if name is not None and name not in days:
            raise MeasureFailed(f"mart {table.name} has no day column {name!r}; it has {', '.join(days) or 'none'}.")
    for name in (*([part.column] if part.column else []), *part.between):
        _check_column(table, name)


def _check_where(table: Table, where: Mapping[str, object]) -> None:
    for name, value in where.items():
        if name not in dimensions(table):
            raise MeasureFailed(f"mart {table.name} has no dimension {name!r:.80}; it has {', '.join(dimensions(table))}.")
        for text in value if isinstance(value, tuple) else (value,):
            if not isinstance(text, str) or len(text) > LONGEST or "\x00" in text:
                raise MeasureFailed(f"a value of dimension {name} must be a text of at most {LONGEST} characters.")


def as_time(at: date) -> datetime:
    """A bound as a naive local time, so that dates and hours compare."""
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 -- local by contract


@dataclass(frozen=True, kw_only=True)
class Query:
    """Measures of one mart for one caller.

    `measures` names the answer's columns. `grain` splits by time; `windows` are disjoint stretches that are answered beside each other
    (their number is the answer's `t`) — one window limits the time, none takes all of it. Without a scope there is no query.
    """

    mart: str
    measures: Mapping[str, Measure]
    scope: Scope
    by: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    region: str | None = None
    grain: Grain | None = None
    windows: tuple[Window, ...] = ()
    limit: int | None = None
    without: tuple[str, ...] = ()
    """Cities that are left out, because they have not reported and a comparison must be of like with like."""
    own_time: bool | None = None
    """Whether a bucket is the marts' own hour or day: found by itself, and told to the marts of bases."""

    def __post_init__(self) -> None:
        table = mart_table(self.mart)
        for measure in self.measures.values():
            check_measure(self.mart, measure)
        allowed = (*PLACES, *dimensions(table))
        for name in self.by:
            if name not in allowed:
                raise MeasureFailed(f"mart {self.mart} cannot be split by {name!r:.80}; it can by {', '.join(allowed)}.")
        _check_where(table, self.where)
        self._check_time()
        if self.own_time is None:
            marts = (self.mart, *(base.mart for base in self.bases()))
            object.__setattr__(self, "own_time", all(is_own(mart_table(mart), self.grain) for mart in marts))
        check_region(self.scope, self.region)

    def _check_time(self) -> None:
        if self.grain:
            for mart in {self.mart, *(base.mart for base in self.bases())}:
                check_grain(mart_table(mart), self.grain)
            if len(self.windows) > 1:
                raise MeasureFailed("a query is split by a grain or into windows, not both.")
        if self.split:
            self._check_dated()
        ordered = sorted((as_time(a), as_time(b)) for a, b in self.windows)
        for start, end in ordered:
            if not start < end:
                raise MeasureFailed(f"the window {start} … {end} is empty: its end must lie after its start.")
        for (_, end), (start, _) in zip(ordered, ordered[1:], strict=False):
            if start < end:
                raise MeasureFailed(f"two windows overlap at {start}.")

    def _check_dated(self) -> None:
        """Things can be split by time only where the measure says which of their days counts."""
        for measure in self.measures.values():
            for mart, part in parts(measure, self.mart):
                if mart_table(mart).info["kind"] == "entity" and not isinstance(part, Standing | Events):
                    raise MeasureFailed(
                        f"mart {mart} cannot be split by time: {type(part).__name__} does not say by which day of its rows."
                    )

    @property
    def split(self) -> bool:
        """Whether the answer has a time column."""
        return self.grain is not None or len(self.windows) > 1

    def bases(self) -> list[Base]:
        """The bases of `Per` measures that live in other marts."""
        return [b for m in self.measures.values() for b in _bases(m) if b.mart != self.mart]


def _bases(measure: Measure) -> Iterable[Base]:
    if isinstance(measure, Per):
        yield measure.base


def check_region(scope: Scope, region: str | None) -> None:
    """Raises when a region is no code, or lies outside the scope."""
    if region is None:
        return
    if not REGION.fullmatch(region):
        raise MeasureFailed(f"{region!r:.80} is not a region code: six digits are needed.")
    if not scope.allows(region):
        raise ForeignRegion(f"region {region} is not in your scope.")
