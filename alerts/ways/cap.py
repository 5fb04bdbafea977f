"""The CAP 1.2 way in: a message of the Common Alerting Protocol, read strictly and said in our words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from lxml import etree

from alerts.failure import AlertsFailed
from alerts.message import LEVELS, Message, Status
from alerts.ways import places
from alerts.ways.places import Place, Point
from alerts.ways.texts import cut, number_of
from alerts.ways.xml import NAMESPACE, SIGNATURE, alert_of
from geo.regions import Regions

CONTENT: frozenset[str] = frozenset({"Alert", "Update"})
"""Kinds that say something about the world; Cancel ends it, Ack and Error speak of messages alone."""
BY_SEVERITY: Mapping[str, int] = MappingProxyType({"Extreme": 0, "Severe": 1, "Moderate": 2, "Minor": 3, "Unknown": 2})
"""The place in I–IV: red, orange, yellow, blue. What is not known is not harmless."""
ONE_LOWER_URGENCY = frozenset({"Future", "Past"})
ONE_LOWER_CERTAINTY = frozenset({"Possible", "Unlikely"})
LEVEL_NAMES = frozenset({"yiping:level", "预警级别", "预警等级", "alertlevel"})
"""Parameters by which a Chinese sender names the level itself; they go before the table."""
COLOURS: Mapping[str, str] = MappingProxyType({
    "红色": "I", "橙色": "II", "黄色": "III", "蓝色": "IV", "红": "I", "橙": "II", "黄": "III", "蓝": "IV",
    "red": "I", "orange": "II", "yellow": "III", "blue": "IV", "i": "I", "ii": "II", "iii": "III", "iv": "IV",
})  # fmt: skip
STATUSES: Mapping[str, Status] = MappingProxyType(
    {"Actual": Status.ACTUAL, "Exercise": Status.EXERCISE, "Test": Status.TEST, "System": Status.TEST, "Draft": Status.TEST}
)
CODE_NAMES = frozenset({"adcode", "行政区划代码", "区划代码", "gb/t 2260", "gb/t2260", "gbt2260", "gb2260", "cn:adcode"})
ENTITIES = ("uscc", "camera", "batch", "device")
MOST_REFERENCES = 100
MOST_INFOS = 64
MOST_SHAPES = 1_000
AHEAD = timedelta(minutes=10)
SPACED = re.compile(r",\s+")
TAG = f"{{{NAMESPACE}}}"
Named = tuple[str, str, datetime]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """One CAP message. `key` is its triple in one spelling; `message` is None for a Cancel, Ack or Error."""

    key: str
    sender: str
    identifier: str
    sent: datetime
    kind: str
    named: tuple[Named, ...]
    """What it refers to: key, sender and time of each."""
    message: Message | None
    note: str = ""

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(key for key, _, _ in self.named)


def read(body: bytes, regions: Regions, now: datetime, charset: str | None = None) -> Cap:
    """The message that these bytes are. Raises AlertsFailed with one sentence for anything that is not a sound CAP 1.2 message."""
    root = alert_of(body, charset)
    sender, identifier = _name(root, "sender", "发送方"), _name(root, "identifier", "编号")
    sent = _time(root, "sent")
    if sent is None or sent > now + AHEAD:
        raise AlertsFailed(f"发送时间 {_text(root, 'sent')} 晚于现在：请校准发送方的时钟")
    kind = _text(root, "msgType")
    key = key_of(sender, identifier, sent)
    named = _references(root, kind)
    if any(key == name for name, _, _ in named):
        raise AlertsFailed("来文引用了自己")
    infos = root.findall(f"{TAG}info")
    _check(infos, sent)
    if kind in CONTENT and not infos:
        raise AlertsFailed(f"{kind} 没有 info：没有说明发生了什么")
    message = _message(root, _chosen(infos), regions, sent) if kind in CONTENT else None
    return Cap(
        key=key, sender=sender, identifier=identifier, sent=sent, kind=kind, named=named, message=message,
        note=cut(_text(root, "note"), 200),
    )  # fmt: skip


def key_of(sender: str, identifier: str, sent: datetime) -> str:
    """The triple in one spelling: the time in UTC, so that one moment written in two zones is one message."""
    key = f"{sender},{identifier},{sent.astimezone(UTC).isoformat(timespec='seconds')}"
    return key if len(key) <= 400 else f"{sender[:100]},~{hashlib.sha256(key.encode()).hexdigest()},{sent.astimezone(UTC).isoformat()}"


def source_of(sender: str) -> str:
    """The sender as a source of alerts: marked as CAP, so that no sender can take another way's name."""
    return number_of(f"cap:{sender}", 64)


