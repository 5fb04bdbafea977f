"""The inspection of the contents: keys, unknowns, regions, times and ages of the published rows, one scan a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Subquery, Table, and_, case, extract, func, or_, select, true

from data_access.arrivals import LATE
from data_access.batches import Catalogue
from data_access.centre.findings import Finding, Severity
from data_access.centre.kinds import Kind, kind_of
from data_access.centre.link import Link
from data_access.centre.reading import Described, visible
from data_access.columns import short_name
from data_access.load.judges import Locator
from data_access.load.rules import FILLED, allowed

EARLIEST = date(1970, 1, 1)
SHOWN = 5
"""How many wrong values a finding names."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What the contents are looked at with. Facts are looked at since a day (None: all of them)."""

    link: Link
    catalogue: Catalogue
    described: Described
    locator: Locator
    now: datetime
    tz: ZoneInfo
    since: date | None = None
    rows: dict[str, int] = field(default_factory=dict)


def contents(looking: Looking, table: Table) -> Iterator[Finding]:
    """What is wrong with the published rows of a table whose structure fits."""
    rows = visible(table, looking.catalogue, looking.described[table.name])
    within = _recent(looking, table, rows)
    tests = dict(_tests(looking, table, rows))
    sums = [func.sum(case((test, 1), else_=0)).label(f"n{place}") for place, test in enumerate(tests.values())]
    found = looking.link.rows(select(func.count().label("rows"), *sums).select_from(rows).where(within))[0]
    looking.rows[table.name] = found[0]
    for (fault, _), count in zip(tests.items(), found[1:], strict=True):
        if count:
            yield _faulty(table, fault, int(count))
    yield from _double_keys(looking, table, rows, within)
    for column in table.columns:
        if column.name == "region":
            yield from _regions(looking, table, rows, within)
        elif allowed(column):
            yield from _values(looking, table, rows, column, within)
    yield from _age(looking, table, rows)


def _recent(looking: Looking, table: Table, rows: Subquery) -> ColumnElement[bool]:
    time = table.info["time"]
    return rows.c[time] >= _as_kept(table.columns[time], looking.since) if time and looking.since else true()


def _as_kept(column: Column, day: date) -> date:
    """A day in the kind of the column."""
    return datetime(day.year, day.month, day.day) if kind_of(column) is Kind.HOUR else day  # noqa: DTZ001 - local hours are naive


Fault = tuple[str, str, str]
"""Kind, column and what is wrong with it."""


def _tests(looking: Looking, table: Table, rows: Subquery) -> Iterator[tuple[Fault, ColumnElement[bool]]]:
    tomorrow = looking.now.astimezone(looking.tz).date() + timedelta(days=1)
    for column in table.columns:
        here, kind = rows.c[column.name], kind_of(column)
        if not column.nullable and looking.described[table.name][column.name].nullable:
            yield ("null", column.name, "为空，该列必填"), here.is_(None)
        if kind is Kind.WHOLE and column.name != "batch_id":
            yield ("negative", column.name, "为负数"), here < 0
        if column.name == table.info["time"]:
            yield ("future", column.name, "晚于今天"), here >= _as_kept(column, tomorrow)
            yield ("too_early", column.name, f"早于 {EARLIEST}"), here < _as_kept(column, EARLIEST)
        if column.name == "month":
            yield ("not_first", column.name, "不是当月第一天"), extract("day", here) != 1
        if kind is Kind.HOUR:
            yield ("not_hour", column.name, "不是整点"), or_(extract("minute", here) != 0, extract("second", here) != 0)


def _faulty(table: Table, fault: Fault, count: int) -> Finding:
    kind, column, what = fault
    return Finding(
        kind=kind, severity=Severity.WRONG, table=table.name, columns=(column,),
        what=f"主题表 {table.name} 有 {count} 行的 {column}（{short_name(table.columns[column])}）{what}",
        remedy="请更正这些行后以新批次重新发布。",
    )  # fmt: skip


