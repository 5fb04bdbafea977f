"""The inbox of alerts: what waits, on what basis, who has it in hand."""

from __future__ import annotations

from typing import Any

import dash
from dash import html

from components.board import Board
from components.panels import alert_detail, alert_side, duty, inbox, inbox_filters, inbox_head
from components.panels.inbox_query import NEEDS
from layouts.alerts_desk import INBOX_KEYS, place
from layouts.desk import desk
from layouts.frames import frame


def _layout(board: Board) -> Any:
    here = place("告警", "/alerts", keys=INBOX_KEYS)
    bulk = html.Div("", className="bulk", hidden=True, role="region", **{"data-bulk": "", "aria-label": "批量处置"})
    top = [frame(board, "inbox-head", bare=True), frame(board, "inbox-filters", bare=True), bulk]
    left = html.Section(
        [html.Div(top, className="inbt", **{"data-edge": ""}), frame(board, "inbox", bare=True)],
        className="inb",
        **{"aria-label": "收件箱"},
    )
    right = html.Aside(frame(board, "alert-side", bare=True), className="sidec", **{"aria-label": "通知与时限"})
    return desk(board, here, left, html.Div([frame(board, "alert", bare=True), right], className="work"))


BOARD = Board(
    name="alerts", title="告警", path="/alerts", layout=_layout, params=NEEDS | {"id", "n"},
    panels=tuple(module.PANEL for module in (inbox_head, inbox_filters, inbox, alert_detail, alert_side, duty)),
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
