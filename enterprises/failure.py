"""The enterprises room's exception: one sentence that names what is wrong and the remedy."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """In which way something cannot be done, for those who answer other programs."""

    UNKNOWN = "unknown"
    """There is no such thing among those that the caller may see."""
    STATE = "state"
    """It stands otherwise than the act needs."""
    WORDS = "words"
    """What was given cannot be used."""


class EnterprisesFailed(RuntimeError):
    """What cannot be done with rosters and draws."""

    def __init__(self, sentence: str, *, why: Why = Why.WORDS) -> None:
        super().__init__(sentence)
        self.why = why
