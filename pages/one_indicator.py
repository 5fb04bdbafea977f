"""One indicator: its number, its three years, its parts, and the records behind it."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, indicator, indicator_outlook, indicator_records, indicator_split, indicator_trend, indicator_why
from components.panels.indicator_query import NEEDS, admits
from layouts.desk import desk
from layouts.frames import frame
from layouts.registry_desk import PAGE_KEYS, place


def _layout(board: Board) -> Any:
    left = html.Div([frame(board, "indicator"), frame(board, "indicator-split")], className="stack")
    pair = html.Div([frame(board, "indicator-why"), frame(board, "indicator-outlook")], className="pair")
    right = html.Div([frame(board, "indicator-trend"), pair, frame(board, "indicator-records")], className="stack")
    return desk(board, place("指标", "/indicators", PAGE_KEYS), html.Div([left, right], className="book one"))


BOARD = Board(
    name="indicator", title="指标", path="/indicators/<code>", layout=_layout, params=NEEDS | {"by", "term", "p", "wby", "against"}, admits=admits,
    panels=tuple(module.PANEL for module in (indicator, indicator_trend, indicator_split, indicator_why, indicator_outlook, indicator_records, duty)),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path_template=BOARD.path, title=BOARD.title, layout=layout)
