"""The choices of a safety theme: place, kind, which rows of its list and which page of it; what is said where they ask for nothing that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dash import html

from components.number import limits
from components.panel import Drawing, Panel, Reading, View
from components.panels.board_choice import ALL, place_of, word_of
from components.panels.board_filters import group, places, sentences
from data_access.measure import Where
from data_access.scope import Scope
from data_access.site_reads import DEEPEST, Slice, Wanted
from indicators.period import Span
from indicators.question import Ask

NEEDS = frozenset({"area", "kind"})
LIST_NEEDS = NEEDS | {"show", "p"}
PARAMS = LIST_NEEDS
ROWS = 12
"""Rows of a page of a list."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What may be chosen on a theme's page. `kinds`: code in the address → the value in the marts and its word; `shows`: ways to look at its list."""

    name: str
    word: str = "类别"
    kinds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What is chosen. `scope` is the caller's own, cut to a chosen group of cities; `region` is a chosen city or county."""

    area: str
    kind: str
    value: str
    """The chosen kind as the marts write it; empty for all."""
    show: str
    page: int
    scope: Scope
    region: str | None
    place: str
    cities: tuple[str, ...]
    faults: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """How the place falls into parts: by city, one city by county."""
        return "region" if self.region or len(self.cities) == 1 else "city"

    @property
    def reach(self) -> Scope:
        """The chosen place as a scope, for reads that know no region."""
        return self.scope.narrow(self.region) if self.region else self.scope

    @property
    def slice(self) -> Slice:
        return Slice(self.page * ROWS, ROWS)

    def wanted(self, *kinds: str) -> Wanted:
        """The question to a register; without a chosen kind of the given kinds."""
        return Wanted(scope=self.scope, region=self.region, kinds=(self.value,) if self.value else kinds)

    def ask(self, *codes: str, span: Span | None = None, by: tuple[str, ...] = (), where: Where | None = None) -> Ask:
        """The question to the indicators over the chosen place."""
        return Ask(codes=codes, scope=self.scope, region=self.region, span=span, by=by, where=where or {})

    def told(self, span: Span | None = None, region: str | None = None, where: Where | None = None) -> dict[str, str]:
        """What a number of a part of the place tells besides its code, so that it can be asked again."""
        several = region is None and self.region is None and self.scope.cities is not None and len(self.scope.cities) > 1
        found = {
            "region": region or self.region or "", "span": str(span) if span else "", "where": limits(where or {}),
            "cities": "|".join(sorted(self.scope.cities or ())) if several else "",
        }  # fmt: skip
        return {name: text for name, text in found.items() if text}


def chosen_of(view: View, theme: Theme) -> Chosen:
    """What the parameters ask for; a word that means nothing, or a place outside the scope, is replaced by the usual one and told."""
    faults: list[str] = []
    kinds = {ALL: "全部", **{code: word for code, (_, word) in theme.kinds.items()}}
    kind = word_of(view.params.get("kind", ""), kinds, ALL, (theme.word, faults))
    shows = theme.shows or {ALL: "全部"}
    show = word_of(view.params.get("show", ""), shows, next(iter(shows)), ("名单", faults))
    at = place_of(view, faults)
    return Chosen(
        area=at.area, kind=kind, value=theme.kinds[kind][0] if kind != ALL else "", show=show, page=page_of(view.params.get("p", "")), scope=at.scope,
        region=at.region, place=at.place, cities=at.cities, faults=tuple(faults),
    )  # fmt: skip


def page_of(text: str) -> int:
    """The page that a parameter asks for, from 0 on; 0 for what is no page, the last possible one for too large a number."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return 0
    return min(int(text), DEEPEST // ROWS - 1)


def filters(theme: Theme, *, owner: str, mart: str) -> Panel:
    """The panel of a theme's conditions."""

    def load(view: View) -> Reading:
        state = view.sources.marts.tables().get(mart)
        return Reading(
            data=True, as_of=state.as_of if state else view.now, rhythm=timedelta(days=1), nature=state.nature if state else "production"
        )

    def chart(reading: Reading, view: View) -> Drawing:
        chosen = chosen_of(view, theme)
        kinds = {ALL: "全部", **{code: word for code, (_, word) in theme.kinds.items()}}
        parts = [
            *places(view, place_of(view, [])),
            group("kind", theme.word, kinds, (chosen.kind, ALL)) if theme.kinds else None,
            sentences(chosen.faults),
        ]
        return Drawing(body=html.Div(parts, className="bzf", role="group", **{"aria-label": "条件"}))

    return Panel(
        key=f"{theme.name}-filters", title="条件", question="看哪里、哪一类？", owner=owner, load=load, chart=chart, reads=frozenset({mart}), needs=NEEDS,
        frame="sf-ff",
    )  # fmt: skip
