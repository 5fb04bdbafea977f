"""The choices of a safety theme: place, kind, which rows of its list and which page of it; what is said where they ask for nothing that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dash import html

from components.number import limits
from components.panel import Drawing, Panel, Reading, View
from data_access.measure import Where
from data_access.scope import Scope
from data_access.site_reads import DEEPEST, Slice, Wanted
from geo.groups import groups_of
from geo.regions import regions_of
from indicators.period import Span
from indicators.question import Ask

NEEDS = frozenset({"area", "kind"})
LIST_NEEDS = NEEDS | {"show", "p"}
PARAMS = LIST_NEEDS
ALL = "all"
LONGEST_SAID = 20
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
    kind = _known(view.params.get("kind", ""), kinds, ALL, (theme.word, faults))
    shows = theme.shows or {ALL: "全部"}
    show = _known(view.params.get("show", ""), shows, next(iter(shows)), ("名单", faults))
    area, region, place, scope, cities = _place(view, faults)
    value = theme.kinds[kind][0] if kind != ALL else ""
    return Chosen(
        area=area, kind=kind, value=value, show=show, page=page_of(view.params.get("p", "")), scope=scope, region=region, place=place, cities=cities,
        faults=tuple(faults),
    )  # fmt: skip


def page_of(text: str) -> int:
    """The page that a parameter asks for, from 0 on; 0 for what is no page, the last possible one for too large a number."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return 0
    return min(int(text), DEEPEST // ROWS - 1)


def _known(given: str, known: Mapping[str, str], usual: str, told: tuple[str, list[str]]) -> str:
    if given in known:
        return given
    word, faults = told
    if given:
        faults.append(f"没有“{_said(given)}”这种{word}，按{known[usual]}显示。")
    return usual


def _said(given: str) -> str:
    return given if len(given) <= LONGEST_SAID else given[:LONGEST_SAID] + "…"


def _place(view: View, faults: list[str]) -> tuple[str, str | None, str, Scope, tuple[str, ...]]:
    """Code, region, name, scope and cities of the place. A foreign place and one that does not exist are told alike."""
    given, scope, province = view.params.get("area", ""), view.scope, view.scope.province
    regions = regions_of(province)
    allowed = tuple(city for city in regions.cities if scope.allows(city))
    if given in allowed:
        return given, given, regions.short(given), scope, (given,)
    if given in regions.counties and scope.allows(given):
        return given, given, regions.path(given) if len(allowed) > 1 else regions.short(given), scope, (regions.city_of(given) or "",)
    for group in groups_of(province):
        cities = tuple(city for city in allowed if city in group.cities)
        if group.code == given and cities:
            return given, None, group.name, Scope.of(province, *cities), cities
    if given not in ("", ALL):
        faults.append(f"“{_said(given)}”不是可以查看的地区，按{'全省' if scope.is_whole else '本市'}显示。")
    return ALL, None, "", scope, allowed


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
            *_places(view, chosen),
            buttons("kind", theme.word, kinds, (chosen.kind, ALL)) if theme.kinds else None,
            html.Span("".join(chosen.faults), className="sf-said", role="status") if chosen.faults else None,
        ]
        return Drawing(body=html.Div(parts, className="sf-f", role="group", **{"aria-label": "条件"}))

    return Panel(
        key=f"{theme.name}-filters", title="条件", question="看哪里、哪一类？", owner=owner, load=load, chart=chart, reads=frozenset({mart}), needs=NEEDS,
        frame="sf-ff",
    )  # fmt: skip


def _places(view: View, chosen: Chosen) -> tuple[Any, ...]:
    """The choice of the place: whole, groups and cities; whoever sees one city chooses among its counties."""
    regions = regions_of(view.scope.province)
    cities = [city for city in regions.cities if view.scope.allows(city)]
    if not cities:
        return ()
    if len(cities) == 1:
        return (_one_of({code: regions.short(code) for code in regions.counties_of(cities[0])}, chosen.area, ("全市", "县（市、区）")),)
    groups = {one.code: one.name for one in groups_of(view.scope.province) if set(one.cities) <= set(cities)}
    whole = "全省" if view.scope.is_whole else "全部"
    one = _one_of({code: regions.short(code) for code in cities}, chosen.region or "", ("各市", "地市"))
    return buttons("area", "地区", {ALL: whole, **groups}, (chosen.area, ALL)), one


def _one_of(choices: Mapping[str, str], here: str, said: tuple[str, str]) -> Any:
    options = [html.Option(said[0], value="", **_selected(here not in choices))]
    options += [html.Option(word, value=code, **_selected(code == here)) for code, word in choices.items()]
    told = {"data-choose": "area", "aria-label": said[1], "data-focus": "area-one"}
    return html.Select(options, className="sf-s on" if here in choices else "sf-s", **told)


def _selected(yes: bool) -> dict[str, Any]:
    return {"selected": True} if yes else {}


def buttons(name: str, word: str, choices: Mapping[str, str], at: tuple[str, str]) -> Any:
    """A row of buttons that set one parameter; `at` is the chosen code and the usual one."""
    here, usual = at
    made = [
        html.Button(
            text, type="button", className="on" if code == here else "",
            **{"data-choose": name, "data-value": "" if code == usual else code, "data-focus": f"{name}-{code}", "aria-pressed": str(code == here).lower()},
        )
        for code, text in choices.items()
    ]  # fmt: skip
    label = [html.Span(word, className="lab")] if word else []
    return html.Div([*label, html.Div(made, className="g", role="group", **{"aria-label": word or "名单"})], className="sf-g")
