"""The CloudEvents way in: version 1.0, structured or in a batch; binary mode is put into this form at the door. The data is a native alert."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from alerts.failure import AlertsFailed
from alerts.message import Message
from alerts.ways import native
from alerts.ways.part import Part
from alerts.ways.strict_json import dumped, moment_of, object_of, text_of, value_of
from alerts.ways.texts import cut, number_of

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
PREFIX = "ce-"
MOST_EVENTS = 1_000


def read(body: bytes) -> list[Part]:
    """The alerts of one event or of a batch. A bad event is a part with its reason. Raises AlertsFailed for what is neither."""
    found = value_of(body)
    if isinstance(found, dict):
        return [_part(found)]
    if not isinstance(found, list):
        raise AlertsFailed("正文应为一个 CloudEvents 事件或事件的列表")
    if not found:
        raise AlertsFailed("这一批没有事件")
    if len(found) > MOST_EVENTS:
        raise AlertsFailed(f"一批超过 {MOST_EVENTS} 个事件")
    return [_part(event) for event in found]


def structured(headers: Mapping[str, str], content_type: str, body: bytes) -> bytes:
    """An event of the binary mode in the structured form, its data byte for byte."""
    context = {name.lower().removeprefix(PREFIX): unquote(value) for name, value in headers.items() if name.lower().startswith(PREFIX)}
    return dumped({**context, "datacontenttype": content_type, "data_base64": base64.b64encode(body).decode()})


def _part(event: Any) -> Part:
    body = dumped(event)
    try:
        return Part(body=body, message=_message(event))
    except AlertsFailed as failed:
        return Part(body=body, reason=str(failed))


def _message(event: Any) -> Message:
    if not isinstance(event, dict):
        raise AlertsFailed("事件应为对象")
    if text_of(event, "specversion") != "1.0":
        raise AlertsFailed("specversion 应为 1.0")
    missing = [name for name in ("id", "source", "type") if not text_of(event, name).strip()]
    if missing:
        raise AlertsFailed(f"事件缺少 {'、'.join(missing)}")
    given = {"source": number_of(f"ce:{text_of(event, 'source')}", 64), "source_id": number_of(text_of(event, "id"), 128)}
    if event.get("time") is not None:
        given["occurred_at"] = moment_of(text_of(event, "time"), "time").isoformat()
    data = dict(_data(event))
    proof = {"way": "cloudevents", "id": cut(text_of(event, "id"), 200), "type": cut(text_of(event, "type"), 200)}
    evidence = data.get("evidence")
    data["evidence"] = [*(evidence if isinstance(evidence, list) else [evidence] if evidence is not None else []), proof]
    return native.message_of(data, given)


def _data(event: dict[str, Any]) -> dict[str, Any]:
    kind = text_of(event, "datacontenttype", "application/json").split(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise AlertsFailed(f"data 应为 JSON，不是 {kind[:60]!r}")
    if event.get("data_base64") is not None:
        if event.get("data") is not None:
            raise AlertsFailed("data 和 data_base64 只能有一个")
        try:
            return object_of(base64.b64decode(text_of(event, "data_base64"), validate=True))
        except (binascii.Error, ValueError) as error:
            raise AlertsFailed("data_base64 不是 Base64") from error
    data = event.get("data")
    if not isinstance(data, dict):
        raise AlertsFailed("data 应为一个告警对象")
    return data
