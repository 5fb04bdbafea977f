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
from geo.regions import regions_of
from layouts.city import city_desk
from security import guard
from settings import settings


def admits(scope: Scope, params: Mapping[str, str]) -> int:
    """A code that is no city is not found; another's city was refused before."""
    return 200 if exists(scope, params.get("adcode", "")) else 404


def made(board: Board, store: Any, params: Mapping[str, str]) -> Board:
    """The board of one city: its published blocks, and the frames of exactly those systems that the city's allow-list names."""
    adcode, scope = params.get("adcode", ""), Scope.whole(settings().province)
    if not exists(scope, adcode):
        return board
    with store.read() as connection:
        found, systems = published(connection, adcode, scope), city_systems.listed(connection, scope, adcode)
    title = f"{regions_of(scope.province).name(adcode)}专题板块"
    return replace(
        board, title=title, panels=(*board.panels, *panels_of(adcode, found.blocks)), frames=tuple(one.origin for one in systems)
    )


BOARD = Board(
    name="city", title="市局板块", path="/city/<adcode>", panels=(city_head.PANEL, duty.PANEL), layout=city_desk, params=frozenset({"adcode"}),
    admits=admits, made=made,
)  # fmt: skip


def layout(adcode: str = "", **_: Any) -> Any:
    """The page's layout."""
    return BOARD.layout(BOARD.of(guard.store(), {"adcode": adcode}))


dash.register_page(__name__, path_template=BOARD.path, title=BOARD.title, layout=layout)
