"""Texts as they may be stored: one spelling, no control signs, no signs that turn the line around."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that change the direction of a line, and the byte order mark: a text that reads otherwise than it is stored deceives."""
DEEPEST = 16
WIDEST = 1 << 63


def broken(text: str) -> bool:
    """Whether a text holds half a sign: no store and no encoding can keep it."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def plain(text: str, *, lines: bool = False) -> str:
    """The text in one spelling (NFC), trimmed, without controls; line breaks and tabs stay only where `lines` lets them."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if lines:
        return "".join(sign for sign in text if sign in "\n\t" or not _shut(sign)).strip()
    return "".join(sign for sign in (" " if mark in "\r\n\t\u2028\u2029" else mark for mark in text) if not _shut(sign)).strip()


def has_controls(text: str) -> bool:
    return any(_shut(sign) for sign in text)


def _shut(sign: str) -> bool:
    return sign in TURNS or unicodedata.category(sign) == "Cc"


def fault(value: Any, depth: int = 0) -> str | None:
    """Why a piece of evidence cannot be stored; None for one that can."""
    if depth > DEEPEST:
        return f"嵌套超过 {DEEPEST} 层"
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return "含有不完整的字符" if broken(value) else None
    if isinstance(value, int):
        return None if -WIDEST <= value < WIDEST else "整数超出 64 位"
    if isinstance(value, float):
        return None if math.isfinite(value) else "数值不是有限数"
    if isinstance(value, Mapping):
        return next((why for key, part in value.items() if (why := fault(str(key), depth + 1) or fault(part, depth + 1))), None)
    if isinstance(value, list | tuple):
        return next((why for part in value if (why := fault(part, depth + 1))), None)
    return "含有不能存储的类型"


def plain_value(value: Any) -> Any:
    """Evidence with all its texts made plain."""
    if isinstance(value, str):
        return plain(value, lines=True)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain_value(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(part) for part in value]
    return value
