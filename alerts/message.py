"""The normalised alert message that every way in produces, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LEVELS = ("I", "II", "III", "IV")
MISSING_REPORT = "0"
"""The level of 报送异常: its own state, none of the four."""


class Status(StrEnum):
    """Whether a message means it."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One alert as a source tells it, in our words. Texts are inert: they are stored and shown as they came, never interpreted."""

    source: str
    """Who tells it: a sender's name, or `rule` for our own rules. At most 64 characters."""
    source_id: str
    """The sender's own number of it; (source, source_id) is one alert for ever. At most 128 characters."""
    level: str
    title: str
    region: str
    """Adcode of a county or city of today."""
    occurred_at: datetime
    detail: str = ""
    rule: str | None = None
    family: str | None = None
    """登记注册, 食品安全, 特种设备安全 …; None where the source does not say."""
    cause: str | None = None
    """What makes alerts one group when it is equal in the same region: a device model, a batch, a source system."""
    entity: Mapping[str, str] = field(default_factory=dict)
    """`uscc`, `camera`, `batch`, `device`: what it is about."""
    evidence: tuple[Mapping[str, Any], ...] = ()
    inputs: Mapping[str, Any] | None = None
    """What a rule saw: `indicator`, `value`, `threshold`, `unit`, `window`, `series` [[time, value], …]."""
    lon: float | None = None
    lat: float | None = None
    status: Status = Status.ACTUAL
    nature: str = "production"
    resolved: bool = False
    """The source says that it is over."""


class Fate(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """The same (source, source_id) with another body: refused, the first one stands."""
    UPDATED = "updated"
    """The source's own update, cancellation or end of an alert that is known."""
    REFUSED = "refused"
    BUSY = "busy"
    """Over capacity: nothing was written, ask again after `retry_after` seconds."""


class Occasion(StrEnum):
    """What happened to a group that somebody may want to hear of. The hooks of the intake and of the life are called with it."""

    FIRED = "fired"
    RAISED = "raised"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    SILENCE_ENDED = "silence_ended"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a message and why."""

    fate: Fate
    reason: str
    """One Chinese sentence that a duty officer understands."""
    id: str | None = None
    group: str | None = None
    retry_after: float | None = None
    occasion: Occasion | None = None
    """What the hooks are called for; None where nobody needs to hear of it."""
    held: str | None = None
    """Why notices are held back: `silence:<id>` or `inhibited:<id>`; None where they may go."""
