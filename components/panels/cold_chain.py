"""冷链: what the sensors say, how long it was too warm, by which limits, and what each site is bound to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from alerts.excursion import products
from alerts.remote_sites import State
from components.charts.base import Line
from components.charts.stacked import stacked
from components.number import figure, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.remote_watch import MARTS, OFFICE, counted_loader, known, limit_words, sites_panel, watch
from components.panels.safety_choice import NEEDS, Chosen, Theme, chosen_of, filters
from components.panels.safety_parts import Ranked, beside, block, counted, fraction, main, ranking_panel, since, strip
from data_access.buckets import Grain
from data_access.measure import Where
from indicators import words
from indicators.horizons import Horizons
from indicators.period import Span
from indicators.read import Value, ask, current, values

MART = "cold_chain_hourly"
SITES = {"store": "冷库", "vehicle": "冷藏车", "vaccine": "疫苗储运"}
KINDS = tuple(SITES)
THEME = Theme(
    name="cold-chain",
    word="库型",
    kinds={code: (code, word) for code, word in SITES.items()},
    shows={"all": "全部", "beyond": "累计超限", "unheard": "无上报", "unbound": "未绑定"},
)
RATE, SENSORS, SILENT = "cold_chain.online_rate", "cold_chain.sensors", "cold_chain.silent"
TIMES, MINUTES, PER_THOUSAND = "cold_chain.excursions", "cold_chain.excursion_minutes_total", "cold_chain.excursions_per_thousand"
DAYS = 30


def where_of(chosen: Chosen) -> Where:
    """The chosen kind of site as a limit."""
    return {"site": chosen.value} if chosen.value else {}


def _numbers(view: View, chosen: Chosen) -> dict[str, Value]:
    marts, where = view.sources.marts, where_of(chosen)
    found = values(marts, (RATE, SENSORS, SILENT), chosen.ask(span=Span.HOUR, where=where))
    return found | current(marts, (TIMES, MINUTES), chosen.ask(span=Span.DAY, where=where))


def chart_numbers(reading: Reading, view: View) -> Drawing:
    found, sites = reading.data["found"], reading.data["watch"]
    rate = found[RATE]
    told = fraction(rate, "个") if rate.value is not None else since(rate, view)
    blocks = [
        block("温度在线率　最近一小时", main(rate), told),
        block("失联探头", main(found[SILENT]), beside("应报", found[SENSORS])),
        block("今日超温", main(found[TIMES]), html.Span(["累计 ", number(found[MINUTES], unit="分钟")])),
        *site_blocks(sites),
    ]
    return Drawing(body=strip(*blocks))


def site_blocks(sites: Any) -> list[Any]:
    """What is counted of the sites: beyond what their product bears, not heard, and bound. Unknown without a register."""
    count = dict.fromkeys(("all", "beyond", "unheard", "unbound")) if sites is None else sites.counts
    whole = count["all"]
    bound = None if whole is None else whole - (count["unbound"] or 0)
    of = html.Span(f"{words.number(whole, '处')}点位") if whole is not None else html.Span("台账未报送")
    return [
        block("累计超限点位　昨日以来", counted("remote_site.beyond", count["beyond"], "处"), of, html.Span("单次读数不算")),
        block("无上报点位", counted("remote_site.unheard", count["unheard"], "处"), html.Span("未知，不是正常")),
        block(
            "绑定齐全点位",
            counted("remote_site.bound", bound, "处"),
            html.Span(["未绑定 ", figure("remote_site.unbound", count["unbound"], unit="处")]),
        ),
    ]


def load_days(view: View) -> Reading:
    """Minutes beyond limits a day by kind of site, over ended days."""
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    last = Horizons(marts).last(MART)
    if last is None:
        return Reading(data=None, as_of=None, note="冷链温度主题库尚无批次")
    end = view.now.date()
    asked = replace(
        chosen.ask(MINUTES, by=("site",), where=where_of(chosen)),
        grain=Grain.DAY,
        start=end - timedelta(days=DAYS),
        end=end,
        who_is_missing=False,
    )
    found = ask(marts, asked)
    return Reading(
        data=found.frame if len(found.frame) else None,
        as_of=found.as_of,
        rhythm=timedelta(hours=1),
        batch=found.batch,
        nature=found.nature,
        note="近 30 日没有报送",
    )


def chart_days(reading: Reading, view: View) -> Drawing:
    frame = reading.data.pivot_table(index="t", columns="site", values=MINUTES, aggfunc="sum", min_count=1).reset_index()
    series = [Line(column=site, name=word[:3].removesuffix("储")) for site, word in SITES.items() if site in frame.columns]
    option = stacked(frame, x="t", series=series, unit="分钟")
    return Drawing(body=html.Div(className="ch", **{"data-chart": "days"}), charts={"days": option}, subtitle="分钟/日，近 30 日已满的日")


def load_limits(view: View) -> Reading:
    """The limits of products with how many sites keep each."""
    chosen = chosen_of(view, THEME)
    sites = watch(view, chosen, KINDS) if known(view) else None
    state = view.sources.marts.tables().get("remote_site")
    rows = None if sites is None else sites.rows
    return Reading(
        data={"rows": rows},
        as_of=state.as_of if state else view.now,
        rhythm=timedelta(days=1),
        nature=state.nature if state else "production",
    )


def chart_limits(reading: Reading, view: View) -> Drawing:
    rows = reading.data["rows"]
    drawn = []
    for code, one in products().items():
        mine = None if rows is None else rows[rows["product"] == code]
        if code == "formula" or (mine is not None and not len(mine)):
            continue
        number_of = None if mine is None else len(mine)
        beyond = None if mine is None else int((mine["state"] == State.BEYOND).sum())
        status = "" if one.status == "V" else "（示例）"
        drawn.append(
            html.Tr(
                [
                    html.Td([html.Span(one.name), html.Div(f"{one.citation}{status}", className="sf-sub wrap")], className="lm"),
                    html.Td(limit_words(one), className="num"), html.Td(f"{one.minutes:g} 分、{one.degree_minutes:g} 度·分", className="num"),
                    html.Td([figure("remote_site.beyond", beyond), f" / {'未知' if number_of is None else f'{number_of:,}'}"], className="num r"),
                ]
            )
        )  # fmt: skip
    head = html.Tr(
        [html.Th(word, scope="col", className=name) for word, name in (("品种", ""), ("限值", ""), ("允许累计", ""), ("超限 / 点位", "r"))]
    )
    return Drawing(
        body=html.Table([html.Thead(head), html.Tbody(drawn)], className="sf-t sf-lim"),
        subtitle="分钟和度分都超过才算超限；限值表可由处室修改",
    )


NUMBERS = Panel(
    key="cold-chain-numbers", title="冷链六数", question="温度测得到吗，超了多久，绑全了吗？", owner=OFFICE, load=counted_loader(THEME, KINDS, _numbers), chart=chart_numbers,
    reads=MARTS | {MART}, needs=NEEDS, frame="sf-nn",
)  # fmt: skip
FILTERS = filters(THEME, owner=OFFICE, mart=MART)
DAYS_PANEL = Panel(
    key="cold-chain-days", title="每日累计超温", question="超温时长在变多吗？", owner=OFFICE, load=load_days, chart=chart_days, reads=frozenset({MART}), needs=NEEDS,
)  # fmt: skip
RANKING = ranking_panel(
    "cold-chain-ranking", THEME,
    Ranked(code=PER_THOUSAND, owner=OFFICE, title="每千探头小时超温", question="哪里超温多？", span=Span.DAYS_7, where=where_of),
)  # fmt: skip
LIMITS = Panel(
    key="cold-chain-limits", title="限值与允许累计", question="按什么判超限？", owner=OFFICE, load=load_limits, chart=chart_limits, reads=MARTS, needs=NEEDS,
)  # fmt: skip
SITES_PANEL = sites_panel("cold-chain-sites", THEME, KINDS)
