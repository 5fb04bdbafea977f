"""营商环境条件: period, place, kind and whether suspected zombies count. What is chosen stands in the address."""

from __future__ import annotations

from datetime import timedelta

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.board_filters import faults, group, periods, places
from components.panels.business_choice import KINDS, STOCK_NEEDS, ZOMBIES, choice_of
from indicators.horizons import Horizons
from indicators.zombies import zombie_rule


def load(view: View) -> Reading:
    last = Horizons(view.sources.marts).last("entity_daily")
    state = view.sources.marts.tables().get("entity_daily")
    as_of = state.as_of if state else None
    return Reading(data={"last": last}, as_of=as_of, rhythm=timedelta(days=1), nature=state.nature if state else "production")


def chart(reading: Reading, view: View) -> Drawing:
    chosen = choice_of(view)
    parts = [
        periods(chosen, reading.data["last"]),
        *places(view, chosen, counties=False),
        group("kind", "主体", KINDS, (chosen.kind, "all")),
        group("zombies", "疑似僵尸主体", ZOMBIES, (chosen.zombies, "without")),
        faults(chosen),
        html.Span(f"规则 {zombie_rule().number}", className="bzf-note", title=zombie_rule().source),
    ]
    return Drawing(body=html.Div(parts, className="bzf", role="group", **{"aria-label": "条件"}))


PANEL = Panel(
    key="business-filters", title="条件", question="看哪个期间、哪里、哪类主体？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=STOCK_NEEDS, frame="bzff",
)  # fmt: skip
