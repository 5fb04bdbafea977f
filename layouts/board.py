"""The layout of skeleton boards: neighbours and conditions, the strip of numbers, then trend, progress, risk, deadlines and the ranking at the side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from components.board import Board
from layouts import apps
from layouts.desk import Tab, desk
from layouts.frames import frame

GRID = {"trend": "t", "progress": "p", "risk": "k", "deadline": "d", "ranking": "r"}


def skeleton_desk(board: Board, area: str, tabs: Iterable[Tab]) -> Any:
    """A page of one subject in an area of the smart applications; `tabs` are the pages of that area. Panels are found by the ends of their keys."""
    keys = {panel.key.rsplit("-", 1)[-1]: panel.key for panel in board.panels}
    head = html.Div(
        [apps.neighbours(tabs, board.path, area), frame(board, keys["filters"], bare=True)],
        className="bdh",
    )
    blocks = [frame(board, keys[block], area=place) for block, place in GRID.items()]
    return desk(board, apps.place(board.title, area), html.Div([head, frame(board, keys["volume"], bare=True), *blocks], className="bd"))


def net_desk(board: Board) -> Any:
    """The page of one business net."""
    return skeleton_desk(board, "业务网", apps.NETS)
