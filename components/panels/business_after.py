"""开办之后: what becomes of newly opened entities within a year, joined over registration, licences, supervision, complaints and cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd
from dash import html

from components.charts.funnel import Step, funnel
from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import NEEDS, Choice, choice_of
from data_access.buckets import Grain, Window
from data_access.cohorts import Cohort, first_events, sizes, standing, strays
from indicators.catalogue.environment import RULE
from indicators.horizons import Horizons
from indicators.period import months_later, period
from indicators.provenance import nature_of, oldest_of
from indicators.read import recalled

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "许可": ("取得许可", "licensed"),
        "检查": ("接受检查", "inspected"),
        "投诉": ("被投诉", "complained"),
        "处罚": ("受到处罚", "punished"),
    }
)
COMPLAINT, EARLY = "投诉", 90
CODE = "environment.cohort"


@dataclass(frozen=True, kw_only=True)
class After:
    """A cohort a year later: how many, of whom how many met each kind of event within 12 months, and what could not be joined."""

    opened: Window
    members: int
    unmatched: int
    met: Mapping[str, int]
    early: int
    """Of those with a complaint, within the first 90 days."""
    old: Mapping[str, int]
    strays: int

    @property
    def times(self) -> float | None:
        """How often the complaint rate of the cohort is that of older entities; None where one is unknown or nought."""
        if not self.members or not self.old["members"] or not self.old["met"]:
            return None
        return self.met[COMPLAINT] / self.members / (self.old["met"] / self.old["members"])


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, choice_of(view)
    states = [marts.tables().get(name) for name in ("enterprise", "enterprise_event")]
    last = Horizons(marts).last("enterprise")
    if last is None or None in states:
        return Reading(data=None, as_of=None, note="主体档案或主体事件尚无批次")
    window = cohort_of(chosen, last)
    key = f"after {window} {chosen.reach.key} {chosen.kind}"
    found = recalled(marts, key, lambda: _after(marts, chosen, window, view.now))
    oldest = oldest_of(state for state in states if state)
    data = {"after": found, "chosen": chosen}
    note = "这一期间没有成立满 12 个月的新设户"
    return Reading(
        data=data if found.members or found.unmatched else None, as_of=oldest.as_of if oldest else None, rhythm=timedelta(days=1), batch=oldest.batch if oldest else None,
        nature=nature_of(state for state in states if state), note=note,
    )  # fmt: skip


def cohort_of(chosen: Choice, last: Any) -> Window:
    """The days of opening: those of the chosen period a year earlier, so that each entity has been followed for twelve months."""
    return period(chosen.span, last, Grain.DAY, complete=False).year_ago


def _after(marts: Any, chosen: Choice, window: Window, now: datetime) -> After:
    types = () if chosen.kind == "all" else (chosen.kind,)
    cohort = Cohort(scope=chosen.reach, opened=window, types=types)
    size = sizes(marts, cohort)
    events = first_events(marts, cohort, tuple(KINDS))
    inside = events[events["day"] < events["opened_on"] + pd.DateOffset(months=12)]
    met = inside.groupby("kind")["n"].sum()
    complaints = inside[(inside["kind"] == COMPLAINT) & (inside["day"] < inside["opened_on"] + pd.Timedelta(days=EARLY))]
    after = _midnight(months_later(window[1], 12), now)
    return After(
        opened=window, members=size["members"], unmatched=size["unmatched"], met={kind: int(met.get(kind, 0)) for kind in KINDS},
        early=int(complaints["n"].sum()), old=standing(marts, cohort, COMPLAINT, (_midnight(window[1], now), after)),
        strays=strays(marts, chosen.reach, tuple(KINDS), (_midnight(window[0], now), after)),
    )  # fmt: skip


def _midnight(day: Any, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def chart(reading: Reading, view: View) -> Drawing:
    found, chosen = reading.data["after"], reading.data["chosen"]
    steps = [Step(name="登记新设", code=CODE, count=found.members)]
    steps += [Step(name=word, code=f"{CODE}_{tail}", count=found.met[kind]) for kind, (word, tail) in KINDS.items()]
    first, last = found.opened[0], found.opened[1] - timedelta(days=1)
    said = f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d} 成立，各满 12 个月" + ("" if not chosen.words else f"　{chosen.words}")
    return Drawing(body=html.Div([_headline(found), funnel(steps), _rule(found)], className="aft"), subtitle=said)


def _headline(found: After) -> Any:
    if found.times is None:
        return html.Div("投诉率无从比较：新设户或存量户没有投诉可比", className="alead")
    share = found.early / found.met[COMPLAINT] * 100 if found.met[COMPLAINT] else None
    said: list[Any] = ["新设户投诉率为存量户的 ", figure(f"{CODE}_complaint_times", found.times, unit="倍", decimals=1)]
    if share is not None:
        said += ["，", figure(f"{CODE}_early_complaints", share, unit="%", decimals=1), " 在前 90 天"]
    return html.Div(said, className="alead")


def _rule(found: After) -> Any:
    """The joining rule in words, and what it could not join."""
    everybody = found.members + found.unmatched
    share = found.unmatched / everybody * 100 if everybody else 0
    return html.Div(
        [
            f"关联规则 {RULE}：以 18 位统一社会信用代码关联登记 × 许可 × 检查 × 投诉 × 处罚五网，成立当日起 12 个月内各取首次；未匹配 ",
            figure(f"{CODE}_unmatched", found.unmatched, unit="户"),
            f"（{share:.1f}%），不计入分母；档案外事件 ",
            figure(f"{CODE}_stray_events", found.strays, unit="件"),
            "，不计入分子",
        ],
        className="cap",
    )


PANEL = Panel(
    key="business-after", title="开办之后", question="新设户后来办了证、被查、被投诉、被罚吗？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"enterprise", "enterprise_event"}), needs=NEEDS,
)  # fmt: skip
