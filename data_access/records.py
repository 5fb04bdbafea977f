"""The records behind a number: the rows of a mart, or the named things of a register, that one sum takes; their count and their sum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Double, FromClause, Select, Table, and_, cast, func, literal, select

from data_access.mart_tables import ENTERPRISE, ENTERPRISE_EVENT
from data_access.measure import Events, MeasureFailed, Reader, Standing
from data_access.measure_entities import things_of
from data_access.measure_query import Query, as_time, dimensions, mart_table
from data_access.measure_rows import Seen, last_times, visible
from data_access.measure_terms import Term
from settings import settings

DEEPEST = 100_000
"""Rows that may be turned over one page after another; who needs more narrows the question or takes an export."""
SHOWN: dict[str, tuple[str, ...]] = {
    "enterprise": ("uscc", "name", "region", "type", "industry", "opened_on", "closed_on", "status"),
    "equipment": ("device", "kind", "model", "region", "uscc", "due_on", "status"),
    "kitchen_site": ("site", "name", "kind", "region", "uscc", "listed_on", "connected_on", "status"),
    "remote_site": ("site", "name", "kind", "region", "product", "sensors", "uscc", "listed_on"),
    "product_batch": ("lot", "name", "family", "region", "uscc", "made_on", "quantity"),
}
"""The columns by which a thing is named; of an address or a text of outside nothing is listed."""


@dataclass(frozen=True)
class Slice:
    """A part of a long list."""

    offset: int = 0
    limit: int = 50

    def __post_init__(self) -> None:
        if self.offset < 0 or self.limit < 1 or self.offset + self.limit > DEEPEST:
            raise MeasureFailed(f"a list is turned over up to row {DEEPEST:,}: ask for a smaller place or a shorter time.")


@dataclass(frozen=True)
class Listing:
    """Some of the records, how many there are in all, and the sum that they make (None where there are none)."""

    rows: pd.DataFrame
    count: int
    total: float | None


NOTHING = Listing(pd.DataFrame(), 0, None)


@dataclass(frozen=True)
class _Found:
    """Where the records of a term are, which of them count, and how they are told."""

    source: FromClause
    condition: ColumnElement[bool]
    value: ColumnElement[Any]
    columns: tuple[ColumnElement[Any], ...]
    order: tuple[ColumnElement[Any], ...]


def records(reader: Reader, query: Query, term: Term, part: Slice) -> Listing:
    """The records of one term, newest first: `time` (fact rows), the names, `value`, `batch_id`. Rows that count 0 are left out.

    `query` says for whom, where and when; its first window counts.
    """
    if term.mart not in reader.tables():
        return Listing(pd.DataFrame(), 0, None)
    found = _found(_own(query, term), term)
    whole = select(func.count().label("n"), func.sum(found.value, type_=Double()).label("total"))
    sums = reader.read(whole.select_from(found.source).where(found.condition))
    count, total = int(sums["n"].iloc[0]), sums["total"].iloc[0]
    asked: Select[Any] = select(*found.columns, found.value.label("value")).select_from(found.source).where(found.condition)
    rows = reader.read(asked.order_by(*found.order).offset(part.offset).limit(part.limit))
    return Listing(rows, count, None if not count or total != total else float(total) / term.divisor)


def counted(reader: Reader, query: Query, term: Term) -> int:
    """How many records a term has."""
    if term.mart not in reader.tables():
        return 0
    found = _found(_own(query, term), term)
    return int(reader.read(select(func.count().label("n")).select_from(found.source).where(found.condition))["n"].iloc[0])


def _own(query: Query, term: Term) -> Query:
    """The question to the term's own mart, which may not know all the limits of the other."""
    if term.mart == query.mart:
        return query
    known = dimensions(mart_table(term.mart))
    return replace(query, mart=term.mart, measures={}, by=(), where={k: v for k, v in query.where.items() if k in known}, own_time=None)


def _found(query: Query, term: Term) -> _Found:
    table = mart_table(term.mart)
    return _things(query, table, term.leaf.thing) if term.leaf.thing is not None else _rows(query, table, term)


