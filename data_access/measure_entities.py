"""The rows of things: entities as they stand at a time, or as they begin and end in it, made countable like the rows of a mart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, Table, and_, case, func, literal, or_, select, true, union_all

from data_access.buckets import Grain, Window, bucket_of
from data_access.mart_tables import CALENDAR
from data_access.measure import Events, Standing
from data_access.measure_query import Query, as_time
from data_access.scope import city_of

Things = Mapping[int, Standing | Events]
"""Measures by their place in the question."""


def thing_rows(query: Query, table: Table, things: Things, visible: ColumnElement[bool]) -> list[Select[Any]]:
    """Rows of `t` (when split), the splits, `n` (what the row counts) and `place` (which measure it is for), a branch a measure.

    A visible row that the measure does not want counts 0, so that a place with things of which none fits reads 0 and not unknown.
    """
    branches: list[Select[Any]] = []
    together: dict[tuple[str, str | None], dict[int, Standing]] = {}
    for place, measure in things.items():
        if isinstance(measure, Events):
            branches.append(_placed(_happened(query, table, measure, visible), place))
        elif query.grain:
            together.setdefault((measure.since, measure.until), {})[place] = measure
        else:
            branches.append(_placed(_standing_at_ends(query, table, measure, visible), place))
    for days, measures in together.items():  # a share's two counts are of the same things: one pass over them
        run = _standing_by_grain(query, table, days, measures, visible).cte()
        keys = [run.c[name] for name in ("t", *_named(query))]
        branches += [select(*keys, run.c[f"n{place}"].label("n"), literal(place).label("place")) for place in measures]
    return branches


def _placed(rows: Select[Any], place: int) -> Select[Any]:
    found = rows.subquery(f"things_{place}")
    return select(*found.c, literal(place).label("place"))


def _named(query: Query) -> list[str]:
    return [f"by_{name}" for name in query.by]


def _splits(query: Query, table: Table) -> list[ColumnElement[Any]]:
    return [(city_of(table.c.region) if name == "city" else table.c[name]).label(f"by_{name}") for name in query.by]


def things_of(query: Query, table: Table, measure: Standing | Events) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Which things a measure counts at the end of its one window or in it, and what each counts."""
    window = _ends(query)[0]
    worth: ColumnElement[Any] = table.c[measure.column] if measure.column else literal(1)
    wanted = _fits(table, measure)
    if isinstance(measure, Events):
        return and_(table.c[measure.on].is_not(None), _lies(table.c[measure.on], window), *wanted), worth
    return and_(*_stands(table, measure, window), *wanted), worth


def _stands(table: Table, measure: Standing, window: Window) -> list[ColumnElement[bool]]:
    """Whether a thing stands at the end of a window."""
    end = _day(window[1])
    stands: list[ColumnElement[bool]] = [table.c[measure.since] < end] if end != date.max else [table.c[measure.since].is_not(None)]
    if measure.until:
        until = table.c[measure.until]
        stands.append(or_(until.is_(None), until >= end) if end != date.max else until.is_(None))
    return stands


