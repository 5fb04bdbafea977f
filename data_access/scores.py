"""The scores of source systems: how broad, deep and precise what they send is, how timely and steady, and the rows that each score fails on.

A line is what one system owes for one place: the province, or a city. Of a day that has just begun little is owed yet; the stretch ends
with the newest day all the same, because what is late today is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, ColumnElement, Float, Select, Table, and_, case, func, or_, select

from data_access.columns import short_name
from data_access.mart_tables import MARTS, SOURCE_DAILY
from data_access.scope import Scope

DAYS = 30
"""Days that a score looks back on, the newest included."""
MARTS_DAYS = {"hour": 2, "day": 7, "month": 92}
"""Days of a mart whose cells are counted."""
BREADTH, DEPTH, PRECISION, TIMELY, STEADY = "breadth", "depth", "precision", "timely", "steady"
SCORES = (BREADTH, DEPTH, PRECISION, TIMELY, STEADY)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """How many cells of a mart's number columns should be filled in a stretch, and how many are."""

    mart: str
    cells: int
    known: int


@dataclass(frozen=True, kw_only=True)
class Score:
    """The counts behind the scores of one system. A share of nothing is unknown, never 0 or 100."""

    source: str
    owing: int
    came: int
    """Lines × days that owed something, and those of which something came."""
    due: int
    arrived: int
    taken: int
    """Rows taken in."""
    rejected: int
    days: int
    whole: int
    """Days on which it owed something, and those on which all that was due came."""
    cells: int = 0
    known: int = 0

    def value(self, score: str) -> float | None:
        """A score in percent."""
        part, whole = self.parts(score)
        return part / whole * 100 if whole else None

    def parts(self, score: str) -> tuple[int, int]:
        """What a score divides by what."""
        return {
            BREADTH: (self.came, self.owing), DEPTH: (self.known, self.cells), PRECISION: (self.taken, self.taken + self.rejected),
            TIMELY: (self.arrived, self.due), STEADY: (self.whole, self.days),
        }[score]  # fmt: skip


@dataclass(frozen=True)
class Failing:
    """The rows that a score fails on, newest first, and how many there are in all. `heads` name the columns in Chinese."""

    heads: tuple[str, ...]
    rows: pd.DataFrame
    count: int
    lost: int
    """What the rows take from the score: its whole less its part."""


def stretch(reader: Any) -> tuple[date, date] | None:
    """The days that the scores look at; None where nothing was reported."""
    frame = reader.read(select(func.max(SOURCE_DAILY.c.day, type_=SOURCE_DAILY.c.day.type).label("last")))
    if not len(frame) or pd.isna(frame["last"].iloc[0]):
        return None
    last = pd.Timestamp(frame["last"].iloc[0]).date()
    return last - timedelta(days=DAYS - 1), last


def scores(reader: Any, scope: Scope, supplied: dict[str, tuple[str, ...]]) -> dict[str, Score]:
    """The scores by system. `supplied` names the marts of each; a mart's cells count for each system that supplies it."""
    days = stretch(reader)
    if days is None:
        return {}
    c = SOURCE_DAILY.c
    daily = (
        select(
            c.source, c.day, _sum(c.due).label("due"), _sum(c.arrived).label("arrived"), _sum(c.rows_in).label("taken"), _sum(c.rejected).label("rejected"),
            func.sum(case((c.due > 0, 1), else_=0)).label("owing"), func.sum(case((and_(c.due > 0, c.arrived > 0), 1), else_=0)).label("came"),
        )
        .where(_visible(scope, days)).group_by(c.source, c.day).subquery()
    )  # fmt: skip
    d = daily.c
    owes = case((d.due > 0, 1), else_=0)
    whole = case((and_(d.due > 0, d.arrived >= d.due), 1), else_=0)
    sums = [func.sum(d[name]).label(name) for name in ("owing", "came", "due", "arrived", "taken", "rejected")]
    frame = reader.read(select(d.source, *sums, func.sum(owes).label("days"), func.sum(whole).label("whole")).group_by(d.source))
    filled = {mart: cells_of(reader, scope, mart) for mart in sorted({mart for marts in supplied.values() for mart in marts})}
    return {row["source"]: _score(row, [filled[mart] for mart in supplied.get(row["source"], ())]) for row in frame.to_dict("records")}


def cells_of(reader: Any, scope: Scope, mart: str) -> Cells:
    """How full the number columns of a mart are in its newest days."""
    table = MARTS.tables.get(mart)
    columns = numbers_of(mart)
    if table is None or not columns or mart not in reader.tables():
        return Cells(mart=mart, cells=0, known=0)
    where = _recent(reader, table, scope)
    if where is None:
        return Cells(mart=mart, cells=0, known=0)
    known = [func.count(table.c[name]).label(name) for name in columns]
    row = reader.read(select(func.count().label("rows"), *known).where(where)).iloc[0]
    return Cells(mart=mart, cells=int(row["rows"]) * len(columns), known=int(sum(row[name] for name in columns)))


def numbers_of(mart: str) -> tuple[str, ...]:
    """The number columns of a mart that a source fills."""
    table = MARTS.tables.get(mart)
    if table is None or table.info["kind"] != "fact":
        return ()
    return tuple(c.name for c in table.columns if isinstance(c.type, BigInteger | Float) and c.name != "batch_id" and not c.primary_key)


