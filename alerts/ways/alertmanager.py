"""The Alertmanager way in: the webhook of version 4, one alert for each fingerprint and start."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alerts.failure import AlertsFailed
from alerts.message import Message, Status
from alerts.ways import places
from alerts.ways.part import Part
from alerts.ways.strict_json import dumped, moment_of, object_of, text_of
from alerts.ways.texts import cut, number_of
from geo.regions import UNPLACED, Regions

SEVERITIES: Mapping[str, str] = MappingProxyType({
    "i": "I", "ii": "II", "iii": "III", "iv": "IV", "红": "I", "橙": "II", "黄": "III", "蓝": "IV",
    "红色": "I", "橙色": "II", "黄色": "III", "蓝色": "IV", "red": "I", "orange": "II", "yellow": "III", "blue": "IV",
    "critical": "I", "emergency": "I", "fatal": "I", "page": "I", "disaster": "I", "p1": "I",
    "high": "II", "error": "II", "major": "II", "p2": "II",
    "warning": "III", "warn": "III", "medium": "III", "average": "III", "minor": "III", "p3": "III",
    "info": "IV", "information": "IV", "low": "IV", "notice": "IV", "none": "IV", "p4": "IV",
})  # fmt: skip
UNSAID = "III"
"""The level of an alert whose severity is absent or unknown: what is not known is not harmless."""
ENTITIES = ("uscc", "camera", "batch", "device")
MOST_LABELS = 64


def read(body: bytes, regions: Regions) -> list[Part]:
    """The alerts of a webhook call. A bad one is a part with its reason. Raises AlertsFailed for a call that is no such webhook."""
    call = object_of(body)
    if call.get("version") != "4":
        raise AlertsFailed('不是 Alertmanager 第 4 版的通知：version 应为 "4"')
    alerts = call.get("alerts")
    if not isinstance(alerts, list) or not alerts:
        raise AlertsFailed("通知中没有 alerts")
    return [_part(call, alert, regions) for alert in alerts]


def _part(call: dict[str, Any], alert: Any, regions: Regions) -> Part:
    alone = dumped({**{name: call[name] for name in ("version", "groupKey", "receiver", "externalURL") if name in call}, "alerts": [alert]})
    try:
        return Part(body=alone, message=_message(call, alert, regions))
    except AlertsFailed as failed:
        return Part(body=alone, reason=str(failed))


def _message(call: dict[str, Any], alert: Any, regions: Regions) -> Message:
    if not isinstance(alert, dict):
        raise AlertsFailed("alerts 的每一项应为对象")
    labels, notes = _texts(alert, "labels"), _texts(alert, "annotations")
    name = labels.get("alertname") or notes.get("summary")
    status = text_of(alert, "status")
    if not name:
        raise AlertsFailed("告警没有 alertname 标签")
    if status not in ("firing", "resolved"):
        raise AlertsFailed("告警的 status 应为 firing 或 resolved")
    starts = moment_of(text_of(alert, "startsAt"), "startsAt")
    region, placed = _region(labels, regions)
    severity = labels.get("severity") or labels.get("level") or ""
    level = SEVERITIES.get(severity.strip().lower())
    fingerprint = text_of(alert, "fingerprint") or hashlib.sha256(json.dumps(labels, sort_keys=True).encode()).hexdigest()[:16]
    group = text_of(call, "groupKey")
    return Message(
        source=number_of(f"alertmanager:{text_of(call, 'receiver') or 'default'}", 64),
        source_id=number_of(f"{fingerprint}:{starts:%Y%m%dT%H%M%S.%fZ}", 128),
        level=level or UNSAID,
        title=cut(notes.get("summary") or name, 200),
        detail=cut(notes.get("description") or notes.get("message") or "", 8_000),
        region=region,
        occurred_at=starts,
        rule=cut(name, 64),
        family=cut(labels["family"], 32) if labels.get("family") else None,
        cause=number_of(group, 200) if group else None,
        entity={key: labels[key] for key in ENTITIES if labels.get(key)},
        evidence=({
            "way": "alertmanager", "labels": labels, "place": placed, "fingerprint": fingerprint, "severity": severity or "未给出，按三级接收",
            "generatorURL": cut(text_of(alert, "generatorURL"), 500), "externalURL": cut(text_of(call, "externalURL"), 500),
        },),
        status=Status(labels["status"]) if labels.get("status") in ("exercise", "test") else Status.ACTUAL,
        resolved=status == "resolved",
    )  # fmt: skip


def _region(labels: Mapping[str, str], regions: Regions) -> tuple[str, str]:
    """The region that the labels name and how; a name or code of elsewhere is refused, none at all is 未定位."""
    told = (labels.get("adcode") or labels.get("region") or "").strip()
    if not told:
        return regions.province, f"{UNPLACED}：没有 adcode 或 region 标签"
    if told[0].isdigit():
        if told in regions.all or told in regions.retired:
            return told, "按 adcode 标签"
    elif (named := places.by_name(regions, told)) is not None:
        return named, "按 region 标签的名称"
    raise AlertsFailed(f"标签所写的区划 {told[:40]!r} 不在本省")


def _texts(alert: dict[str, Any], name: str) -> dict[str, str]:
    found = alert.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise AlertsFailed(f"{name} 应为名称与文字的对象")
    if len(found) > MOST_LABELS:
        raise AlertsFailed(f"{name} 超过 {MOST_LABELS} 项")
    return {key: text_of(found, key) for key in found}
