"""The layout of the boards of procedures: the row of themes, conditions, numbers, and panels in rows of twenty-four columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components.board import Board
from layouts.apps import THEMES, neighbours, place
from layouts.desk import desk
from layouts.frames import frame

Row = Sequence[tuple[str, int]]
"""Panels with their widths, which sum to 24."""


def procedure_desk(board: Board, head: Sequence[str], rows: Sequence[Row]) -> Any:
    """The page: `head` are its conditions and its numbers, bare; the conditions stand beside the neighbours."""
    filters, *numbers = head
    top = html.Div([neighbours(THEMES, board.path, "专题"), frame(board, filters, bare=True)], className="bdh")
    panels = [html.Div([_cell(board, key, width) for key, width in row], className="pr-row") for row in rows]
    return desk(
        board, place(board.title, "专题"), html.Div([top, *(frame(board, key, bare=True) for key in numbers), *panels], className="pr")
    )


def _cell(board: Board, key: str, width: int) -> Any:
    return html.Div(frame(board, key), className="pr-cell", style={"--w": width})
