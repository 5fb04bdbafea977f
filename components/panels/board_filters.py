"""The conditions of a board as controls: period, place and one limit. What is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.board_choice import ALL, CUT, NEEDS, PERIODS, BoardChoice, Cut, board_choice
from geo.groups import groups_of
from geo.regions import regions_of
from indicators.horizons import Horizons


def board_filters(key: str, *, owner: str, mart: str, cut: Cut | None = None, frame: str = "") -> Panel:
    """The panel of a board's conditions. `mart` is the one whose last day the year's months are named after."""

    def load(view: View) -> Reading:
        last = Horizons(view.sources.marts).last(mart)
        state = view.sources.marts.tables().get(mart)
        as_of = state.as_of if state else None
        return Reading(data={"last": last}, as_of=as_of, rhythm=timedelta(days=1), nature=state.nature if state else "production")

    def chart(reading: Reading, view: View) -> Drawing:
        chosen = board_choice(view, cut)
        limits = {ALL: "全部", **{code: one.word for code, one in cut.options.items()}} if cut else {}
        parts = [
            periods(chosen, reading.data["last"]),
            *places(view, chosen),
            group(CUT, cut.word, limits, (chosen.cut, ALL)) if cut else None,
            faults(chosen),
        ]
        return Drawing(body=html.Div(parts, className="bzf", role="group", **{"aria-label": "条件"}))

    return Panel(
        key=key, title="条件", question="看哪个期间、哪里？", owner=owner, load=load, chart=chart, reads=frozenset({mart}),
        needs=NEEDS | {CUT} if cut else NEEDS, frame=f"bdf {frame}".strip(),
    )  # fmt: skip


def periods(chosen: BoardChoice, last: date | None) -> Any:
    """The choice of the period; the year says its months."""
    words = {code: _period(code, word, last) for code, (_, word) in PERIODS.items()}
    return group("period", "期间", {code: words[code] for code in ("month", "year", "rolling")}, (chosen.period, "year"))


def _period(code: str, word: str, last: Any) -> str:
    if code != "year" or last is None:
        return word
    return f"{last.year} 年 1–{last.month} 月" if last.month > 1 else f"{last.year} 年 1 月"


def places(view: View, chosen: BoardChoice, *, counties: bool = True) -> tuple[Any, ...]:
    """The choice of the place: whole, groups and cities; whoever sees one city chooses among its counties."""
    regions = regions_of(view.scope.province)
    cities = [city for city in regions.cities if view.scope.allows(city)]
    if len(cities) < 2:
        parts = {code: regions.short(code) for code in regions.counties_of(cities[0])} if cities and counties else {}
        return (_one_of(parts, chosen.area, ("全市", "县（市、区）")),) if parts else ()
    groups = {one.code: one.name for one in groups_of(view.scope.province) if set(one.cities) <= set(cities)}
    whole = "全省" if view.scope.is_whole else "全部"
    one = _one_of({code: regions.short(code) for code in cities}, chosen.area, ("各市", "地市"))
    return (group("area", "地区", {ALL: whole, **groups}, (chosen.area, ALL)), one)


def _one_of(choices: Mapping[str, str], here: str, said: tuple[str, str]) -> Any:
    return listed("area", {"": said[0], **choices}, here if here in choices else "", said[1])


def listed(name: str, choices: Mapping[str, str], here: str, word: str) -> Any:
    """A list that sets one parameter; the choice with the empty code is the usual one."""
    options = [html.Option(text, value=code, **_chosen(code == here)) for code, text in choices.items()]
    told = {"data-choose": name, "aria-label": word, "data-focus": f"{name}-list"}
    return html.Select(options, className="bzs on" if here else "bzs", **told)


def _chosen(yes: bool) -> dict[str, Any]:
    return {"selected": True} if yes else {}


def faults(chosen: BoardChoice) -> Any:
    """What could not be meant, in words."""
    return sentences(chosen.faults)


def sentences(told: Sequence[str]) -> Any:
    """Sentences about what could not be meant; nothing where all was."""
    return html.Span("".join(told), className="bzf-said", role="status") if told else None


def group(name: str, word: str, choices: Mapping[str, str], at: tuple[str, str], *, named: bool = True) -> Any:
    """A row of buttons that set one parameter; `at` is the chosen code and the usual one. The word is shown where it is `named`."""
    here, usual = at
    buttons = [
        html.Button(
            text,
            type="button",
            className="on" if code == here else "",
            **{
                "data-choose": name,
                "data-value": "" if code == usual else code,
                "data-focus": f"{name}-{code}",
                "aria-pressed": str(code == here).lower(),
            },
        )
        for code, text in choices.items()
    ]
    label = [html.Span(word, className="lab")] if named else []
    return html.Div([*label, html.Div(buttons, className="g", role="group", **{"aria-label": word})], className="bzg")
