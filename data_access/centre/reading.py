"""The reading of a statement on the declared tables as one on the data center's: published rows alone, missing columns named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, DateTime, Select, Subquery, Table, and_, cast, null, or_, select
from sqlalchemy.sql import visitors
from sqlalchemy.sql.util import ClauseAdapter

from data_access.batches import BatchPart, Catalogue, MartsFailed
from data_access.centre.batch_table import MART_BATCH
from data_access.centre.kinds import Found, Types

MOST_NUMBERS = 200
"""So many batch numbers are written into a statement; beyond that the database looks them up in the batch table."""
Described = Mapping[str, Mapping[str, Found]]
"""The columns of the database by table."""


class Lacking(MartsFailed):
    """A table or columns of a statement that the data center's database does not have."""


def read_columns(statement: Select[Any]) -> dict[Table, set[str]]:
    """The declared tables that a statement reads, each with the columns that it needs."""
    found: dict[Table, set[str]] = {}
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            found.setdefault(element, set())
        elif isinstance(element, Column) and isinstance(element.table, Table):
            found.setdefault(element.table, set()).add(element.name)
    return found


def lacking(table: Table, needed: set[str], described: Described, types: Types) -> str:
    """Why a table cannot be read, in a sentence; empty when it can."""
    have = described.get(table.name)
    if have is None:
        return f"数据中心库中没有主题表 {table.name}（{table.info['zh']}）"
    missing = sorted(name for name in needed if name not in have)
    wrong = sorted(name for name in needed if name in have and not types.fits(table.columns[name], have[name]))
    faults = [f"缺列 {'、'.join(missing)}"] * bool(missing) + [f"列 {'、'.join(wrong)} 的类型不符"] * bool(wrong)
    return f"数据中心主题表 {table.name}（{table.info['zh']}）{'，'.join(faults)}" if faults else ""


def published(statement: Select[Any], catalogue: Catalogue, described: Described) -> Select[Any]:
    """The statement on the rows that stand in this version alone."""
    for table in read_columns(statement):
        rows = visible(table, catalogue, described.get(table.name, {}))
        statement = ClauseAdapter(rows).traverse(statement)
    return statement


def visible(table: Table, catalogue: Catalogue, have: Mapping[str, Found]) -> Subquery:
    """The table as a reader sees it, under its own name. A column that the database lacks is unknown here."""
    columns = [column if column.name in have else cast(null(), column.type).label(column.name) for column in table.columns]
    return select(*columns).where(_stands(table, catalogue)).subquery(table.name)


def _stands(table: Table, catalogue: Catalogue) -> ColumnElement[bool]:
    number = table.columns["batch_id"]
    parts = {batch.number: part for batch, part in catalogue.parts_of(table.name)}
    whole = [of for of, part in parts.items() if part.whole]
    listed = {batch.number for batch in catalogue.batches for part in batch.parts if part.table == table.name}
    trimmed = [and_(number == of, _within(table, part)) for of, part in parts.items() if not part.whole]
    if len(whole) <= MOST_NUMBERS:
        return or_(number.in_(whole), *trimmed)
    known = select(MART_BATCH.c.batch_id).where(MART_BATCH.c.mart == table.name, MART_BATCH.c.batch_id <= max(listed))
    gone = sorted(listed - set(whole))
    return or_(and_(number.in_(known), number.not_in(gone)) if gone else number.in_(known), *trimmed)


def _within(table: Table, part: BatchPart) -> ColumnElement[bool]:
    time = table.columns[table.info["time"]]
    hourly = isinstance(time.type, DateTime)
    spans = []
    for first, last in part.windows:
        bounds = [time >= _midnight(first, hourly)] if first > date.min else []
        bounds += [time < _midnight(last + timedelta(days=1), hourly)] if last < date.max else []
        spans.append(and_(*bounds))
    return or_(*spans)


def _midnight(day: date, hourly: bool) -> date:
    return datetime(day.year, day.month, day.day) if hourly else day  # noqa: DTZ001 - local hours are naive
