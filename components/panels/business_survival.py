"""开得久不久: which share of those that opened five years ago still stands, by trade, as Kaplan and Meier reckon it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.survival import survival as stairs
from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import Choice, choice_of
from indicators.horizons import Horizons
from indicators.sections import section_name
from indicators.survival import Cohort, Survival, curve, survival

NEEDS = frozenset({"area", "kind", "zombies"})
YEARS, TRADES = 5, 4
LEAST = 30
"""Entities that a trade's curve needs: below it a stair of one is no rate."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Curves by trade, and the one of all."""

    year: int
    trades: tuple[str, ...]
    by_trade: Survival
    whole: pd.DataFrame
    members: int
    chosen: Choice


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, choice_of(view)
    state = marts.tables().get("enterprise")
    last = Horizons(marts).last("enterprise")
    events = "enterprise_event" in marts.tables()
    if last is None or state is None or not (events or chosen.zombies == "with"):
        return Reading(data=None, as_of=None, note="主体档案或主体事件尚无批次")
    found = _shown(marts, chosen, last)
    return Reading(
        data=found, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature,
        note=f"{last.year - YEARS} 年新设的{chosen.words or '主体'}不足 {LEAST} 户，不作存续分析",
    )  # fmt: skip


def _shown(marts: Any, chosen: Choice, last: date) -> Shown | None:
    year = last.year - YEARS
    asked = Cohort(
        start=date(year, 1, 1), end=date(year + 1, 1, 1), region=chosen.region,
        where={name: str(value) for name, value in chosen.where.items()}, without_zombies=chosen.zombies == "without",
    )  # fmt: skip
    by_trade = survival(marts, chosen.scope, "industry", asked)
    members = sum(by_trade.counted.values()) if by_trade else 0
    if by_trade is None or members < LEAST:
        return None
    ranked = sorted(by_trade.counted, key=lambda trade: (-by_trade.counted[trade], trade))
    trades = tuple(trade for trade in ranked if by_trade.counted[trade] >= LEAST)[:TRADES]
    return Shown(year=year, trades=trades, by_trade=by_trade, whole=pooled(list(by_trade.curves.values())), members=members, chosen=chosen)


def pooled(curves: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The curve of all from those of disjoint groups: who was at risk and who ended adds up month by month."""
    longest = max(len(one) for one in curves)
    risk, events = (
        sum((one[name].reindex(range(longest), fill_value=0) for one in curves), start=pd.Series(0, index=range(longest)))
        for name in ("at_risk", "events")
    )
    seen = risk - events - risk.shift(-1, fill_value=0)
    lives = [pd.DataFrame({"months": range(longest), "ended": ended, "n": n}) for ended, n in ((True, events), (False, seen))]
    return curve(pd.concat(lives, ignore_index=True))


def chart(reading: Reading, view: View) -> Drawing:
    shown: Shown = reading.data
    curves = {section_name(trade): shown.by_trade.curves[trade] for trade in shown.trades} or {"全部": shown.whole}
    option = stairs(_frame(curves), months="months", series=[Line(column=name, name=name) for name in curves])
    zombies = "含疑似僵尸" if shown.chosen.zombies == "with" else "不含疑似僵尸"
    said = "　".join(word for word in (f"{shown.year} 年新设，存续率，{zombies}", shown.chosen.words) if word)
    return Drawing(
        body=html.Div([html.Div(html.Div(className="ch", **{"data-chart": "survival"}), className="svc"), _whole(shown)], className="sv"),
        charts={"survival": option},
        subtitle=said,
    )


def _frame(curves: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The curves beside each other in percent, up to five years."""
    columns = {name: one.set_index("months")["survival"] * 100 for name, one in curves.items()}
    frame = pd.DataFrame(columns).reindex(range(YEARS * 12 + 1))
    return frame.rename_axis("months").reset_index()


def _whole(shown: Shown) -> Any:
    """The share of all after the whole time, its interval and how many were watched: the longest time at which enough were seen."""
    whole = shown.whole
    row = whole[(whole["months"] <= YEARS * 12) & (whole["at_risk"] >= LEAST)].iloc[-1]
    share, low, high = (None if value != value else float(value) * 100 for value in (row["survival"], row["low"], row["high"]))
    parts: list[Any] = [f"全部 {int(row['months'])} 个月后存续 ", figure("survival.share", share, unit="%", decimals=1)]
    if low is not None and high is not None:
        parts += ["（95% 区间 ", figure("survival.low", low, decimals=1), "–", figure("survival.high", high, decimals=1), "）"]
    parts += ["，观察 ", figure("survival.entities", float(shown.members), unit="户"), "；Kaplan–Meier 法，在营按右删失"]
    return html.Div(parts, className="cap svn")


PANEL = Panel(
    key="business-survival", title="开得久不久", question="开办的主体能存续多久？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"enterprise", "enterprise_event"}), needs=NEEDS,
)  # fmt: skip