def _fits(table: Table, measure: Standing | Events) -> list[ColumnElement[bool]]:
    """Whether a thing is one of those that a measure wants."""
    fits: list[ColumnElement[bool]] = [
        table.c[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in measure.where.items()
    ]
    for name, (low, high) in measure.between.items():
        fits += [table.c[name] >= low] if low is not None else []
        fits += [table.c[name] < high] if high is not None else []
    return fits


def _worth(table: Table, measure: Standing | Events) -> ColumnElement[Any]:
    """What one thing counts: 1 or its column where it fits, else 0."""
    fits = _fits(table, measure)
    one: ColumnElement[Any] = table.c[measure.column] if measure.column else literal(1)
    return case((and_(*fits), one), else_=0) if fits else one


def _ends(query: Query) -> tuple[Window, ...]:
    return query.windows or ((date.min, date.max),)


def _day(at: date) -> date:
    return as_time(at).date()


def _lies(column: ColumnElement[Any], window: Window) -> ColumnElement[bool]:
    bounds = [column >= _day(window[0])] if window[0] != date.min else []  # ends of time are no days to every engine
    bounds += [column < _day(window[1])] if window[1] != date.max else []
    return and_(true(), *bounds)


def _happened(query: Query, table: Table, measure: Events, visible: ColumnElement[bool]) -> Select[Any]:
    """Things by the bucket or window that their day lies in."""
    column, windows = table.c[measure.on], _ends(query)
    time: list[ColumnElement[Any]] = []
    if query.grain:
        time = [bucket_of(column, query.grain).label("t")]
    elif query.split:
        time = [case(*((_lies(column, window), index) for index, window in enumerate(windows))).label("t")]
    inside = and_(column.is_not(None), or_(*(_lies(column, window) for window in windows)))
    return select(*time, *_splits(query, table), _worth(table, measure).label("n")).select_from(table).where(visible, inside)


def _standing_at_ends(query: Query, table: Table, measure: Standing, visible: ColumnElement[bool]) -> Select[Any]:
    """Things that stand at the end of each window."""
    branches: list[Select[Any]] = []
    for index, window in enumerate(_ends(query)):
        stands = _stands(table, measure, window)
        time = [literal(index).label("t")] if query.split else []
        worth = _worth(table, measure)
        columns: list[ColumnElement[Any]] = [*time, *_splits(query, table), case((and_(*stands), worth), else_=0).label("n")]
        branches.append(select(*columns).select_from(table).where(visible))
    return branches[0] if len(branches) == 1 else select(*union_all(*branches).subquery("ends").c)


def _standing_by_grain(
    query: Query, table: Table, days: tuple[str, str | None], measures: Mapping[int, Standing], visible: ColumnElement[bool]
) -> Select[Any]:
    """What stands at the end of each bucket, a column `n<place>` a measure: the running sum of all that began less all that ended. The
    calendar gives the buckets, for things stand on days too on which none begins or ends.
    """
    grain, splits, counts = query.grain or Grain.DAY, _named(query), [f"n{place}" for place in measures]
    since = table.c[days[0]]
    turns = [_turns(query, table, since, measures, visible)]
    if days[1]:
        turns.append(_turns(query, table, table.c[days[1]], measures, and_(visible, since.is_not(None)), sign=-1))
    dated = _summed(union_all(*turns).subquery("turns"), ["day", *splits], counts).subquery("dated")
    cut = [city_of(c).label(c.name) if c.name == "by_city" else c for c in dated.c if c.name != "day"]
    bucketed = select(bucket_of(dated.c.day, grain).label("t"), *cut).subquery("bucketed")
    summed = _summed(bucketed, ["t", *splits], counts).cte()
    steps = _gridded(query, summed, grain).subquery("steps")
    apart = [steps.c[by] for by in splits] or None
    running = [func.sum(steps.c[name]).over(partition_by=apart, order_by=steps.c.t).label(name) for name in counts]
    run = select(steps.c.t, *(steps.c[by] for by in splits), *running, steps.c.asked).subquery("run")
    return select(*(c for c in run.c if c.name != "asked")).where(run.c.asked == 1)


def _gridded(query: Query, summed: CTE, grain: Grain) -> Select[Any]:
    """The sums with a row for every bucket and place; `asked` tells the buckets of the question from those before it."""
    splits = _named(query)
    days = select(bucket_of(CALENDAR.c.day, grain).label("t")).where(_lies(CALENDAR.c.day, _ends(query)[0])).distinct().subquery("days")
    places = select(*([summed.c[by] for by in splits] or [literal(1).label("all")])).distinct().subquery("places")
    counts = [c.name for c in summed.c if c.name != "t" and c.name not in splits]
    nothing = [literal(0).label(name) for name in counts]
    grid = select(days.c.t, *(places.c[by] for by in splits), *nothing, literal(1).label("asked")).select_from(days.join(places, true()))
    both = union_all(select(*summed.c, literal(0).label("asked")), grid).subquery("both")
    keys = [both.c[name] for name in ("t", *splits)]
    return select(*keys, *(func.sum(both.c[name]).label(name) for name in counts), func.max(both.c.asked).label("asked")).group_by(*keys)


def _summed(rows: Subquery, names: Sequence[str], counts: Sequence[str]) -> Select[Any]:
    keys = [rows.c[name] for name in names]
    return select(*keys, *(func.sum(rows.c[name]).label(name) for name in counts)).group_by(*keys)


def _turns(
    query: Query, table: Table, column: ColumnElement[Any], measures: Mapping[int, Standing], shown: ColumnElement[bool], sign: int = 1
) -> Select[Any]:
    """The days on which things begin (or end), those before the asked time put on its first day.

    Cities are regions here: a whole code groups faster than a cut one.
    """
    first, last = (_day(at) for at in _ends(query)[0])
    day = column if first == date.min else case((column < first, literal(first)), else_=column)
    inside = column < last if last != date.max else column.is_not(None)
    places = [(table.c.region if name == "city" else table.c[name]).label(f"by_{name}") for name in query.by]
    worths = {place: _worth(table, measure) for place, measure in measures.items()}
    counts = [(worth if sign > 0 else -worth).label(f"n{place}") for place, worth in worths.items()]
    return select(day.label("day"), *places, *counts).select_from(table).where(shown, inside)
