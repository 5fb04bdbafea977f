"""The part of a delivery: one alert of it as read, or why it cannot be, with its own bytes for the quarantine."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.message import Message


@dataclass(frozen=True, kw_only=True)
class Part:
    """One alert of a delivery. `message` None: refused for `reason`. `body` alone is a delivery of the same way that holds just this part."""

    body: bytes
    message: Message | None = None
    reason: str = ""
