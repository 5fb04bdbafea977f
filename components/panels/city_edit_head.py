"""The head row of the editor: which version is shown and which is being written. The browser adds the acts."""

from __future__ import annotations

from dash import html

from bureaus.boards import newest
from components.panel import Drawing, Panel, Reading, View


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        found = newest(connection, view.params.get("adcode", ""), view.scope)
    return Reading(data=found.standing, as_of=None)


def chart(reading: Reading, view: View) -> Drawing:
    standing, adcode = reading.data, view.params.get("adcode", "")
    parts = [
        html.A("返回板块", href=f"/city/{adcode}", className="btn ghost"),
        html.Span(f"正在显示 v{standing.published}" if standing.published else "正在显示 统一板块", className="chip"),
        html.Span(f"最新 v{standing.head}" if standing.head else "尚无草稿", className="chip line", **{"data-head": str(standing.head)}),
    ]
    return Drawing(body=html.Div(parts, className="cbh"))


PANEL = Panel(
    key="city-edit-head", title="编辑", question="在哪一版上改？", owner="市局", load=load, chart=chart, reads=frozenset({"city_board"}),
    needs=frozenset({"adcode"}),
)  # fmt: skip
