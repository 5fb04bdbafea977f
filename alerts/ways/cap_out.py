"""The CAP 1.2 way out: an alert as a message of the Common Alerting Protocol, valid by the OASIS schema, that our own way in reads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any

from lxml import etree

from alerts.stages.group import APART, key_in
from alerts.ways.xml import NAMESPACE
from geo.regions import Regions, regions_of
from settings import Settings

Row = Mapping[str, Any]
SEVERITY: Mapping[str, str] = MappingProxyType({"I": "Extreme", "II": "Severe", "III": "Moderate", "IV": "Minor", "0": "Unknown"})
CATEGORY: Mapping[str, str] = MappingProxyType({"食品安全": "Health", "药品安全": "Health", "特种设备安全": "Safety"})
STATUS: Mapping[str, str] = MappingProxyType({"actual": "Actual", "exercise": "Exercise", "test": "Test"})
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RESTRICTION = "限市场监管系统内部使用"


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who sends: the sender's name in the protocol, the name for people, the regions and the zone of its times."""

    sender: str
    name: str
    regions: Regions
    zone: tzinfo


def office_of(settings: Settings) -> Office:
    """The office of these settings."""
    regions = regions_of(settings.province)
    name = settings.centre_name or f"{regions.name(settings.province)}市场监督管理局"
    return Office(sender=f"yiping.{settings.province}", name=name, regions=regions, zone=settings.tz)


def write(row: Row, history: Sequence[Row], office: Office) -> bytes:
    """The present message of an alert: Alert while nothing has happened to it, Update afterwards, Cancel once it is closed.

    The first message has the alert's own number and the time of its receipt; later ones refer to it. Data that is not of production
    goes out as Test: nobody may act on a demonstration.
    """
    begun = row["received_at"] or row["occurred_at"]
    kind = "Cancel" if row["state"] == "closed" else "Update" if len(history) > 1 else "Alert"
    first = kind == "Alert"
    root = etree.fromstring(f'<alert xmlns="{NAMESPACE}"/>')
    head = [
        ("identifier", row["id"] if first else f"{row['id']}.{len(history)}"),
        ("sender", office.sender),
        ("sent", _time(begun if first else max(begun, row["changed_at"]), office)),
        ("status", STATUS[row["status"]] if row["nature"] == "production" else "Test"),
        ("msgType", kind),
        ("source", f"{row['source']} {row['source_id']}"),
        ("scope", "Restricted"),
        ("restriction", RESTRICTION),
        ("note", _note(row, history, kind)),
        ("references", "" if first else f"{office.sender},{row['id']},{_time(begun, office)}"),
    ]
    _add(root, head)
    _info(etree.SubElement(root, f"{{{NAMESPACE}}}info"), row, office)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _info(info: etree._Element, row: Row, office: Office) -> None:
    family = row["family"] or ""
    _add(info, [
        ("language", "zh-CN"), ("category", CATEGORY.get(family, "Other")), ("event", row["rule"] or family or row["title"]), ("urgency", "Immediate"),
        ("severity", SEVERITY[row["level"]]), ("certainty", "Observed"), ("onset", _time(row["occurred_at"], office)),
        ("senderName", office.name), ("headline", row["title"]), ("description", row["detail"]),
    ])  # fmt: skip
    said = {
        "yiping:level": row["level"],
        "yiping:state": row["state"],
        "yiping:family": family,
        "yiping:cause": _cause(row),
    }
    for name, value in (*said.items(), *sorted((row["entity"] or {}).items())):
        if value:
            _pair(info, "parameter", name, str(value))
    area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
    _add(area, [("areaDesc", office.regions.name(row["region"]))])
    if row["lon"] is not None and row["lat"] is not None:
        _add(area, [("circle", f"{row['lat']:.6f},{row['lon']:.6f} 0")])
    _pair(area, "geocode", "ADCODE", row["region"])


def _cause(row: Row) -> str:
    """The cause by which the alert's group is known: the last part of its key."""
    return (key_in(row) or "").split(APART, 4)[-1]


def _note(row: Row, history: Sequence[Row], kind: str) -> str:
    nature = "" if row["nature"] == "production" else "演示数据，不得据此行动。"
    return nature + (str(history[-1]["why"]) if kind != "Alert" and history else "")


def _time(at: datetime, office: Office) -> str:
    return at.astimezone(office.zone).isoformat(timespec="seconds")


def _pair(parent: etree._Element, kind: str, name: str, value: str) -> None:
    _add(etree.SubElement(parent, f"{{{NAMESPACE}}}{kind}"), [("valueName", name), ("value", value)])


def _add(parent: etree._Element, elements: Iterable[tuple[str, str]]) -> None:
    """The elements in order; an empty text makes none. Signs that XML cannot hold are left out."""
    for name, text in elements:
        legal = ILLEGAL.sub("", text or "")
        if legal:
            etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = legal
