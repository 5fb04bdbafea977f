"""The overrides of the marts: one row of a fact table corrected by a new batch of its own source and day; the old batch stays as it was.

The newest batch of a source owns its span of days. So a correction republishes that source's rows of the one day with the one value
changed; readers see the new batch or none, and what stood before lies in the older batch's file and in the item that asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, ColumnElement, Date, DateTime, Float, Table, and_, select

from data_access.batches import Batch, MartsFailed
from data_access.buckets import Window
from data_access.columns import short_name
from data_access.mart_tables import MARTS
from data_access.marts import Marts, Part
from data_access.measure import Where
from data_access.measure_query import Query, dimensions, mart_table
from data_access.measure_rows import visible

MOST = 200
NUMBERS = (BigInteger, Float)


class RowFailed(MartsFailed):
    """A row or a value that cannot be corrected; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One row of a mart: its key as texts, its numbers, and the batch that published it."""

    key: Mapping[str, str]
    values: Mapping[str, float | None]
    batch: int


def columns_of(mart: str) -> dict[str, tuple[str, str]]:
    """The columns of a mart whose numbers may be corrected: name → (Chinese name, unit). Empty for a mart that is not kept by time."""
    table = mart_table(mart)
    if table.info["kind"] != "fact":
        return {}
    numbers = [c for c in table.columns if isinstance(c.type, NUMBERS) and c.name != "batch_id" and not c.primary_key]
    return {c.name: (short_name(c), str(c.info["unit"])) for c in numbers}


def rows_of(reader: Any, query: Query, where: Where, window: Window) -> list[Found]:
    """The rows of a fact table that a caller may see in a place and time, newest first, at most `MOST`."""
    table = mart_table(query.mart)
    if table.info["kind"] != "fact" or query.mart not in reader.tables():
        return []
    limits = [
        table.c[name].in_(value if isinstance(value, tuple) else (value,)) for name, value in where.items() if name in dimensions(table)
    ]
    keys = list(table.primary_key.columns)
    wanted = [*keys, *(table.c[name] for name in columns_of(query.mart)), table.c.batch_id]
    order = (table.c[table.info["time"]].desc(), *(c for c in keys if c.name != table.info["time"]))
    frame = reader.read(select(*wanted).where(visible(query, table, (window,)), *limits).order_by(*order).limit(MOST))
    return [_found(table, row) for row in frame.to_dict("records")]


def row_at(reader: Any, mart: str, key: Mapping[str, str]) -> Found | None:
    """The row of a key; None where there is none. Raises RowFailed for a key that does not fit the table."""
    table = mart_table(mart)
    if mart not in reader.tables():
        return None
    wanted = [*table.primary_key.columns, *(table.c[name] for name in columns_of(mart)), table.c.batch_id]
    frame = reader.read(select(*wanted).where(_is(table, key)).limit(2))
    if len(frame) > 1:
        raise RowFailed(f"主题表 {mart} 中这一行由多个来源各报了一次，不能直接更正，请由来源系统改报。")
    return _found(table, frame.to_dict("records")[0]) if len(frame) else None


def checked(mart: str, column: str, value: float | None) -> float | None:
    """The new value as the column may hold it. Raises RowFailed."""
    known = columns_of(mart)
    if column not in known:
        raise RowFailed(f"主题表 {mart} 没有可更正的数值列 {column[:40]}：可更正的是 {'、'.join(known) or '无'}。")
    if value is None:
        return None
    if value != value or value in (float("inf"), float("-inf")):
        raise RowFailed("更正值应为有限的数，未知请留空。")
    if isinstance(MARTS.tables[mart].c[column].type, BigInteger) and (value < 0 or value != int(value) or value >= 2**53):
        raise RowFailed(f"“{known[column][0]}”应为非负整数，未知请留空。")
    return value


def publish(marts: Marts, mart: str, key: Mapping[str, str], column: str, value: float | None) -> Batch:
    """Publish the row with its new value. Raises RowFailed for a row that is gone, MartsMoved when a batch came in between, MartsFailed."""
    value = checked(mart, column, value)
    table = mart_table(mart)
    with marts.snapshot() as shot:
        found = row_at(shot, mart, key)
        if found is None:
            raise RowFailed("这一行已不在主题库中：来源可能改报了主键，请核对后另行提出。")
        batch = next((one for one in shot.catalogue.batches if one.number == found.batch), None)
        if batch is None:
            raise RowFailed(f"第 {found.batch} 批不在目录中，请运行 yiping mart verify 后重做。")
        numbers = [one.number for one, _ in shot.catalogue.parts_of(mart) if one.source == batch.source]
        day = _day(table, key)
        frame = shot.read(select(*(c for c in table.columns)).where(_on(table, day), table.c.batch_id.in_(numbers)))
        version = shot.version()
    changed = _changed(table, frame, key, (column, value))
    part = Part(table=mart, data=changed, span=(day, day))
    return marts.publish([part], source=batch.source, nature=batch.nature, as_of=batch.as_of, only_after=version)


def _changed(table: Table, frame: pd.DataFrame, key: Mapping[str, str], new: tuple[str, float | None]) -> pd.DataFrame:
    """The rows of the day with the one value changed; whole numbers stay whole where others are unknown."""
    column, value = new
    made = frame.drop(columns=["batch_id"]).copy()
    for c in table.columns:
        if c.name in made and isinstance(c.type, BigInteger):
            made[c.name] = made[c.name].astype("Int64")
    texts = [[_text(cell) for cell in made[name]] for name in key]
    at = [n for n, row in enumerate(zip(*texts, strict=True)) if row == tuple(key.values())]
    if len(at) != 1:
        raise RowFailed("这一行已不在主题库中：来源可能改报了主键，请核对后另行提出。")
    missing: Any = pd.NA if isinstance(table.c[column].type, BigInteger) else float("nan")
    whole = isinstance(table.c[column].type, BigInteger) and value is not None
    made.loc[made.index[at[0]], column] = missing if value is None else int(value) if whole else value
    return made


def _found(table: Table, row: Mapping[str, Any]) -> Found:
    key = {c.name: _text(row[c.name]) for c in table.primary_key.columns}
    values = {name: None if row[name] is None or pd.isna(row[name]) else float(row[name]) for name in columns_of(table.name)}
    return Found(key=key, values=values, batch=int(row["batch_id"]))


def _text(cell: Any) -> str:
    """A key's cell as text: days and hours in ISO, all else as it is."""
    if isinstance(cell, date | datetime | pd.Timestamp):
        stamp = pd.Timestamp(cell)
        return f"{stamp:%Y-%m-%d}" if stamp == stamp.normalize() else f"{stamp:%Y-%m-%dT%H:%M:%S}"
    return str(cell)


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise RowFailed(f"“{text[:30]}”不是日期或整点。") from error
    if found.tzinfo is not None:
        raise RowFailed("主键中的时间为当地时间，不带时区。")
    return found


def _day(table: Table, key: Mapping[str, str]) -> date:
    return _time(key[table.info["time"]]).date()


def _is(table: Table, key: Mapping[str, str]) -> ColumnElement[bool]:
    names = {c.name for c in table.primary_key.columns}
    if set(key) != names or table.info["kind"] != "fact":
        raise RowFailed(f"主题表 {table.name} 的一行由 {'、'.join(sorted(names))} 确定，请完整给出。")
    parts = []
    for name, text in key.items():
        kind = table.c[name].type
        value: Any = _time(text) if isinstance(kind, DateTime | Date) else text
        parts.append(table.c[name] == (value.date() if isinstance(kind, Date) and not isinstance(kind, DateTime) else value))
    return and_(*parts)


def _on(table: Table, day: date) -> ColumnElement[bool]:
    """The rows whose time lies in one day."""
    column = table.c[table.info["time"]]
    if isinstance(column.type, DateTime):
        first = datetime.combine(day, time())
        return and_(column >= first, column < first + timedelta(days=1))
    return and_(column == day)
