"""The business environment as a scene of the wall: the panels of the desk page, without the stock below them."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import situation
from components.panels.business_choice import PARAMS
from layouts.business import business_wall
from pages.business import PANELS as DESK
from pages.overview import SCENES

PANELS = (*(module for module in DESK if module.PANEL.key != "business-stock"), situation)


def _layout(board: Board) -> Any:
    return business_wall(board, SCENES)


BOARD = Board(
    name="wall-business", title="营商环境", path="/wall/business", panels=tuple(module.PANEL for module in PANELS), layout=_layout, params=PARAMS,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
