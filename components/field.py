"""The fields that a person types into or drags: dash has no such element for a panel's body, so they are markup, every value escaped."""

from __future__ import annotations

from html import escape

from components.raw import Raw


def field(kind: str, **attributes: str | int) -> Raw:
    """An input of a kind (search, date, range, …); names of attributes as in HTML, with `_` for `-`."""
    told = " ".join(f'{name.replace("_", "-")}="{escape(str(value))}"' for name, value in attributes.items())
    return Raw(f'<input type="{escape(kind)}" {told}>')
