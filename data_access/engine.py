"""The engine of the marts: DuckDB behind SQLAlchemy Core. Every line that knows the dialect is here.

A process holds one in-memory database to which the immutable batch files are attached read-only; each read runs on a cursor of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from duckdb_engine import ConnectionWrapper
from duckdb_engine import Dialect as DuckDBDialect
from sqlalchemy import BigInteger, Date, DateTime, Engine, Float, Integer, Select, Table, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeEngine

from data_access.batches import Batch, BatchPart, MartsFailed
from data_access.columns import UtcDateTime

KEPT_BUILDS = 2_000
THREADS, READER_MEMORY, WRITER_MEMORY = 2, "256MB", "400MB"
SMALL_BLOCK, LARGE_BLOCK, LARGE_ROWS = 16384, 262144, 60_000
"""Bytes of a block of a batch file: most publications are small and would waste large blocks, large ones are written four times faster."""


class _Types(PGTypeCompiler):
    def visit_FLOAT(self, type_: Any, **kw: Any) -> str:
        # DuckDB's FLOAT has 4 bytes and would lose digits of a cast
        return "DOUBLE"


class Dialect(DuckDBDialect):
    """DuckDB with compiled statements kept: a page asks the same twenty statements again and again."""

    supports_statement_cache = True

    # Batch files are immutable and only read here: a transaction around each statement would cost more than many a statement does.
    def do_begin(self, dbapi_connection: Any) -> None:
        pass

    def do_commit(self, dbapi_connection: Any) -> None:
        pass

    def do_rollback(self, dbapi_connection: Any) -> None:
        pass

    type_compiler_cls = _Types
    type_compiler = _Types


registry.register("duckdb.yiping", __name__, "Dialect")


def connect(threads: int, memory: str, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that reaches no network and spills into the given folder."""
    root = duckdb.connect(
        ":memory:",
        config={
            "threads": threads, "memory_limit": memory, "temp_directory": str(spill),
            "autoinstall_known_extensions": False, "autoload_known_extensions": False,
        },
    )  # fmt: skip
    root.execute("SET TimeZone = 'UTC'")
    root.execute("SET enable_progress_bar = false")
    return root


def first_row(root: duckdb.DuckDBPyConnection, statement: str) -> tuple[Any, ...] | None:
    """The first row of a statement; the result is read to its end, since an unfinished one blocks the connection."""
    rows = root.execute(statement).fetchall()
    return rows[0] if rows else None


def native(kind: TypeEngine[Any]) -> str:
    """The DuckDB type of a declared column."""
    if isinstance(kind, BigInteger):
        return "BIGINT"
    if isinstance(kind, Integer):
        return "INTEGER"
    if isinstance(kind, Float):
        return "DOUBLE"
    if isinstance(kind, Date):
        return "DATE"
    if isinstance(kind, DateTime | UtcDateTime):
        return "TIMESTAMP"
    return "VARCHAR"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def condition(table: Table, part: BatchPart) -> str:
    """The SQL condition of the days that a part still owns; empty when it owns all that it holds."""
    if part.whole:
        return ""
    time = table.info["time"]
    kind = native(table.columns[time].type)
    spans = (f"({quoted(time)} >= {kind} '{a}' AND {quoted(time)} < DATE '{b}' + INTERVAL 1 DAY)" for a, b in part.windows)
    return " WHERE " + (" OR ".join(spans) or "false")


