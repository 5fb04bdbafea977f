"""地图条件: where, which number, by which basis and classes, which layers; and the search for a place, retired codes among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from dash import html

from components.charts.classes import METHODS
from components.field import field
from components.panel import Drawing, Panel, Reading, View
from components.panels.map_choice import BASES, LAYERS, NO_LAYERS, SHORT_LIST, STOCK, Choice, choice_of, said
from geo.lineage import sought
from indicators.registry import catalogue


def load(view: View) -> Reading:
    state = view.sources.marts.tables().get("entity_daily")
    return Reading(
        data=choice_of(view), as_of=state.as_of if state else None, rhythm=timedelta(days=1), nature=state.nature if state else "production"
    )


def chart(reading: Reading, view: View) -> Drawing:
    chosen: Choice = reading.data
    first = [_crumbs(chosen), _search(view, chosen)]
    second = [
        _numbers(chosen),
        *_bases(chosen),
        _group("cls", "分级", {code: word for code, (word, _) in METHODS.items()}, chosen.cls, "equal"),
        _layers(chosen),
    ]
    return Drawing(
        body=html.Div(
            [html.Div(first, className="mp-row"), html.Div(second, className="mp-row")],
            className="mp-bar",
            role="group",
            **{"aria-label": "地图条件"},
        )
    )


def _crumbs(chosen: Choice) -> Any:
    """The way from the province, or from the caller's own city, to the shown place."""
    regions, scope = chosen.regions, chosen.scope
    whole = scope.is_whole or len(scope.cities or ()) > 1
    steps = [(scope.province, regions.short(scope.province) if scope.is_whole else "全部")] if whole else []
    steps += [(code, regions.short(code)) for code in dict.fromkeys((chosen.city, chosen.place)) if code and code != scope.province]
    found: list[Any] = []
    for at, (code, name) in enumerate(steps):
        here = at == len(steps) - 1
        more = {"aria-current": "page"} if here else {}
        found += [html.Span("›", className="t3", **{"aria-hidden": "true"})] if at else []
        found.append(
            html.Button(name, type="button", className="on" if here else "", **{"data-go": code, "data-focus": f"crumb-{code}"}, **more)
        )
    return html.Nav(found, className="mp-crumbs", **{"aria-label": "所在层级"})


def _search(view: View, chosen: Choice) -> Any:
    given = view.params.get("find", "")
    box = field(
        "search", value=given, placeholder="查区划名称或代码（含旧代码）", maxlength=40, data_map_find="find", data_focus="map-find",
        aria_label="查区划名称或代码，含已撤并的代码",
    )  # fmt: skip
    return html.Div([box, *_answers(given, chosen)], className="mp-find", role="search")


def _answers(given: str, chosen: Choice) -> Iterable[Any]:
    if not given.strip():
        return
    found = sought(chosen.regions, chosen.scope, given)
    if not found:
        yield html.Span(f"没有“{said(given)}”这个区划，或不在您的数据范围内", className="cap", role="status")
    for one in found[:2]:
        yield html.Button(
            one.sentence, type="button", className="mp-hit", title=one.sentence, **{"data-go": one.code, "data-focus": f"hit-{one.code}"}
        )


def _numbers(chosen: Choice) -> Any:
    known = catalogue()
    codes = [code for code in SHORT_LIST if code in known]
    codes += [chosen.one.code] if chosen.one.code not in codes else []
    options = [html.Option(known[code].name, value=code, **_chosen(code == chosen.one.code)) for code in codes]
    listed = html.Select(options, **{"data-choose": "code", "aria-label": "指标", "data-focus": "map-code"})
    other = field(
        "search", placeholder="查其他指标", maxlength=40, data_map_find="code", data_focus="map-words", aria_label="按名称或代码查指标"
    )
    return html.Div([html.Span("指标", className="lab"), listed, other], className="mp-num")


def _bases(chosen: Choice) -> Iterable[Any]:
    if chosen.one.is_fraction or chosen.one.unit in ("%", "") or chosen.one.code == STOCK:
        return
    yield _group("per", "口径", {"stock": BASES["stock"], "count": BASES["count"]}, chosen.per, "stock")


def _layers(chosen: Choice) -> Any:
    buttons = []
    for code, word in LAYERS.items():
        on = code in chosen.layers
        after = [layer for layer in LAYERS if (layer in chosen.layers) != (layer == code)]
        to = "" if after == ["alerts"] else "|".join(after) or NO_LAYERS
        told = {"data-map-set": "layers", "data-to": to, "aria-pressed": str(on).lower(), "data-focus": f"layer-{code}"}
        buttons.append(html.Button(word, type="button", className="on" if on else "", **told))
    return html.Div(
        [html.Span("图层", className="lab"), html.Div(buttons, className="g", role="group", **{"aria-label": "图层"})], className="mp-group"
    )


def _group(name: str, word: str, choices: Mapping[str, str], here: str, usual: str) -> Any:
    buttons = [
        html.Button(text, type="button", className="on" if code == here else "", **{
            "data-choose": name, "data-value": "" if code == usual else code, "data-focus": f"{name}-{code}", "aria-pressed": str(code == here).lower(),
        })
        for code, text in choices.items()
    ]  # fmt: skip
    return html.Div(
        [html.Span(word, className="lab"), html.Div(buttons, className="g", role="group", **{"aria-label": word})], className="mp-group"
    )


def _chosen(yes: bool) -> dict[str, Any]:
    return {"selected": True} if yes else {}


PANEL = Panel(
    key="map-bar", title="地图条件", question="看哪里、哪个数、哪些图层？", owner="信息中心", load=load, chart=chart, reads=frozenset({"entity_daily"}),
    needs=frozenset({"place", "code", "per", "cls", "layers", "find", "at"}), frame="mp-barp",
)  # fmt: skip
