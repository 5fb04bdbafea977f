"""The parts of a story: alerts with all that becomes of them, ticker lines, and the words that they are told in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from data_access.stores.alerts import Step
from demo.places import DATA

START = datetime(2024, 1, 1, tzinfo=UTC)
"""From here all turns are counted."""


@cache
def words() -> dict[str, Any]:
    """The story's words, `demo/data/stories.toml`."""
    return tomllib.loads((DATA / "stories.toml").read_text("utf-8"))


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line for the ticker."""

    kind: str
    text: str
    level_from: str | None = None
    level_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that becomes of an alert or of its order at a time."""

    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    step: Step | None = None
    order: Mapping[str, Any] | None = None
    """The order that is born with this event."""
    order_step: int = 0
    """The step to which the order goes; 0: not touched."""
    order_values: Mapping[str, Any] = field(default_factory=dict)
    change: Change | None = None

    @property
    def moves_alert(self) -> bool:
        return bool(self.step or self.values)


@dataclass(frozen=True)
class Tale:
    """An alert at its birth and all that becomes of it, in order of time."""

    row: Mapping[str, Any]
    born: Change
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def order(self) -> str | None:
        return next((str(event.order["id"]) for event in self.events if event.order), None)


def one_of(rng: np.random.Generator, entries: Sequence[str]) -> str:
    """One of some words by chance."""
    return entries[int(rng.integers(len(entries)))]
