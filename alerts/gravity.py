"""The order of gravity of the levels, and the centre's aims that hang on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType

ORDER = ("I", "II", "III", "0", "IV")
"""Gravest first; 0 is 报送异常, which stands between III and IV."""
ANSWER: Mapping[str, timedelta] = MappingProxyType(
    {
        "I": timedelta(minutes=5),
        "II": timedelta(minutes=5),
        "III": timedelta(minutes=10),
        "0": timedelta(minutes=30),
        "IV": timedelta(minutes=30),
    }
)
"""Within which time an alert should be acknowledged: the centre's own aim, not a limit of any rule of law."""
FORGOTTEN: Mapping[str, timedelta] = MappingProxyType(
    {"I": timedelta(minutes=30), "II": timedelta(hours=1), "III": timedelta(hours=4), "0": timedelta(hours=4), "IV": timedelta(hours=24)}
)
"""After which time an acknowledgement that nothing followed counts as forgotten and the alert reopens; likewise an aim."""


def graver(one: str, other: str) -> bool:
    """Whether the first level is graver than the second."""
    return ORDER.index(one) < ORDER.index(other)


def gravest(levels: Iterable[str]) -> str:
    return min(levels, key=ORDER.index)


def lesser(level: str) -> tuple[str, ...]:
    """The levels below this one."""
    return ORDER[ORDER.index(level) + 1 :]


def above(level: str) -> tuple[str, ...]:
    """The levels graver than this one."""
    return ORDER[: ORDER.index(level)]
