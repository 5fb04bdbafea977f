"""The rules of a load: for each declared column the reason to reject a text, and the value of a good one, as DuckDB expressions.

The expressions read the view `judged`: the texts of a row, `__region` and `__how` (where it belongs), `__kind` and `__ok` (its code).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, String, Table, Text

from data_access.columns import UtcDateTime
from data_access.engine import literal, quoted

DAYS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y-%m-%d 00:00:00', '%Y-%m-%dT00:00:00']"
HOURS = "['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%dT%H:%M', '%Y/%m/%d %H:%M']"
ZONED = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)"
WHOLE = r"[+-]?\d{1,18}(\.0+)?"
EARLIEST = "1900-01-01"

FILLED = ("uscc_kind", "region_raw", "region_how")
"""Columns that a file may leave out: the load finds them itself."""


@dataclass(frozen=True)
class Rule:
    """One column: `reason` is NULL for a good text, `value` its typed value."""

    column: str
    reason: str
    value: str


def allowed(column: Column) -> tuple[str, ...]:
    """The values that a column's Chinese name declares: `a|b|c`, or a range of letters `A–T` with `；- 为…` for one more."""
    text = column.info.get("zh", "")
    listed = re.search(r"[\w-]+(?:\|[\w-]+)+", text)
    if listed:
        return tuple(listed[0].split("|"))
    ranged = re.search(r"([A-Z])–([A-Z])(?:；(\S) 为)?", text)
    if ranged:
        letters = tuple(chr(code) for code in range(ord(ranged[1]), ord(ranged[2]) + 1))
        return letters + ((ranged[3],) if ranged[3] else ())
    return ()


def rules(table: Table, today: date) -> list[Rule]:
    """The rules of all columns that a file gives."""
    return [_rule(table, column, today) for column in table.columns if column.name != "batch_id"]


def _rule(table: Table, column: Column, today: date) -> Rule:
    text = quoted(column.name)
    faults, value = _typed(table, column, today)
    if not column.nullable and column.name not in FILLED:
        kept = " AND NOT __kept" if column.name == "region" else ""
        faults.insert(0, (f"{text} IS NULL{kept}", literal("必填，不得为空")))
    cases = " ".join(f"WHEN {test} THEN {why}" for test, why in faults)
    return Rule(column.name, f"CASE {cases} END" if cases else "NULL", value)


def _typed(table: Table, column: Column, today: date) -> tuple[list[tuple[str, str]], str]:
    text, kind = quoted(column.name), column.type
    if column.name == "region":
        return _region()
    if column.name == "region_raw":
        return [(f"length({text}) > 6", literal("超过 6 位"))], f"coalesce({text}, region)"
    if column.name == "region_how":
        found = "CASE WHEN __how <> 'unknown' THEN __how WHEN __region LIKE '%0000' THEN 'province' ELSE 'city' END"
        return _words(column, f"coalesce({text}, {found})")
    if column.name == "uscc":
        return _code(table, column)
    if column.name == "uscc_kind":
        return [(f"{text} <> __kind", "'与代码不符，应为 ' || __kind")], f"coalesce({text}, __kind)"
    if isinstance(kind, UtcDateTime):
        fault = (f"{text} IS NOT NULL AND (NOT regexp_full_match({text}, {literal(ZONED)}) OR TRY_CAST({text} AS TIMESTAMPTZ) IS NULL)", literal("不是带时区的时间（应如 2024-01-31T08:00:00+08:00）"))
        return [fault], f"TRY_CAST({text} AS TIMESTAMPTZ)"
    if isinstance(kind, Date):
        return _day(table, column, today)
    if isinstance(kind, DateTime):
        return _hour(column, today)
    if isinstance(kind, BigInteger):
        faults = [(f"{text} IS NOT NULL AND NOT regexp_full_match({text}, {literal(WHOLE)})", literal("不是整数")), (f"{text} LIKE '-%' AND {text} NOT SIMILAR TO '-0+(\\.0+)?'", literal("不得为负"))]
        return faults, f"TRY_CAST(split_part({text}, '.', 1) AS BIGINT)"
    if isinstance(kind, Float):
        number = f"TRY_CAST({text} AS DOUBLE)"
        return [(f"{text} IS NOT NULL AND {number} IS NULL", literal("不是数字")), (f"NOT isfinite({number})", literal("不是有限的数"))], number
    return _words(column, text)


def _words(column: Column, value: str) -> tuple[list[tuple[str, str]], str]:
    text, faults = quoted(column.name), []
    values = allowed(column)
    if values:
        faults.append((f"{text} NOT IN ({', '.join(map(literal, values))})", literal(f"不在允许值 {'、'.join(values)} 之中")))
    elif isinstance(column.type, String) and not isinstance(column.type, Text) and column.type.length:
        faults.append((f"length({text}) > {column.type.length}", literal(f"超过 {column.type.length} 个字")))
    return faults, value


def _region() -> tuple[list[tuple[str, str]], str]:
    faults = [
        ("__how = 'unknown' AND NOT __kept AND NOT regexp_full_match(region, '[0-9]{6}')", literal("不是六位区划代码")),
        ("__how = 'unknown' AND NOT __kept", literal("区划代码不在现行区划、历史代码和功能区代码之中")),
    ]
    return faults, "__region"


def _code(table: Table, column: Column) -> tuple[list[tuple[str, str]], str]:
    text = quoted(column.name)
    wrong = "length(uscc) = 18 AND __ok = false"
    faults = [(wrong, literal("统一社会信用代码校验位不符（GB 32100-2015）"))]
    if "uscc_kind" in table.columns:
        faults.insert(0, (f"{text} IS NOT NULL AND __kind IS NULL", f"'长 ' || length({text}) || ' 位，不是 18 位统一社会信用代码，也不是 15 位或 13 位旧注册号'"))
    return faults + _words(column, text)[0], text


def _day(table: Table, column: Column, today: date) -> tuple[list[tuple[str, str]], str]:
    text = quoted(column.name)
    value = f"CAST(TRY_STRPTIME({text}, {DAYS}) AS DATE)"
    faults = [(f"{text} IS NOT NULL AND {value} IS NULL", literal("不是日期（应如 2024-01-31）")), (f"{value} < DATE '{EARLIEST}'", literal(f"早于 {EARLIEST}"))]
    if column.name == table.info["time"]:
        faults.append((f"{value} > DATE '{today}'", literal(f"晚于装载日 {today}")))
        if column.name == "month":
            faults.append((f"day({value}) <> 1", literal("应为当月第一天")))
    return faults, value


def _hour(column: Column, today: date) -> tuple[list[tuple[str, str]], str]:
    text = quoted(column.name)
    value = f"TRY_STRPTIME({text}, {HOURS})"
    faults = [
        (f"{text} IS NOT NULL AND {value} IS NULL", literal("不是整点（应如 2024-01-31 08:00）")),
        (f"{value} <> date_trunc('hour', {value})", literal("不是整点")),
        (f"CAST({value} AS DATE) > DATE '{today}'", literal(f"晚于装载日 {today}")),
    ]
    return faults, value
