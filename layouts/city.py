"""The layouts of a city's board and of its editor: a head row, strips of numbers, and rows of blocks in the order that the city chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from components.board import Board
from components.panel import Panel
from layouts.apps import place
from layouts.desk import Keys, desk
from layouts.frames import frame

AREA = "市局板块"
ROOM = 6
"""Sizes that one row holds: 宽, 中 and 窄 beside each other."""
SIDE_BY_SIDE = 4
STRIP = 6
"""Numbers in one strip."""
SHARES = {1: 6, 2: 8, 3: 10}
"""What a size takes of a row's width."""
EDIT_KEYS = (
    Keys(("J", "K"), "选板块"),
    Keys(("Alt", "↑↓"), "移动"),
    Keys(("Delete",), "删除"),
    Keys(("Ctrl", "S"), "存草稿"),
    Keys(("N",), "添加"),
)


def rows_of(panels: Iterable[Panel]) -> list[list[Panel]]:
    """The panels in rows: neighbouring numbers make a strip, the others fill a row by their sizes."""
    rows: list[list[Panel]] = []
    for panel in panels:
        last = rows[-1] if rows else []
        size = panel.size or 0
        if last and _joins(last, size):
            last.append(panel)
        else:
            rows.append([panel])
    return rows


def _joins(row: list[Panel], size: int) -> bool:
    sizes = [panel.size or 0 for panel in row]
    if not size or not sizes[0]:
        return size == sizes[0] and len(row) < STRIP
    return sum(sizes) + size <= ROOM and len(row) < SIDE_BY_SIDE


def _row(board: Board, row: list[Panel]) -> Any:
    frames = [frame(board, panel.key) for panel in row]
    if not row[0].size:
        return html.Div(frames, className="cbnums", style={"--n": str(len(row))})
    shares = " ".join(f"minmax(0,{SHARES[panel.size or 2]}fr)" for panel in row)
    return html.Div(frames, className="cbrow", style={"--cols": shares})


def city_desk(board: Board) -> Any:
    """The board."""
    rows = rows_of(panel for panel in board.panels if panel.size is not None)
    content = [_row(board, row) for row in rows] or [html.Div("板块里还没有内容：请点“编辑板块”添加。", className="said")]
    tall = sum(bool(row[0].size) for row in rows)
    inner = html.Div([frame(board, "city-head", bare=True), *content], className="cbd", style={"--rows": str(max(tall, 1))})
    return desk(board, place(board.title, AREA), inner)


def edit_desk(board: Board, adcode: str) -> Any:
    """The editor: the list and the form on the left, the live preview beside them. The browser fills it."""
    side = html.Div(className="ced-side", **{"data-city-editor": adcode})
    preview = html.Div(className="ced-view", **{"data-city-preview": "", "role": "region", "aria-label": "预览"})
    return desk(
        board, place(board.title, AREA, EDIT_KEYS), html.Div([frame(board, "city-edit-head", bare=True), side, preview], className="ced")
    )
