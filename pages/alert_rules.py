"""The rules of alerts: what is judged, by which limit, and how well."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, rule_list
from layouts.alerts_desk import place
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    return desk(board, place("规则", "/alerts/rules"), html.Div(frame(board, "rules"), className="book"))


BOARD = Board(name="alert-rules", title="告警规则", path="/alerts/rules", panels=(rule_list.PANEL, duty.PANEL), layout=_layout)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
