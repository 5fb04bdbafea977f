"""The cities' own boards: which version each shows and when it was published; a board that its city never changed stays the product's."""

from __future__ import annotations

from collections.abc import Iterable

from components.listing import Level, Listed
from components.panel import View
from data_access.stores import city_boards
from geo.regions import regions_of

KIND = "市局板块"


def boards(view: View) -> Iterable[Listed]:
    """The boards of the cities in the scope that have published a version of their own."""
    regions = regions_of(view.scope.province)
    with view.sources.store.read() as connection:
        shown = city_boards.shown(connection, view.scope)
    return [
        Listed(
            address=f"/city/{one.adcode}", title=f"{regions.name(one.adcode)}专题板块", level=Level.CITY, kind=KIND, owner=f"{regions.short(one.adcode)}市局",
            panels=len(one.blocks), published_at=one.published_at, version=f"v{one.version}",
        )
        for one in shown
    ]  # fmt: skip
