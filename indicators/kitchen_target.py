"""The targets of bright kitchens by kind, with where each comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

PAGE = Path(__file__).parent / "rules" / "kitchen.toml"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the share of connected units of a kind is held against, in percent. `status`: V read in a published text, M an example."""

    percent: float
    status: str
    citation: str


@dataclass(frozen=True)
class Targets:
    """The rule as data."""

    number: str
    version: str
    of: Mapping[str, Target]

    @property
    def common(self) -> float | None:
        """The one target of all kinds; None where they differ."""
        known = {one.percent for one in self.of.values()}
        return known.pop() if len(known) == 1 else None


@cache
def kitchen_targets() -> Targets:
    """The declared targets by the kinds of `kitchen_daily`."""
    data = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    return Targets(data["number"], data["version"], MappingProxyType({kind: Target(**one) for kind, one in data["targets"].items()}))
