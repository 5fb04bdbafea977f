"""The business net 信用监管: the skeleton board of its subject."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty
from components.panels.board_choice import PARAMS
from components.panels.net_credit import PANELS
from layouts.board import net_desk

BOARD = Board(
    name="net-credit", title="信用监管", path="/net/credit", panels=(*PANELS, duty.PANEL), layout=net_desk, params=PARAMS,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
