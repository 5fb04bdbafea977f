"""婴幼儿配方乳粉: its lots in the chain of tracing, what sampling found, and the plants that are watched."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.remote_watch import SHOWS, sites_panel
from components.panels.safety_choice import LIST_NEEDS, NEEDS, ROWS, Chosen, Theme, chosen_of, filters
from components.panels.safety_parts import Listed, Trended, beside, block, counted, fraction, listed, main, strip, trend_panel
from data_access.buckets import Grain
from data_access.formula_lots import formula_lots
from data_access.site_reads import Wanted
from indicators import words
from indicators.horizons import Horizons
from indicators.period import Span
from indicators.read import current, recalled

OFFICE = "食品生产处"
FAMILY, CATEGORY = "婴幼儿配方乳粉", {"category": "婴幼儿配方食品"}
THEME = Theme(name="infant-formula", shows=SHOWS)
TRACED = frozenset({"product_batch", "batch_movement", "enterprise"})
SINCE = timedelta(days=180)
SAMPLED, FAILED, RATE = "sampling.sampled", "sampling.failed", "sampling.failed_rate"


def lots_of(view: View, chosen: Chosen) -> pd.DataFrame | None:
    """The lots of 180 days that were made or moved in the place; None where lots are not published."""
    marts = view.sources.marts
    last: date | None = Horizons(marts).last("product_batch")
    if last is None or "batch_movement" not in marts.tables():
        return None
    wanted = Wanted(scope=chosen.scope, region=chosen.region, kinds=(FAMILY,))
    zone: Any = view.now.tzinfo
    found: pd.DataFrame = recalled(marts, f"formula {wanted!r} {last}", lambda: formula_lots(marts, wanted, last - SINCE, zone))
    return found.assign(state=[_state(row) for row in found.to_dict("records")])


def _state(row: Any) -> str:
    if row["sealed"] == row["sealed"] and row["sealed"] > 0:
        return "sealed"
    if not (row["moves"] == row["moves"] and row["moves"]):
        return "still"
    return "untold" if row["untold"] > 0 else "complete"


STATES = {"sealed": ("已封存", "out"), "untold": ("去向未载明", "no"), "complete": ("链条完整", "ok"), "still": ("未流转", "br")}


def load_numbers(view: View) -> Reading:
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    lots, state = lots_of(view, chosen), marts.tables().get("product_batch")
    if lots is None or state is None:
        return Reading(data=None, as_of=None, note="产品批次主题库尚无批次")
    sampling = current(marts, (SAMPLED, FAILED, RATE), chosen.ask(span=Span.YEAR, where=CATEGORY))
    return Reading(
        data={"lots": lots, "sampling": sampling}, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature
    )


def chart_numbers(reading: Reading, view: View) -> Drawing:
    lots, sampling = reading.data["lots"], reading.data["sampling"]
    moved = lots[lots["state"] != "still"]
    complete = moved[moved["untold"] == 0]
    rate = len(complete) / len(moved) * 100 if len(moved) else None
    sums = {name: float(lots[name].sum()) if len(lots) else 0.0 for name in ("untold", "sealed", "sold")}
    sealed = int((lots["sealed"] > 0).sum())
    blocks = [
        block("批次　近 180 天生产", counted("formula.lots", len(lots), "批次"), html.Span(["已流转 ", figure("formula.moved", len(moved), unit="批次")])),
        block(
            "链条完整率", figure("formula.complete_rate", rate, unit="%", size="n2", decimals=1),
            html.Span(f"{words.fraction(len(complete), len(moved), '批次')}，每笔都写明去向" if len(moved) else "尚无流转"),
        ),
        block("去向未载明", counted("formula.untold", sums["untold"], "件"), html.Span("不等于售出")),
        block("已封存批次", counted("formula.sealed_lots", sealed, "批次"), html.Span(["封存 ", figure("formula.sealed", sums["sealed"], unit="件")])),
        block("售出", counted("formula.sold", sums["sold"], "件"), html.Span("售予消费者")),
        block("抽检不合格率　本年", main(sampling[RATE]), fraction(sampling[RATE], "批次"), beside("不合格", sampling[FAILED])),
    ]  # fmt: skip
    return Drawing(body=strip(*blocks))


def load_lots(view: View) -> Reading:
    chosen, state = chosen_of(view, THEME), view.sources.marts.tables().get("product_batch")
    lots = lots_of(view, chosen)
    if lots is None or state is None:
        return Reading(data=None, as_of=None, note="产品批次主题库尚无批次")
    order = {name: place for place, name in enumerate(STATES)}
    shown = lots.assign(rank=lots["state"].map(order)).sort_values(["rank", "made_on"], ascending=[True, False], ignore_index=True)
    return Reading(
        data={"lots": shown.head(ROWS), "all": len(shown), "chosen": chosen},
        as_of=state.as_of,
        rhythm=timedelta(days=1),
        batch=state.batch,
        nature=state.nature,
    )


def chart_lots(reading: Reading, view: View) -> Drawing:
    lots = reading.data["lots"]
    heads = (
        ("批号", "num"),
        ("品名", "nm"),
        ("生产", "num"),
        ("生产者", "nm"),
        ("状态", ""),
        ("生产数量", "r num"),
        ("流入", "r num"),
        ("售出", "r num"),
        ("封存", "r num"),
        ("未载明", "r num"),
    )
    rows = [_lot(row) for row in lots.to_dict("records")]
    more = f"列出 {len(rows)} 批，共 {reading.data['all']} 批；" if reading.data["all"] > len(rows) else ""
    found = Listed(heads=heads, rows=rows, count=len(rows), page=0, about="批次", nothing="近 180 天没有在本地生产或流经本地的批次")
    told = html.Span(f"{more}流入按单位逐级各计一次；外地生产的批次只列本地的流转", className="cap")
    return Drawing(body=listed(found, told), subtitle="近 180 天生产，封存和去向未载明的在前")


def _lot(row: Any) -> tuple[Any, ...]:
    word, look = STATES[row["state"]]
    quantities = [
        ("formula.made", row["made"]),
        ("formula.received", row["received"]),
        ("formula.sold", row["sold"]),
        ("formula.sealed", row["sealed"]),
        ("formula.untold", row["untold"]),
    ]
    maker = row["maker"] if isinstance(row["maker"], str) else "未在台账" if row["own"] else "外地生产"
    return (
        html.Span(row["lot"], className="num"), row["name"], f"{row['made_on']:%Y-%m-%d}", maker, html.Span(word, className=f"sf-st {look}"),
        *(_quantity(code, value, str(row["lot"])) for code, value in quantities),
    )  # fmt: skip


def _quantity(code: str, value: Any, lot: str) -> Any:
    known = None if value is None or value != value else float(value)
    return html.Span("—", className="t3") if known is None else html.B(f"{known:,.0f}", className="num", **marks(code, known, lot=lot))


FILTERS = filters(THEME, owner=OFFICE, mart="product_batch")
NUMBERS = Panel(
    key="infant-formula-numbers", title="婴配乳粉六数", question="每一罐都说得清去向吗？", owner=OFFICE, load=load_numbers, chart=chart_numbers,
    reads=TRACED | {"sampling_daily"}, needs=NEEDS, frame="sf-nn",
)  # fmt: skip
LOTS = Panel(
    key="infant-formula-lots",
    title="批次",
    question="哪一批断了链，哪一批已封存？",
    owner=OFFICE,
    load=load_lots,
    chart=chart_lots,
    reads=TRACED,
    needs=LIST_NEEDS,
)
TREND = trend_panel(
    "infant-formula-sampling", THEME,
    Trended(
        lines={SAMPLED: "完成", FAILED: "不合格"}, owner="食品抽检处", title="抽检", question="抽了多少，几批不合格？", unit="批次",
        subtitle="婴幼儿配方食品，批次/月", where=lambda chosen: CATEGORY, steps=13, grain=Grain.MONTH),
)  # fmt: skip
SITES_PANEL = sites_panel("infant-formula-sites", THEME, ("formula",), owner=OFFICE)
