"""The printer: a tree of dash html components as an HTML string.

A panel's body is drawn by one assignment in the browser instead of hundreds of React components: the same tree, at a
tenth of the cost. Everything is escaped; only `Raw` leaves (our own SVG) pass as they are.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dash.development.base_component import Component

from components.raw import Raw

_VOID = frozenset({"img", "br", "hr", "input", "wbr"})
_NAMES = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "dateTime": "datetime",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
}
_SKIP = frozenset({"children", "n_clicks", "n_clicks_timestamp", "key", "style"})
_LINKS = frozenset({"href", "src"})
_UNITLESS = frozenset({"opacity", "flex", "zIndex", "order", "lineHeight", "fontWeight"})


class UnprintableError(TypeError):
    """A tree holds something that is no plain html component."""


def to_html(tree: Any) -> str:
    """The tree as HTML. Accepts components, text, numbers, lists, `Raw` and None."""
    out: list[str] = []
    _write(tree, out)
    return "".join(out)


def _write(node: Any, out: list[str]) -> None:
    if node is None or node is False:
        return
    if isinstance(node, str):
        out.append(escape(node, quote=False))
    elif isinstance(node, Raw):
        out.append(node.markup)
    elif isinstance(node, (list, tuple)):
        for child in node:
            _write(child, out)
    elif isinstance(node, Component):
        _element(node, out)
    elif isinstance(node, (int, float)):
        out.append(str(node))
    else:
        raise UnprintableError(f"{type(node).__name__} cannot be printed as HTML")


def _element(node: Component, out: list[str]) -> None:
    if node._namespace != "dash_html_components":
        raise UnprintableError(f"{type(node).__name__} is interactive: put it into the page's layout, not into a panel's body")
    tag = type(node).__name__.lower()
    out.append(f"<{tag}")
    for name in node._prop_names:
        if name not in _SKIP and getattr(node, name, None) is not None:
            _attribute(name, getattr(node, name), out)
    given = vars(node)
    for name in sorted(given):  # dash keeps them in an order that differs from process to process; a panel's hash may not
        if name.startswith(("data-", "aria-")) and given[name] is not None:
            _attribute(name, given[name], out)
    style = getattr(node, "style", None)
    if style:
        out.append(f' style="{escape(_css(style))}"')
    out.append(">")
    if tag not in _VOID:
        _write(getattr(node, "children", None), out)
        out.append(f"</{tag}>")


def _attribute(name: str, value: Any, out: list[str]) -> None:
    if value is False:
        return
    if name in _LINKS and (not str(value).startswith(("/", "#")) or str(value).startswith("//")):
        raise UnprintableError(f"a link must stay on this origin: {str(value)[:40]}")
    out.append(f' {_NAMES.get(name, name)}="{escape("" if value is True else str(value))}"')


def _css(style: dict[str, Any]) -> str:
    parts = []
    for name, value in style.items():
        dashed = name if name.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
        parts.append(
            f"{dashed}:{value}"
            + ("px" if isinstance(value, (int, float)) and value and name not in _UNITLESS and not name.startswith("--") else "")
        )
    return ";".join(parts)
