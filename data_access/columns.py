"""The column kinds that all declared tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Integer, String, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as naive UTC so that every engine orders it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def _column(name: str, kind: Any, zh: str, unit: str, **more: Any) -> Column[Any]:
    return Column(name, kind, info={"zh": zh, "unit": unit}, **more)


def short_name(column: Column[Any]) -> str:
    """A column's Chinese name without its meaning, which follows a colon."""
    return str(column.info["zh"]).partition("：")[0]


def meaning(column: Column[Any]) -> str:
    """What a column means, in Chinese."""
    return str(column.info["zh"]).partition("：")[2]


def count(name: str, zh: str, unit: str = "件") -> Column[Any]:
    """A non-negative whole number; null is unknown, never 0."""
    return _column(name, BigInteger, zh, unit, nullable=True)


def amount(name: str, zh: str) -> Column[Any]:
    """Money in 分."""
    return _column(name, BigInteger, zh, "分", nullable=True)


def number(name: str, zh: str, unit: str) -> Column[Any]:
    return _column(name, Float, zh, unit, nullable=True)


def code(name: str, zh: str, length: int = 32, *, key: bool = False, null: bool = False) -> Column[Any]:
    return _column(name, String(length), zh, "", primary_key=key, nullable=null and not key)


def words(name: str, zh: str) -> Column[Any]:
    return _column(name, Text, zh, "", nullable=True)


def day(name: str = "day", zh: str = "日期：数据所属之日", *, key: bool = True) -> Column[Any]:
    return _column(name, Date, zh, "", primary_key=key, nullable=not key)


def hour(name: str = "hour", zh: str = "整点：数据所属小时的起点，当地时间，不带时区") -> Column[Any]:
    return _column(name, DateTime, zh, "", primary_key=True)


def moment(name: str, zh: str) -> Column[Any]:
    """A point of time in UTC. Its name is quoted, for `at` is a word of some databases' own."""
    return _column(name, UtcDateTime, zh, "UTC", nullable=True, quote=True)


def region(*, key: bool = True) -> Column[Any]:
    """County adcode; the city's own adcode where the county is unknown (未定位)."""
    return _column(
        "region",
        String(6),
        "区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码",
        "GB/T 2260",
        primary_key=key,
        nullable=False,
    )


def batch() -> Column[Any]:
    """Number of the batch that the row was published in; written by publication, never by a loader."""
    return _column("batch_id", Integer, "批次号：发布该行的批次，见 mart_batch", "", nullable=False)
