"""The words and signs of the registry: a number's cell, its normal band, and where it stands, in grey with word and shape."""

from __future__ import annotations

from typing import Any

from dash import html

from components.number import marks_of
from components.panel import View
from components.raw import Raw
from indicators import words
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.read import Value
from indicators.watch import WORDS, Stand, stand

SHAPES = {
    Stand.IN: '<circle cx="7" cy="7" r="3.2" fill="currentColor"/>',
    Stand.ABOVE: '<path d="M7 2.4 12 11H2z" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    Stand.BELOW: '<path d="M7 11.6 2 3h10z" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    Stand.LATE: '<circle cx="7" cy="7" r="4.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 2.2"/>',
    Stand.UNKNOWN: '<path d="M2.4 2.4h9.2v9.2H2.4z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.4 2.2"/>',
}  # fmt: skip
NOT_HERE = "常态带按全省定，不判本市"


def judged(one: Indicator, found: Value, view: View) -> Stand | None:
    """Where a number stands; None where there is no band, or none for this place: a band taken from the province's year is no city's."""
    if one.band is None or (one.band.source == DEMO_YEAR and not view.scope.is_whole):
        return None
    return stand(one, found, view.now)


def sign(where: Stand) -> Any:
    """The state as shape and word."""
    shape = Raw(f'<svg viewBox="0 0 14 14" class="sg" aria-hidden="true">{SHAPES[where]}</svg>')
    return html.Span([shape, WORDS[where]], className="stn" if where is Stand.IN else "stn off", **{"data-stand": str(where)})


def band_words(band: Band, one: Indicator) -> str:
    """The band as text."""
    low, high = (None if end is None else words.figure(end, "", one.decimals if end % 1 else 0, "").digits for end in (band.low, band.high))
    if low is None:
        return f"≤ {high}"
    return f"≥ {low}" if high is None else f"{low}–{high}"


def band_bar(band: Band, number: float | None) -> Any:
    """Where a number lies beside its band: the band in grey over the middle half, the number as a line; what is far out stands at the edge."""
    low, high = band.low, band.high
    if low is None or high is None:
        end = low if low is not None else high or 0.0
        reach = abs(end) * 0.2 or 1.0
        low, high = (end, end + reach) if band.low is not None else (end - reach, end)
    wide = (high - low) or abs(high) * 0.1 or 1.0
    strip = '<rect x="25" y="3" width="50" height="6" fill="var(--s3)"/>'
    line = ""
    if number is not None and number == number:
        at = min(98.0, max(2.0, 25 + (number - low) / wide * 50))
        line = f'<rect x="{at - 1:.1f}" y="0" width="2" height="12" fill="var(--t1)"/>'
    rule = '<path d="M0 6h100" stroke="var(--line2)"/>'
    return Raw(f'<svg class="bb" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">{rule}{strip}{line}</svg>')


def cell(one: Indicator, found: Value, size: str = "") -> Any:
    """The number with its unit; unknown is said."""
    if words.unknown(found.value):
        return html.Span(words.NOTHING, className=f"num unknown {size}".strip(), **marks_of(found))
    shown = words.figure(found.value, one.unit, one.decimals)
    unit = html.Span(shown.unit, className="unit") if shown.unit else None
    return html.B([shown.digits, unit], className=f"num {size}".strip(), **marks_of(found))
