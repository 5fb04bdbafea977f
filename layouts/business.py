"""The layouts of the business environment: the desk page, and the wall scene of the same panels."""

from __future__ import annotations

from typing import Any

from dash import html

from components.board import Board
from layouts.desk import Keys, Place, Tab, desk
from layouts.frames import frame
from layouts.wall import SceneTab, head

TABS = (Tab("/business", "进退"), Tab("/business/indices", "指数"))
KEYS = (Keys(("Tab",), "逐项"), Keys(("Enter",), "选定"))
AREAS = {
    "business-flows": "a", "business-why": "b", "business-survival": "c", "business-heat": "d", "business-peers": "e", "business-after": "g",
}  # fmt: skip


def place(here: str) -> Place:
    """Where one of these pages stands."""
    return Place(group="分析决策", title="营商环境", here=here, tabs=TABS, keys=KEYS)


def _grid(board: Board) -> list[Any]:
    return [frame(board, key, area=area) for key, area in AREAS.items() if any(panel.key == key for panel in board.panels)]


def business_desk(board: Board) -> Any:
    """The desk: conditions, six numbers, six panels, and the stock below them."""
    first = [frame(board, "business-filters", bare=True), frame(board, "business-numbers", bare=True)]
    return desk(board, place("/business"), html.Div([*first, *_grid(board), frame(board, "business-stock")], className="bz"))


def business_wall(board: Board, tabs: tuple[SceneTab, ...]) -> Any:
    """The wall scene: head, conditions, six numbers, six panels."""
    rows = [frame(board, "business-filters", area="f", bare=True), frame(board, "business-numbers", area="n", bare=True)]
    return html.Main([head(board, tabs, "business"), *rows, *_grid(board)], className="bz bzw", **{"data-board": board.name})


def indices_desk(board: Board) -> Any:
    """The desk of the indices, one below the other."""
    kept = [frame(board, panel.key) for panel in board.panels if panel.key != "duty"]
    return desk(board, place("/business/indices"), html.Div(kept, className="bzi"))
