"""The flags of numbers: which of a page's numbers are doubted by an open correction within the caller's scope."""

from __future__ import annotations

from typing import Any

from components.panel import View
from data_access.stores import corrections

TABLE = corrections.TABLE


def flags_of(view: View) -> dict[str, int]:
    """How many corrections are open for each number; empty where the store is not asked at all."""
    store: Any = getattr(view.sources, "store", None)
    if store is None:
        return {}
    with store.read() as connection:
        return corrections.open_codes(connection, view.scope)
