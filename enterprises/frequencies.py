"""The suggested ratio and frequency of random inspection by credit class: data with its citation, replaced by the operator's own file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enterprises.failure import EnterprisesFailed

SHIPPED = Path(__file__).parent / "data" / "frequencies.toml"


@dataclass(frozen=True)
class Class:
    """One credit class: the percent of it that is drawn in a year, and how often."""

    grade: str
    name: str
    percent: float
    often: str


@dataclass(frozen=True)
class Frequencies:
    """The table with its version and source."""

    version: str
    citation: str
    classes: tuple[Class, ...]


def frequencies_of(home: Path | None = None) -> Frequencies:
    """The operator's `<home>/frequencies.toml`, else the shipped table. Raises EnterprisesFailed for a file that cannot be used."""
    own = home / "frequencies.toml" if home else None
    path = own if own and own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _written: int) -> Frequencies:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        classes = tuple(Class(one["grade"], one["name"], float(one["percent"]), one["often"]) for one in told["class"])
        found = Frequencies(told["version"], told["citation"], classes)
    except (KeyError, TypeError, ValueError) as error:
        raise EnterprisesFailed(f"{path.name} 有错（{error}）：须有 version、citation，每类写 grade、name、percent、often。") from error
    if any(not 0 < one.percent <= 100 for one in classes):
        raise EnterprisesFailed(f"{path.name} 的 percent 须大于 0、不超过 100。")
    return found
