"""The words and numbers that the platform's panels share: states of source systems, and what a system holds and sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dash import html

from components.number import limits, marks
from components.panel import View
from data_access.feeds import System, systems
from indicators import words
from indicators.period import Span
from indicators.read import Ask, Value, ask, current

STATES: Mapping[str, str] = MappingProxyType({"ok": "正常", "late": "迟报", "stopped": "停更", "none": "无报送"})
CODES = ("source.rows_total", "source.rows_in", "source.due", "source.arrived", "source.rejected")
OF_SYSTEMS = frozenset({"source_daily", "source_system"})
OWNER = "信息中心"


@dataclass(frozen=True, kw_only=True)
class Held:
    """The source systems and their numbers: `parts` by code of indicator and of system, `whole` the same for all of them."""

    systems: tuple[System, ...]
    parts: Mapping[str, Mapping[str, float | None]]
    whole: Mapping[str, Value]

    def of(self, code: str, names: Collection[str]) -> float | None:
        """The sum over some systems; None where none of them is known."""
        known = [value for name in names if (value := self.parts[code].get(name)) is not None]
        return sum(known) if known else None


def held(view: View) -> Held:
    """All systems with their numbers of the newest day."""
    marts = view.sources.marts
    question = Ask(codes=CODES, by=("source",), scope=view.scope, span=Span.DAY, who_is_missing=False)
    frame = ask(marts, question).frame
    parts = {
        code: {str(name): None if words.unknown(value) else float(value) for name, value in zip(frame["source"], frame[code], strict=True)}
        for code in CODES
    }
    whole = current(marts, CODES, Ask(codes=(), scope=view.scope, span=Span.DAY))
    return Held(systems=tuple(systems(marts, view.scope)), parts=parts, whole=whole)


def volume(code: str, value: float | None, names: Collection[str], *, unit: str = "", size: str = "", at_level: str | None = None) -> Any:
    """A number of some systems, with what it takes to ask for it again; `at_level` is that of its column."""
    told = marks(code, value, span=str(Span.DAY), where=limits({"source": tuple(sorted(names))}))
    if words.unknown(value):
        return html.B(words.NOTHING, className=f"num {size} unknown".strip(), **told)
    shown = words.figure(value, unit, at_level=at_level)
    return html.B([shown.digits, html.Span(shown.unit, className="unit") if shown.unit else None], className=f"num {size}".strip(), **told)


def sign(state: str) -> Any:
    """The mark of a state: a pattern, never a colour of the alert levels."""
    return html.I(className=f"pfs {state}", **{"aria-hidden": "true"})


def word_of(state: str) -> Any:
    """The state in a word; the usual one says nothing on the screen and is read to who listens."""
    return html.Span(STATES[state], className="vh" if state == "ok" else "tg")
