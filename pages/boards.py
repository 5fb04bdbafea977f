"""The listing of boards over the four levels."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import board_list, duty, smart_systems
from layouts import apps
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    content = html.Div([frame(board, "boards-summary", bare=True), frame(board, "smart-systems"), frame(board, "boards")], className="book")
    return desk(board, apps.place(board.title, "板块目录"), content)


BOARD = Board(
    name="boards", title="板块目录", path="/boards", panels=(board_list.SUMMARY, smart_systems.PANEL, board_list.PANEL, duty.PANEL), layout=_layout, params=board_list.NEEDS,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
