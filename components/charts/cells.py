"""The table of changes: names by names in quiet steps of colour, as text that carries its numbers; an unknown cell is hatched and says —.

The sister of the heat map (`heat.py`, for boards and paper): what stands on a screen can be read by machines and by ear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from components.charts import base
from components.charts.heat import CHANGE, Steps
from indicators import words

LEVELS: Mapping[str, str] = {token: f"h{index}" for index, token in enumerate(CHANGE.tokens)}
"""The CSS class of each step, so that both looks colour it by token."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One direction of the table: its column, the names in order, and the word of the corner."""

    column: str
    names: Mapping[str, str]
    unknown: frozenset[str] = frozenset()
    """Keys of which nothing is known, whatever the frame says."""


def cells(
    frame: pd.DataFrame, *, across: Axis, down: Axis, value: str, marks: Callable[[str, str, float | None], dict[str, str]],
    steps: Steps = CHANGE,
) -> Any:  # fmt: skip
    """The table of `value` (percent). `marks` gives what a cell tells a machine, by key across, key down and value."""
    base.needs(frame, across.column, down.column, value)
    keys = zip(frame[across.column].astype(str), frame[down.column].astype(str), strict=True)
    known = dict(zip(keys, base.numbers(frame[value]), strict=True))
    head = html.Tr([html.Td(""), *(html.Th(name, scope="col") for name in across.names.values())])
    rows = [head]
    for row, name in down.names.items():
        found = [None if key in across.unknown or row in down.unknown else known.get((key, row)) for key in across.names]
        drawn = [_cell(one, steps, marks(key, row, one)) for key, one in zip(across.names, found, strict=True)]
        rows.append(html.Tr([html.Th(name, scope="row"), *drawn]))
    return html.Table(rows, className="hct")


def _cell(value: float | None, steps: Steps, told: dict[str, str]) -> Any:
    if value is None:
        return html.Td(html.B("—", className="num", title="未知", **told), className="hu")
    level = LEVELS[steps.token(value) or ""]
    return html.Td(html.B(signed(value), className="num", **told), className=level)


def signed(value: float, decimals: int = 0) -> str:
    """+4, −12, 0: a number that always shows its direction."""
    shown = words.difference(value, 0, "", decimals)
    return "0" if shown == words.SAME else shown


def ordered(names: Sequence[str], wording: Callable[[str], str]) -> dict[str, str]:
    """Keys with their words, in the given order."""
    return {name: wording(name) for name in names}
