"""The bureaus room's exception: one sentence for the person at the board, and in which way it cannot be done."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """In which way something cannot be done, for those who answer other programs."""

    UNKNOWN = "unknown"
    """There is no such city, version or system among those that the caller may see."""
    STATE = "state"
    """Somebody was faster, or it stands otherwise than the act needs."""
    WORDS = "words"
    """What was given cannot be used."""


class BureausFailed(RuntimeError):
    """What cannot be done with a board or a system. `block` names the block at fault, `field` its field."""

    def __init__(self, sentence: str, *, why: Why = Why.WORDS, block: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.why = why
        self.block = block
        self.field = field
