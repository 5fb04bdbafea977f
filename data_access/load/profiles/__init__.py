"""The import profiles: foreign files that become mart tables. One file each, found by discovery; `profiles()` lists them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field

from data_access.batches import Nature


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How a foreign file becomes a mart table, and other tables with it, in one batch.

    `shape` is a DuckDB SELECT over `raw` (the file's texts) and `codes` (code, kind, ok) that gives `__file, __row, __line`, the
    columns of `table` as texts, and `__city`, the source's name of the city. All rules of the table are then applied to it.
    `derived` are SELECTs over `good`, the typed rows that passed.
    """

    name: str
    zh: str
    table: str
    columns: tuple[str, ...]
    shape: str
    source: str
    nature: Nature
    last_day: str
    """SELECT over `good` of the last day in the data: the cut-off."""
    derived: Mapping[str, str] = field(default_factory=dict)


def profiles() -> dict[str, Profile]:
    """All import profiles by name."""
    found = {}
    for entry in pkgutil.iter_modules(__path__):
        profile: Profile = importlib.import_module(f"{__name__}.{entry.name}").PROFILE
        found[profile.name] = profile
    return found
