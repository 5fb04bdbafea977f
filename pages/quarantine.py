"""The quarantine: what came in and was refused, for an operator to look at, replay or set aside."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, quarantine_list
from layouts.alerts_desk import place
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    content = html.Div([frame(board, "quarantine"), frame(board, "quarantine-handled")], className="book")
    return desk(board, place("隔离区", "/system/quarantine", group="系统"), content)


BOARD = Board(
    name="quarantine", title="隔离区", path="/system/quarantine", layout=_layout,
    panels=(quarantine_list.PANEL, quarantine_list.HANDLED, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
