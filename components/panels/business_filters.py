"""营商环境条件: period, place, kind and whether suspected zombies count. What is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import KINDS, PERIODS, STOCK_NEEDS, ZOMBIES, choice_of
from geo.groups import groups_of
from geo.regions import regions_of
from indicators.horizons import Horizons
from indicators.zombies import zombie_rule


def load(view: View) -> Reading:
    last = Horizons(view.sources.marts).last("entity_daily")
    state = view.sources.marts.tables().get("entity_daily")
    as_of = state.as_of if state else None
    return Reading(data={"last": last}, as_of=as_of, rhythm=timedelta(days=1), nature=state.nature if state else "production")


def chart(reading: Reading, view: View) -> Drawing:
    chosen = choice_of(view)
    periods = {code: _period(code, word, reading.data["last"]) for code, (_, word) in PERIODS.items()}
    ordered = {code: periods[code] for code in ("month", "year", "rolling")}
    parts = [
        _group("period", "期间", ordered, chosen.period, "year"),
        *_places(view, chosen.area),
        _group("kind", "主体", KINDS, chosen.kind, "all"),
        _group("zombies", "疑似僵尸主体", ZOMBIES, chosen.zombies, "without"),
        html.Span("".join(chosen.faults), className="bzf-said", role="status") if chosen.faults else None,
        html.Span(f"规则 {zombie_rule().number}", className="bzf-note", title=zombie_rule().source),
    ]
    return Drawing(body=html.Div(parts, className="bzf", role="group", **{"aria-label": "条件"}))


def _period(code: str, word: str, last: Any) -> str:
    if code != "year" or last is None:
        return word
    return f"{last.year} 年 1–{last.month} 月" if last.month > 1 else f"{last.year} 年 1 月"


def _places(view: View, area: str) -> Iterable[Any]:
    regions = regions_of(view.scope.province)
    cities = [city for city in regions.cities if view.scope.allows(city)]
    if len(cities) < 2:
        return ()
    groups = {group.code: group.name for group in groups_of(view.scope.province) if set(group.cities) <= set(cities)}
    whole = "全省" if view.scope.is_whole else "全部"
    options = [html.Option("各市", value="", **_chosen(area not in cities))]
    options += [html.Option(regions.short(city), value=city, **_chosen(city == area)) for city in cities]
    said = {"data-choose": "area", "aria-label": "地市", "data-focus": "area-city"}
    one = html.Select(options, className="bzs on" if area in cities else "bzs", **said)
    return (_group("area", "地区", {"all": whole, **groups}, area, "all"), one)


def _chosen(yes: bool) -> dict[str, Any]:
    return {"selected": True} if yes else {}


def _group(name: str, word: str, choices: Mapping[str, str], here: str, usual: str) -> Any:
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
    return html.Div(
        [html.Span(word, className="lab"), html.Div(buttons, className="g", role="group", **{"aria-label": word})], className="bzg"
    )


PANEL = Panel(
    key="business-filters", title="条件", question="看哪个期间、哪里、哪类主体？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=STOCK_NEEDS, frame="bzff",
)  # fmt: skip
