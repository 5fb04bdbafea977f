"""The codes of enterprises: the unified social credit code (GB 32100-2015) and the registration numbers before it."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015: no I, O, Z, S, V."""
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
VALUE = {character: value for value, character in enumerate(ALPHABET)}

MASKED = re.compile(r"[0-9A-Z]{8}_[0-9a-f]{12}")
REG15 = re.compile(r"\d{6}(\d|N[A-Z]?)[0-9A-Z]{7,8}")
REG13 = re.compile(r"\d{13}")


def is_valid_uscc(code: str) -> bool:
    """Whether a text is a unified social credit code: 18 characters of the alphabet, the last one the check character."""
    if len(code) != 18:
        return False
    try:
        values = [VALUE[character] for character in code]
    except KeyError:
        return False
    total = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=False))
    return values[17] == -total % 31


def kind_of(code: str) -> str | None:
    """uscc18, reg15, reg13 or masked; None for a text that is none of them.

    A text of 18 characters is uscc18 whether or not its check character is right: that is `is_valid_uscc`'s question.
    A masked code keeps its first eight characters; its tail is a hash, so that it has no check character.
    """
    if MASKED.fullmatch(code):
        return "masked"
    if len(code) == 18:
        return "uscc18"
    if len(code) == 15 and REG15.fullmatch(code):
        return "reg15"
    return "reg13" if REG13.fullmatch(code) else None