def level_of(severity: str, urgency: str, certainty: str) -> str:
    """The level by the table: severity names the colour; what lies far off, is past or is doubtful counts one lower, both two, never below IV."""
    place = BY_SEVERITY[severity] + (urgency in ONE_LOWER_URGENCY) + (certainty in ONE_LOWER_CERTAINTY)
    return LEVELS[min(place, len(LEVELS) - 1)]


def _message(root: etree._Element, infos: list[etree._Element], regions: Regions, sent: datetime) -> Message:
    graded = sorted(infos, key=lambda info: LEVELS.index(_level(info)))
    first = graded[0]
    place = _place(infos, regions, sent)
    onset = _time(first, "onset")
    expires = _time(first, "expires")
    ended = all("AllClear" in [element.text for element in info.findall(f"{TAG}responseType")] for info in infos)
    sender = _text(root, "sender")
    proof: dict[str, Any] = {
        "way": "cap", "sender": cut(sender, 200), "identifier": cut(_text(root, "identifier"), 200), "sent": sent.isoformat(),
        "msgType": _text(root, "msgType"), "status": _text(root, "status"), "severity": _text(first, "severity"),
        "urgency": _text(first, "urgency"), "certainty": _text(first, "certainty"), "event": cut(_text(first, "event"), 200),
        "place": place.why, "area": cut("；".join(_areas(infos)), 500),
        "signature": "有签名，未验证" if root.find(SIGNATURE) is not None else "无签名",
    }  # fmt: skip
    proof |= {name: at.isoformat() for name, at in (("onset", onset), ("expires", expires)) if at is not None}
    return Message(
        source=source_of(sender),
        source_id=number_of(_text(root, "identifier"), 128),
        level=_level(first),
        title=cut(_text(first, "headline") or _text(first, "event") or "未写标题的告警", 200),
        detail=cut("\n".join(part for part in (_text(first, "description"), _text(first, "instruction")) if part), 8_000),
        region=place.region,
        occurred_at=onset if onset is not None and onset <= sent else sent,
        family=_parameter(first, "yiping:family"),
        cause=_parameter(first, "yiping:cause") or cut(_text(root, "incidents"), 200) or number_of(f"cap:{_text(root, 'identifier')}", 200),
        entity={name: value for name in ENTITIES if (value := _parameter(first, name))},
        evidence=(proof,),
        lon=place.lon,
        lat=place.lat,
        status=STATUSES[_text(root, "status")],
        resolved=ended,
    )


def _chosen(infos: list[etree._Element]) -> list[etree._Element]:
    """The infos of one language: Chinese where there is any, else that of the first."""
    chinese = [info for info in infos if _language(info).startswith("zh")]
    return chinese or [info for info in infos if _language(info) == _language(infos[0])]


def _level(info: etree._Element) -> str:
    for name, value in _pairs(info, "parameter"):
        if name.lower() in LEVEL_NAMES and value.lower() in COLOURS:
            return COLOURS[value.lower()]
    return level_of(_text(info, "severity"), _text(info, "urgency"), _text(info, "certainty"))


