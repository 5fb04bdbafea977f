"""The page of pages: `docs/pages.md`, every address with who may open it and the panels on it, written from the page registry."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import dash

from data_access.scope import Scope
from security import policy
from security.identity import Identity, Kind
from security.roles import Role
from settings import settings

PAGE = Path(__file__).parent / "pages.md"
HEAD = """# Pages

Every page by its address, with the roles that may open it and the questions that its panels answer. It is written from `pages/` and the
policy table by `python -m docs.pages_page`; a page is one file in `pages/`, a panel one file in `components/panels/`.
"""
MOST = 20
"""Panels that are listed; a page with more is a sheet of samples."""


def addresses() -> dict[str, Any]:
    """The page registry by address. Makes a Dash application, because only one reads the folder of pages."""
    before = dict(dash.page_registry)
    dash.page_registry.clear()
    try:
        dash.Dash("yiping", use_pages=True, pages_folder=str(PAGE.parents[1] / "pages"))
        return {page["path_template"] or page["path"]: page for page in dash.page_registry.values()}
    finally:
        dash.page_registry.clear()
        dash.page_registry.update(before)


def text() -> str:
    """The page."""
    return HEAD + "".join(_section(address, page) for address, page in sorted(addresses().items()))


def _section(address: str, page: Any) -> str:
    board = getattr(importlib.import_module(page["module"]), "BOARD", None)
    head = f"\n## `{address}` {page['title']}\n\nOpen to: {'、'.join(_open_to(address)) or 'nobody'}.\n"
    panels = board.panels if board else ()
    if len(panels) > MOST:
        return head + f"\n{len(panels)} panels.\n"
    rows = "".join(f"| `{p.key}` | {p.title} | {p.question} | {p.owner} |\n" for p in panels)
    return head + (f"\n| panel | title | question | owner |\n|---|---|---|---|\n{rows}" if rows else "")


def _open_to(address: str) -> list[str]:
    whole = Scope.whole(settings().province)
    return [role.shown for role in Role if policy.may_open(Identity("", "", role, whole, Kind.PERSON), address).allowed]


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
