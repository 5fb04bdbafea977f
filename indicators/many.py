"""Many numbers at once, for lists: what cannot be read, because the data center lacks its columns, is unknown and does not hide the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_access.centre.reading import Lacking
from data_access.measure import Reader
from indicators.provenance import nature_of, oldest_of, states_of
from indicators.question import Ask, Value
from indicators.read import current, together
from indicators.registry import get


def many(reader: Reader, codes: Sequence[str], question: Ask) -> dict[str, Value]:
    """The numbers by code. They are asked by whole statements, so that what is asked for next is known already."""
    plain = replace(question, who_is_missing=False)
    found: dict[str, Value] = {}
    for code in codes:
        if code in found:
            continue
        group = together([code])
        try:
            found |= current(reader, group, plain)
        except Lacking:  # the others of its statement may still be known: each is asked alone
            found |= {one: _alone(reader, one, plain) for one in group if one in codes}
    return {code: found[code] for code in codes}


def _alone(reader: Reader, code: str, question: Ask) -> Value:
    try:
        return current(reader, [code], question)[code]
    except Lacking:
        states = states_of(reader, [get(code)])
        oldest = oldest_of(states)
        return Value(
            code=code, value=None, as_of=oldest.as_of if oldest else None, batch=oldest.batch if oldest else None, nature=nature_of(states)
        )
