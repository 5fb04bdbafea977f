"""The silencing stage: which silence holds an alert's notices back. The alert itself is kept and shown as ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PARTS = ("source", "rule", "family", "level", "region", "alert")
"""What a matcher may name; all that it names must fit."""
Row = Mapping[str, Any]


def fits(matcher: Mapping[str, Any], row: Row) -> bool:
    """Whether a matcher fits an alert's row. A city's code fits its counties, the province's code everything; `alert` is the group's head."""
    for part, wanted in matcher.items():
        if part == "alert":
            if wanted not in (row["id"], row["head"]):
                return False
        elif part == "region":
            if not covers(str(wanted), row["region"]):
                return False
        elif row.get(part) != wanted:
            return False
    return bool(matcher)


def covers(region: str, other: str) -> bool:
    """Whether a province, city or county holds another region."""
    if region.endswith("0000"):
        return region[:2] == other[:2]
    return region[:4] == other[:4] if region.endswith("00") else region == other


def silence_of(row: Row, silences: Iterable[Row]) -> Row | None:
    """The first silence that holds this alert's notices back: it must fit, and lie in the scope that it was made in."""
    return next((each for each in silences if fits(each["matcher"], row) and covers(each["region"], row["region"])), None)
