"""The SQL way in: a row of a foreign table of alerts, its columns named like the native fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from alerts.failure import AlertsFailed
from alerts.message import Message
from alerts.ways import native
from alerts.ways.part import Part
from alerts.ways.strict_json import dumped, value_of

NEEDED = ("source_id", "level", "title", "region", "occurred_at", "changed_at")
"""Columns that the table must have; `changed_at` is the watermark."""
OPTIONAL = ("source", "rule", "detail", "family", "cause", "uscc", "camera", "batch", "device", "lon", "lat", "status", "resolved")
ENTITIES = ("uscc", "camera", "batch", "device")


def packed(row: Mapping[str, Any], source: str, zone: tzinfo) -> bytes:
    """A row as one body that the quarantine keeps and `read` reads again. Times without a zone are the province's."""
    return dumped({"source": source, **{name: _plain(value, zone) for name, value in row.items() if value is not None}})


def read(body: bytes) -> list[Part]:
    """The alerts of one row or of a list of rows. A bad row is a part with its reason. Raises AlertsFailed."""
    found = value_of(body)
    return [_part(row) for row in (found if isinstance(found, list) else [found])]


def _part(row: Any) -> Part:
    try:
        return Part(body=dumped(row), message=_message(row))
    except AlertsFailed as failed:
        return Part(body=dumped(row), reason=str(failed))


def _message(row: Any) -> Message:
    if not isinstance(row, dict):
        raise AlertsFailed("一行应为列名与值的对象")
    data = {name: value for name, value in row.items() if name not in (*ENTITIES, "changed_at")}
    entity = {name: str(row[name]) for name in ENTITIES if row.get(name) not in (None, "")}
    for name in ("source_id", "region"):
        if isinstance(data.get(name), int) and not isinstance(data[name], bool):
            data[name] = str(data[name])  # numbers of foreign tables are often integers
    if data.get("resolved") in (0, 1):
        data["resolved"] = bool(data["resolved"])
    return native.message_of({**data, **({"entity": entity} if entity else {}), "evidence": [{"way": "sql"}]})


def _plain(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).isoformat()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone).isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str | int | float | bool):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
