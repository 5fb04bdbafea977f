"""The kinds of columns, and what each of them is in PostgreSQL and in ClickHouse: declared for the DBA, and recognised in the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Integer, Table

from data_access.columns import UtcDateTime


class Kind(StrEnum):
    """What a column holds, whatever the database calls it."""

    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date"
    HOUR = "local hour"
    MOMENT = "time with zone"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A column as the database describes it."""

    type: str
    nullable: bool


def kind_of(column: Column[Any]) -> Kind:
    """The kind of a declared column."""
    for declared, kind in (
        (UtcDateTime, Kind.MOMENT), (BigInteger, Kind.WHOLE), (Integer, Kind.WHOLE), (Float, Kind.NUMBER), (Date, Kind.DAY), (DateTime, Kind.HOUR),
    ):  # fmt: skip
        if isinstance(column.type, declared):
            return kind
    return Kind.TEXT


class PostgresTypes:
    """PostgreSQL's words for the kinds."""

    name, zh = "postgresql", "PostgreSQL"
    _FITS = {
        Kind.WHOLE: r"bigint|integer|smallint|numeric\(\d+,0\)",
        Kind.NUMBER: r"double precision|real|numeric.*|bigint|integer|smallint",
        Kind.DAY: r"date",
        Kind.HOUR: r"timestamp without time zone",
        Kind.MOMENT: r"timestamp with time zone",
        Kind.TEXT: r"text|character varying.*",
    }

    def declared(self, column: Column[Any]) -> str:
        """The type that a DBA gives to a column."""
        length = getattr(column.type, "length", None)
        words = {
            Kind.WHOLE: "bigint" if isinstance(column.type, BigInteger) else "integer",
            Kind.NUMBER: "double precision",
            Kind.DAY: "date",
            Kind.HOUR: "timestamp without time zone",
            Kind.MOMENT: "timestamp with time zone",
            Kind.TEXT: f"varchar({length})" if length else "text",
        }
        return words[kind_of(column)]

    def fits(self, column: Column[Any], found: Found) -> bool:
        """Whether a column of the database can be read as the declared one."""
        return re.fullmatch(self._FITS[kind_of(column)], found.type) is not None

    def create(self, table: Table, *, comments: bool = False) -> str:
        """The statement that makes the table, with the meaning of its columns where it is asked for."""
        lines = [f"    {column.name} {self.declared(column)}{'' if column.nullable else ' NOT NULL'}" for column in table.columns]
        keys = ", ".join(_keys(table))
        return (
            f"CREATE TABLE {table.name} (\n"
            + ",\n".join([*lines, f"    PRIMARY KEY ({keys})"])
            + "\n);"
            + (_comments(table) if comments else "")
        )

    def add(self, table: Table, column: Column[Any]) -> str:
        """The statement that adds a missing column."""
        return f"ALTER TABLE {table.name} ADD COLUMN {column.name} {self.declared(column)};"

    def change(self, table: Table, column: Column[Any]) -> str:
        """The statement that gives a column the declared type."""
        wanted = self.declared(column)
        return f"ALTER TABLE {table.name} ALTER COLUMN {column.name} TYPE {wanted} USING {column.name}::{wanted};"

    def allow_unknown(self, table: Table, column: Column[Any]) -> str:
        """The statement that lets a column say that a value is unknown."""
        return f"ALTER TABLE {table.name} ALTER COLUMN {column.name} DROP NOT NULL;"


class ClickHouseTypes:
    """ClickHouse's words for the kinds. Times are kept in the zone UTC, the local hour by its digits."""

    name, zh = "clickhouse", "ClickHouse"
    _TIME = r"DateTime\('UTC'\)|DateTime64\(\d, 'UTC'\)"
    _FITS = {
        Kind.WHOLE: r"U?Int(8|16|32|64)|Decimal\(\d+, 0\)",
        Kind.NUMBER: r"Float(32|64)|Decimal\(\d+, \d+\)|U?Int(8|16|32|64)",
        Kind.DAY: r"Date|Date32",
        Kind.HOUR: _TIME,
        Kind.MOMENT: _TIME,
        Kind.TEXT: r"String",
    }

    def declared(self, column: Column[Any]) -> str:
        """The type that a DBA gives to a column."""
        kind = kind_of(column)
        words = {
            Kind.WHOLE: "Int64" if isinstance(column.type, BigInteger) else "Int32",
            Kind.NUMBER: "Float64",
            Kind.DAY: "Date" if column.primary_key else "Date32",
            Kind.HOUR: "DateTime('UTC')",
            Kind.MOMENT: "DateTime('UTC')",
            Kind.TEXT: "String",
        }
        return f"Nullable({words[kind]})" if column.nullable else words[kind]

    def fits(self, column: Column[Any], found: Found) -> bool:
        """Whether a column of the database can be read as the declared one."""
        inner = found.type
        for wrapper in ("LowCardinality(", "Nullable("):
            if inner.startswith(wrapper):
                inner = inner[len(wrapper) : -1]
        return re.fullmatch(self._FITS[kind_of(column)], inner) is not None

    def create(self, table: Table, *, comments: bool = False) -> str:
        """The statement that makes the table, with the meaning of its columns where it is asked for."""
        lines = [
            f"    `{column.name}` {self.declared(column)}{f' COMMENT {_quoted(column)}' if comments else ''}" for column in table.columns
        ]
        keys = ", ".join(f"`{name}`" for name in _keys(table))
        time = table.info.get("time")
        partition = f"\nPARTITION BY toYYYYMM(`{time}`)" if time else ""
        return f"CREATE TABLE `{table.name}` (\n" + ",\n".join(lines) + f"\n)\nENGINE = MergeTree{partition}\nORDER BY ({keys});"

    def add(self, table: Table, column: Column[Any]) -> str:
        """The statement that adds a missing column."""
        return f"ALTER TABLE `{table.name}` ADD COLUMN `{column.name}` {self.declared(column)};"

    def change(self, table: Table, column: Column[Any]) -> str:
        """The statement that gives a column the declared type."""
        return f"ALTER TABLE `{table.name}` MODIFY COLUMN `{column.name}` {self.declared(column)};"

    def allow_unknown(self, table: Table, column: Column[Any]) -> str:
        """The statement that lets a column say that a value is unknown."""
        return self.change(table, column)


def _quoted(column: Column[Any]) -> str:
    text = column.info["zh"] + (f"（{column.info['unit']}）" if column.info["unit"] else "")
    return "'" + text.replace("'", "''") + "'"


def _comments(table: Table) -> str:
    """PostgreSQL's statements that tell the meaning of the columns."""
    return f"\nCOMMENT ON TABLE {table.name} IS '{table.info['zh']}';" + "".join(
        f"\nCOMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column)};" for column in table.columns
    )


def _keys(table: Table) -> list[str]:
    """The key and the batch: the rows of a day that is published anew may stand beside the old ones until these are cleared away."""
    names = [column.name for column in table.primary_key.columns]
    return names if "batch_id" in names else [*names, "batch_id"]


Types = PostgresTypes | ClickHouseTypes
TYPES: dict[str, Types] = {"postgresql": PostgresTypes(), "clickhouse": ClickHouseTypes()}
