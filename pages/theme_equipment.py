"""The theme of special equipment: six blocks from maintenance to complaints, and the devices past their inspection by name."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, equipment_blocks, equipment_overdue
from components.panels.safety_choice import PARAMS
from layouts.themes import theme_desk

GRID = {
    "maintenance": "a",
    "supervision": "b",
    "inspection": "c",
    "emergency": "d",
    "wired": "e",
    "complaints": "f",
    "overdue": "l",
    "ranking": "r",
}
PANELS = (
    equipment_blocks.FILTERS, equipment_blocks.NUMBERS, *equipment_blocks.BLOCKS, equipment_overdue.PANEL, equipment_blocks.RANKING, duty.PANEL,
)  # fmt: skip

BOARD = Board(
    name="equipment", title="特种设备", path="/theme/equipment", panels=PANELS, layout=theme_desk("sf-equipment", GRID), params=PARAMS
)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