def _place(infos: list[etree._Element], regions: Regions, sent: datetime) -> Place:
    codes: list[str | None] = []
    points: list[Point | None] = []
    for area in (area for info in infos for area in info.findall(f"{TAG}area")):
        codes += [places.by_code(regions, value, sent.date()) for name, value in _pairs(area, "geocode") if name.lower() in CODE_NAMES]
        points += [places.middle(places.polygon(shape.text or "")) for shape in area.findall(f"{TAG}polygon")]
        points += [places.circle(shape.text or "") for shape in area.findall(f"{TAG}circle")]
    return places.located(regions, codes, points)


def _check(infos: list[etree._Element], sent: datetime) -> None:
    """What the schema cannot say: times in order, shapes sound in every language."""
    if len(infos) > MOST_INFOS:
        raise AlertsFailed(f"一件来文的 info 超过 {MOST_INFOS} 个")
    if sum(1 for info in infos for _ in info.iter(f"{TAG}polygon", f"{TAG}circle")) > MOST_SHAPES:
        raise AlertsFailed(f"一件来文的多边形和圆超过 {MOST_SHAPES} 个")
    for info in infos:
        effective, expires = _time(info, "effective") or sent, _time(info, "expires")
        if expires is not None and expires < effective:
            raise AlertsFailed(f"失效时间 {_text(info, 'expires')} 早于生效时间 {effective.isoformat()}")
        for shape in info.iter(f"{TAG}polygon"):
            places.polygon(shape.text or "")
        for shape in info.iter(f"{TAG}circle"):
            places.circle(shape.text or "")


def _references(root: etree._Element, kind: str) -> tuple[Named, ...]:
    """What a message names. A space after a comma inside a triple occurs in real messages and is let pass."""
    text = SPACED.sub(",", _text(root, "references"))
    triples = text.split()
    if len(triples) > MOST_REFERENCES:
        raise AlertsFailed(f"引用超过 {MOST_REFERENCES} 件")
    if kind != "Alert" and not triples:
        raise AlertsFailed(f"{kind} 没有引用（references）：不知所指")
    return tuple(dict.fromkeys(_triple(triple) for triple in triples))


def _triple(text: str) -> Named:
    parts = text.split(",")
    if len(parts) != 3 or not all(parts):
        raise AlertsFailed(f"引用 {text[:80]!r} 应写作“发送方,编号,发送时间”")
    sent = _moment(parts[2])
    return key_of(parts[0], parts[1], sent), parts[0], sent


def _name(root: etree._Element, name: str, word: str) -> str:
    text = _text(root, name)
    if not text or re.search(r"[\s,<&]", text):
        raise AlertsFailed(f"{word}（{name}）必填，且不得含空格、逗号、< 和 &")
    return text


def _time(element: etree._Element, name: str) -> datetime | None:
    text = _text(element, name)
    return _moment(text) if text else None


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise AlertsFailed(f"时间 {text[:40]!r} 应如 2026-11-20T08:00:00+08:00") from error
    if found.utcoffset() is None:
        raise AlertsFailed(f"时间 {text[:40]!r} 没有时区，应如 2026-11-20T08:00:00+08:00")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise AlertsFailed(f"时间 {text[:40]!r} 超出历法") from error


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(TAG + name) or "").strip()


def _language(info: etree._Element) -> str:
    return (_text(info, "language") or "en-US").lower()


def _areas(infos: Iterable[etree._Element]) -> list[str]:
    return list(dict.fromkeys(_text(area, "areaDesc") for info in infos for area in info.findall(f"{TAG}area")))


def _pairs(element: etree._Element, name: str) -> list[tuple[str, str]]:
    return [(_text(pair, "valueName"), _text(pair, "value")) for pair in element.findall(TAG + name)]


def _parameter(info: etree._Element, name: str) -> str | None:
    return next((cut(value, 64) for key, value in _pairs(info, "parameter") if key.lower() == name and value), None)
