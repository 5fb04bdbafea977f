"""The registry of numbers: every registered number, found by words and by what it belongs to."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, registry
from components.panels.registry_query import NEEDS
from layouts.desk import desk
from layouts.frames import frame
from layouts.registry_desk import place


def _layout(board: Board) -> Any:
    side = html.Aside(frame(board, "registry-facets", bare=True), className="rgs", **{"aria-label": "筛选"})
    main = html.Div([frame(board, "registry-search", bare=True), frame(board, "registry")], className="rgm")
    return desk(board, place("指标库", "/indicators"), html.Div([side, main], className="rg"))


BOARD = Board(
    name="indicators", title="指标库", path="/indicators", layout=_layout, params=NEEDS | {"n"},
    panels=(registry.SEARCH_PANEL, registry.FACETS_PANEL, registry.PANEL, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
