"""The frames: the empty places of panels, filled by the renderer."""

from __future__ import annotations

from typing import Any

from dash import html

from components.board import Board


def frame(board: Board, key: str, *, area: str = "", bare: bool = False) -> Any:
    """The frame of one panel. A bare frame has no header of its own (pieces of a page's head and foot)."""
    panel = board.panel(key)
    marks = {"data-panel": key, "data-state": "loading", "aria-label": f"{panel.title}：{panel.question}"}
    if bare:
        marks["data-bare"] = ""
    style = {"gridArea": area} if area else None
    return html.Section(className=f"panel {panel.frame}".strip(), style=style, id=f"panel-{key}", **marks)
