"""The layout of the platform's page: the strip of numbers, the map with the chosen system beside it, the vertical flow."""

from __future__ import annotations

from typing import Any

from dash import html

from components.board import Board
from layouts.apps import place
from layouts.desk import desk
from layouts.frames import frame


def platform_desk(board: Board) -> Any:
    """The desk page."""
    keys = ("platform-strip", "platform-map", "platform-node", "platform-flow")
    frames = [frame(board, key, bare=key == "platform-strip") for key in keys]
    return desk(board, place("平台架构", "平台架构"), html.Div(frames, className="pfg"))
