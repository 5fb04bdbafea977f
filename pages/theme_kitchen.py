"""The theme of bright kitchens: coverage against its target, who is missing by name, what is seen and what of it is true."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, kitchen, kitchen_missing
from components.panels.safety_choice import PARAMS
from layouts.themes import theme_desk

GRID = {"kinds": "a", "ranking": "b", "trend": "c", "clues": "d", "missing": "l"}
PANELS = (
    kitchen.FILTERS,
    kitchen.NUMBERS,
    kitchen.KINDS_PANEL,
    kitchen.RANKING,
    kitchen.TREND,
    kitchen.CLUES,
    kitchen_missing.PANEL,
    duty.PANEL,
)

BOARD = Board(name="kitchen", title="明厨亮灶", path="/theme/kitchen", panels=PANELS, layout=theme_desk("sf-kitchen", GRID), params=PARAMS)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
