"""The sources: scorecards of the source systems, and the rows that each score fails on."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import duty, source_detail, source_scores
from layouts.sources import sources_desk

BOARD = Board(
    name="sources", title="数据来源", path="/sources", layout=sources_desk, params=source_detail.NEEDS,
    panels=(source_scores.HEAD, source_scores.PANEL, source_detail.PANEL, duty.PANEL),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
