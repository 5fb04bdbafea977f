"""The component sheet: every chart type in every state."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.charts.states import skeleton
from components.panels.sheet import KINDS, PANELS, STATES
from layouts.frames import frame

SKELETONS = {"map": "choropleth", "spark": "sparkline"}


def _layout(board: Board) -> Any:
    rows = []
    for kind in KINDS:
        loading = html.Section(
            skeleton(SKELETONS.get(kind, kind)), className="panel sheet-loading", **{"aria-label": f"{KINDS[kind]} 载入"}
        )
        rows += [loading, *(frame(board, f"{kind}-{state}") for state in STATES)]
    head = html.Header(
        [html.H1("组件与状态"), html.Span("常态用灰青，红橙黄蓝只给四级告警；状态用线型、纹理和文字区分", className="cap")],
        className="sheet-head",
    )
    return html.Main([head, html.Div(rows, className="sheet")], className="sheet-page", **{"data-board": board.name})


BOARD = Board(name="sheet", title="组件与状态", path="/system/sheet", panels=PANELS, layout=_layout)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
