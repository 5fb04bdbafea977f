"""One rule of alerts: its declaration, its report card, its replay."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, rule_card
from layouts.alerts_desk import place
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    right = html.Div([frame(board, "rule-card"), frame(board, "rule-backtest")], className="stack")
    return desk(board, place("规则", "/alerts/rules"), html.Div([frame(board, "rule"), right], className="book two"))


BOARD = Board(
    name="alert-rule", title="告警规则", path="/alerts/rules/<code>", layout=_layout, params=frozenset({"code"}),
    panels=(rule_card.PANEL, rule_card.CARD, rule_card.BACKTEST, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path_template=BOARD.path, title=BOARD.title, layout=layout)
