"""Random inspection by random inspectors (双随机): how far plans are, and the draws themselves with both rosters, their seeds and the check."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty
from components.panels.board_choice import PARAMS
from components.panels.draw_book import BOOK, ONE
from components.panels.draw_rosters import CLASSES, ROSTERS
from components.panels.theme_double_random import PANELS
from layouts.procedures import procedure_desk

ROWS = (
    (("double-random-trend", 9), ("double-random-steps", 7), ("double-random-ranking", 8)),
    (("double-random-rosters", 8), ("double-random-classes", 9), ("double-random-plans", 7)),
    (("double-random-book", 8), ("double-random-draw", 16)),
)  # fmt: skip


def _layout(board: Board) -> Any:
    return procedure_desk(board, ("double-random-filters", "double-random-volume"), ROWS)


BOARD = Board(
    name="theme-double-random", title="双随机", path="/theme/double-random", layout=_layout, params=PARAMS | {"id"},
    panels=(*PANELS, ROSTERS, CLASSES, BOOK, ONE, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
