"""The words and sizes of the things, `demo/data/things.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from demo.places import DATA, DemoFailed


@cache
def words() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads((DATA / "things.toml").read_text("utf-8"))


def sample(scale: str) -> dict[str, Any]:
    """How large a sample of the province is drawn. Raises DemoFailed for a scale without one."""
    found: dict[str, Any] | None = words()["sample"].get(scale)
    if found is None:
        raise DemoFailed(f"演示省没有规模 {scale}：请用 {'、'.join(words()['sample'])} 之一。")
    return found


def day_of(name: str) -> date:
    """A date of the file's head."""
    found: date = words()[name]
    return found


def split(entries: Sequence[Any]) -> tuple[list[str], list[float]]:
    """Entries and their weights: an entry is a text, or a list of a text and its weight."""
    pairs = [(entry, 1.0) if isinstance(entry, str) else (str(entry[0]), float(entry[-1])) for entry in entries]
    return [text for text, _ in pairs], [weight for _, weight in pairs]


def letters() -> list[str]:
    """Codes of the industries in the file's order."""
    return [entry["code"] for entry in words()["industry"]]


def places_of(codes: str) -> tuple[int, ...]:
    """Places of some industries in the file's order; all for none given."""
    return tuple(place for place, code in enumerate(letters()) if not codes or code in codes)
