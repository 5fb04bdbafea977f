"""The native way in: one alert in our own words, as JSON."""

from __future__ import annotations

from typing import Any

from alerts.failure import AlertsFailed
from alerts.message import Message, Status
from alerts.ways.strict_json import moment_of, object_of, text_of

RESERVED = frozenset({"rule", "system", "demo", "operator"})
"""Sources that are this product's own: nobody outside speaks in their name."""
FIELDS = frozenset({
    "source", "source_id", "rule", "level", "title", "detail", "region", "occurred_at", "entity", "evidence", "status", "family", "cause",
    "inputs", "lon", "lat", "resolved",
})  # fmt: skip


def read(body: bytes) -> Message:
    """The alert that these bytes tell of. Raises AlertsFailed; what the words mean is judged by the intake's stages."""
    return message_of(object_of(body))


def message_of(data: dict[str, Any], defaults: dict[str, str] | None = None) -> Message:
    """The alert of an object; `defaults` stand in for names that it leaves out. Raises AlertsFailed."""
    unknown = sorted(data.keys() - FIELDS)
    if unknown:
        raise AlertsFailed(f"没有 {unknown[0][:40]!r} 这一项；可用的是 {'、'.join(sorted(FIELDS))}")
    given = {**(defaults or {}), **{name: value for name, value in data.items() if value is not None}}
    missing = [name for name in ("source", "source_id", "level", "title", "region", "occurred_at") if name not in given]
    if missing:
        raise AlertsFailed(f"缺少 {'、'.join(missing)}")
    source = text_of(given, "source")
    if source.strip().lower() in RESERVED:
        raise AlertsFailed(f"来源 {source.strip()} 是本系统专用的，请用来源系统自己的名称")
    resolved = given.get("resolved", False)
    if not isinstance(resolved, bool):
        raise AlertsFailed("resolved 应为 true 或 false")
    return Message(
        source=source,
        source_id=text_of(given, "source_id"),
        level=text_of(given, "level"),
        title=text_of(given, "title"),
        detail=text_of(given, "detail"),
        region=text_of(given, "region"),
        occurred_at=moment_of(text_of(given, "occurred_at"), "occurred_at"),
        rule=text_of(given, "rule") or None,
        family=text_of(given, "family") or None,
        cause=text_of(given, "cause") or None,
        entity=_entity(given.get("entity")),
        evidence=_evidence(given.get("evidence")),
        inputs=_object(given.get("inputs"), "inputs"),
        lon=_number(given.get("lon"), "lon"),
        lat=_number(given.get("lat"), "lat"),
        status=_status(text_of(given, "status", "actual")),
        resolved=resolved,
    )


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise AlertsFailed("status 应为 actual、exercise、test 之一") from error


def _entity(value: Any) -> dict[str, str]:
    found = _object(value, "entity") or {}
    if not all(isinstance(part, str) for part in found.values()):
        raise AlertsFailed("entity 的各项应为文字")
    return found


def _evidence(value: Any) -> tuple[dict[str, Any], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise AlertsFailed("evidence 应为对象的列表")
    return tuple(value)


def _object(value: Any, name: str) -> dict[str, Any] | None:
    if value is not None and not isinstance(value, dict):
        raise AlertsFailed(f"{name} 应为对象")
    return value


def _number(value: Any, name: str) -> float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise AlertsFailed(f"{name} 应为数")
    return value
