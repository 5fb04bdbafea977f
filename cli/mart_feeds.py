"""Who fills each mart and what it feeds: the source systems, the indicators and the panels."""

from __future__ import annotations

from components.needs import needs_of_panels
from data_access.mart_contract import Feed
from data_access.mart_tables import MARTS
from demo.places import systems
from indicators.needs import columns_of
from indicators.registry import catalogue


def feeds() -> dict[str, Feed]:
    """The feed of every mart. The source systems are those of the list that the demo province is made with."""
    indicators = {code: columns_of(one) for code, one in catalogue().items()}
    panels = needs_of_panels()
    return {
        table: Feed(
            sources=tuple(f"{one.code} {one.name}" for one in systems() if table in {name.strip() for name in one.tables.split(",")}),
            indicators=tuple(code for code, marts in indicators.items() if table in marts),
            panels=tuple(dict.fromkeys(panel.title for panel, marts in panels.items() if table in marts)),
        )
        for table in MARTS.tables
    }
