"""The declaration of a rule: what it asks, what it is fed, how it judges one cell, and on whose authority."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

import pandas as pd

from alerts.failure import AlertsFailed
from alerts.message import LEVELS, MISSING_REPORT

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
FAMILIES = ("登记注册", "食品安全", "特种设备安全", "综合", "数据报送")
SHOWN = 60
"""How many of the last points a rule shows with its verdict."""


@dataclass(frozen=True, kw_only=True)
class Grade:
    """What a rule found in a cell. `chance` is the probability of such a value without a cause, where a cap on false alarms needs it."""

    level: str
    title: str
    value: float | None
    threshold: float | None
    unit: str = ""
    detail: str = ""
    indicator: str | None = None
    window: str = ""
    cause: str | None = None
    entity: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Mapping[str, Any], ...] = ()
    chance: float | None = None


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a rule sees of one cell: a city, a county, an address, a device, a source.

    `rows` rise in time where they have one (column `t`, naive local time); numbers are floats, NaN where unknown. `keys` name the cell,
    `partial` says that the last row's day has not ended: its counts can only grow. `standing` is the level at which the rule already
    stands here, so that what eases a little does not end and begin again.
    """

    cell: str
    region: str
    place: str
    rows: pd.DataFrame
    now: datetime
    """Local time."""
    keys: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    standing: str | None = None
    calendar: Mapping[date, str] = field(default_factory=dict)

    @property
    def whole(self) -> pd.DataFrame:
        """The rows whose time has ended."""
        return self.rows.iloc[:-1] if self.partial else self.rows

    def last(self, column: str) -> float | None:
        """The value of the last ended row; None where unknown."""
        rows = self.whole
        value = rows[column].iloc[-1] if len(rows) else None
        return None if value is None or value != value else float(value)

    def series(self, column: str) -> list[list[Any]]:
        """The last points of a column for people: time and value."""
        if column not in self.rows or "t" not in self.rows:
            return []
        tail = self.rows[["t", column]].tail(SHOWN)
        return [[stamp.isoformat(), None if value != value else float(value)] for stamp, value in tail.itertuples(index=False)]


class Feed(Protocol):
    """Where a rule's frames come from."""

    @property
    def replayable(self) -> bool: ...
    @property
    def ends_by_absence(self) -> bool:
        """Whether a cell without a frame is well; otherwise nothing is known of it."""
        ...

    def inputs(self) -> tuple[str, ...]: ...
    def frames(self, reading: Any) -> Iterable[Frame]: ...
    def covers(self, reading: Any) -> bool:
        """Whether a day without any frame was looked at all the same, because there was nothing to see."""
        ...


Judge = Callable[[Frame], Grade | None]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. Its `judge` is pure: a frame becomes a grade, or None where all is well.

    `status` V: limit and source were read; M: an example until an operator confirms it (shown as 示例). `cap` is the part of a day's alarms
    over all cells that may be false (Benjamini and Hochberg). `hold`: how long a cell must be quiet before its alert ends.
    `every`: how often it is worth judging. `level`: the gravest level that it can give.
    """

    code: str
    name: str
    family: str
    owner: str
    question: str
    feed: Feed
    cell: str
    judge: Judge
    citation: str
    limit: str
    """The threshold in words."""
    level: str
    status: Literal["V", "M"] = "M"
    plan: str = ""
    """What the duty officer reaches for: the response that fits."""
    clock: str | None = None
    """The statutory limit that begins with such an alert."""
    cap: float | None = None
    hold: timedelta = timedelta(0)
    every: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise AlertsFailed(f"rule code {self.code!r:.60} must be small letters, digits and _, at most 40.")
        if self.family not in FAMILIES:
            raise AlertsFailed(f"rule {self.code}: there is no family {self.family!r}; it is one of {'、'.join(FAMILIES)}.")
        if self.level not in (*LEVELS, MISSING_REPORT):
            raise AlertsFailed(f"rule {self.code}: {self.level!r} is no level.")
        if not (self.name and self.question and self.owner and self.limit and self.citation):
            raise AlertsFailed(f"rule {self.code} needs a name, a question, an owner, a limit and a citation: it must explain itself.")

    @property
    def example(self) -> str:
        """The mark of a limit that nobody has confirmed."""
        return "示例" if self.status == "M" else ""
