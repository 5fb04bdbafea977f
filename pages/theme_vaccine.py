"""The theme of vaccines in store and transport: what is not reported, and how long each site stood outside what its vaccines bear."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, vaccine
from components.panels.safety_choice import PARAMS
from layouts.themes import theme_desk

GRID = {"hours": "a", "bands": "b", "gaps": "c", "sites": "l"}
PANELS = (vaccine.FILTERS, vaccine.NUMBERS, vaccine.HOURS, vaccine.BANDS_PANEL, vaccine.GAPS, vaccine.SITES_PANEL, duty.PANEL)

BOARD = Board(name="vaccine", title="疫苗", path="/theme/vaccine", panels=PANELS, layout=theme_desk("sf-shots", GRID), params=PARAMS)


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
