"""The strict reading of JSON: UTF-8, no name twice, no NaN, no bottomless nesting, no numbers that no store holds."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, NoReturn

from alerts.failure import AlertsFailed
from alerts.stages.texts import DEEPEST, WIDEST, broken
from security.audit import neutral

LARGEST = 1_048_576
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)", re.ASCII)


def value_of(body: bytes) -> Any:
    """What the bytes say. Raises AlertsFailed with one sentence."""
    if not body.strip():
        raise AlertsFailed("正文是空的")
    if len(body) > LARGEST:
        raise AlertsFailed(f"正文超过 {LARGEST // 1_048_576} MB")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AlertsFailed(f"JSON 应为 UTF-8 编码，第 {error.start + 1} 个字节不是") from error
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_bounded, parse_float=_finite)
    except AlertsFailed:
        raise
    except RecursionError as error:
        raise AlertsFailed("JSON 嵌套过深") from error
    except ValueError as error:
        place = f"：第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else ""
        raise AlertsFailed(f"不是完好的 JSON{place}") from error
    _refuse_deep(found)
    return found


def object_of(body: bytes) -> dict[str, Any]:
    """The object that the bytes are. Raises AlertsFailed."""
    found = value_of(body)
    if not isinstance(found, dict):
        raise AlertsFailed("JSON 应为一个对象")
    return found


def text_of(data: dict[str, Any], name: str, default: str = "") -> str:
    """A text of the object; what is absent or null is the default. Raises AlertsFailed for any other type."""
    value = data.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise AlertsFailed(f"{name} 应为文字")
    if broken(value):
        raise AlertsFailed(f"{name} 含有不完整的字符")
    return value


def moment_of(text: str, name: str) -> datetime:
    """The time that an RFC 3339 text means, in UTC. Raises AlertsFailed for one without zone or off the calendar."""
    if not MOMENT.fullmatch(text):
        raise AlertsFailed(f"{name} 应为带时区的时间，如 2026-11-20T08:00:00+08:00，不是 {neutral(text[:40])}")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise AlertsFailed(f"{name} 不是日历上的时间：{neutral(text[:40])}") from error


def dumped(value: Any) -> bytes:
    """A part of a delivery as bytes again; half characters stay escaped."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise AlertsFailed(f"JSON 中 {neutral(twice[:40])} 出现两次")
    return found


def _no_constant(name: str) -> NoReturn:
    raise AlertsFailed(f"JSON 中不得有 {name}")


def _bounded(text: str) -> int:
    if len(text) > 20 or not -WIDEST <= int(text) < WIDEST:
        raise AlertsFailed("JSON 中有超出 64 位的整数")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise AlertsFailed("JSON 中有超出范围的数")
    return number


def _refuse_deep(found: Any) -> None:
    """Refuse what is nested deeper than any alert is: later steps walk through it by recursion."""
    layer, depth = [found], 0
    while layer:
        depth += 1
        if depth > DEEPEST * 2:
            raise AlertsFailed(f"JSON 嵌套超过 {DEEPEST * 2} 层")
        layer = [
            child
            for one in layer
            if isinstance(one, dict | list)
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, dict | list)
        ]
