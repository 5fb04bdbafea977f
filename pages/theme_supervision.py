"""The electronic supervision (电子监察): which matters are over or near their statutory limits, with whom, and what the units say to it."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty
from components.panels.supervision_counts import FILTERS, LEFT, LIMITS, NUMBERS, UNITS
from components.panels.supervision_list import APPEALS, LIST
from layouts.procedures import procedure_desk

ROWS = (
    (("supervision-left", 8), ("supervision-units", 9), ("supervision-limits", 7)),
    (("supervision-list", 16), ("supervision-appeals", 8)),
)  # fmt: skip


def _layout(board: Board) -> Any:
    return procedure_desk(board, ("supervision-filters", "supervision-numbers"), ROWS)


BOARD = Board(
    name="theme-supervision", title="电子监察", path="/theme/supervision", layout=_layout, params=frozenset({"area", "limit", "mark", "n"}),
    panels=(FILTERS, NUMBERS, LEFT, UNITS, LIMITS, LIST, APPEALS, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
