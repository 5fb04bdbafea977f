"""营商环境六数: stock, entry, exit, net, time to a licence and the climate index, each with its like number and its denominator."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from components.number import change_of, figure, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import STOCK_NEEDS, Choice, choice_of
from data_access.scope import Scope
from geo.regions import regions_of
from indicators import words
from indicators.period import Span
from indicators.read import Value, values
from indicators.registry import get
from indicators.zombies import zombies

ACTIVE = "environment.stock_active"
STOCK, OPENED, CLOSED, NET = "entity.stock", "entity.opened", "entity.closed", "entity.net"
FIRMS, REVOKED, EXITS = "entity.opened_enterprises", "entity.revoked", "entity.exit_ratio"
DAYS, ONLINE = "licence.average_days", "licence.online_rate"
CLIMATE, LOW, HIGH = "credit.prosperity", "credit.prosperity_low", "credit.prosperity_high"
Found = dict[str, Value]


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, choice_of(view)
    flow, plain = chosen.ask(), chosen.ask(limited=False)
    found: Found = values(marts, (OPENED, CLOSED, NET, REVOKED, EXITS, *((FIRMS,) if chosen.kind == "all" else ())), flow)
    opened = found[OPENED]
    if opened.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    found |= values(marts, (STOCK,), replace(flow, span=None))
    found |= values(marts, (DAYS, ONLINE), plain) | values(marts, (CLIMATE, LOW, HIGH), replace(plain, span=Span.MONTH))
    dead = _dead_share(marts, chosen, view.scope)
    return Reading(
        data={"found": found, "chosen": chosen, "dead": dead}, as_of=opened.as_of, rhythm=timedelta(days=1), batch=opened.batch, nature=opened.nature,
        missing=opened.missing, of=len(chosen.cities),
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Found = reading.data["found"]
    opened, closed, net = (found[code] for code in (OPENED, CLOSED, NET))
    blocks = [
        _stock(reading, view),
        _block("新设", _main(opened, "户"), _versus(opened), _beside("企业", found.get(FIRMS), "户")),
        _block("注销", _main(closed, "户"), _versus(closed), _beside("另吊销", found[REVOKED], "户")),
        _block("净增", _main(net, "户"), _versus(net), _beside("退出与新设之比", found[EXITS], "%")),
        _licence(found, alone=reading.data["chosen"].kind == "all"),
        _climate(found),
    ]
    return Drawing(body=html.Div(blocks, className="bzn"))


def _block(name: str, shown: Any, *lines: Any) -> Any:
    return html.Div(
        [html.Div(name, className="cap el"), shown, html.Div([line for line in lines if line], className="d num")], className="bzb"
    )


def _dead_share(marts: Any, chosen: Choice, scope: Scope) -> float | None:
    """The share of suspected zombies in the archive, percent; None where archive or events are not known.

    Of all kinds it is read for all cities at once, so that the next place that is chosen finds it known.
    """
    plain = chosen.kind == "all"
    found = zombies(marts, scope, "city") if plain else zombies(marts, chosen.scope, "type", chosen.region)
    if found is None:
        return None
    everywhere = plain and chosen.area == "all"
    rows = found if everywhere else found[found["by"].isin(chosen.cities if plain else (chosen.kind,))]
    standing = float(rows["standing"].sum())
    return float(rows["quiet"].sum()) / standing * 100 if standing else None


def _stock(reading: Reading, view: View) -> Any:
    """The stock with or without suspected zombies; the other of both stands below it."""
    found, chosen, dead = reading.data["found"][STOCK], reading.data["chosen"], reading.data["dead"]
    live = found.value * (1 - dead / 100) if found.value is not None and dead is not None else None
    share = html.Span(["疑似僵尸 ", figure("zombie.share", dead, unit="%", decimals=1)])
    late = _late(reading, view)
    if chosen.zombies == "with":
        return _block(f"在营主体　含疑似僵尸{late}", _main(found, "户"), _versus(found), share)
    both = html.Span(["含 ", number(found, unit="户")])
    return _block(f"在营主体　不含疑似僵尸{late}", figure(ACTIVE, live, unit="户", size="n2"), both, _versus(found))


def _late(reading: Reading, view: View) -> str:
    """Who is not in the sum: a sum of twelve of thirteen cities is not the province's."""
    if not reading.missing:
        return ""
    if len(reading.missing) > 1:
        return f"　{reading.of - len(reading.missing)}/{reading.of} 市"
    return f"　缺{regions_of(view.scope.province).short(reading.missing[0])}"


def _main(found: Value, unit: str) -> Any:
    return number(found, unit=unit, size="n2", decimals=get(found.code).decimals)


def _versus(found: Value) -> Any:
    """The change against the like days a year ago. A base below nought has no rate: the difference is told."""
    if found.nature == "sample":
        return html.Span("样本不作同比")
    if found.year_ago is not None and found.year_ago <= 0 and found.like is not None:
        return _change("较上年同期 ", words.difference(found.like, found.year_ago, "户"), found.code)
    return _change("同比 ", words.change(found.like, found.year_ago), found.code)


def _change(word: str, shown: str, code: str) -> Any:
    return html.Span([word, html.B(shown, **change_of(code))])


def _beside(word: str, found: Value | None, unit: str) -> Any:
    return html.Span([f"{word} ", number(found, unit=unit, decimals=get(found.code).decimals)]) if found else None


def _licence(found: Found, *, alone: bool) -> Any:
    days, online = found[DAYS], found[ONLINE]
    whole = words.number(days.denominator, "件")
    name = f"许可办理用时　{whole}平均" if alone else f"许可办理用时　{whole}平均，不分主体"
    change = _change("同比 ", words.difference(days.like, days.year_ago, "天", 2), DAYS)
    return _block(name, _main(days, "天"), change, _beside("网办", online, "%"))


def _climate(found: Found) -> Any:
    index, low, high = (found[code] for code in (CLIMATE, LOW, HIGH))
    month = f"　{index.period.window[0].month} 月" if index.period and index.value is not None else ""
    change = _change("环比 ", words.difference(index.value, index.previous, "点", 1), CLIMATE)
    interval = html.Span(["95% 区间 ", number(low, decimals=1), "–", number(high, decimals=1)])
    return _block(f"景气指数{month}", _main(index, ""), change, interval)


PANEL = Panel(
    key="business-numbers", title="营商环境六数", question="主体多了还是少了，办事快不快，景气如何？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily", "licence_daily", "credit_monthly", "enterprise", "enterprise_event"}), needs=STOCK_NEEDS, frame="bznn",
)  # fmt: skip
