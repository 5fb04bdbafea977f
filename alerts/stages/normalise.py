"""The second stage: a message in one spelling, its region of today, and the digest that tells a repetition from a contradiction."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC

from alerts.desk import Desk
from alerts.message import Message
from alerts.stages.texts import has_controls, plain, plain_value


@dataclass(frozen=True, kw_only=True)
class Normal:
    """A message as it is kept. `notes` say what was changed on the way."""

    message: Message
    digest: str
    notes: tuple[str, ...] = ()


def normalise(message: Message, desk: Desk) -> Normal:
    """The message in NFC, trimmed, without control signs; texts stay what they are, nothing in them is interpreted."""
    notes = []
    if has_controls(message.title) or has_controls(message.detail.replace("\n", "").replace("\t", "").replace("\r", "")):
        notes.append("文字中的控制字符已去除")
    where = desk.regions.locate(message.region, message.occurred_at.astimezone(desk.zone).date())
    if where.region != message.region:
        notes.append(f"区划代码 {message.region} 今为 {where.region}")
    kept = replace(
        message,
        source=plain(message.source),
        source_id=plain(message.source_id),
        title=plain(message.title),
        detail=plain(message.detail, lines=True),
        region=where.region,
        occurred_at=message.occurred_at.astimezone(UTC),
        rule=plain(message.rule) or None if message.rule else None,
        family=plain(message.family) or None if message.family else None,
        cause=plain(message.cause) or None if message.cause else None,
        entity={plain(key): plain(value) for key, value in sorted(message.entity.items())},
        evidence=tuple(plain_value(list(message.evidence))),
        inputs=plain_value(message.inputs),
    )
    return Normal(message=kept, digest=digest(kept), notes=tuple(notes))


def digest(message: Message) -> str:
    """SHA-256 of the body in canonical form. Whether it is over is no part of the body: the end of an alert is told with the same words."""
    body = {
        "level": message.level, "title": message.title, "detail": message.detail, "region": message.region,
        "occurred_at": message.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"), "rule": message.rule, "family": message.family,
        "cause": message.cause, "entity": dict(message.entity), "evidence": list(message.evidence), "inputs": message.inputs,
        "lon": message.lon, "lat": message.lat, "status": str(message.status), "nature": message.nature,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str).encode()).hexdigest()
