"""The one callback of all boards: the browser asks for panels of a page, the server answers with what it may see.

What is asked comes from the browser and is not trusted: the page is looked up and its roles are checked, the scope comes from
the session alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, no_update

from components.board import Board

MAX_KEYS = 64


class Id(StrEnum):
    """Ids of the shell that every page shares."""

    ASK = "panel-ask"
    ANSWER = "panel-answer"
    DRAWN = "panel-drawn"


def stores() -> list[Any]:
    """The stores of the shell."""
    return [dcc.Store(id=Id.ASK), dcc.Store(id=Id.ANSWER), dcc.Store(id=Id.DRAWN)]


def connect(app: Dash, boards: Mapping[str, Board], reply: Callable[[Board, list[str] | None, dict[str, str]], str | None]) -> None:
    """Wire the callback. `reply` gives the answer text for the caller of the present request, or None when it may not see the page."""

    @app.callback(Output(Id.ANSWER, "data"), Input(Id.ASK, "data"), prevent_initial_call=True)
    def panel_answer(ask: Any) -> Any:
        found = read_ask(ask, boards)
        if found is None:
            return no_update
        text = reply(*found)
        return no_update if text is None else text

    app.clientside_callback(
        ClientsideFunction("yiping", "draw"), Output(Id.DRAWN, "data"), Input(Id.ANSWER, "data"), prevent_initial_call=True
    )


def read_ask(ask: Any, boards: Mapping[str, Board]) -> tuple[Board, list[str] | None, dict[str, str]] | None:
    """What the browser asked for, or None when it is not an ask: unknown page, wrong shapes, too much."""
    if not isinstance(ask, dict) or not isinstance(ask.get("page"), str) or ask["page"] not in boards:
        return None
    keys = ask.get("keys")
    if keys is not None and not (isinstance(keys, list) and len(keys) <= MAX_KEYS and all(isinstance(k, str) for k in keys)):
        return None
    params = ask.get("params") or {}
    if not (
        isinstance(params, dict)
        and len(params) <= 16
        and all(isinstance(k, str) and isinstance(v, str) and len(v) <= 200 for k, v in params.items())
    ):
        return None
    board = boards[ask["page"]]
    return board, keys, {name: value for name, value in params.items() if name in board.params}
