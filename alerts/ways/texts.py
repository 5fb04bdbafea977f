"""Texts and numbers of foreign messages, fitted into the columns of an alert without losing what tells them apart."""

from __future__ import annotations

import hashlib


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def number_of(text: str, most: int) -> str:
    """The text, or, when it is longer than its column, its beginning and a digest of the whole: two long numbers stay two."""
    if len(text) <= most:
        return text
    return f"{text[: most - 17]}~{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
