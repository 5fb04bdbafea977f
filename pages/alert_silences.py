"""The silences of alerts: what is held back now, and what lately ended."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, silence_list
from layouts.alerts_desk import place
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    return desk(
        board, place("静默", "/alerts/silences"), html.Div([frame(board, "silences"), frame(board, "silences-past")], className="book")
    )


BOARD = Board(
    name="alert-silences", title="告警静默", path="/alerts/silences", panels=(silence_list.PANEL, silence_list.PAST_PANEL, duty.PANEL), layout=_layout,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
