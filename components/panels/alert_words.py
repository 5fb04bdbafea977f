"""The words of alerts on the desk pages: states, occasions, lengths of time, what a silence covers, and the small marks of a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from dash import html

from components.levels import level_of
from components.raw import Raw
from components.shapes import level_shape
from geo.regions import Regions
from indicators import words

STATES: Mapping[str, str] = MappingProxyType(
    {"open": "待确认", "acknowledged": "已确认", "dispatched": "已派单", "transferred": "已转承办", "closed": "已办结"}
)
DISPOSITIONS: Mapping[str, str] = MappingProxyType({"confirmed": "属实", "false": "误报", "duplicate": "重复", "exercise": "演练"})
STATUSES: Mapping[str, str] = MappingProxyType({"exercise": "演练", "test": "测试"})
OCCASIONS: Mapping[str, str] = MappingProxyType(
    {
        "fired": "新报", "raised": "升级", "repeated": "重复提醒", "escalated": "逐级上报", "resolved": "来源解除", "silence_ended": "静默结束",
        "unreachable": "无人可达", "reopened": "重开", "acknowledged": "已确认", "closed": "办结",
    }
)  # fmt: skip
SENDING: Mapping[str, str] = MappingProxyType(
    {"waiting": "待发", "sending": "发送中", "sent": "已送达", "failed": "未送达", "held": "已扣下"}
)
CHANNELS: Mapping[str, str] = MappingProxyType({"screen": "值班屏", "webhook": "接口", "apprise": "消息", "cap": "CAP"})
PARTS: Mapping[str, str] = MappingProxyType(
    {"source": "来源", "rule": "规则", "family": "类别", "level": "级别", "region": "区划", "alert": "单件"}
)
SOURCES: Mapping[str, str] = MappingProxyType({"rule": "规则判定", "demo": "演示", "operator": "人工", "system": "系统"})


def source_word(source: str) -> str:
    """The name of a source on screen: our own in words, a foreign one as it calls itself."""
    return SOURCES.get(source, source)


def local(view: Any, at: datetime | None) -> str:
    """A time of the province's clock, with as much of its date as is needed."""
    return words.moment(at.astimezone(view.now.tzinfo) if at else None, view.now)


def length(span: timedelta | None) -> str:
    return words.duration(span.total_seconds()) if span is not None else words.NOTHING


def mark(level: str) -> Any:
    """The shape of a level in its colour."""
    known = level_of(level)
    return html.Span(Raw(level_shape(known)), className=f"sh lv{known.number}")


def word(level: str) -> Any:
    """The word of a level in its colour."""
    known = level_of(level)
    return html.B(known.word, className=f"lvw lv{known.number}")


def covered(matcher: Mapping[str, Any], regions: Regions, titles: Mapping[str, str]) -> str:
    """What a silence covers, in words."""
    found = []
    for part, value in sorted(matcher.items()):
        text = str(value)
        if part == "region":
            text = regions.name(text) if text in regions.all else text
        elif part == "level":
            text = level_of(text).word
        elif part == "source":
            text = source_word(text)
        elif part == "alert":
            text = titles.get(text, text)
        found.append(f"{PARTS.get(part, part)} {text}")
    return "，".join(found)


def chip(text: str, kind: str = "line", title: str = "") -> Any:
    return html.Span(text, className=f"chip {kind}", title=title or None)


def clock(row: Mapping[str, Any]) -> Any:
    """The clock of a row: the time left to answer, the age of the answer, or when it was closed."""
    if row["state"] == "open" and row["due_at"] is not None:
        return _left(row["due_at"], "确认剩", "确认超")
    if row["state"] == "acknowledged" and row.get("reopen_at") is not None:
        return _left(row["reopen_at"], "重开剩", "待重开")
    since = row["closed_at"] if row["state"] == "closed" and row["closed_at"] else row["occurred_at"]
    return html.Span(html.B(className="num", **{"data-ago": since.isoformat()}), className="ckw")


def _left(at: datetime, under: str, over: str) -> Any:
    left = html.B(className="num", **{"data-left": at.isoformat()})
    return html.Span(
        [left, html.Span(under, className="w", **{"data-word": under, "data-over": over})], className="ckw", **{"data-clock-row": ""}
    )


def held_by(row: Mapping[str, Any], answered_at: datetime | None) -> Any:
    """Who has it in hand and since when: an acknowledgement shows its age, so that nobody forgets it."""
    state = STATES[row["state"]]
    if row["state"] == "closed":
        judged = DISPOSITIONS.get(row["disposition"] or "", "")
        return html.Span([f"{state}　{judged}" if judged else state])
    if row["state"] == "open" or not row["owner"]:
        return html.Span(state)
    age = [" ", html.Span(className="num", title="确认至今", **{"data-age": answered_at.isoformat()})] if answered_at else []
    return html.Span([f"{row['owner']} {state}", *age], className="own")
