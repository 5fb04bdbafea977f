"""The foreign table of alerts: read in order of change, from a watermark on, with bound values and without ever writing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, insert, select, update
from sqlalchemy.exc import ArgumentError, NoSuchTableError, SQLAlchemyError

from data_access.stores.engine import StoreFailed
from data_access.stores.tables import PREFERENCE

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?", re.ASCII)
KEY = "alerts.sql.watermark"
AT_ONCE = 100
OVERLAP = timedelta(minutes=10)
"""Rows are looked at again for this long: a slow transaction may commit a time that has passed already."""
MOST_SEEN = 10_000
CLOCK, NUMBER = "changed_at", "source_id"
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Watermark:
    """How far the table was read: the newest change, and which rows of the overlap were taken at which change."""

    newest: str | None = None
    seen: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns that the table must have and those that are read where it has them."""

    needed: Collection[str]
    optional: Collection[str]


class AlertSource:
    """A table of alerts in another system's database. Every call raises StoreFailed with a sentence that names the knob."""

    def __init__(self, url: str, table: str, columns: Columns) -> None:
        if not NAME.fullmatch(table):
            raise StoreFailed("YIPING_ALERT_SQL_TABLE 应为表名或“模式.表名”，只含字母、数字和下划线：请改正。")
        self._schema, _, self._name = table.rpartition(".")
        self._columns = columns
        self._engine = _opened(url)

    def changed(self, since: Watermark) -> Iterator[list[dict[str, Any]]]:
        """Pages of rows that changed since the watermark, oldest change first, without those that were taken already."""
        with _told(), self._engine.connect() as connection:
            table = self._table(connection)
            read = [table.c[name] for name in (*self._columns.needed, *self._columns.optional) if name in table.c]
            clock, number = table.c[CLOCK], table.c[NUMBER]
            query = select(*read).where(clock.is_not(None), number.is_not(None)).order_by(clock, number)
            start = _start(since)
            asked = query if start is None else query.where(clock >= start)
            for page in connection.execution_options(yield_per=AT_ONCE).execute(asked).mappings().partitions(AT_ONCE):
                fresh = [row for row in page if (since.seen or {}).get(str(row[NUMBER])) != _text(row[CLOCK])]
                if fresh:
                    yield [dict(row) for row in fresh]

    def _table(self, connection: Connection) -> Table:
        try:
            table = Table(self._name, MetaData(), schema=self._schema or None, autoload_with=connection)
        except NoSuchTableError as error:
            raise StoreFailed(f"告警来源库中没有表 {self._name}：请核对 YIPING_ALERT_SQL_TABLE。") from error
        missing = [name for name in self._columns.needed if name not in table.c]
        if missing:
            raise StoreFailed(f"告警来源表 {self._name} 缺少列 {'、'.join(missing)}：请让来源方按 docs/alerts-in.md 建视图。")
        return table


def watermark(connection: Connection) -> Watermark:
    """How far the table was read, as the store keeps it."""
    found = connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.key == KEY)).scalar() or {}
    return Watermark(newest=found.get("newest"), seen=found.get("seen"))


def advance(connection: Connection, before: Watermark, rows: Collection[Row], now: datetime) -> Watermark:
    """Note that these rows were taken; gives the new watermark."""
    newest = max([_text(row[CLOCK]) for row in rows] + ([before.newest] if before.newest else []), key=_order)
    seen = {**(before.seen or {}), **{str(row[NUMBER]): _text(row[CLOCK]) for row in rows}}
    border = _start(Watermark(newest=newest))
    kept = {name: at for name, at in seen.items() if border is None or not _before(at, border)}
    after = Watermark(newest=newest, seen=dict(sorted(kept.items(), key=lambda pair: _order(pair[1]))[-MOST_SEEN:]))
    value = {"newest": after.newest, "seen": after.seen}
    if not connection.execute(update(PREFERENCE).where(PREFERENCE.c.key == KEY).values(value=value, changed_at=now)).rowcount:
        connection.execute(insert(PREFERENCE).values(key=KEY, value=value, changed_at=now))
    return after


def _start(since: Watermark) -> Any:
    """From which change on rows are looked at, in the column's own kind: a time, or a text or number where the table keeps none."""
    if since.newest is None:
        return None
    value = _value(since.newest)
    return value - OVERLAP if isinstance(value, datetime) else value


def _text(value: Any) -> str:
    """A change as text that keeps its kind: t a time, n a number, s a text."""
    if isinstance(value, datetime):
        return f"t{value.isoformat()}"
    return f"n{value}" if isinstance(value, int) else f"s{value}"


def _value(text: str) -> Any:
    kind, rest = text[0], text[1:]
    return datetime.fromisoformat(rest) if kind == "t" else int(rest) if kind == "n" else rest


def _order(text: str) -> Any:
    return _value(text)


def _before(text: str, border: Any) -> bool:
    return bool(_value(text) < border)


@cache
def _opened(url: str) -> Engine:
    """One engine a process, whose connections cannot write. Raises StoreFailed."""
    with _told():
        engine = create_engine(url, pool_size=1, max_overflow=1, pool_pre_ping=True, pool_timeout=5)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _query_only)
        return engine.execution_options(postgresql_readonly=True) if engine.dialect.name == "postgresql" else engine


def _query_only(handle: Any, _record: Any) -> None:
    handle.execute("PRAGMA query_only=ON").close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ArgumentError as error:
        raise StoreFailed("YIPING_ALERT_SQL_URL 不是 SQLAlchemy 地址：请写成 postgresql+psycopg://用户@主机/库。") from error
    except (SQLAlchemyError, ImportError) as error:
        first = (str(getattr(error, "orig", None) or error).splitlines() or [""])[0][:200]
        raise StoreFailed(f"告警来源库读不出：{first}。请核对 YIPING_ALERT_SQL_URL、表和只读权限。", retry=True) from error