def attach(root: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a batch file for reading. Raises duckdb.Error."""
    root.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")


def view(table: Table, parts: Iterable[tuple[Batch, BatchPart]], name_of: Mapping[str, str]) -> str:
    """The SELECT that is the table as a reader sees it: the declared columns, then all standing parts with their batch number."""
    columns = ", ".join(f"NULL::{native(c.type)} AS {quoted(c.name)}" for c in table.columns)
    branches = [f"SELECT {columns} WHERE false"]
    branches += [
        f"SELECT *, {batch.number}::INTEGER AS batch_id FROM {name_of[batch.file]}.{quoted(table.name)}{condition(table, part)}"  # noqa: S608
        for batch, part in parts
    ]
    return " UNION ALL BY NAME ".join(branches)


View = Callable[[Table, Iterable[tuple[Batch, BatchPart]], Mapping[str, str]], str]


def tables_of(select: Select[Any]) -> list[str]:
    """Names of the declared tables that a statement reads."""
    return sorted({element.name for element in visitors.iterate(select) if isinstance(element, Table)})


def identity_of(select: Select[Any]) -> object:
    """What tells a statement and its bound values from all others; None where it cannot be told."""
    key = select._generate_cache_key()
    if key is None:
        return None
    try:
        values = tuple(parameter.effective_value for parameter in key.bindparams)
        hash(values)
    except TypeError:  # a list of values
        return None
    return key.key, values


class Database:
    """The one in-memory database of a process, with the batch files attached as they are needed."""

    def __init__(self, folder: Path, *, threads: int = THREADS, memory: str = READER_MEMORY) -> None:
        self.folder = folder
        self.pid = os.getpid()
        self.lock = threading.RLock()
        self._root = connect(threads, memory, folder / ".spill")
        self._attached: dict[str, str] = {}
        self._tables: dict[object, list[str]] = {}
        self._count = 0
        self._engine: Engine = create_engine("duckdb+yiping://", creator=self._cursor, poolclass=NullPool)

    def _cursor(self) -> ConnectionWrapper:
        return ConnectionWrapper(self._root.cursor())

    def tables_of(self, select: Select[Any]) -> list[str]:
        """Names of the declared tables that a statement reads; looked for once in all statements of one build, whatever their values."""
        key = select._generate_cache_key()
        if key is None:
            return tables_of(select)
        found = self._tables.get(key.key)
        if found is None:
            found = tables_of(select)
            if len(self._tables) < KEPT_BUILDS:
                self._tables[key.key] = found
        return found

    def open_schema(self) -> str:
        """A new empty schema for the views of one catalogue version."""
        with self.lock:
            self._count += 1
            name = f"shot{self._count}"
            self._root.execute(f"CREATE SCHEMA {name}")
            return name

    def drop_schema(self, name: str, keep: set[str]) -> None:
        """Drop a version's views and detach the files that no other version needs."""
        with self.lock:
            self._root.execute(f"DROP SCHEMA {name} CASCADE")
            for file in [file for file in self._attached if file not in keep]:
                self._root.execute(f"DETACH {self._attached.pop(file)}")

    def make_view(self, schema: str, table: Table, parts: list[tuple[Batch, BatchPart]], seen: View = view) -> None:
        """Attach what the table needs and name it; `seen` writes what it is. Raises MartsFailed naming table and file."""
        with self.lock:
            for batch, _ in parts:
                self._attach(batch, table)
            try:
                self._root.execute(f"CREATE OR REPLACE VIEW {schema}.{quoted(table.name)} AS {seen(table, parts, self._attached)}")
            except duckdb.Error as error:
                raise failed([table.name], error) from error

    def _attach(self, batch: Batch, table: Table) -> None:
        if batch.file in self._attached:
            return
        path, name = self.folder / batch.file, f"b{batch.number}_{len(batch.file)}"
        if not path.exists():
            raise FileGone(f"主题表 {table.name} 的批次 {batch.number} 缺文件 {batch.file}：请从备份恢复该文件，或重新装载该批数据。")
        try:
            attach(self._root, path, name)
        except duckdb.Error as error:
            raise failed([table.name], error, batch) from error
        self._attached[batch.file] = name

    def run(self, select: Select[Any], schema: str, tables: list[str]) -> pd.DataFrame:
        """The rows of a statement; days are datetime64, moments are aware in UTC, unknown is NaN."""
        try:
            with self._engine.connect() as connection:
                result = connection.execution_options(schema_translate_map={None: schema}).execute(select)
                frame: pd.DataFrame = result.cursor.df()
        except DBAPIError as error:
            raise failed(tables, error.orig or error) from error
        except duckdb.Error as error:
            raise failed(tables, error) from error
        return _plain(frame, select)

    def close(self) -> None:
        with self.lock:
            self._engine.dispose()
            self._root.close()


def _plain(frame: pd.DataFrame, select: Select[Any]) -> pd.DataFrame:
    """Unknown whole numbers as NaN, not as pandas' NA that breaks comparisons and JSON; moments aware."""
    for name in frame.columns[
        [isinstance(kind, pd.api.extensions.ExtensionDtype) and pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    ]:
        frame[name] = frame[name].to_numpy(float if frame[name].hasnans else None, na_value=float("nan"))
    for column in select.selected_columns:
        if isinstance(column.type, UtcDateTime) and column.key in frame:
            frame[column.key] = frame[column.key].dt.tz_localize("UTC")
    return frame


class FileGone(MartsFailed):
    """A batch file that is no longer there: the reader's catalogue may be an old one."""


def failed(tables: list[str], error: BaseException, batch: Batch | None = None) -> MartsFailed:
    """The sentence for an engine's error."""
    names, text = "、".join(tables) or "（未声明）", " ".join(str(error).split())
    where = f"（批次 {batch.number}，文件 {batch.file}）" if batch else ""
    if "corrupt" in text.lower() or "not a valid duckdb" in text.lower() or "checksum" in text.lower():
        return MartsFailed(f"主题表 {names} 的数据文件已损坏{where}：请运行 yiping mart verify 查明文件，从备份恢复或重新装载。")
    if "lock" in text.lower() and "file" in text.lower():
        return MartsFailed(f"主题表 {names} 的数据文件被其他程序占用{where}：请关闭正在写该文件的程序。")
    if "no space" in text.lower():
        return MartsFailed(f"磁盘已满，主题表 {names} 未能完成{where}：请腾出空间后重做。")
    if "out of memory" in text.lower():
        return MartsFailed(f"查询主题表 {names} 所需内存超过限额：请缩小时间或区划范围。")
    return MartsFailed(f"主题表 {names} 未能读写{where}：{text[:300]}")
