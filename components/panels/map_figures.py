"""The figures of the map: the chosen number of every shown region on the chosen day, as the marts had it, with its denominator and classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from components.charts.classes import METHODS, Cuts, step_of
from components.panel import View
from components.panels.map_choice import STOCK, Choice, choice_of
from data_access.mart_tables import FACTS
from data_access.spans import first_day
from indicators.declaration import Indicator
from indicators.horizons import Horizons
from indicators.period import Period, period
from indicators.provenance import marts_of
from indicators.read import Answer, Ask, ask, recalled
from indicators.registry import get

PER = 10_000
READS = frozenset({*(table.name for table in FACTS), "enterprise", "equipment", "product_batch"})
"""The marts that a number of the map may come from."""
RATE = "map.per_ten_thousand"
"""The registered code of a count that the map relates to the stock of entities."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One region's number: `shown` is what the map colours; `value` the indicator's own; numerator and denominator where it has them.

    None is unknown; `late` says that the region's city has not reported at the data's last time.
    """

    shown: float | None
    value: float | None
    part: float | None
    whole: float | None
    late: bool = False


NOBODY = Figure(shown=None, value=None, part=None, whole=None)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All figures of one view of the map."""

    choice: Choice
    by: Mapping[str, Figure]
    all: Figure
    """The place as a whole."""
    rest: Figure | None
    """What is known to lie in the place, but in none of its parts."""
    cuts: Cuts
    unit: str
    decimals: int
    period: Period | None
    last: date | None
    """The last day of the data looked at."""
    first: date | None
    as_of: datetime | None
    batch: int | None
    nature: str

    @property
    def code(self) -> str:
        """The registered code of what is coloured."""
        return RATE if self.choice.per == "stock" else self.choice.one.code

    def step(self, code: str) -> int | None:
        return step_of(self.by[code].shown, self.cuts) if code in self.by else None

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day of a number that looks back, as a number on a screen tells them."""
        if self.choice.at is None or self.period is None:
            return None
        first, after = self.period.window
        return first.isoformat()[:10], (after - timedelta(days=1)).isoformat()[:10]


def figures(view: View) -> Figures:
    """The figures of a view; those of one version of the marts are reckoned once for all panels."""
    chosen = choice_of(view)
    key = f"map {chosen.scope.key} {chosen.place} {chosen.one.code} {chosen.per} {chosen.cls} {chosen.at}"
    # what is remembered knows the layers and faults of who asked first: those are the asker's own
    return replace(recalled(view.sources.marts, key, lambda: _figures(view, chosen)), choice=chosen)


def _figures(view: View, chosen: Choice) -> Figures:
    marts, one = view.sources.marts, chosen.one
    codes = (one.code, STOCK) if chosen.per == "stock" else (one.code,)
    by = "city" if chosen.city is None else "region"
    question = Ask(codes=codes, scope=chosen.scope, by=(by,), region=chosen.city, at=chosen.at)
    split = ask(marts, question)
    whole = ask(marts, Ask(codes=codes, scope=chosen.scope, region=_whole(chosen), at=chosen.at, who_is_missing=False))
    late = set(split.missing)
    found = {code: _figure(split, row, chosen, late) for row, code in enumerate(split.frame[by].tolist())}
    every = {code: found.get(code, replace(NOBODY, late=code in late or chosen.city in late)) for code in chosen.codes}
    known = [figure.shown for figure in every.values() if figure.shown is not None]
    horizons = Horizons(marts, chosen.at)
    last = horizons.last(one.mart)
    return Figures(
        choice=chosen, by=every, rest=found.get(chosen.city or chosen.scope.province), all=_figure(whole, 0, chosen, set()) if len(whole.frame) else NOBODY,
        cuts=METHODS[chosen.cls][1](known) if known else (),
        unit=_unit(chosen), decimals=2 if chosen.per == "stock" else max(one.decimals, 1 if one.unit == "%" else 2 if one.is_fraction else 0),
        period=_period(one, last, horizons), last=last, first=min(filter(None, (first_day(marts, mart) for mart in _marts(chosen))), default=None),
        as_of=split.as_of, batch=split.batch, nature=split.nature,
    )  # fmt: skip


def _whole(chosen: Choice) -> str | None:
    return chosen.place if chosen.place != chosen.scope.province else None


def _marts(chosen: Choice) -> tuple[str, ...]:
    return tuple(marts_of(chosen.one))


def _period(one: Indicator, last: date | None, horizons: Horizons) -> Period | None:
    if not (last and one.span and one.grain):
        return None
    return period(one.span, last, one.grain, complete=one.time == "stock" or horizons.complete(one.mart))


def _figure(answer: Answer, row: int, chosen: Choice, late: set[str]) -> Figure:
    code = chosen.one.code
    value = _number(answer.frame[code].iloc[row])
    place = answer.frame.iloc[row].get("city") or answer.frame.iloc[row].get("region") or ""
    behind = str(place)[:4] + "00" in late
    if chosen.per == "stock":
        stock = _number(answer.frame[STOCK].iloc[row])
        rate = value / stock * PER if value is not None and stock else None
        return Figure(shown=None if behind else rate, value=value, part=value, whole=stock, late=behind)
    part, whole = (_number(answer.parts[code + tail].iloc[row]) for tail in ("#n", "#d"))
    return Figure(shown=None if behind else value, value=value, part=part, whole=whole, late=behind)


def _number(cell: Any) -> float | None:
    return None if cell is None or cell != cell else float(cell)


def _unit(chosen: Choice) -> str:
    return f"{chosen.one.unit}/万户" if chosen.per == "stock" else chosen.one.unit


def stock_name() -> str:
    """The name of the base of a rate."""
    return get(STOCK).name
