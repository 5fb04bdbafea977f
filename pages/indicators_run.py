"""The watch: the core indicators and those of the daily run, live against their normal bands."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import duty, watch_run
from layouts.desk import desk
from layouts.frames import frame
from layouts.registry_desk import place


def _layout(board: Board) -> Any:
    content = [frame(board, "watch-head", bare=True), frame(board, "watch-core"), frame(board, "watch-run")]
    return desk(board, place("运行监测", "/indicators/run"), html.Div(content, className="book run"))


BOARD = Board(
    name="indicators-run", title="运行监测", path="/indicators/run", layout=_layout, params=frozenset({"stand"}),
    panels=(watch_run.HEAD, watch_run.CORE, watch_run.RUN, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
