"""The theme of the cold chain: what the sensors say, how long it was too warm, and each site with its camera, lots and alerts."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import cold_chain, duty
from components.panels.safety_choice import PARAMS
from layouts.themes import theme_desk

GRID = {"days": "a", "ranking": "b", "limits": "c", "sites": "l"}
PANELS = (
    cold_chain.FILTERS,
    cold_chain.NUMBERS,
    cold_chain.DAYS_PANEL,
    cold_chain.RANKING,
    cold_chain.LIMITS,
    cold_chain.SITES_PANEL,
    duty.PANEL,
)

BOARD = Board(name="cold-chain", title="冷链", path="/theme/cold-chain", panels=PANELS, layout=theme_desk("sf-cold", GRID), params=PARAMS)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
