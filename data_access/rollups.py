"""The roll-ups: sums of a large fact table that are written beside its rows into the same batch file, and read in their place.

Two kinds. *Steps* hold a row for each month of a daily table (each day of an hourly one), region and key: the sums, and the values at the
region's last time of that step, whose time the row bears. *Cities* hold the own days of a table, its counties summed into their cities.

A row gathers only rows that know the same columns, so that unknown stays as exact as in the table itself. Where a batch does not own a
whole step, or holds no roll-up, its rows themselves stand in the view. Only local batch files have roll-ups: nobody else need know of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Column, MetaData, Table

from data_access.batches import Batch, BatchPart
from data_access.batches import Window as Days
from data_access.buckets import Grain, Window
from data_access.engine import condition, quoted, view
from data_access.mart_tables import FACTS, MARTS

STEPS, CITIES = "steps", "cities"
LAST = "__last"
"""Ends the name of a column that holds the values at the last time of a step."""
STEPS_FROM, CITIES_FROM = 60_000, 750_000
"""Rows of a published table from which a roll-up is worth its writing: a minute's publication never has one."""


def step_of(table: Table) -> Grain | None:
    """The step that a fact table's roll-up sums up; None where it has none."""
    return {"day": Grain.MONTH, "hour": Grain.DAY}.get(table.info["time"]) if table.info["kind"] == "fact" else None


def summed(table: Table) -> list[str]:
    """The columns of a fact table that a roll-up sums: whole numbers, whose sum does not hang on its order."""
    return [c.name for c in table.columns if isinstance(c.type, BigInteger)]


def rolled_name(table: str, kind: str) -> str:
    return f"{table}__{kind}"


def _declared(table: Table, kind: str, into: MetaData) -> Table:
    keys = [Column(c.name, c.type, nullable=False) for c in table.primary_key]
    names = [name + tail for name in summed(table) for tail in (("", LAST) if kind == STEPS else ("",))]
    return Table(rolled_name(table.name, kind), into, *keys, *(Column(n, BigInteger) for n in names), info={**table.info, "of": table.name})


def _all_declared() -> dict[str, Table]:
    into = MetaData()
    found = [_declared(table, STEPS, into) for table in FACTS if step_of(table)]
    found += [_declared(table, CITIES, into) for table in FACTS if table.info["time"] == "day"]
    return {table.name: table for table in found}


ROLLED = _all_declared()
"""The declared roll-ups by name. `info["of"]` names the fact table; the key may repeat, for rows of other unknown columns."""


def kinds_for(table: Table, rows: int) -> tuple[str, ...]:
    """Which roll-ups a table of so many rows is published with."""
    least = {STEPS: STEPS_FROM, CITIES: CITIES_FROM}
    return tuple(kind for kind, many in least.items() if rows >= many and rolled_name(table.name, kind) in ROLLED)


def making(table: Table, kind: str, made: str) -> str:
    """The SELECT of a roll-up from the rows of a table."""
    time, values = quoted(table.info["time"]), summed(table)
    dims = [quoted(c.name) for c in table.primary_key if c.name not in ("region", table.info["time"])]
    unknown = [f"{quoted(name)} IS NULL" for name in values]
    sums = [f"sum({quoted(name)})::BIGINT AS {quoted(name)}" for name in values]
    if kind == CITIES:
        return _text([time, f"{_city()} AS region", *dims, *sums], made, [time, _city(), *dims, *unknown], [time, "region", *dims])
    last = "last_at"
    sums += [f"(sum({quoted(name)}) FILTER ({time} = {last}))::BIGINT AS {quoted(name + LAST)}" for name in values]
    unit = step_of(table)
    ends = f"SELECT region AS place, date_trunc('{unit}', {time}) AS step, max({time}) AS {last} FROM {made} GROUP BY ALL"  # noqa: S608
    joined = f"{made} JOIN ({ends}) ON region = place AND date_trunc('{unit}', {time}) = step"
    return _text([f"{last} AS {time}", "region", *dims, *sums], joined, [last, "region", *dims, *unknown], ["1", "2", *dims])


def _city() -> str:
    return "substr(region, 1, 4) || '00'"


def _text(columns: list[str], source: str, groups: list[str], order: list[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {source} GROUP BY {', '.join(groups)} ORDER BY {', '.join(order)}"  # noqa: S608 declared names


def rolled_view(table: Table, parts: Iterable[tuple[Batch, BatchPart]], name_of: Mapping[str, str]) -> str:
    """The SELECT that is a roll-up as a reader sees it, for questions of whole steps."""
    base, kind = MARTS.tables[table.info["of"]], table.name.rpartition("__")[2]
    branches, rest = [], []
    for batch, part in parts:
        whole, left = _owned(part, step_of(base) if kind == STEPS else Grain.DAY) if kind in part.rolled else ((), part.windows)
        if whole:
            own = condition(table, replace(part, windows=whole))
            branches.append(f"SELECT * FROM {name_of[batch.file]}.{quoted(table.name)}{own}")  # noqa: S608
        if left:
            rest.append((batch, replace(part, windows=left)))
    region = f"{_city()} AS region" if kind == CITIES else "region"
    keys = [region if c.name == "region" else quoted(c.name) for c in base.primary_key]
    values = [quoted(name) for name in summed(base)]
    lasts = [f"{quoted(name)} AS {quoted(name + LAST)}" for name in summed(base)] if kind == STEPS else []
    branches.insert(0, f"SELECT {', '.join([*keys, *values, *lasts])} FROM ({view(base, rest, name_of)})")  # noqa: S608
    return " UNION ALL BY NAME ".join(branches)


def _owned(part: BatchPart, step: Grain | None) -> tuple[tuple[Days, ...], tuple[Days, ...]]:
    """The days that a part owns in whole steps, and the rest of those that it owns. What it never held is missed by no step."""
    if step is Grain.DAY or part.whole:
        return part.windows, ()
    whole: list[Days] = []
    rest: list[Days] = []
    for first, last in part.windows:
        inner, edges = whole_steps(
            (first, last + timedelta(days=1)), Grain.MONTH, start_open=first == part.first, end_open=last == part.last
        )
        whole += [(a, b - timedelta(days=1)) for a, b in ([inner] if inner else [])]
        rest += [(a, b - timedelta(days=1)) for a, b in edges]
    return tuple(whole), tuple(rest)


def whole_steps(window: Window, step: Grain, *, start_open: bool = False, end_open: bool = False) -> tuple[Window | None, Sequence[Window]]:
    """A stretch of time as its whole steps in the middle, None when it has none, and what is left at its edges. An open end cuts no step."""
    start, end = window
    low = start if start_open or start == date.min else _day(start, step, up=True)
    high = end if end_open or end == date.max else _day(end, step, up=False)
    if _moment(low) >= _moment(high):
        return None, (window,)
    edges = [(a, b) for a, b in ((start, low), (high, end)) if _moment(a) < _moment(b)]
    return (low, high), edges


def _moment(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 -- local by contract


def _day(at: date, step: Grain, *, up: bool) -> date:
    """The beginning of a step, at or after a time when going up, at or before it when not."""
    day = at.date() if isinstance(at, datetime) else at
    begun = day.replace(day=1) if step is Grain.MONTH else day
    if not up or _moment(begun) == _moment(at):
        return begun
    return (begun + timedelta(days=32)).replace(day=1) if step is Grain.MONTH else begun + timedelta(days=1)
