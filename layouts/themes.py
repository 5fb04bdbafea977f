"""The layout of the safety themes: neighbours and conditions, the strip of numbers, panels in a grid of 24, the list below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html

from components.board import Board
from layouts import apps
from layouts.desk import desk
from layouts.frames import frame

AREA = "专题"


def theme_desk(shape: str, grid: Mapping[str, str]) -> Callable[[Board], Any]:
    """The layout of a theme; `shape` names its grid in the style sheet, `grid` gives each panel's key its area."""

    def layout(board: Board) -> Any:
        name = board.name
        head = html.Div([apps.neighbours(apps.THEMES, board.path, AREA), frame(board, f"{name}-filters", bare=True)], className="sf-h")
        rows = [frame(board, f"{name}-{end}", area=area) for end, area in grid.items()]
        return desk(
            board,
            apps.place(board.title, AREA),
            html.Div([head, frame(board, f"{name}-numbers", area="n", bare=True), *rows], className=f"sf {shape}"),
        )

    return layout