def failing_lines(reader: Any, scope: Scope, source: str, score: str, limit: int = 100) -> Failing:
    """The lines and days that breadth, precision, timeliness or steadiness fails on."""
    days = stretch(reader)
    c = SOURCE_DAILY.c
    if score == STEADY:
        return _failing_days(reader, scope, source, days, limit)
    tests: dict[str, tuple[ColumnElement[bool], ColumnElement[Any], tuple[Any, ...]]] = {
        BREADTH: (and_(c.due > 0, func.coalesce(c.arrived, 0) == 0), func.count(), (c.due, c.arrived)),
        TIMELY: (func.coalesce(c.arrived, 0) < c.due, func.sum(c.due - func.coalesce(c.arrived, 0)), (c.due, c.arrived)),
        PRECISION: (c.rejected > 0, func.sum(c.rejected), (c.rows_in, c.rejected)),
    }
    test, lost, shown = tests[score]
    heads = ("日期", "区划", *(short_name(column) for column in shown))
    if days is None:
        return Failing(heads, pd.DataFrame(), 0, 0)
    where = and_(_visible(scope, days), c.source == source, test)
    return _told(
        reader, select(c.day, c.region, *shown).where(where).order_by(c.day.desc(), c.region), (func.count(), lost, where), heads, limit
    )


def failing_cells(reader: Any, scope: Scope, mart: str, limit: int = 100) -> Failing:
    """The rows of a mart that leave a number column unknown: their key and the columns."""
    table, columns = MARTS.tables[mart], numbers_of(mart)
    keys = list(table.primary_key.columns)
    heads = (*(short_name(column) for column in keys), "未填列")
    where = _recent(reader, table, scope) if mart in reader.tables() and columns else None
    if where is None:
        return Failing(heads, pd.DataFrame(), 0, 0)
    empty = [table.c[name].is_(None) for name in columns]
    lost = func.sum(sum((case((test, 1), else_=0) for test in empty[1:]), case((empty[0], 1), else_=0)))
    where = and_(where, or_(*empty))
    time_column = table.c[table.info["time"]]
    asked = (
        select(*keys, *(table.c[name] for name in columns))
        .where(where)
        .order_by(time_column.desc(), *(k for k in keys if k is not time_column))
    )
    found = _told(reader, asked, (func.count(), lost, where), heads, limit, table)
    if len(found.rows):
        words = ["、".join(short_name(table.c[name]) for name in columns if pd.isna(row[name])) for row in found.rows.to_dict("records")]
        kept = found.rows[[key.name for key in keys]].assign(empty=words)
        return Failing(heads, kept, found.count, found.lost)
    return found


def _failing_days(reader: Any, scope: Scope, source: str, days: tuple[date, date] | None, limit: int) -> Failing:
    c, heads = SOURCE_DAILY.c, ("日期", "应到批次", "实到批次")
    if days is None:
        return Failing(heads, pd.DataFrame(), 0, 0)
    daily = (
        select(c.day, _sum(c.due).label("due"), _sum(c.arrived).label("arrived"))
        .where(_visible(scope, days), c.source == source)
        .group_by(c.day)
        .subquery()
    )
    d = daily.c
    rows = reader.read(select(d.day, d.due, d.arrived).where(d.due > 0, d.arrived < d.due).order_by(d.day.desc()))
    return Failing(heads, rows.head(limit), len(rows), len(rows))


def _told(
    reader: Any, asked: Select[Any], sums: tuple[Any, Any, Any], heads: tuple[str, ...], limit: int, table: Table = SOURCE_DAILY
) -> Failing:  # noqa: PLR0913 - one list, by name
    count, lost, where = sums
    whole = reader.read(select(count.label("n"), lost.label("lost")).select_from(table).where(where)).iloc[0]
    rows = reader.read(asked.limit(limit))
    return Failing(heads, rows, int(whole["n"]), 0 if pd.isna(whole["lost"]) else int(whole["lost"]))


def _score(row: dict[str, Any], filled: list[Cells]) -> Score:
    counts = {
        name: 0 if pd.isna(row[name]) else int(row[name])
        for name in ("owing", "came", "due", "arrived", "taken", "rejected", "days", "whole")
    }
    return Score(source=row["source"], **counts, cells=sum(one.cells for one in filled), known=sum(one.known for one in filled))


def _sum(column: Any) -> ColumnElement[Any]:
    return func.sum(func.coalesce(column, 0))


def _visible(scope: Scope, days: tuple[date, date]) -> ColumnElement[bool]:
    c = SOURCE_DAILY.c
    return and_(scope.clause(c.region), c.day >= days[0], c.day <= days[1])


def _recent(reader: Any, table: Table, scope: Scope) -> ColumnElement[bool] | None:
    column, kind = table.c[table.info["time"]], table.info["time"]
    state = reader.tables()[table.name]
    if state.as_of is None:
        return None
    frame = reader.read(select(func.max(column, type_=column.type).label("last")))
    if not len(frame) or pd.isna(frame["last"].iloc[0]):
        return None
    last = pd.Timestamp(frame["last"].iloc[0]).to_pydatetime()
    first = last.date() - timedelta(days=MARTS_DAYS[kind] - 1)
    since: Any = datetime.combine(first, time()) if kind == "hour" else first
    return and_(scope.clause(table.c.region), column >= since)