def _limited(query: Query, table: Table) -> list[ColumnElement[bool]]:
    return [table.c[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in query.where.items()]


def _things(query: Query, table: Table, thing: Standing | Events) -> _Found:
    fits, worth = things_of(query, table, thing)
    condition = and_(visible(query, table, query.windows), *_limited(query, table), fits, worth.is_not(None), worth != 0)
    day = table.c[thing.on if isinstance(thing, Events) else thing.since]
    key = next(iter(table.primary_key.columns))
    columns = tuple(table.c[name] for name in (*SHOWN.get(table.name, tuple(c.name for c in table.primary_key)), "batch_id"))
    return _Found(table, condition, worth, columns, (day.desc(), key))


def _rows(query: Query, table: Table, term: Term) -> _Found:
    leaf, time = term.leaf, table.c[table.info["time"]]
    known = [table.c[name].is_not(None) for name in sorted(leaf.needs)]
    value = _value(table, term)
    conditions = [visible(query, table, query.windows), *_limited(query, table), *known, value.is_not(None), value != 0]
    conditions += [table.c[name].in_(wanted if isinstance(wanted, tuple) else (wanted,)) for name, wanted in sorted(leaf.where.items())]
    source: FromClause = table
    if leaf.kind == "last":
        last = last_times(query, Seen(table, visible(query, table, query.windows), time, None, ()))
        source = table.join(last, and_(table.c.region == last.c.place, time == last.c.last_time))
    names = [table.c[name] for name in dimensions(table)]
    return _Found(
        source,
        and_(*conditions),
        value,
        (time.label("time"), table.c.region, *names, table.c.batch_id),
        (time.desc(), table.c.region, *names),
    )


def _value(table: Table, term: Term) -> ColumnElement[Any]:
    leaf = term.leaf
    if leaf.kind == "count":
        return literal(1)
    column = table.c[leaf.column]
    if leaf.kind in ("weighted", "weight"):
        weight: Any = table.c[leaf.weight] if leaf.weight else literal(1)
        return cast(column, Double) * weight if leaf.kind == "weighted" else weight
    return column


EVENTS: dict[tuple[str, str], str] = {
    ("case_daily", ""): "处罚", ("complaint_daily", ""): "投诉", ("inspection_daily", ""): "检查", ("licence_daily", ""): "许可",
    ("sampling_daily", ""): "抽检", ("entity_daily", "opened"): "登记", ("entity_daily", "closed"): "注销", ("entity_daily", "revoked"): "吊销",
    ("equipment_daily", "trapped"): "困人",
}  # fmt: skip
"""By mart, and by column where that tells: the events of the archive of entities that are of the same kind as its rows."""


def event_kind(term: Term) -> str | None:
    """The kind of events in the archive that is of the kind of a term's rows, without being what they add up."""
    return EVENTS.get((term.mart, term.leaf.column), EVENTS.get((term.mart, "")))


def archive_events(reader: Reader, query: Query, term: Term, part: Slice) -> Listing:
    """Events of the archive of the kind of a term, with the entity that each is of, newest first. No sum of the mart holds them."""
    kind = event_kind(term)
    if kind is None or not {"enterprise_event", "enterprise"} <= set(reader.tables()):
        return Listing(pd.DataFrame(), 0, None)
    c, e = ENTERPRISE_EVENT.c, ENTERPRISE.c
    condition = and_(visible(query, ENTERPRISE_EVENT, ()), c.kind == kind, *_during(query, c.at))
    count = int(reader.read(select(func.count().label("n")).where(condition))["n"].iloc[0])
    columns = (c.at.label("time"), c.region, e.name, c.uscc, c.text, c.event)
    asked = select(*columns).select_from(ENTERPRISE_EVENT.outerjoin(ENTERPRISE, c.uscc == e.uscc)).where(condition)
    return Listing(reader.read(asked.order_by(c.at.desc(), c.event).offset(part.offset).limit(part.limit)), count, None)


def _during(query: Query, at: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """The first window of a question as moments: its days begin by the province's clock."""
    if not query.windows:
        return []
    first, last = (end for end in query.windows[0])
    found = [at >= as_time(first).replace(tzinfo=settings().tz)] if first != date.min else []
    return found + ([at < as_time(last).replace(tzinfo=settings().tz)] if last != date.max else [])
