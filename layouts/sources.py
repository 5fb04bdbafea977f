"""The place and the layouts of the sources' pages: scorecards, and the corrections of their data."""

from __future__ import annotations

from typing import Any

from dash import html

from components.board import Board
from layouts.desk import Keys, Place, Tab, desk
from layouts.frames import frame

TABS = (Tab("/sources", "来源评分"), Tab("/sources/corrections", "数据查纠"))
LIST_KEYS = (Keys(("J", "K"), "上下"), Keys(("I",), "护照"), Keys(("Tab",), "逐项"))


def place(title: str, here: str) -> Place:
    """Where one of these pages stands."""
    return Place(group="系统", title=title, here=here, tabs=TABS, keys=LIST_KEYS)


def corrections_desk(board: Board) -> Any:
    """The corrections: the numbers, the list, and the chosen item beside it."""
    parts = [frame(board, "correction-head", bare=True), frame(board, "correction-list"), frame(board, "correction-detail")]
    return desk(board, place("数据查纠", "/sources/corrections"), html.Div(parts, className="cog"))


def sources_desk(board: Board) -> Any:
    """The scorecards: the numbers, what the chosen score is made of, and the table of all systems."""
    parts = [frame(board, "source-head", bare=True), frame(board, "source-detail"), frame(board, "source-cards")]
    return desk(board, place("数据来源", "/sources"), html.Div(parts, className="sog"))
