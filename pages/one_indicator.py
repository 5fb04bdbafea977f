"""One indicator: its number, its three years, its parts, and the records behind it."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, indicator, indicator_records, indicator_split, indicator_trend
from components.panels.indicator_query import NEEDS, admits
from layouts.desk import desk
from layouts.frames import frame
from layouts.registry_desk import PAGE_KEYS, place


def _layout(board: Board) -> Any:
    left = html.Div([frame(board, "indicator"), frame(board, "indicator-split")], className="stack")
    right = html.Div([frame(board, "indicator-trend"), frame(board, "indicator-records")], className="stack")
    return desk(board, place("指标", "/indicators", PAGE_KEYS), html.Div([left, right], className="book one"))


BOARD = Board(
    name="indicator", title="指标", path="/indicators/<code>", layout=_layout, params=NEEDS | {"by", "term", "p"}, admits=admits,
    panels=(indicator.PANEL, indicator_trend.PANEL, indicator_split.PANEL, indicator_records.PANEL, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path_template=BOARD.path, title=BOARD.title, layout=layout)
