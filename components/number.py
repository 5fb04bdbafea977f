"""A number on a screen: its indicator, its raw value for machines, and its text for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from dash import html

from indicators import words
from indicators.read import Value


def marks(code: str, value: float | None, **more: str) -> dict[str, str]:
    """What a number tells a machine: its indicator's code and its raw value, empty when unknown."""
    raw = "" if value is None or words.unknown(value) else repr(value.item() if isinstance(value, np.generic) else value)
    return {"data-indicator": code, "data-value": raw, **{f"data-{k}": v for k, v in more.items()}}


def place_of(found: Value) -> dict[str, str]:
    """What a number tells besides: the region, the kind of period and the limits that it was asked for, where these are not the usual ones."""
    told = {"region": found.region, "span": found.span and str(found.span), "where": limits(found.where), "cities": "|".join(found.cities)}
    return {name: text for name, text in told.items() if text}


def limits(where: Mapping[str, str | tuple[str, ...]]) -> str:
    """Limits as text: `kind:电梯;field:广告`, several values of one dimension by a bar."""
    return ";".join(f"{name}:{value if isinstance(value, str) else '|'.join(value)}" for name, value in sorted(where.items()))


def marks_of(found: Value) -> dict[str, str]:
    """The marks of an indicator value with its place."""
    return marks(found.code, found.value, **place_of(found))


def change_of(code: str) -> dict[str, str]:
    """What the change of a number tells a machine: whose change it is. The number itself stands beside it."""
    return {"data-change": code}


def number(found: Value, *, unit: str = "", size: str = "", decimals: int = 0, days: tuple[str, str] | None = None) -> Any:
    """The number of an indicator value, its unit one size smaller. Unknown is written 无数据, never 0. `days`: the first and last day of
    a number that was asked for by days.
    """
    told = marks_of(found) | ({"data-from": days[0], "data-to": days[1]} if days else {})
    return _drawn(told, found.value, unit=unit, size=size, decimals=decimals)


def figure(code: str, value: float | None, *, unit: str = "", size: str = "", decimals: int = 0, region: str = "") -> Any:
    """The same for a number that is counted in the store; `code` is its registered code, `region` the place where it is not the whole scope."""
    told = {"region": region} if region else {}
    return _drawn(marks(code, value, **told), value, unit=unit, size=size, decimals=decimals)


def _drawn(told: dict[str, str], value: float | None, *, unit: str, size: str, decimals: int) -> Any:
    if words.unknown(value):
        return html.B(words.NOTHING, className=f"num {size} unknown".strip(), **told)
    shown = words.figure(value, unit, decimals)
    return html.B(
        [shown.digits, html.Span(shown.unit, className="unit") if shown.unit else None],
        className=f"num {size}".strip(),
        **told,
    )
