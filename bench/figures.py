"""The figures of the benchmarks: what each one is called, its unit, and the target that it has to meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured figure. `most` and `least` are its target; a figure with neither is only told."""

    key: str
    words: str
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def target(self) -> str:
        """The target in words."""
        if self.most is not None:
            return f"≤ {self.most:g} {self.unit}".rstrip()
        return f"≥ {self.least:g} {self.unit}".rstrip() if self.least is not None else "—"

    def verdict(self, value: float | None) -> str:
        """`ok`, `OVER`, `UNDER`, `not measured`, or nothing for a figure without a target."""
        if self.most is None and self.least is None:
            return ""
        if value is None:
            return "not measured"
        if self.most is not None and value > self.most:
            return "OVER"
        return "UNDER" if self.least is not None and value < self.least else "ok"


@dataclass(frozen=True)
class Outcome:
    """What a suite found: the value of each figure, the tables to print, and the raw values for the result file."""

    values: Mapping[str, float | None]
    tables: Mapping[str, list[list[Any]]]
    """Title → rows; the first row is the head."""
    raw: Mapping[str, Any]
    notes: tuple[str, ...] = ()


class Product(Protocol):
    """The running product, as the suites need it."""

    base: str
    home: Path
    storage: dict[str, Any]
    """The signed-in wall session, as a browser context takes it."""

    @property
    def wall(self) -> str: ...

    @property
    def cookie(self) -> str: ...

    def parts(self) -> dict[str, list[int]]: ...

    def restart(self) -> float: ...


class Floor(Protocol):
    """The running floor page."""

    base: str
    ready: str
    pid: int


@dataclass(frozen=True)
class Ground:
    """What every suite stands on. `floor` is None where the shared bench folder is absent."""

    product: Product
    floor: Floor | None
    quick: bool
    long: bool = False
    """The full lengths of loads that are shortened otherwise."""

    def of(self, full: int, quick: int) -> int:
        """A number of repetitions."""
        return quick if self.quick else full


@dataclass(frozen=True, kw_only=True)
class Suite:
    """One benchmark: its name, its question, its figures with their targets, and how it runs."""

    name: str
    question: str
    figures: tuple[Figure, ...]
    run: Callable[[Ground], Outcome]
    needs_floor: bool = False


class SuiteFailed(RuntimeError):
    """A suite that cannot run; the sentence names what is missing and what to do."""
