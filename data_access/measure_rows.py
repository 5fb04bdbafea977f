"""The visible rows of a question: those of the mart itself, or of its roll-ups where the reader has them and they say the same.

Scope, region and time are applied here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, not_, select, true, union_all

from data_access.buckets import ORDER, Grain, Window, bucket_of, inside_any, time_of, window_index
from data_access.measure import Events, Standing, Where
from data_access.measure_query import Query, mart_table
from data_access.rollups import CITIES, LAST, ROLLED, STEPS, rolled_name, step_of, summed, whole_steps

Rolled = Collection[tuple[str, str]]
"""Which tables may be read by which kinds of roll-ups."""


@dataclass(frozen=True)
class Leaf:
    """One aggregate over rows: a column, the rows it takes, and the columns that a row must know to count."""

    kind: str
    column: str = ""
    where: Where = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    weight: str = ""
    thing: Standing | Events | None = None
    """A count of things of an entity table."""

    @property
    def names(self) -> set[str]:
        """The columns that it reads."""
        return {name for name in (self.column, self.weight, *self.needs, *self.where) if name}


@dataclass(frozen=True)
class Seen:
    """Rows to aggregate: where they come from, which of them are visible, and their time and bucket."""

    source: FromClause
    visible: ColumnElement[bool]
    time: ColumnElement[Any]
    bucket: ColumnElement[Any] | None
    columns: tuple[ColumnElement[Any], ...]
    """What the aggregates read."""


def seen(query: Query, leaves: Sequence[Leaf], rolled: Rolled) -> Seen:
    """The rows of a question, by the shortest way that gives its numbers."""
    table = mart_table(query.mart)
    names = sorted({name for leaf in leaves for name in leaf.names})
    if query.own_time or not _summable(table, leaves):
        own = ROLLED.get(rolled_name(query.mart, CITIES))
        by_cities = own is not None and query.own_time and _by_cities(query) and _summable(table, leaves) and (query.mart, CITIES) in rolled
        return _plain(query, own if own is not None and by_cities else table, names)
    step = step_of(table)
    if step is None or (query.mart, STEPS) not in rolled or (query.grain and ORDER.index(query.grain) < ORDER.index(step)):
        return _plain(query, table, names)
    return _stepped(query, table, step, leaves) or _plain(query, table, names)


def _summable(table: Table, leaves: Sequence[Leaf]) -> bool:
    """Whether sums and last values are all that is asked for."""
    known = {*summed(table), *(c.name for c in table.primary_key)}
    return all(leaf.kind in ("sum", "last") and leaf.names <= known for leaf in leaves)


def _by_cities(query: Query) -> bool:
    """Whether no county is told apart."""
    return "region" not in query.by and (query.region is None or query.region.endswith("00"))


def _plain(query: Query, table: Table, names: Sequence[str]) -> Seen:
    return Seen(
        source=table,
        visible=visible(query, table, query.windows),
        time=time_of(table) if table.info["time"] else true(),
        bucket=_bucket(query, table) if query.split else None,
        columns=tuple(table.c[name] for name in names),
    )


def _stepped(query: Query, table: Table, step: Grain, leaves: Sequence[Leaf]) -> Seen | None:
    """The whole steps from the roll-up and the days at the edges from the rows; None where no step is whole."""
    middle: list[Window] = []
    edges: list[Window] = []
    for window in query.windows or ((date.min, date.max),):
        whole, left = whole_steps(window, step)
        middle += [whole] if whole else []
        edges += left
    if not middle:
        return None
    names = sorted({name for leaf in leaves for name in leaf.names})
    stocks = sorted({leaf.column for leaf in leaves if leaf.kind == "last"})
    branches = [_branch(query, ROLLED[rolled_name(table.name, STEPS)], middle, (names, stocks))]
    branches += [_branch(query, table, edges, (names, stocks))] if edges else []
    found = (union_all(*branches) if len(branches) > 1 else branches[0]).cte(f"seen_{table.name}")
    time = table.info["time"]
    return Seen(
        source=found,
        visible=true(),
        time=found.c[time],
        bucket=found.c.bucket if query.split else None,
        columns=tuple(found.c[name] for name in (*names, *(stock + LAST for stock in stocks))),
    )


def _branch(query: Query, table: Table, windows: Sequence[Window], names: tuple[list[str], list[str]]) -> Select[Any]:
    """The rows of one table in some windows; in a mart itself each row is the last of its time."""
    read, stocks = names
    keys = {c.name: c for c in (table.c.region, time_of(table))}
    dims = {name: table.c[name] for name in (*query.by, *query.where, *read) if name in table.c}
    lasts = [(table.c[n + LAST] if n + LAST in table.c else table.c[n]).label(n + LAST) for n in stocks]
    bucket = [_bucket(query, table).label("bucket")] if query.split else []
    return select(*(keys | dims).values(), *lasts, *bucket).where(visible(query, table, windows))


def last_times(query: Query, rows: Seen) -> Any:
    """Each region's last time in each bucket. The splits and filters do not change it, so parts sum to the whole."""
    place = rows.source.c.region
    last = func.max(rows.time, type_=rows.time.type).label("last_time")
    return (
        select(place.label("place"), last)
        .where(rows.visible)
        .group_by(place, *([rows.bucket] if rows.bucket is not None else []))
        .subquery("last")
    )


def _bucket(query: Query, table: Table) -> ColumnElement[Any]:
    if query.grain is None:
        return window_index(table, query.windows)
    return time_of(table) if query.own_time else bucket_of(time_of(table), query.grain)


def visible(query: Query, table: Table, windows: Sequence[Window]) -> ColumnElement[bool]:
    """Scope, region and time together: the only way to rows."""
    reported = [not_(table.c.region.between(f"{city[:4]}00", f"{city[:4]}99")) for city in query.without]
    return and_(query.scope.clause(table.c.region), _in_region(query, table), inside_any(table, windows), *reported)


def _in_region(query: Query, table: Table) -> ColumnElement[bool]:
    region = query.region
    if region is None or region == query.scope.province:
        return true()
    if region.endswith("00"):
        return table.c.region.between(f"{region[:4]}00", f"{region[:4]}99")
    return table.c.region == region
