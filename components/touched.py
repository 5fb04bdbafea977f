"""What is touched: the boards and panels that show what some marts hold, found from what each panel says it reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.panel import Panel, View
from security import policy_table

MANY = 12
"""A panel that reads more marts than this is about the marts themselves (the registry, the sources): it is told apart."""


@dataclass(frozen=True)
class Touched:
    """One board and those of its panels that are touched. `open` tells whether the asking role may open it."""

    name: str
    title: str
    path: str
    panels: tuple[Panel, ...]
    open: bool


def touched(boards: Mapping[str, Any], marts: Collection[str], role: str) -> tuple[Touched, ...]:
    """The boards with a panel that reads one of the marts, by title; a board that no policy names is left out."""
    found = []
    for board in boards.values():
        panels = tuple(panel for panel in board.panels if panel.reads & set(marts) and len(panel.reads) <= MANY)
        roles = policy_table.PAGES.get(board.path)
        if panels and roles is not None:
            free = "<" not in board.path and role in {str(one) for one in roles}
            found.append(Touched(board.name, board.title, board.path, panels, free))
    return tuple(sorted(found, key=lambda one: (one.path.startswith("/wall/"), one.title)))


def touched_by(view: View, marts: Collection[str]) -> tuple[Touched, ...]:
    """The same for who looks at a page."""
    return touched(view.boards, marts, str(view.role))


Briefings = Callable[[Collection[str]], Sequence[str]]


def briefings_of(marts: Collection[str]) -> Sequence[str]:  # noqa: ARG001 - the briefings of these marts, once there are any
    """The briefings that hold numbers of some marts: none is issued by this product yet, and the list says so."""
    return ()
