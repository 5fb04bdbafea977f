"""The link to a data center's database: PostgreSQL or ClickHouse behind SQLAlchemy Core, read only. Every line that knows the dialect is
here and in `kinds`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Date, DateTime, Engine, Select, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data_access.batches import MartsFailed
from data_access.centre.kinds import TYPES, Found, Types
from data_access.columns import UtcDateTime

SECONDS = 20
"""How long one statement may take before it is given up."""
AWAY = 3.0
"""Seconds for which a database that could not be reached is not tried again."""
MEANING = {"join_use_nulls": "1", "aggregate_functions_null_for_empty": "1", "cast_keep_nullable": "1", "prefer_column_name_to_alias": "1"}
"""Settings without which ClickHouse answers 0 or 1970 where nothing is known."""
DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
           "clickhousedb": "clickhousedb", "clickhousedb+connect": "clickhousedb", "clickhouse": "clickhousedb"}  # fmt: skip

POSTGRES_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_table_is_visible(c.oid) AND c.relname = ANY(:names)
"""
CLICKHOUSE_COLUMNS = """
SELECT table, name, type, position(type, 'Nullable(') > 0 FROM system.columns WHERE database = currentDatabase() AND table IN :names
"""


@dataclass(frozen=True)
class Rights:
    """What the account may do with the tables besides reading."""

    writable: tuple[str, ...]
    unreadable: tuple[str, ...]


class Link:
    """One process's connections to the database. Raises MartsFailed with sentences that never hold a secret."""

    def __init__(self, url: str, seconds: int = SECONDS) -> None:
        self.url = _known(url)
        self.types: Types = TYPES["clickhouse" if self.url.drivername == "clickhousedb" else "postgresql"]
        self.shown = (
            f"{self.types.zh} {self.url.host or 'localhost'}{f':{self.url.port}' if self.url.port else ''}/{self.url.database or ''}"
        )
        """The database as it may be named on a screen: no account, no password."""
        self._seconds = seconds
        self.engine = _postgres(self.url, seconds) if self.types.name == "postgresql" else _clickhouse(self.url, seconds)
        self._away: tuple[float, MartsFailed] | None = None

    def rows(self, statement: Any, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """All rows of a statement."""
        try:
            with self._connected() as connection:
                return connection.execute(statement, dict(values or {})).fetchall()
        except SQLAlchemyError as error:
            raise self.failed(error) from error

    def frame(self, select: Select[Any]) -> pd.DataFrame:
        """The rows of a statement; days are datetime64, moments are aware in UTC, unknown is NaN."""
        try:
            with self._connected() as connection:
                result = connection.execute(select)
                found = pd.DataFrame(result.fetchall(), columns=list(result.keys()))
        except SQLAlchemyError as error:
            raise self.failed(error) from error
        for place, column in enumerate(select.selected_columns):
            name = found.columns[place]
            found[name] = _plain(found[name], column.type)
        return found

    def _connected(self) -> Connection:
        """A connection; a database that was just away fails at once, so that a page does not wait for it sixteen times."""
        if self._away and time.monotonic() < self._away[0]:
            raise self._away[1]
        self._away = None
        return self.engine.connect()

    def columns(self, names: Sequence[str]) -> dict[str, dict[str, Found]]:
        """The columns of the named tables that exist."""
        statement, names = (POSTGRES_COLUMNS, list(names)) if self.types.name == "postgresql" else (CLICKHOUSE_COLUMNS, tuple(names))
        described = self.rows(text(statement), {"names": names})
        found: dict[str, dict[str, Found]] = {}
        for table, column, kind, nullable in described:
            found.setdefault(table, {})[column] = Found(type=kind, nullable=bool(nullable))
        return found

    def failed(self, error: BaseException) -> MartsFailed:
        """The sentence for a database's error."""
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        for secret in filter(None, (self.url.password, self.url.username)):
            said = said.replace(str(secret), "***")
        low = said.lower()
        if any(word in low for word in ("authentication", "password", "no pg_hba")):
            return MartsFailed(f"数据中心主题库 {self.shown} 拒绝登录：请核对 YIPING_MARTS_URL 中的账号和口令。")
        if any(word in low for word in ("permission denied", "access_denied", "not enough privileges")):
            return MartsFailed(f"数据中心主题库 {self.shown} 的账号无权读取（{said[:160]}）：请 DBA 授予只读权限。")
        if any(word in low for word in ("statement timeout", "timeout_exceeded", "timed out")):
            return MartsFailed(f"数据中心主题库 {self.shown} 在 {self._seconds} 秒内没有答完：请 DBA 查看负载和索引。")
        if any(word in low for word in ("connect", "refused", "resolve", "unreachable", "closed")):
            gone = MartsFailed(f"数据中心主题库 {self.shown} 连不上：请检查网络、地址、端口和数据库是否运行。")
            self._away = (time.monotonic() + AWAY, gone)
            return gone
        return MartsFailed(f"数据中心主题库 {self.shown} 未能查询：{said[:300]}")

    def close(self) -> None:
        self.engine.dispose()


def _known(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise MartsFailed(
            "YIPING_MARTS_URL 不是数据库地址：请写 postgresql+psycopg://账号:口令@主机/库 或 clickhousedb://账号:口令@主机:8123/库。"
        ) from None
    driver = DRIVERS.get(parsed.drivername)
    if driver is None:
        raise MartsFailed(
            f"YIPING_MARTS_URL 的库型 {parsed.drivername} 不受支持：请用 postgresql+psycopg:// 或 clickhousedb://，或清空该变量改用内嵌的 DuckDB。"
        )
    return parsed.set(drivername=driver)


def _postgres(url: URL, seconds: int) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, pool_recycle=1800, isolation_level="AUTOCOMMIT",
                           enable_from_linting=False, connect_args={"connect_timeout": 5})  # fmt: skip

    @event.listens_for(engine, "connect")
    def read_only(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:  # not by start options: poolers refuse those
            cursor.execute("SET default_transaction_read_only = on")
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET statement_timeout = '{seconds}s'")
        connection.commit()

    return engine


def _clickhouse(url: URL, seconds: int) -> Engine:
    try:
        return create_engine(
            url.update_query_dict({**MEANING, "max_execution_time": str(seconds)}), pool_size=8, max_overflow=8, pool_recycle=1800, enable_from_linting=False,
            connect_args={"autogenerate_session_id": False, "connect_timeout": 5, "send_receive_timeout": seconds + 5},
        )  # fmt: skip
    except NoSuchModuleError:
        raise MartsFailed("读取 ClickHouse 需要 clickhouse-connect：请按安装说明装齐依赖。") from None


def _plain(values: pd.Series, kind: Any) -> pd.Series:
    """The values in the one form that all engines give."""
    if isinstance(kind, UtcDateTime):
        return pd.to_datetime(values, utc=True).astype("datetime64[us, UTC]")
    if isinstance(kind, DateTime | Date):
        return pd.to_datetime(values).astype("datetime64[us]")
    known = values.dropna()
    if values.dtype == object and len(known) and all(isinstance(value, int | float | Decimal) for value in known):
        whole = len(known) == len(values) and all(isinstance(value, int) or value == int(value) for value in known)
        return values.astype("int64") if whole and not any(isinstance(v, float) for v in known) else values.astype("float64")
    if values.dtype == object and not len(known) and kind.python_type in (int, float, Decimal):
        return values.astype("float64")
    return values
