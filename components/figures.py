"""The written figure: how a number, a change and a share become Chinese text (design rules, section 9)."""

from __future__ import annotations

import math

UNKNOWN = "无数据"
HUNDRED_MILLION, TEN_THOUSAND = 1e8, 1e4


def is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def figure(value: float | None, unit: str = "", digits: int | None = None) -> tuple[str, str]:
    """Text and unit: 6538000000, 条 → ("65.38", "亿条"); 148200, 户 → ("14.82", "万户"); 1286 → ("1,286", …). Unknown → ("无数据", "")."""
    if value is None or not math.isfinite(value):
        return UNKNOWN, ""
    for size, word in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        if abs(value) >= size and unit != "%":
            return _signed(f"{value / size:,.{2 if digits is None else digits}f}"), word + unit
    if digits is None:
        digits = 0 if float(value).is_integer() and unit != "%" else 1
    return _signed(f"{value:,.{digits}f}"), unit


def change(value: float | None, *, points: bool = False, digits: int = 1) -> str:
    """A rate of change in percent, or with `points` the difference of two rates: +6.3%, −1.2%, 持平, +0.3 个百分点. Unknown → ""."""
    if value is None or not math.isfinite(value):
        return ""
    text = f"{abs(value):,.{digits}f}"
    if not float(text.replace(",", "")):
        return "持平"
    return f"{'+' if value > 0 else '−'}{text}{' 个百分点' if points else '%'}"


def _signed(text: str) -> str:
    """The minus sign of print (U+2212), and none before a rounded zero."""
    return text if not text.startswith("-") else (text[1:] if not text.strip("-0.,") else "−" + text[1:])
