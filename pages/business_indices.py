"""The indices of the business environment: composite, climate and credit, each with its open formula and history."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import climate, duty, index_standing
from layouts.business import indices_desk

PANELS = (*index_standing.PANELS, climate.PANEL, duty.PANEL)

BOARD = Board(
    name="business-indices", title="营商环境指数", path="/business/indices", panels=PANELS, layout=indices_desk, params=frozenset({index_standing.PARAM}),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
