"""A city's board: what its bureau chose, cut to the city; the province's people see all of them, a city only its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import dash

from bureaus.boards import exists, published
from components.board import Board
from components.city_board import panels_of
from components.panels import city_head, duty
from data_access.scope import Scope
from data_access.stores import city_systems
from data_access.stores.engine import store_of
from geo.regions import regions_of
from layouts.city import city_desk
from security.guard import current
from security.headers import allow_frames
from settings import settings


def admits(scope: Scope, params: Mapping[str, str]) -> int:
    """A code that is no city is not found; another's city was refused before."""
    return 200 if exists(scope, params.get("adcode", "")) else 404


def made(board: Board, store: Any, params: Mapping[str, str]) -> Board:
    """The board of one city: its published blocks."""
    adcode, scope = params.get("adcode", ""), Scope.whole(settings().province)
    if not exists(scope, adcode):
        return board
    with store.read() as connection:
        found = published(connection, adcode, scope)
    title = f"{regions_of(scope.province).name(adcode)}专题板块"
    return replace(board, title=title, panels=(*board.panels, *panels_of(adcode, found.blocks)))


def _layout(board: Board) -> Any:
    """The layout; the page's policy admits the frames of exactly those systems that the city's allow-list names."""
    shown = [panel for panel in board.panels if panel.frame == "cb cb-system"]
    if shown:
        adcode = shown[0].edition.split(":")[0]
        with store_of(settings()).read() as connection:
            allow_frames(one.origin for one in city_systems.listed(connection, current().scope, adcode))
    return city_desk(board)


BOARD = Board(
    name="city", title="市局板块", path="/city/<adcode>", panels=(city_head.PANEL, duty.PANEL), layout=_layout, params=frozenset({"adcode"}),
    admits=admits, made=made,
)  # fmt: skip


def layout(adcode: str = "", **_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD.of(store_of(settings()), {"adcode": adcode}))


dash.register_page(__name__, path_template=BOARD.path, title=BOARD.title, layout=layout)
