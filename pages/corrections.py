"""The corrections of data: who found what is wrong, who judged, and when the right value reached the marts."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import correction_detail, correction_list, duty
from layouts.sources import corrections_desk

BOARD = Board(
    name="corrections", title="数据查纠", path="/sources/corrections", layout=corrections_desk, params=frozenset({"id", "state"}),
    panels=(correction_list.HEAD, correction_list.PANEL, correction_detail.PANEL, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
