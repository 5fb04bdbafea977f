"""The theme of infant formula: its lots in the chain of tracing, what sampling found, and the plants that are watched."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, formula
from components.panels.safety_choice import PARAMS
from layouts.themes import theme_desk

GRID = {"lots": "a", "sampling": "c", "sites": "l"}
PANELS = (formula.FILTERS, formula.NUMBERS, formula.LOTS, formula.TREND, formula.SITES_PANEL, duty.PANEL)

BOARD = Board(
    name="infant-formula",
    title="婴幼儿配方乳粉",
    path="/theme/infant-formula",
    panels=PANELS,
    layout=theme_desk("sf-formula", GRID),
    params=PARAMS,
)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
