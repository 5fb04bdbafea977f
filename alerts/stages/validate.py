"""The first stage: whether a message can be taken at all, and if not, why."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from alerts.desk import Desk
from alerts.gravity import ORDER
from alerts.message import LEVELS, MISSING_REPORT, Message, Status
from alerts.stages.texts import broken, fault, has_controls, plain

RULE = "rule"
"""The source of our own rules."""
LONGEST_TITLE, LONGEST_DETAIL, LONGEST_EVIDENCE = 200, 8_000, 65_536
NATURES = ("production", "sample", "demo")
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ENTITIES = 16


def refusal(message: Message, desk: Desk, now: datetime) -> str | None:
    """Why this message is refused, one Chinese sentence; None for one that may go on."""
    return next((why for check in (_names, _texts, _words, _time, _place, _evidence) for why in check(message, desk, now)), None)


def _names(message: Message, _desk: Desk, _now: datetime) -> Iterator[str]:
    for word, value, most in (("来源", message.source, 64), ("来源编号", message.source_id, 128)):
        if not isinstance(value, str) or not value.strip():
            yield f"{word}必填"
        elif broken(value) or has_controls(value):
            yield f"{word}含有控制字符或不完整的字符"
        elif len(value.strip()) > most:
            yield f"{word}超过 {most} 个字"


def _texts(message: Message, _desk: Desk, _now: datetime) -> Iterator[str]:
    for word, value, most in (("标题", message.title, LONGEST_TITLE), ("详情", message.detail, LONGEST_DETAIL)):
        if not isinstance(value, str):
            yield f"{word}不是文字"
        elif broken(value):
            yield f"{word}含有不完整的字符"
        elif len(plain(value, lines=word == "详情")) > most:
            yield f"{word}超过 {most} 个字"
    if isinstance(message.title, str) and not plain(message.title):
        yield "标题必填"
    for word, part, most in (("规则", message.rule, 64), ("类别", message.family, 32), ("起因", message.cause, 400)):
        if part is not None and (not isinstance(part, str) or broken(part) or has_controls(part)):
            yield f"{word}含有控制字符或不完整的字符"
        elif part is not None and len(part.strip()) > most:
            yield f"{word}超过 {most} 个字"


def _words(message: Message, _desk: Desk, _now: datetime) -> Iterator[str]:
    known = ORDER if message.source == RULE else LEVELS
    if message.level not in known:
        also = f"；{MISSING_REPORT}（报送异常）只由本系统的规则提出" if message.level == MISSING_REPORT else ""
        yield f"级别应为 {'、'.join(LEVELS)} 之一{also}"
    if message.status not in tuple(Status):
        yield "性质应为 actual、exercise、test 之一"
    if message.nature not in NATURES:
        yield f"数据性质应为 {'、'.join(NATURES)} 之一"


def _time(message: Message, desk: Desk, now: datetime) -> Iterator[str]:
    at = message.occurred_at
    if not isinstance(at, datetime) or at.tzinfo is None or at.utcoffset() is None:
        yield "发生时间没有时区，应如 2026-11-20T08:00:00+08:00"
    elif not FIRST_YEAR <= at.year <= LAST_YEAR:
        yield f"发生时间 {at.year} 年不在 {FIRST_YEAR}—{LAST_YEAR} 年之间"
    elif at > now + desk.ahead:
        yield f"发生时间晚于现在 {int(desk.ahead.total_seconds() // 60)} 分钟以上，请校准来源的时钟"


def _place(message: Message, desk: Desk, _now: datetime) -> Iterator[str]:
    if not isinstance(message.region, str) or not (len(message.region) == 6 and message.region.isascii() and message.region.isdigit()):
        yield "区划代码应为六位数字"
    elif message.region not in desk.regions.all and message.region not in desk.regions.retired:
        yield f"区划代码 {message.region} 不在本省现行区划和历史代码之中"
    for word, value, most in (("经度", message.lon, 180), ("纬度", message.lat, 90)):
        if value is not None and not (isinstance(value, int | float) and math.isfinite(value) and -most <= value <= most):
            yield f"{word}应在 -{most} 与 {most} 之间"
    if (message.lon is None) != (message.lat is None):
        yield "经度和纬度应同时给出"


def _evidence(message: Message, _desk: Desk, _now: datetime) -> Iterator[str]:
    entity: Any = message.entity
    if not isinstance(entity, Mapping) or len(entity) > MOST_ENTITIES:
        yield f"对象应为不超过 {MOST_ENTITIES} 项的名称与编号"
        return
    for key, value in entity.items():
        if not isinstance(key, str) or not isinstance(value, str) or len(key) > 32 or len(value) > 128:
            yield "对象的名称不超过 32 个字，编号为不超过 128 个字的文字"
        elif broken(key + value) or has_controls(key + value):
            yield "对象的编号含有控制字符或不完整的字符"
    for word, part in (("证据", list(message.evidence)), ("判定依据", message.inputs)):
        why = fault(part)
        if why:
            yield f"{word}{why}"
        elif len(json.dumps(part, ensure_ascii=False, default=str)) > LONGEST_EVIDENCE:
            yield f"{word}超过 {LONGEST_EVIDENCE} 个字"
