"""收件箱条件: family, city, source, kind and words. It is drawn once; what is chosen, the browser keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import source_word
from components.raw import Raw
from data_access.stores import alert_reads, alerts
from geo.regions import regions_of

SEARCH = Raw(
    '<label class="qb"><span class="vh">查找标题、内容、编号</span><input type="search" name="q" maxlength="80" autocomplete="off" '
    'placeholder="标题、内容、编号" data-param="q" data-focus="q"><kbd>/</kbd></label>'
)
ALL = Raw('<label class="ck2"><input type="checkbox" data-param="all" data-focus="all"><span>含被抑制</span></label>')


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        families = alert_reads.choices(connection, view.scope, "family")
        sources = alert_reads.choices(connection, view.scope, "source")
        state = alerts.as_of(connection, view.scope)
    return Reading(data={"families": families, "sources": sources} if state.as_of else None, as_of=state.as_of, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    regions = regions_of(view.scope.province)
    cities = [(code, regions.short(code)) for code in regions.cities if view.scope.allows(code)]
    choices = [
        _choice("family", "类别", [(name, name) for name in reading.data["families"]]),
        _choice("city", "地市", cities) if len(cities) > 1 else None,
        _choice("source", "来源", [(name, source_word(name)) for name in reading.data["sources"]]),
        _choice("status", "实际", [("exercise", "演练"), ("test", "测试")]),
    ]
    return Drawing(body=[html.Div([SEARCH, ALL], className="top2"), html.Div(choices, className="chs")])


def _choice(name: str, word: str, values: Sequence[tuple[str, str]]) -> Any:
    options = [html.Option(word, value=""), *(html.Option(text, value=value) for value, text in values)]
    return html.Select(options, name=name, **{"data-param": name, "aria-label": word, "data-focus": name})


PANEL = Panel(
    key="inbox-filters", title="条件", question="只看哪些？", owner="应急指挥处", load=load, chart=chart, reads=frozenset({"alert"}), frame="inf",
)  # fmt: skip
