"""Dual and multiple notification (双告知、多项告知): what was told to which department, and who has not confirmed."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty
from components.panels.board_choice import PARAMS
from components.panels.push_receipts import RULES, WAITING
from components.panels.theme_dual_notice import PANELS
from layouts.procedures import procedure_desk

ROWS = (
    (("dual-notice-trend", 8), ("dual-notice-departments", 9), ("dual-notice-ranking", 7)),
    (("dual-notice-rules", 11), ("dual-notice-waiting", 13)),
)  # fmt: skip


def _layout(board: Board) -> Any:
    return procedure_desk(board, ("dual-notice-filters", "dual-notice-volume"), ROWS)


BOARD = Board(
    name="theme-dual-notice", title="双告知", path="/theme/dual-notice", layout=_layout, params=PARAMS, panels=(*PANELS, RULES, WAITING, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
