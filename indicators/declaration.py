"""The declaration of an indicator: a named, owned measure over a mart with its definition, rhythm and normal band."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from data_access.buckets import Grain, own_grain
from data_access.measure import Events, Mean, Measure, MeasureFailed, Per, Ratio, parts
from data_access.measure_query import check_measure, dimensions, mart_table
from indicators.failure import IndicatorFailed
from indicators.period import WORDS, Span

DEMO_YEAR = "演示省近 12 个月 5–95 分位，两端各放宽其宽度的四分之一"
"""The source of bands that were taken from the demo province: a production province takes its own."""
Watch = Literal["", "core", "run"]
"""Whether an indicator is watched live: one of the few of the core, one of the many of the daily run, or neither."""
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Band:
    """The normal range of an indicator over its default period, ends included; None is an open end."""

    low: float | None = None
    high: float | None = None
    source: str = "管理目标，由责任处室核定"
    """How the range was derived: a rule with its citation, or the stretch of data that it was taken from."""

    def holds(self, value: float | None) -> bool | None:
        """Whether a value is normal; None for an unknown value."""
        if value is None or value != value:
            return None
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator. What is left out comes from the mart: its owner, its rhythm, all its dimensions, the period that its kind suggests.

    `definition` is the Chinese 口径: numerator, denominator, what counts. `sources` stays empty where the source systems' own list says it.
    """

    code: str
    name: str
    unit: str
    mart: str
    measure: Measure
    definition: str
    better: Literal["up", "down", "none"] = "none"
    time: Literal["flow", "stock"] = "flow"
    dims: tuple[str, ...] | None = None
    span: Span | None = None
    rhythm: timedelta | None = None
    sources: tuple[str, ...] = ()
    owner: str = ""
    band: Band | None = None
    decimals: int = 0
    scale_hint: str = ""
    watch: Watch = ""

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise IndicatorFailed(f"indicator code {self.code!r} must read like family.name in small letters.")
        try:
            check_measure(self.mart, self.measure)
        except MeasureFailed as failed:
            raise IndicatorFailed(f"indicator {self.code}: {failed}") from failed
        table = mart_table(self.mart)
        for name in self.dims or ():
            if name not in dimensions(table):
                raise IndicatorFailed(
                    f"indicator {self.code}: mart {self.mart} has no dimension {name!r}; it has {', '.join(dimensions(table))}."
                )
        if not self.name or not self.definition:
            raise IndicatorFailed(f"indicator {self.code} needs a name and a definition.")
        if self.watch and not (self.band and self.band.source):
            raise IndicatorFailed(f"indicator {self.code} is watched, so it needs a normal band and where the band comes from.")
        self._fill(
            dims=dimensions(table) if self.dims is None else self.dims,
            owner=self.owner or table.info["owner"],
            rhythm=self.rhythm or timedelta(minutes=table.info["rhythm"]),
            span=self.span or self._usual_span(),
        )

    def _fill(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _usual_span(self) -> Span:
        if self.grain is Grain.MONTH:
            return Span.MONTH
        if self.time == "stock":
            return Span.HOUR if self.grain is Grain.HOUR else Span.DAY
        return Span.DAY if self.grain is Grain.HOUR else Span.MONTH

    @property
    def grain(self) -> Grain | None:
        """The finest grain that the mart offers."""
        return own_grain(mart_table(self.mart))

    @property
    def of_things(self) -> bool:
        """Whether it counts the things of a register, not the rows of a mart that is kept by time."""
        return mart_table(self.mart).info["kind"] == "entity"

    @property
    def has_past(self) -> bool:
        """Whether earlier times can be told: not from a register that holds the present state alone."""
        return all(isinstance(part, Events) or bool(getattr(part, "until", True)) for _, part in parts(self.measure, self.mart))

    @property
    def family(self) -> str:
        return self.code.split(".", 1)[0]

    @property
    def is_fraction(self) -> bool:
        """Whether a value has a numerator and a denominator to show."""
        return isinstance(self.measure, Ratio | Per | Mean)

    @property
    def is_rate(self) -> bool:
        """Whether its change is told in percentage points."""
        return self.unit == "%"

    @property
    def wording(self) -> str:
        """The whole 口径: the definition and the usual period."""
        return self.worded(self.span)

    def worded(self, span: Span | None) -> str:
        """The definition with the words of a kind of period; of days that somebody chose it says nothing."""
        return f"{self.definition.rstrip('。')}。期间：{WORDS[span]}。" if span else self.definition
