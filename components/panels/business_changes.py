"""The entries of both like stretches by place and trade: what the split of the change and the table of changes are both made from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from components.panels.business_choice import Choice
from data_access.buckets import Window
from indicators.read import ask, recalled

CODE = "entity.opened"


def place_of(chosen: Choice) -> str:
    """The split by place: the cities, and of one city its counties."""
    return "region" if chosen.region else "city"


def changes(marts: Any, chosen: Choice, now: Window, before: Window) -> pd.DataFrame:
    """Rows of `place`, `industry`, `now` and `before` (households, NaN where nothing was reported); shared: copy before changing it."""
    key = f"changes {chosen.scope.key} {chosen.region} {chosen.kind} {now} {before}"
    return recalled(marts, key, lambda: _asked(marts, chosen, now, before))


def _asked(marts: Any, chosen: Choice, now: Window, before: Window) -> pd.DataFrame:
    place = place_of(chosen)
    question = replace(chosen.ask(CODE), by=(place, "industry"), span=None, who_is_missing=False)
    frames = [
        ask(marts, replace(question, start=start, end=end)).frame.rename(columns={CODE: name, place: "place"})
        for name, (start, end) in (("now", now), ("before", before))
    ]
    return frames[0].merge(frames[1], on=["place", "industry"], how="outer")
