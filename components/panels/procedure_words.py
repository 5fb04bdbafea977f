"""The small parts that the boards of procedures share: buttons and lists of choices, and the sentence about what could not be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html

from components.panel import View
from geo.groups import groups_of
from geo.regions import regions_of


def group(name: str, word: str, choices: Mapping[str, str], here: str, usual: str) -> Any:
    """A row of buttons of which one is pressed; the usual one stands in no address."""
    buttons = [_button(name, code, text, here=here, usual=usual) for code, text in choices.items()]
    row = html.Div(buttons, className="g", role="group", **{"aria-label": word})
    return html.Div([html.Span(word, className="lab"), row], className="bzg")


def _button(name: str, code: str, text: str, *, here: str, usual: str) -> Any:
    told = {
        "data-choose": name,
        "data-value": "" if code == usual else code,
        "data-focus": f"{name}-{code}",
        "aria-pressed": str(code == here).lower(),
    }
    return html.Button(text, type="button", className="on" if code == here else "", **told)


def select(name: str, word: str, choices: Mapping[str, str], here: str) -> Any:
    """A list of which one is chosen; the empty value is the usual one."""
    options = [html.Option(text, value=code, **({"selected": True} if code == here else {})) for code, text in choices.items()]
    return html.Select(
        options, className="bzs on" if here else "bzs", **{"data-choose": name, "aria-label": word, "data-focus": f"{name}-list"}
    )


def places(view: View, area: str) -> Iterable[Any]:
    """The choice of a place: the whole, its groups of cities, one city. A caller of one city has nothing to choose."""
    regions = regions_of(view.scope.province)
    cities = [city for city in regions.cities if view.scope.allows(city)]
    if len(cities) < 2:
        return ()
    groups = {one.code: one.name for one in groups_of(view.scope.province) if set(one.cities) <= set(cities)}
    whole = {"all": "全省" if view.scope.is_whole else "全部", **groups}
    named = {"": "各市", **{city: regions.short(city) for city in cities}}
    return (group("area", "地区", whole, area, "all"), select("area", "地市", named, area if area in cities else ""))


def fault(sentences: Sequence[str]) -> Any:
    """What could not be meant, in words; nothing where all was."""
    return html.Span("".join(sentences), className="bzf-said", role="status") if sentences else None
