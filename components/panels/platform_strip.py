"""数据总览: the four kinds of numbers by which a data platform is told — themes, entities, licences, rows — each with its own date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import figure, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OWNER
from data_access.mart_tables import MARTS
from indicators import words
from indicators.period import Span
from indicators.read import Ask, current
from indicators.recount import Counting, recount

CODES = ("entity.stock", "licence.finished_year")
THEMES = "source.themes"


def load(view: View) -> Reading:
    marts = view.sources.marts
    found = current(marts, CODES, Ask(codes=(), scope=view.scope)) | current(
        marts, ("source.rows_total", "source.rows_in"), Ask(codes=(), scope=view.scope, span=Span.DAY)
    )
    themes = recount(THEMES, Counting(store=view.sources.store, marts=marts, scope=view.scope, now=view.now))
    times = [one.as_of for one in found.values() if one.as_of]
    if not times:
        return Reading(data=None, as_of=None, note="主题库尚无数据")
    loaded = [state.loaded_at for state in marts.tables().values() if getattr(state, "loaded_at", None)]
    natures = {one.nature for one in found.values()}
    return Reading(
        data={"found": found, "themes": themes, "loaded": max(loaded, default=None)}, as_of=min(times),
        nature="demo" if "demo" in natures else "production",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found = reading.data["found"]
    total = found["source.rows_total"]
    tiles = [
        _tile("数据主题", figure(THEMES, reading.data["themes"], unit="个", size="n2"), reading.data["loaded"], view),
        _tile("市场主体", number(found["entity.stock"], unit="户", size="n2"), found["entity.stock"].as_of, view),
        _tile(
            "许可审批（本年办结）", number(found["licence.finished_year"], unit="件", size="n2"), found["licence.finished_year"].as_of, view
        ),
        _tile("数据总量", number(total, unit="条", size="n2"), total.as_of, view),
    ]
    return Drawing(body=html.Div(tiles, className="pfst"))


def _tile(name: str, value: Any, at: Any, view: View) -> Any:
    said = f"截至 {words.moment(at, view.now)}" if at else "截止时间未知"
    return html.Div([html.Span(name, className="cap"), value, html.Span(said, className="cap num")], className="pfsi")


PANEL = Panel(
    key="platform-strip", title="数据总览", question="归集了哪些数据，截至何时？", owner=OWNER, load=load, chart=chart,
    reads=frozenset({"entity_daily", "licence_daily", "source_daily"}), renew=timedelta(minutes=5),
)  # fmt: skip
NAMES = {name: str(table.info["zh"]) for name, table in MARTS.tables.items()}
