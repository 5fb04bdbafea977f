"""行业与城市: where and in which trades entry grows. A city that has not reported is unknown, not nought."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from dash import html

from components.charts.cells import Axis, cells, ordered
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_changes import CODE, changes
from components.panels.business_choice import NEEDS, Choice, choice_of, through
from geo.regions import Regions, regions_of
from indicators import words
from indicators.read import values
from indicators.sections import section_name

MOST = 12
"""Trades that are shown, the largest."""


def load(view: View) -> Reading:
    chosen, marts = choice_of(view), view.sources.marts
    whole = values(marts, (CODE,), chosen.ask(CODE))[CODE]
    if whole.as_of is None or whole.period is None or whole.period.like is None:
        return Reading(data=None, as_of=whole.as_of, note="市场主体主题库尚无批次" if whole.as_of is None else "本期还没有已满的日")
    frame = _rates(changes(marts, chosen, whole.period.like, whole.period.year_ago))
    trades = [code for code in frame.groupby("industry")["now"].sum().sort_values(ascending=False).index if code != "-"][:MOST]
    data = {"frame": frame, "trades": trades, "late": whole.missing, "chosen": chosen, "period": whole.period}
    return Reading(
        data=data if trades else None, as_of=whole.as_of, rhythm=timedelta(days=1), batch=whole.batch, nature=whole.nature, missing=whole.missing,
        of=len(chosen.cities), note=f"{chosen.words or '全省'}没有按行业的报送",
    )  # fmt: skip


def _rates(frame: pd.DataFrame) -> pd.DataFrame:
    """The change of each cell in percent; NaN where a year ago nobody came or nothing is known."""
    return frame.assign(change=(frame["now"] - frame["before"]) / frame["before"].where(frame["before"] > 0) * 100)


def chart(reading: Reading, view: View) -> Drawing:
    data, names = reading.data, regions_of(view.scope.province)
    chosen, period = data["chosen"], data["period"]

    def told(city: str, trade: str, value: float | None) -> dict[str, str]:
        raw = "" if words.unknown(value) else f"{value:.4f}"
        return {
            "data-change": CODE,
            "data-value": raw,
            "data-region": city,
            "data-where": f"industry:{trade}",
            "data-span": str(chosen.span),
        }

    places = _places(chosen, names)
    unknown = frozenset(places if chosen.region in data["late"] else data["late"])
    table = cells(
        data["frame"],
        across=Axis(column="place", names=ordered(places, names.short), unknown=unknown),
        down=Axis(column="industry", names=ordered(data["trades"], section_name)),
        value="change",
        marks=told,
    )
    last = (period.like or period.window)[1] - timedelta(days=1)
    late = "、".join(names.short(city) for city in data["late"])
    foot = html.Div(f"{late} 迟报，同比未知", className="cap el") if late else None
    said = f"新设同比，%，{through(chosen.span, last, last.year)}" + ("" if chosen.kind == "all" else f"　{chosen.words}")
    return Drawing(body=[html.Div(table, className="hcb"), foot], subtitle=said)


def _places(chosen: Choice, names: Regions) -> tuple[str, ...]:
    """The cities of the place; the counties of one city."""
    return names.counties_of(chosen.region) if chosen.region else chosen.cities


PANEL = Panel(
    key="business-heat", title="行业与城市", question="哪些行业、哪些市在增长？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=NEEDS, frame="hcp",
)  # fmt: skip
