"""The editor of a city's board: add, order, configure, preview, publish, go back; without code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import dash

from bureaus.boards import exists
from components.board import Board
from components.panels import city_edit_head, duty
from data_access.scope import Scope
from data_access.stores import city_systems
from geo.regions import regions_of
from layouts.city import edit_desk
from security import guard
from settings import settings

TITLE = "编辑板块"


def admits(scope: Scope, params: Mapping[str, str]) -> int:
    """A code that is no city is not found; another's city was refused before."""
    return 200 if exists(scope, params.get("adcode", "")) else 404


def made(board: Board, store: Any, params: Mapping[str, str]) -> Board:
    """The editor of one city: its layout names it."""
    adcode, province = params.get("adcode", ""), settings().province
    if not exists(Scope.whole(province), adcode):
        return board
    with store.read() as connection:
        frames = tuple(one.origin for one in city_systems.listed(connection, Scope.whole(province), adcode))
    title = f"{regions_of(province).name(adcode)}　{TITLE}"
    return replace(board, title=title, frames=frames, layout=lambda found: edit_desk(found, adcode))


BOARD = Board(
    name="city-edit", title=TITLE, path="/city/<adcode>/edit", panels=(city_edit_head.PANEL, duty.PANEL), layout=lambda board: edit_desk(board, ""),
    params=frozenset({"adcode"}), admits=admits, made=made,
)  # fmt: skip


def layout(adcode: str = "", **_: Any) -> Any:
    """The page's layout."""
    board = BOARD.of(guard.store(), {"adcode": adcode})
    return board.layout(board)


dash.register_page(
    __name__, path_template=BOARD.path, title=BOARD.title, layout=layout, order=1
)  # before /city/<adcode>, which would fit it too
