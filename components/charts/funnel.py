"""The steps of a cohort: one bar a step, each a share of the first, with its count; a step that nobody knows is a dashed word, not a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.number import figure
from indicators import words


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its word, its registered code and how many reached it (None: unknown)."""

    name: str
    code: str
    count: float | None


def funnel(steps: Sequence[Step]) -> Any:
    """The rows. The first step is the whole; without it no share can be told."""
    whole = steps[0].count if steps else None
    return html.Div([_row(step, whole) for step in steps], className="fnl")


def _row(step: Step, whole: float | None) -> Any:
    if step.count is None:
        bar, share = html.Em("未知"), words.NOTHING
    else:
        part = None if not whole else step.count / whole * 100
        bar = html.I(style={"width": f"{min(part or 0, 100):.2f}%"})
        share = words.figure(part, "%", 1).text
    return html.Div(
        [html.Span(step.name), html.Div(bar, className="fb"), figure(step.code, step.count), html.Span(share, className="num t2")],
        className="fr",
    )
