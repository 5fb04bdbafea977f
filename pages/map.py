"""The map: province, city, county and site; any registered number as a rate with its denominator, the layers, and any day of the data."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, map_bar, map_card, map_list, map_stage, map_table, map_time
from components.panels.map_choice import PARAMS, admits
from layouts.map_desk import map_desk

BOARD = Board(
    name="map", title="地图", path="/map", layout=map_desk, params=PARAMS, admits=admits,
    panels=tuple(module.PANEL for module in (map_bar, map_stage, map_time, map_card, map_table, map_list, duty)),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
