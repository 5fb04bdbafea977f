"""The chart theme: the tokens of both looks, the rules that every option starts from, and their resolution for paper.

An option names colours and fonts by token (``"$d1"``, ``"$num"``) and sizes by the wall's unit (``{"$u": 14}``); the browser's
`yiping.resolve` and `resolve` here turn them into values. So one option serves the dark wall, the light desk and paper.
The values equal ``assets/00-tokens.css``: a test compares them, nothing is read at import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Option = dict[str, Any]

SANS = '"Barlow","Yiping Sans","Noto Sans CJK SC","Microsoft YaHei",sans-serif'
NUM = '"Barlow SC","Yiping Sans","Noto Sans CJK SC",sans-serif'
SERIF = '"Yiping Serif","Noto Serif CJK SC","SimSun",serif'

_FONTS = {"sans": SANS, "num": NUM, "serif": SERIF}
# fmt: off
_DARK = {
    "bg": "#0A0F14", "s1": "#10171E", "s2": "#18222C", "s3": "#213040", "line": "#202C37", "line2": "#3A4A58", "rule": "#5C6F7F",
    "t1": "#E9EFF4", "t2": "#B3C0CB", "t3": "#8B9BA9", "ac": "#5CC4AC",
    "d1": "#5CC4AC", "d2": "#9DB0C0", "d3": "#A99BDA", "d4": "#DDE5EB", "d5": "#5E7487", "d6": "#3C8F83",
    "m0": "#161F26", "m1": "#1B2B31", "m2": "#203B3F", "m3": "#264D4E", "m4": "#2E615F", "m5": "#377570",
    "l1": "#FF5F55", "l2": "#FF9D42", "l3": "#F3D44A", "l4": "#66B0FF",
    "inv": "#E9EFF4", "invi": "#0A0F14", "land": "#111920", "landline": "#1D2832", "city": "#0A0F14", "prov": "#7C93A3",
}
_LIGHT = {
    "bg": "#ECEFF2", "s1": "#FFFFFF", "s2": "#F4F6F8", "s3": "#E4EAEE", "line": "#DCE2E7", "line2": "#B7C2CB", "rule": "#748592",
    "t1": "#15212B", "t2": "#41525F", "t3": "#5B6B78", "ac": "#0B7766",
    "d1": "#0B7766", "d2": "#5F7281", "d3": "#6C5BB0", "d4": "#22303B", "d5": "#8493A0", "d6": "#3E9A8B",
    "m0": "#EDF2F3", "m1": "#E1ECEB", "m2": "#C9DFDC", "m3": "#ABCFCA", "m4": "#8ABCB5", "m5": "#67A69F",
    "l1": "#C4231B", "l2": "#9C4B00", "l3": "#7A6000", "l4": "#0F5DB8",
    "inv": "#15212B", "invi": "#FFFFFF", "land": "#E8ECEF", "landline": "#D3DAE0", "city": "#FFFFFF", "prov": "#6B7F8F",
}
# fmt: on
_PAPER = {**_LIGHT, "bg": "#FFFFFF", "s2": "#FFFFFF", "land": "#FFFFFF", "t3": "#41525F"}
"""Paper is white, and a grey printer must not lose the captions."""

TOKENS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {mode: MappingProxyType({**tokens, **_FONTS}) for mode, tokens in (("dark", _DARK), ("light", _LIGHT), ("print", _PAPER))}
)
SERIES = ("d1", "d2", "d3", "d4")
"""Four colours at most; a fifth category goes into 其他."""
RAMP = ("m1", "m2", "m3", "m4", "m5")

_SYMBOL = re.compile(r"\$([a-z][a-z0-9]*)")


def u(size: float) -> dict[str, float]:
    """A size in the wall's unit: a 1,080th of its height."""
    return {"$u": size}


def fn(name: str, *args: Any) -> dict[str, Any]:
    """A named function of ``assets/06-formatters.js``."""
    return {"$fn": name, "args": list(args)} if args else {"$fn": name}


def hatch(line: str = "rule", ground: str = "s1") -> dict[str, list[str]]:
    """The pattern of the unknown: slanted lines of one token on another."""
    return {"$hatch": [line, ground]}


def text(size: float = 14, ink: str = "t3", *, family: str = "sans", weight: int = 400) -> Option:
    """A text style. 14 is the least on the wall."""
    return {"color": f"${ink}", "fontSize": u(size), "fontFamily": f"${family}", "fontWeight": weight}


def category_axis(data: list[str], **more: Any) -> Option:
    """An axis of names or dates: a thin line, no ticks."""
    return {
        "type": "category",
        "data": data,
        "axisLine": {"show": True, "lineStyle": {"color": "$line2", "width": u(1)}},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {**text(family="num"), "margin": u(8), "hideOverlap": True},
        **more,
    }


def value_axis(**more: Any) -> Option:
    """An axis of numbers: grid lines only."""
    return {
        "type": "value",
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": True, "lineStyle": {"color": "$line", "width": u(1)}},
        "axisLabel": {**text(family="num"), "margin": u(8), "hideOverlap": True},
        **more,
    }


def hidden_axis(kind: str, **more: Any) -> Option:
    return {"type": kind, "show": False, **more}


def grid(left: float, top: float, right: float, bottom: float) -> Option:
    return {"left": u(left), "top": u(top), "right": u(right), "bottom": u(bottom), "containLabel": False}


def base() -> Option:
    """What every option starts from: still, without legend and title, in the wall's fonts, readable to a screen reader."""
    return {"animation": False, "backgroundColor": "transparent", "textStyle": text(ink="t2"), "aria": {"enabled": True}}


def tooltip(trigger: str = "axis") -> Option:
    return {
        "trigger": trigger,
        "confine": True,
        "transitionDuration": 0,
        "backgroundColor": "$s2",
        "borderColor": "$line2",
        "borderWidth": u(1),
        "padding": [u(8), u(12)],
        "textStyle": text(ink="t1"),
        "axisPointer": {"type": "line", "lineStyle": {"color": "$rule", "width": u(1)}},
    }


def resolve(option: Any, mode: str, u: float = 1.0) -> Any:
    """The option with the values of one look (dark, light, print) and size. Names of functions and hatches stay for the drawing engine."""
    tokens = TOKENS[mode]
    if isinstance(option, dict):
        if set(option) == {"$u"}:
            return round(option["$u"] * u, 1)
        if "$hatch" in option:
            return option
        return {key: resolve(value, mode, u) for key, value in option.items()}
    if isinstance(option, list):
        return [resolve(value, mode, u) for value in option]
    if isinstance(option, str) and (found := _SYMBOL.fullmatch(option)):
        return tokens.get(found[1], option)
    return option
