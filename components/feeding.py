"""The feeding of panels: which source systems stand behind the marts of a page, each with the moment from which it counts as stopped.

The answer tells moments, not states, so that it does not depend on the clock: the browser turns a panel at that moment.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from components.panel import Panel, View
from data_access.batches import MartsFailed
from data_access.feeds import System, feeding

log = logging.getLogger("yiping.panel")
SOURCES = "source_daily"
"""The mart whose change means that a source has delivered, or has not."""


def feeds_of(panels: Iterable[Panel], view: View) -> dict[str, Any]:
    """For the marts that these panels read: `{"systems": {code: {name, from}}, "marts": {mart: [codes]}}`; empty where no source is known.

    `from` is null for a system that never delivered.
    """
    marts = view.sources.marts
    wanted = {name for panel in panels for name in panel.reads}
    if not hasattr(marts, "tables") or SOURCES not in marts.tables():
        return {}
    try:
        known = _known(marts, view)
    except MartsFailed as failed:  # the panels say themselves what they cannot read
        log.warning("the sources behind the panels are not known: %s", failed)
        return {}
    found = [one for one in known if wanted & set(one.tables)]
    by_mart: dict[str, list[str]] = {}
    for one in found:
        for mart in one.tables:
            if mart in wanted:
                by_mart.setdefault(mart, []).append(one.code)
    return {"systems": {one.code: _told(one, view) for one in found}, "marts": by_mart}


def _known(marts: Any, view: View) -> list[System]:
    make = lambda: feeding(marts, view.scope)  # noqa: E731 - the same question for all answers of one version
    recall = getattr(marts, "recall", None)
    return recall(f"feeding {view.scope.key}", make) if recall else make()


def _told(one: System, view: View) -> dict[str, Any]:
    since = one.late_from
    return {"name": one.name, "from": since.astimezone(view.now.tzinfo).isoformat(timespec="seconds") if since else None}
