"""疫苗储运: what is reported and what is not, and how long each site stood outside what its vaccines bear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from alerts.excursion import products
from alerts.remote_sites import State
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.cold_chain import site_blocks
from components.panels.remote_watch import MARTS, counted_loader, known, limit_words, sites_panel, watch
from components.panels.safety_choice import NEEDS, Chosen, Theme, chosen_of, filters
from components.panels.safety_parts import Trended, beside, block, fraction, main, since, strip, trend_panel
from data_access.buckets import Grain
from geo.regions import regions_of
from indicators import words
from indicators.period import Span
from indicators.read import Value, current, values

OFFICE, MART = "药品流通处", "cold_chain_hourly"
KINDS = ("vaccine",)
THEME = Theme(name="vaccine", shows={"all": "全部", "beyond": "累计超限", "unheard": "无上报", "unbound": "未绑定"})
WHERE = {"site": "vaccine"}
RATE, SENSORS = "cold_chain.vaccine_online_rate", "cold_chain.vaccine_sensors"
TIMES, MEAN = "cold_chain.vaccine_excursions_30_days", "cold_chain.vaccine_excursion_minutes"
BANDS = (("无超温", 0.0, "c5"), ("半数以内", 0.5, "c6"), ("允许值以内", 1.0, "c2"), ("超过允许值", float("inf"), "c4"))
"""Bands of the gathered minutes as a part of what a product bears: their words, upper ends and inks."""


def _numbers(view: View, chosen: Chosen) -> dict[str, Value]:
    marts = view.sources.marts
    found = values(marts, (RATE, SENSORS), chosen.ask(span=Span.HOUR))
    return found | current(marts, (TIMES,), chosen.ask()) | current(marts, (MEAN,), chosen.ask(span=Span.DAYS_30))


def chart_numbers(reading: Reading, view: View) -> Drawing:
    found, sites = reading.data["found"], reading.data["watch"]
    rate = found[RATE]
    told = fraction(rate, "个") if rate.value is not None else since(rate, view)
    listed = None if sites is None or sites.rows.empty else int(sites.rows["sensors"].fillna(0).sum())
    blocks = [
        block("温度在线率　最近一小时", main(rate), told),
        block("应报探头　最近一小时", main(found[SENSORS]), html.Span(f"台账 {words.number(listed, '个')}")),
        block("超温　近 30 日", main(found[TIMES]), beside("平均每次", found[MEAN])),
        *site_blocks(sites),
    ]
    return Drawing(body=strip(*blocks))


def load_bands(view: View) -> Reading:
    """The sites by what they gathered, a row a product."""
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    state = marts.tables().get("remote_site_daily")
    if state is None or not known(view):
        return Reading(data=None, as_of=None, note="点位日报尚未报送")
    return Reading(
        data={"rows": watch(view, chosen, KINDS).rows}, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature
    )


def chart_bands(reading: Reading, view: View) -> Drawing:
    rows = reading.data["rows"]
    drawn = [_product(code, one, rows[rows["product"] == code]) for code, one in products().items() if len(rows[rows["product"] == code])]
    body = drawn or [html.Div("没有疫苗点位", className="cap sf-none")]
    return Drawing(body=html.Div(body, className="sf-c"), subtitle="点位，按昨日以来累计分钟")


def _product(code: str, of: Any, rows: pd.DataFrame) -> Any:
    burden = rows["burden"]
    counts, below = [], -1.0
    for word, upper, ink in BANDS:
        counts.append((word, int(((burden > below) & (burden <= upper)).sum()), ink))
        below = upper
    counts.append(("无日报", int(burden.isna().sum()), "c9"))
    whole = max(len(rows), 1)
    bar = [
        html.I(style={"width": f"{number / whole * 100:.2f}%"}, className=ink, title=f"{word} {number} 处")
        for word, number, ink in counts
        if number
    ]
    told = [
        html.Span(
            [
                html.I(className=ink),
                f"{word} ",
                html.B(f"{number:,}", className="num", **marks("remote_site.in_band", number, band=word, product=code)),
            ]
        )
        for word, number, ink in counts
    ]
    head = html.Div(
        [html.Span(of.name), html.Span(f"{limit_words(of)}，允许 {of.minutes:g} 分、{of.degree_minutes:g} 度·分", className="cap num")],
        className="sf-bh",
    )
    return html.Div([head, html.Div(bar, className="sf-bb"), html.Div(told, className="sf-bt sf-lg cap")], className="sf-bd")


def load_gaps(view: View) -> Reading:
    """Who is not heard, place by place."""
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    state = marts.tables().get("remote_site_daily")
    if state is None or not known(view):
        return Reading(data=None, as_of=None, note="点位日报尚未报送")
    rows = watch(view, chosen, KINDS).rows
    place = rows["region"].astype(str) if chosen.by == "region" else rows["region"].astype(str).str[:4] + "00"
    found = rows.assign(place=place, unheard=rows["state"] == State.UNHEARD).groupby("place")
    table = found.agg(sites=("site", "size"), unheard=("unheard", "sum"), heard_at=("heard_at", "max"))
    return Reading(
        data={"table": table.sort_values(["unheard", "sites"], ascending=False), "chosen": chosen} if len(table) else None, as_of=state.as_of,
        rhythm=timedelta(days=1), batch=state.batch, nature=state.nature, note="没有疫苗点位",
    )  # fmt: skip


def chart_gaps(reading: Reading, view: View) -> Drawing:
    regions = regions_of(view.scope.province)
    rows = [
        _gap(str(place), row, regions.short(str(place)), view)
        for place, row in zip(reading.data["table"].index, reading.data["table"].to_dict("records"), strict=True)
    ]
    return Drawing(body=html.Div(rows, className="sf-rank"), subtitle="无上报点位 / 点位，末次上报")


def _gap(place: str, row: Mapping[Any, Any], name: str, view: View) -> Any:
    share = row["unheard"] / row["sites"] * 100 if row["sites"] else 0.0
    at = row["heard_at"]
    last = "近 7 天无" if pd.isna(at) else words.moment(pd.Timestamp(at).to_pydatetime(), view.now)
    told = marks("remote_site.unheard", int(row["unheard"]), region=place)
    bar = html.Div(html.I(style={"width": f"{share:.1f}%"}), className="rb hatched")
    return html.Div(
        [
            html.Span(name, className="el"),
            bar,
            html.Span([html.B(f"{row['unheard']:,}", className="num", **told), f" / {row['sites']:,}"], className="num"),
            html.Span(last, className="num t3"),
        ],
        className="sf-gp",
    )


FILTERS = filters(THEME, owner=OFFICE, mart=MART)
NUMBERS = Panel(
    key="vaccine-numbers", title="疫苗储运六数", question="疫苗一路都在温度里吗？", owner=OFFICE, load=counted_loader(THEME, KINDS, _numbers), chart=chart_numbers,
    reads=MARTS | {MART}, needs=NEEDS, frame="sf-nn",
)  # fmt: skip
HOURS = trend_panel(
    "vaccine-hours", THEME,
    Trended(
        lines={"cold_chain.reporting": "在线", "cold_chain.sensors": "应报"}, owner=OFFICE, title="温度上报", question="从什么时候起没有上报？", unit="个",
        subtitle="探头，近 48 小时；断开处为无报送，不等于 0", where=lambda chosen: WHERE, steps=48, grain=Grain.HOUR,
    ),
)  # fmt: skip
BANDS_PANEL = Panel(
    key="vaccine-bands", title="累计超温与允许值", question="有没有超过疫苗能承受的？", owner=OFFICE, load=load_bands, chart=chart_bands, reads=MARTS, needs=NEEDS,
)  # fmt: skip
GAPS = Panel(
    key="vaccine-gaps",
    title="上报缺口",
    question="哪里没有上报？",
    owner=OFFICE,
    load=load_gaps,
    chart=chart_gaps,
    reads=MARTS,
    needs=NEEDS,
)
SITES_PANEL = sites_panel("vaccine-sites", THEME, KINDS, owner=OFFICE)
