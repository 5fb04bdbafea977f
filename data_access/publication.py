"""The writing of a batch file: frames or Parquet in, one immutable DuckDB file out, the table contract kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
from sqlalchemy import BigInteger, Column, DateTime, Float, Table

from data_access.batches import Batch, BatchPart, MartsFailed
from data_access.columns import UtcDateTime
from data_access.engine import (
    LARGE_BLOCK,
    LARGE_ROWS,
    SMALL_BLOCK,
    WRITER_MEMORY,
    attach,
    condition,
    connect,
    failed,
    first_row,
    literal,
    native,
    quoted,
)
from data_access.mart_tables import MARTS
from data_access.rollups import kinds_for, making, rolled_name

INPUT = "given"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One table of a publication.

    `data` holds the declared columns but `batch_id`, as a frame or as the path of a Parquet file; nullable ones may be absent (unknown).
    `span` says for which days the part speaks where these are more than its rows' own, e.g. a day on which nothing happened.
    """

    table: str
    data: pd.DataFrame | Path
    rejected: int = 0
    span: tuple[date, date] | None = None


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A batch file that is written and not yet published."""

    path: Path
    source: str
    nature: str
    as_of: datetime
    sha256: str
    size: int
    parts: tuple[BatchPart, ...]


def write_file(path: Path, parts: Sequence[Part], spill: Path) -> list[BatchPart]:
    """Write all parts into a new batch file and make it durable. Raises MartsFailed and leaves no file when a part breaks its contract."""
    names = [part.table for part in parts]
    unknown = [name for name in names if name not in MARTS.tables]
    if not parts or unknown or len(set(names)) < len(names):
        raise MartsFailed(f"发布内容有误：{'未声明的主题表 ' + '、'.join(unknown) if unknown else '没有表，或同一张表出现两次'}。")
    root = connect(2, WRITER_MEMORY, spill)
    try:
        block = LARGE_BLOCK if sum(_size(root, part) for part in parts) > LARGE_ROWS else SMALL_BLOCK
        root.execute(f"ATTACH {literal(str(path))} AS made (BLOCK_SIZE {block})")
        root.execute("BEGIN")
        written = [_write(root, MARTS.tables[part.table], part) for part in parts]
        root.execute("COMMIT")
        root.execute("CHECKPOINT made")
        root.execute("DETACH made")
    except duckdb.Error as error:
        discard(path)
        raise failed(names, error) from error
    except MartsFailed:
        root.close()
        discard(path)
        raise
    finally:
        root.close()
    return written


def discard(path: Path) -> None:
    """Remove a batch file and what DuckDB may have left beside it."""
    for found in (path, path.with_name(path.name + ".wal")):
        found.unlink(missing_ok=True)


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file, after making it durable."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return found, path.stat().st_size


def count_visible(folder: Path, batch: Batch, parts: Sequence[BatchPart], spill: Path) -> dict[str, int]:
    """How many rows of trimmed parts still stand. A file that cannot be read counts nothing: `verify` names it."""
    root = connect(1, WRITER_MEMORY, spill)
    found: dict[str, int] = {}
    try:
        attach(root, folder / batch.file, "kept")
        for part in parts:
            where = condition(MARTS.tables[part.table], part)
            row = first_row(root, f"SELECT count(*) FROM kept.{quoted(part.table)}{where}")  # noqa: S608 names are declared
            found[part.table] = row[0] if row else 0
    except duckdb.Error:
        pass
    finally:
        root.close()
    return found


def _size(root: duckdb.DuckDBPyConnection, part: Part) -> int:
    if isinstance(part.data, pd.DataFrame):
        return len(part.data)
    row = first_row(root, f"SELECT count(*) FROM read_parquet({literal(str(part.data))})")  # noqa: S608
    return int(row[0]) if row else 0


def _write(root: duckdb.DuckDBPyConnection, table: Table, part: Part) -> BatchPart:
    if isinstance(part.data, pd.DataFrame):
        root.register(INPUT, part.data)
    else:
        root.execute(f"CREATE OR REPLACE TEMP VIEW {INPUT} AS SELECT * FROM read_parquet({literal(str(part.data))})")  # noqa: S608
    kinds = dict(root.execute(f"SELECT column_name, column_type FROM (DESCRIBE {INPUT})").fetchall())  # noqa: S608
    wanted = [column for column in table.columns if column.name != "batch_id"]
    _check_columns(table, wanted, set(kinds))
    chosen = ", ".join(_value(table, column, kinds.get(column.name)) for column in wanted)
    given = f"(SELECT {chosen} FROM {INPUT})"  # noqa: S608 names are declared
    _check_ranges(root, table, kinds)
    made = f"made.{quoted(table.name)}"
    declared = ", ".join(f"{quoted(c.name)} {native(c.type)}{'' if c.nullable else ' NOT NULL'}" for c in wanted)
    order = ", ".join(quoted(c.name) for c in table.primary_key.columns)
    root.execute(f"CREATE TABLE {made} ({declared})")
    root.execute(f"INSERT INTO {made} SELECT * FROM {given} ORDER BY {order}")  # noqa: S608
    _check_keys(root, table, made, order)
    if isinstance(part.data, pd.DataFrame):
        root.unregister(INPUT)
    written = _measured(root, table, made, part)
    rolled = kinds_for(table, written.rows)
    for kind in rolled:
        root.execute(f"CREATE TABLE made.{quoted(rolled_name(table.name, kind))} AS {making(table, kind, made)}")
    return replace(written, rolled=rolled)


def _value(table: Table, column: Column, kind: str | None) -> str:
    name, wanted = quoted(column.name), native(column.type)
    if kind is None:
        return f"NULL::{wanted} AS {name}"
    zoned = kind == "TIMESTAMP WITH TIME ZONE"
    if isinstance(column.type, UtcDateTime):
        if not zoned and kind not in ('"NULL"', "INTEGER"):  # a column of nothing but unknown has no zone either
            raise MartsFailed(f"主题表 {table.name} 的列 {column.name} 缺时区：请给出带时区的时间。")
        return f"({name}::TIMESTAMPTZ AT TIME ZONE 'UTC')::{wanted} AS {name}" if zoned else f"NULL::{wanted} AS {name}"
    if zoned and isinstance(column.type, DateTime):
        raise MartsFailed(f"主题表 {table.name} 的列 {column.name} 应为不带时区的当地整点。")
    return f"{name}::{wanted} AS {name}"


def _check_columns(table: Table, wanted: list[Column], given: set[str]) -> None:
    missing = [c.name for c in wanted if not c.nullable and c.name not in given]
    extra = sorted(given - {c.name for c in wanted})
    if missing or extra:
        faults = [f"缺列 {'、'.join(missing)}"] * bool(missing) + [f"多出未声明的列 {'、'.join(extra)}"] * bool(extra)
        raise MartsFailed(f"主题表 {table.name} {'，'.join(faults)}：应有的列是 {'、'.join(c.name for c in wanted)}。")


def _check_ranges(root: duckdb.DuckDBPyConnection, table: Table, kinds: dict[str, str]) -> None:
    checks = {}
    for column in table.columns:
        name, kind = quoted(column.name), kinds.get(column.name)
        if isinstance(column.type, BigInteger) and kind:
            checks[f"{column.name} 应为非负整数"] = f"({name}::DOUBLE < 0 OR {name}::DOUBLE <> floor({name}::DOUBLE))"
        elif isinstance(column.type, Float) and kind:
            checks[f"{column.name} 应为有限的数"] = f"NOT isfinite({name}::DOUBLE)"
        elif column.name == "region" and kind:
            checks["region 应为六位区划代码"] = f"NOT regexp_full_match({name}, '[0-9]{{6}}')"
    if not checks:
        return
    row = first_row(root, f"SELECT {', '.join(f'count_if({test})' for test in checks.values())} FROM {INPUT}")  # noqa: S608
    for (sentence, _), count in zip(checks.items(), row or (), strict=False):
        if count:
            raise MartsFailed(f"主题表 {table.name} 有 {count} 行不合规：{sentence}。本批未发布。")


def _check_keys(root: duckdb.DuckDBPyConnection, table: Table, made: str, keys: str) -> None:
    row = first_row(root, f"SELECT {keys}, count(*) AS n FROM {made} GROUP BY {keys} HAVING n > 1 LIMIT 1")  # noqa: S608
    if row:
        raise MartsFailed(f"主题表 {table.name} 主键重复（{keys} = {'、'.join(str(v) for v in row[:-1])}，{row[-1]} 行）。本批未发布。")


def _measured(root: duckdb.DuckDBPyConnection, table: Table, made: str, part: Part) -> BatchPart:
    time = table.info["time"]
    bounds = f", min({quoted(time)})::DATE, max({quoted(time)})::DATE" if time else ", NULL, NULL"
    row = first_row(root, f"SELECT count(*){bounds} FROM {made}")  # noqa: S608
    rows, first, last = row or (0, None, None)
    if time and part.span:
        first, last = min(part.span[0], first or part.span[0]), max(part.span[1], last or part.span[1])
    if time and first is None:
        raise MartsFailed(f"主题表 {table.name} 没有一行数据，也没有说明是哪几天的：请给出 span，或不要发布此表。")
    windows = ((first, last),) if time else ()
    return BatchPart(table=table.name, rows=rows, rejected=part.rejected, first=first, last=last, windows=windows, visible_rows=rows)