def _double_keys(looking: Looking, table: Table, rows: Subquery, within: ColumnElement[bool]) -> Iterator[Finding]:
    names = [column.name for column in table.primary_key.columns]
    keys = [rows.c[name] for name in names]
    groups = select(*keys, func.count().label("rows_of_key")).where(within).group_by(*keys).having(func.count() > 1).subquery()
    count = looking.link.rows(select(func.count()).select_from(groups))[0][0]
    if count:
        example = looking.link.rows(select(groups).limit(1))[0]
        listed = ", ".join(names)
        yield Finding(
            kind="double_key", severity=Severity.WRONG, table=table.name, columns=tuple(names),
            what=f"主题表 {table.name} 有 {count} 个主键重复，数会重复计（如 {'、'.join(str(value) for value in example[:-1])} 有 {example[-1]} 行）",
            remedy=f"请用 SELECT {listed}, count(*) FROM {table.name} GROUP BY {listed} HAVING count(*) > 1; 查出，只留一行。",  # noqa: S608 - shown, not run
        )  # fmt: skip


def _regions(looking: Looking, table: Table, rows: Subquery, within: ColumnElement[bool]) -> Iterator[Finding]:
    column = rows.c.region
    places = {
        code: looking.locator.locate(code or "", None, None) for (code,) in looking.link.rows(select(column).where(within).distinct())
    }
    unknown = sorted(str(code) for code, place in places.items() if place.how == "unknown")
    moved = sorted((code, place.region) for code, place in places.items() if place.how != "unknown" and place.region != code)
    if unknown:
        yield Finding(
            kind="unknown_region", severity=Severity.WRONG, table=table.name, columns=("region",),
            what=f"主题表 {table.name} 有不认识的区划代码 {_some(unknown)}，这些行在任何市县都看不到",
            remedy="请改为现行的县级代码；只知其市的填市本级代码。",
        )  # fmt: skip
    if moved:
        yield Finding(
            kind="retired_region", severity=Severity.WRONG, table=table.name, columns=("region",),
            what=f"主题表 {table.name} 用了已撤并的区划代码 {_some([f'{code}（今为 {now}）' for code, now in moved])}",
            remedy=f"请执行：UPDATE {table.name} SET region = '{moved[0][1]}' WHERE region = '{moved[0][0]}'; 等，主键相同的行先相加。",  # noqa: S608 - shown, not run
        )  # fmt: skip


def _values(looking: Looking, table: Table, rows: Subquery, column: Column, within: ColumnElement[bool]) -> Iterator[Finding]:
    here = rows.c[column.name]
    strange = and_(within, here.is_not(None), here.not_in(allowed(column)))
    found = [str(value) for (value,) in looking.link.rows(select(here).where(strange).distinct().limit(SHOWN + 1))]
    if found and column.name not in FILLED:
        yield Finding(
            kind="unknown_value", severity=Severity.WRONG, table=table.name, columns=(column.name,),
            what=f"主题表 {table.name} 的列 {column.name} 有合同之外的值 {_some(sorted(found))}", remedy=f"请改为 {'、'.join(allowed(column))} 之一。",
        )  # fmt: skip


def _age(looking: Looking, table: Table, rows: Subquery) -> Iterator[Finding]:
    """Old rows, where the newest day is further back than two rhythms: a day is reported when it has ended."""
    time = table.info["time"]
    if not time or not looking.rows[table.name]:
        return
    column = rows.c[time]
    newest = looking.link.rows(select(func.max(column, type_=column.type)))[0][0]
    last = newest if isinstance(newest, datetime) else datetime(newest.year, newest.month, newest.day)  # noqa: DTZ001 - local by contract
    behind = looking.now.astimezone(looking.tz).replace(tzinfo=None) - last
    if behind > 2 * LATE * timedelta(minutes=table.info["rhythm"]):
        yield Finding(
            kind="stale", severity=Severity.NOTE, table=table.name, columns=(time,),
            what=f"主题表 {table.name} 最新到 {newest}，已落后 {behind.days} 天 {behind.seconds // 3600} 小时",
            remedy="请查该表的装载任务；画面会把它标为过期。",
        )  # fmt: skip


def _some(values: list[str]) -> str:
    return "、".join(values[:SHOWN]) + (f" 等 {len(values)} 个" if len(values) > SHOWN else "")
