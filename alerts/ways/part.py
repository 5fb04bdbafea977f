"""A delivery, and a part of it: one alert as read, or why it cannot be, with its own bytes for the quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.message import Message
from data_access.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Part:
    """One alert of a delivery. `message` None: refused for `reason`. `body` alone is a delivery of the same way that holds just this part."""

    body: bytes
    message: Message | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What came in by one call, entry or row."""

    way: str
    body: bytes
    sender: str
    content_type: str = ""
    scope: Scope | None = None
    """The regions that the sender may report for; None: all of the province."""
