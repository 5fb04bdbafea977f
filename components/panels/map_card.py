"""所选: what the map is on: the place with its number and how it comes about, or the site that was pressed with where it leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels import map_figures
from components.panels.alert_words import local
from components.panels.map_choice import NEEDS, Choice
from components.panels.map_figures import Figures, figures
from components.panels.map_pins import WORDS, sign
from components.panels.map_sites import READS, place_of, sites_of, state_word
from components.panels.map_stage import number_marks, time_words
from data_access.stores.sites import Site
from indicators import words
from indicators.formula_words import formula, sum_of

KINDS = {"cold": "冷库", "kitchen": "后厨", "market": "市场", "yard": "场站"}


def load(view: View) -> Reading:
    found = figures(view)
    site = _chosen(view) if view.params.get("site") else None
    return Reading(
        data={"figures": found, "site": site} if found.as_of else None, as_of=found.as_of, batch=found.batch, nature=found.nature, note="尚无批次",
        rhythm=timedelta(days=1) if found.choice.at is None else None,
    )  # fmt: skip


def _chosen(view: View) -> Site | None:
    kind, _, name = view.params.get("site", "").partition(":")
    return next((site for found in sites_of(view).by.values() for site in found if site.kind == kind and site.id == name), None)


def chart(reading: Reading, view: View) -> Drawing:
    found: Figures = reading.data["figures"]
    site: Site | None = reading.data["site"]
    if site is not None:
        return Drawing(body=_site(site, found.choice, view), subtitle=WORDS[site.kind])
    lost = "所选点位已不在当前图层、时刻或数据范围内" if view.params.get("site") else ""
    return Drawing(
        body=[html.Div(lost, className="cap", role="status") if lost else None, _place(found)],
        subtitle=found.choice.regions.path(found.choice.place),
    )


def _place(found: Figures) -> Any:
    chosen, one, whole = found.choice, found.choice.one, found.all
    shown = words.figure(whole.shown, "%" if one.unit == "%" and chosen.per == "count" else "", found.decimals)
    unit = shown.unit + (found.unit if (one.unit != "%" or chosen.per == "stock") and whole.shown is not None else "")
    big = html.B([shown.digits, html.Span(unit, className="unit")], className="num n1", **number_marks(found, chosen.place, whole))
    query = {"region": chosen.place, **({"from": found.days[0], "to": found.days[1]} if found.days else {})}
    if chosen.place == chosen.scope.province:
        query.pop("region")
    links = [
        html.A("看记录与走势", href=f"/indicators/{one.code}?{urlencode(query)}", className="btn"),
        html.A("看告警", href=_alerts(chosen), className="btn"),
    ]
    return html.Div(
        [html.Div(one.name, className="cap"), html.Div(big), _sum(found), html.Div(f"{formula(one).text}　{time_words(found)}", className="cap mp-how"), html.Div(links, className="mp-acts")],
        className="mp-card",
    )  # fmt: skip


def _sum(found: Figures) -> Any:
    """How the number comes about, with its sides."""
    one, whole = found.choice.one, found.all
    if found.choice.per == "stock":
        if whole.shown is None or whole.value is None or whole.whole is None:
            return None
        own = html.B(words.figure(whole.value, "", one.decimals).text, className="num", **marks(one.code, whole.value, **_where(found)))
        return html.Div(["由 ", own, f" {one.unit} ÷ {words.number(whole.whole, '户')} × 1 万"], className="t2 mp-sum")
    if not one.is_fraction:
        return None
    return html.Div(sum_of(one, whole.value, whole.part, whole.whole), className="t2 mp-sum")


def _where(found: Figures) -> dict[str, str]:
    chosen = found.choice
    told = {"region": chosen.place} if chosen.place != chosen.scope.province else {}
    return told | ({"from": found.days[0], "to": found.days[1]} if found.days else {})


def _alerts(chosen: Choice) -> str:
    return "/alerts" if chosen.place == chosen.scope.province else f"/alerts?{urlencode({'region': chosen.place})}"


def _site(site: Site, chosen: Choice, view: View) -> Any:
    placed = place_of(site, chosen)
    past = chosen.at is not None and site.kind in ("alert", "order")
    facts = [
        ("地点", chosen.regions.path(site.region)), ("状态", f"{chosen.at} 时在办" if past else state_word(site)),
        ({"camera": "末帧", "team": "更新"}.get(site.kind, "发生"), local(view, site.since) if site.since else words.NOTHING),
        ("说明", KINDS.get(site.told, site.told) or "—"),
        ("位置", "有坐标" if placed and placed[2] else "无坐标，标在所在区划代表点"),
    ]  # fmt: skip
    listed = [html.Div([html.Dt(word), html.Dd(text)]) for word, text in facts]
    to = f"/alerts?{urlencode({'id': site.id})}" if site.kind == "alert" else ""
    acts = [
        html.A("打开告警", href=to, className="btn") if to else None,
        html.Button("返回区划", type="button", className="btn ghost", **{"data-map-set": "site", "data-to": ""}),
    ]
    return html.Div(
        [
            html.Div([sign(site), html.B(site.title)], className="mp-head"),
            html.Dl(listed, className="mp-facts"),
            html.Div(acts, className="mp-acts"),
        ],
        className="mp-card",
    )


PANEL = Panel(
    key="map-card", title="所选", question="这里是多少，怎么来的？", owner="信息中心", load=load, chart=chart, reads=map_figures.READS | READS,
    needs=NEEDS | {"site"}, frame="mp-cardp",
)  # fmt: skip
