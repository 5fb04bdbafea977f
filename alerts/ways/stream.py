"""The stream way in: an entry of the Redis stream, whose fields name the way, the kind and the body."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from alerts.failure import AlertsFailed
from alerts.ways.part import Delivery
from alerts.ways.strict_json import dumped, object_of
from security.audit import neutral

WAYS = frozenset({"json", "cap", "alertmanager", "cloudevents"})
FIELDS = frozenset({"way", "content_type", "sender", "body"})


def packed(fields: Mapping[bytes, bytes]) -> bytes:
    """The fields of an entry as one body that the quarantine keeps and `unwrapped` reads again."""
    return dumped({name.decode("utf-8", "replace"): base64.b64encode(value).decode() for name, value in fields.items()})


def unwrapped(entry: Delivery) -> Delivery:
    """The delivery within an entry. Raises AlertsFailed for an entry without a body or of an unknown way."""
    fields = {name: base64.b64decode(value) for name, value in object_of(entry.body).items() if isinstance(value, str)}
    if "body" not in fields:
        raise AlertsFailed(f"流条目没有 body 字段；应有 body，可有 {'、'.join(sorted(FIELDS - {'body'}))}")
    texts = {name: fields.get(name, b"").decode("utf-8", "replace") for name in ("way", "content_type", "sender")}
    way = texts["way"] or "json"
    if way not in WAYS:
        raise AlertsFailed(f"流条目的 way 是 {neutral(way)[:40]}；应为 {'、'.join(sorted(WAYS))} 之一")
    return Delivery(way=way, body=fields["body"], sender=texts["sender"] or entry.sender, content_type=texts["content_type"])
