"""The layout of the map: conditions above, the map with its time below it, and beside it what is chosen, the table and the list."""

from __future__ import annotations

from typing import Any

from dash import html

from components.board import Board
from layouts.apps import place
from layouts.desk import Keys, desk
from layouts.frames import frame

KEYS = (
    Keys(("←", "→", "↑", "↓"), "平移"), Keys(("+", "−"), "缩放"), Keys(("Esc",), "上一级"), Keys(("Tab",), "逐区"), Keys(("Enter",), "下钻"),
    Keys(("[", "]"), "前后时刻"),
)  # fmt: skip


def map_desk(board: Board) -> Any:
    """The page."""
    main = html.Div([frame(board, "map"), frame(board, "map-time", bare=True)], className="mpg-main")
    side = html.Aside(
        [frame(board, key) for key in ("map-card", "map-table", "map-list")], className="mpg-side", **{"aria-label": "所选与名单"}
    )
    return desk(board, place("地图", "地图", KEYS), html.Div([frame(board, "map-bar", bare=True), main, side], className="mpg"))
