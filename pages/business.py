"""The business environment: who enters and leaves, why it changed, how long they last, and what becomes of them."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import (
    business_after,
    business_filters,
    business_flows,
    business_heat,
    business_numbers,
    business_peers,
    business_stock,
    business_survival,
    business_why,
    duty,
)
from components.panels.business_choice import PARAMS
from layouts.business import business_desk

PANELS = (
    business_filters, business_numbers, business_flows, business_why, business_survival, business_heat, business_peers, business_after,
    business_stock, duty,
)  # fmt: skip

BOARD = Board(
    name="business", title="营商环境", path="/business", panels=tuple(module.PANEL for module in PANELS), layout=business_desk, params=PARAMS,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
