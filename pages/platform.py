"""The platform: 1 centre, 2 portals, 6 business nets and their systems, what each holds and whether it delivers."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, platform_flow, platform_map, platform_node, platform_strip
from layouts.platform import platform_desk

BOARD = Board(
    name="platform", title="平台架构", path="/platform", layout=platform_desk, params=frozenset({platform_node.NODE}),
    panels=(platform_strip.PANEL, platform_map.PANEL, platform_node.PANEL, platform_flow.PANEL, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
