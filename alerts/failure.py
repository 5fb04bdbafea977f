"""The alerts room's exception: one sentence that names the part and the remedy."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """In which way something cannot be done, for those who answer other programs."""

    UNKNOWN = "unknown"
    """There is no such alert among those that the caller may see."""
    STATE = "state"
    """It stands otherwise than the act needs."""
    WORDS = "words"
    """What was given cannot be used."""


class AlertsFailed(RuntimeError):
    """What cannot be done with alerts. `retry`: later may succeed."""

    def __init__(self, sentence: str, *, retry: bool = False, why: Why = Why.STATE) -> None:
        super().__init__(sentence)
        self.retry = retry
        self.why = why
