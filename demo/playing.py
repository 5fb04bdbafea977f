"""The playing of a story: what it is called in the store, when each beat happens, and what comes of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from data_access.stores import story_state
from demo.effects import Effects
from demo.places import Place, Province
from demo.script import Beat, Story

PASSED = "已由人工处理，剧本不再改动"


@dataclass(frozen=True)
class Play:
    """A playing of a story: what it is called in the store, and where it takes place."""

    run: str
    story: Story
    province: Province
    started: datetime
    speed: float

    def moment(self, beat: Beat, order: int) -> datetime:
        """When a beat happens by the clock; no two at the same microsecond, so that each change is newer than the one before."""
        return self.started + beat.at / self.speed + timedelta(microseconds=order)

    def alert_id(self, ref: str, number: int = 1) -> str:
        return f"ST{self.run}-{ref}" + (f"-{number}" if number > 1 else "")

    def order_id(self, ref: str) -> str:
        return f"SW{self.run}-{ref}"

    def camera_id(self, name: str) -> str:
        return f"{story_state.SOURCE}-{name}" if any(own.id == name for own in self.story.script.camera) else name

    @cached_property
    def places(self) -> Mapping[str, Place]:
        return {place.code: place for place in (*self.province.cities, *self.province.counties)}

    def name_of(self, region: str) -> str:
        return self.places[region].name if region in self.places else self.province.name


@dataclass(frozen=True)
class Deed:
    """One beat of a playing at its moment, with what the story has done so far."""

    play: Play
    beat: Beat
    at: datetime
    effects: Effects

    @property
    def verb(self) -> Any:
        return self.beat.verb


@dataclass(frozen=True)
class Done:
    """What came of a deed: the sentence for the operator, and the effects from now on."""

    told: str
    effects: Effects | None = None
    rows: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    """Ticker lines."""


def line(deed: Deed, kind: str, text: str, about: tuple[str, str], **levels: str) -> dict[str, Any]:
    """A ticker line about a thing (region, id)."""
    usual = {"level_from": None, "level_to": None, "nature": "demo"}
    return {"at": deed.at, "kind": kind, "region": about[0], "text": text, "object": about[1], **usual, **levels}
