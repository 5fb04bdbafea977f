"""The compiler of measures: a checked question becomes one SQLAlchemy Core statement.

Three layers, the same on every engine: the visible rows with their bucket; their sums by group; the formulas over the sums. Bound values
appear in the first layer only, because PostgreSQL does not take two equal expressions with different parameters for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Double,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from data_access.buckets import Grain, bucket_of, starts
from data_access.measure import Combined, Count, Events, Last, Mean, Measure, MeasureFailed, Per, Ratio, Reader, Standing, Sum, parts
from data_access.measure_entities import thing_rows
from data_access.measure_query import PLACES, Query, dimensions, mart_table
from data_access.measure_rows import Leaf, Rolled, last_times, seen, visible
from data_access.rollups import LAST
from data_access.scope import city_of

Pick = Callable[[str, Leaf], ColumnElement[Any]]


def statement(query: Query, rolled: Rolled = ()) -> Select:
    """The one statement that answers a query, by way of the roll-ups that the reader has.

    Columns: `t` when split by time, `by_<name>` for each split, and for the measure at place i `v<i>` with its
    numerator `n<i>` and denominator `d<i>` (null where the measure has none).
    """
    wanted: dict[str, list[Leaf]] = {query.mart: []}
    formulas(query, lambda mart, leaf: _collect(wanted, mart, leaf))
    asked = {mart: query if mart == query.mart else _base_query(query, mart) for mart in wanted}
    sums = {mart: _sums(asked[mart], leaves, f"sums_{mart}", rolled) for mart, leaves in wanted.items()}
    main, *others = sums.values()
    keys = [main.c[name] for name in _keys(query)]
    columns = formulas(query, lambda mart, leaf: sums[mart].c[f"leaf{wanted[mart].index(leaf)}"])
    joined: Any = main
    for other in others:
        shared = [main.c[c.name] == c for c in other.c if c.name in _keys(query)]
        joined = joined.outerjoin(other, and_(true(), *shared))
    result = select(*keys, *columns).select_from(joined).order_by(*keys)
    return result.limit(query.limit) if query.limit is not None else result


def _collect(wanted: dict[str, list[Leaf]], mart: str, leaf: Leaf) -> ColumnElement[Any]:
    leaves = wanted.setdefault(mart, [])
    if leaf not in leaves:
        leaves.append(leaf)
    return null()


def _keys(query: Query) -> list[str]:
    return (["t"] if query.split else []) + [f"by_{name}" for name in query.by]


def _base_query(query: Query, mart: str) -> Query:
    """The same question to the mart of a base, without the splits that it does not know."""
    known = dimensions(mart_table(mart))
    by = tuple(name for name in query.by if name in PLACES or name in known)
    return replace(query, mart=mart, measures={}, by=by, where={k: v for k, v in query.where.items() if k in known}, limit=None)


def formulas(query: Query, pick: Pick) -> list[ColumnElement[Any]]:
    """The labelled value, numerator and denominator of each measure."""
    columns: list[ColumnElement[Any]] = []
    for index, measure in enumerate(query.measures.values()):
        value, numerator, denominator = _formula(measure, query.mart, pick, needs_of(measure, query.mart))
        columns += [value.label(f"v{index}"), numerator.label(f"n{index}"), denominator.label(f"d{index}")]
    return columns


def needs_of(measure: Measure, mart: str) -> dict[type, frozenset[str]]:
    """The columns that a composite needs, apart for flows and for stocks: their rows are different rows."""
    found: dict[type, frozenset[str]] = {}
    for owner, part in parts(measure, mart):
        if owner == mart and isinstance(part, Sum | Last):
            found[type(part)] = found.get(type(part), frozenset()) | {part.column}
    return found


Formula = tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]


def _formula(measure: Measure, mart: str, pick: Pick, needs: dict[type, frozenset[str]]) -> Formula:
    def plain(part: Measure, owner: str = mart) -> ColumnElement[Any]:
        return _formula(part, owner, pick, needs if owner == mart else needs_of(part, owner))[0]

    match measure:
        case Sum() | Last():
            kind = "sum" if isinstance(measure, Sum) else "last"
            value = pick(mart, Leaf(kind, measure.column, measure.where, needs.get(type(measure), frozenset()) - {measure.column}))
            return (_divided(value, measure.divisor), null(), null())
        case Count():
            return (pick(mart, Leaf("count", where=measure.where)), null(), null())
        case Standing() | Events():
            return (_divided(pick(mart, Leaf("thing", thing=replace(measure, divisor=1))), measure.divisor), null(), null())
        case Mean():
            leaf = Leaf("weighted", measure.column, measure.where, weight=measure.weight or "")
            return _fraction(pick(mart, leaf), pick(mart, replace(leaf, kind="weight")), 1)
        case Combined():
            total: ColumnElement[Any] = literal(0)
            for sign, term in measure.terms:
                total = total + plain(term) if sign > 0 else total - plain(term)
            return (total, null(), null())
        case Ratio():
            return _fraction(plain(measure.part), plain(measure.whole), measure.scale)
        case Per():
            return _fraction(plain(measure.part), plain(measure.base.measure, measure.base.mart), measure.scale)
    raise MeasureFailed(f"{type(measure).__name__} is not a measure.")


def _divided(value: ColumnElement[Any], divisor: int) -> ColumnElement[Any]:
    return value if divisor == 1 else cast(value, Double) / divisor


def _fraction(part: ColumnElement[Any], whole: ColumnElement[Any], scale: float) -> Formula:
    """Scale × part / whole; unknown when the whole is 0."""
    return (cast(part, Double) * float(scale) / func.nullif(cast(whole, Double), 0.0, type_=Double()), part, whole)


def _sums(query: Query, leaves: list[Leaf], name: str, rolled: Rolled) -> Subquery:
    """The aggregates by group.

    Cities are cut from the regions after a first grouping: a whole code groups three times faster than a cut text. Not so by the
    marts' own times, where that first grouping would hardly make fewer rows.
    """
    if _stepwise(query, leaves):
        return _stepped(query, leaves, name, rolled)
    rows = (_things(query, leaves) if any(leaf.thing for leaf in leaves) else _rows(query, leaves, rolled)).subquery(f"rows_{name}")
    keys = [rows.c[key] for key in _keys(query)]
    sums = [_aggregate(leaf, rows, i).label(f"leaf{i}") for i, leaf in enumerate(leaves)]
    if "city" not in query.by or query.own_time:
        return select(*keys, *sums).group_by(*keys).subquery(name)
    counties = select(*keys, *sums).group_by(*keys).subquery(f"counties_{name}")
    cut = [city_of(c).label(c.name) if c.name == "by_city" else c for c in counties.c]
    cities = select(*cut).subquery(f"cities_{name}")
    keys = [cities.c[key] for key in _keys(query)]
    return select(*keys, *(func.sum(c).label(c.name) for c in cities.c if c.name not in _keys(query))).group_by(*keys).subquery(name)


def _stepwise(query: Query, leaves: list[Leaf]) -> bool:
    """Whether stocks are best found from sums by place and time: where no dimension would make these as many as the rows."""
    coarse = query.grain is not None and not query.own_time and not query.where and set(query.by) <= set(PLACES)
    return coarse and any(leaf.kind == "last" for leaf in leaves)


def _stepped(query: Query, leaves: list[Leaf], name: str, rolled: Rolled) -> Subquery:
    """The aggregates by group in one pass over the rows: first by place and time, from which the last times are found, then by group."""
    found = seen(query, leaves, rolled)
    place = found.source.c.region.label("place")
    rows = select(place, found.time.label("step"), *found.columns).where(found.visible).subquery(f"rows_{name}")
    sums = [_aggregate(leaf, rows, i).label(f"leaf{i}") for i, leaf in enumerate(leaves)]
    steps = select(rows.c.place, rows.c.step, *sums).group_by(rows.c.place, rows.c.step).cte(f"steps_{name}")
    grain = query.grain or Grain.YEAR
    last = select(steps.c.place, func.max(steps.c.step, type_=steps.c.step.type).label("step"))
    ends = last.group_by(steps.c.place, bucket_of(steps.c.step, grain)).subquery(f"ends_{name}")
    splits = [(city_of(steps.c.place) if by == "city" else steps.c.place).label(f"by_{by}") for by in query.by]
    kept = [
        (case((ends.c.step.is_not(None), steps.c[f"leaf{i}"])) if leaf.kind == "last" else steps.c[f"leaf{i}"]).label(f"leaf{i}")
        for i, leaf in enumerate(leaves)
    ]
    joined = steps.outerjoin(ends, and_(steps.c.place == ends.c.place, steps.c.step == ends.c.step))
    cells = select(bucket_of(steps.c.step, grain).label("t"), *splits, *kept).select_from(joined).subquery(f"cells_{name}")
    keys = [cells.c[key] for key in _keys(query)]
    return select(*keys, *(func.sum(cells.c[f"leaf{i}"]).label(f"leaf{i}") for i in range(len(leaves)))).group_by(*keys).subquery(name)


def _rows(query: Query, leaves: list[Leaf], rolled: Rolled) -> Select:
    """The visible rows of the question: bucket, splits and the columns that the aggregates need."""
    found = seen(query, leaves, rolled)
    known = found.source.c
    columns: list[ColumnElement[Any]] = [found.bucket.label("t")] if found.bucket is not None else []
    city = city_of(known.region) if query.own_time else known.region
    columns += [(city if name == "city" else known[name]).label(f"by_{name}") for name in query.by]
    columns += found.columns
    columns += [] if columns else [literal(1).label("one")]
    stocks = [leaf.kind == "last" for leaf in leaves]
    source: Any = found.source
    if any(stocks) and not query.own_time:
        last = last_times(query, found)
        same = and_(known.region == last.c.place, found.time == last.c.last_time)
        source = source.join(last, same) if all(stocks) else source.outerjoin(last, same)
        columns.append(last.c.last_time.label("is_last"))
    conditions = [known[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in query.where.items()]
    return select(*columns).select_from(source).where(found.visible, *conditions)


def _things(query: Query, leaves: list[Leaf]) -> CompoundSelect:
    """The rows of things: a branch a leaf, numbered by its place."""
    table = mart_table(query.mart)
    if any(leaf.thing is None for leaf in leaves):
        raise MeasureFailed(f"mart {query.mart}: things that stand or happen cannot be asked together with a plain count.")
    conditions = [table.c[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in query.where.items()]
    shown = and_(visible(query, table, query.windows), *conditions)
    return union_all(*thing_rows(query, table, {place: leaf.thing for place, leaf in enumerate(leaves) if leaf.thing}, shown))


def _aggregate(leaf: Leaf, rows: Subquery, place: int) -> ColumnElement[Any]:
    if leaf.kind == "thing":
        return func.sum(case((rows.c.place == place, rows.c.n)))
    conditions = [rows.c[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in sorted(leaf.where.items())]
    conditions += [rows.c[name].is_not(None) for name in sorted(leaf.needs)]
    if leaf.kind == "count":
        return func.sum(case((and_(true(), *conditions), 1), else_=0))
    column = rows.c[leaf.column + LAST] if leaf.kind == "last" and leaf.column + LAST in rows.c else rows.c[leaf.column]
    if leaf.kind == "last" and "is_last" in rows.c:
        conditions.append(rows.c.is_last.is_not(None))
    if leaf.kind in ("weighted", "weight"):
        conditions.append(column.is_not(None))
        weight: Any = rows.c[leaf.weight] if leaf.weight else literal(1)
        column = cast(column, Double) * weight if leaf.kind == "weighted" else weight
    return func.sum(case((and_(*conditions), column)) if conditions else column)


def measured(reader: Reader, query: Query) -> pd.DataFrame:
    """The answer: `t` (bucket start, or number of the window), the splits, then for each measure its name, `<name>#n`, `<name>#d`.

    NaN is unknown.
    """
    raw = reader.read(statement(query, _rolled(reader)))
    columns: dict[str, pd.Series] = {}
    if query.split:
        columns["t"] = starts(raw["t"], query.grain, own=bool(query.own_time)) if query.grain else raw["t"].astype("int64")
    columns |= {name: raw[f"by_{name}"] for name in query.by}
    for index, code in enumerate(query.measures):
        columns |= {code + tail: raw[f"{letter}{index}"].astype("float64") for letter, tail in (("v", ""), ("n", "#n"), ("d", "#d"))}
    return pd.DataFrame(columns, index=raw.index)


def _rolled(reader: Reader) -> Rolled:
    """The roll-ups of a reader; only one pinned version of this machine's own marts has some."""
    known = getattr(reader, "rolled", None)
    return known() if known else ()
