"""The overview wall: one screen, all that matters."""

from __future__ import annotations

from typing import Any

import dash

from components.board import Board
from components.panels import (
    alert_feed,
    business,
    camera_strip,
    changes,
    data_overview,
    dispatch_lane,
    duty,
    opinion_feed,
    opinion_watch,
    progress,
    province_map,
    ranking,
    risk,
    situation,
)
from layouts.wall import SceneTab, wall

SCENES = (
    SceneTab("overview", "总览", ready=True),
    SceneTab("business", "营商环境", ready=True),
    SceneTab("trace", "重点产品追溯"),
    SceneTab("kitchen", "明厨亮灶"),
    SceneTab("equipment", "特种设备"),
    SceneTab("opinion", "舆情"),
)
PANELS = (
    risk, opinion_watch, progress, data_overview, business, ranking, province_map, alert_feed, opinion_feed,
    camera_strip, dispatch_lane, changes, duty, situation,
)  # fmt: skip


def _layout(board: Board) -> Any:
    return wall(board, tabs=SCENES, here="overview")


BOARD = Board(
    name="overview", title="总览", path="/wall/overview", panels=tuple(module.PANEL for module in PANELS), layout=_layout,
)  # fmt: skip


def layout(**_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
