"""The electronic supervision (电子监察): every clock that is going, as the clock engine reads it, with 超期 and 临期 told by one rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from alerts.clocks.counting import Kind, Reading, Step, read
from alerts.clocks.desk import Desk
from alerts.clocks.limits import Limit, Unit
from alerts.failure import AlertsFailed
from data_access.scope import Scope
from data_access.stores import appeals, clocks
from data_access.stores.clocks import Timed
from data_access.stores.engine import Store

SHIPPED = Path(__file__).parents[1] / "data" / "supervision.toml"
QUARTER = 0.25


class Mark(StrEnum):
    """How an item stands, the most pressing first."""

    OVER = "over"
    NEAR = "near"
    RUNNING = "running"
    STOPPED = "stopped"

    @property
    def zh(self) -> str:
        return {"over": "超期", "near": "临期", "running": "在办", "stopped": "中止"}[self]


@dataclass(frozen=True)
class NearRule:
    """From when on an item is near its limit, with the rule's version."""

    version: str
    left: Mapping[str, int]

    def near(self, limit: Limit, reading: Reading) -> bool:
        """Whether a running item that is in time is near its limit."""
        if reading.left is None:
            return False
        known = self.left.get(limit.code)
        if reading.left_days is not None:
            return reading.left_days <= (known if known is not None else int(limit.length * QUARTER))
        whole = timedelta(**{str(limit.unit): limit.length})
        return reading.left <= (timedelta(**{str(limit.unit): known}) if known is not None else whole * QUARTER)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One clock that is going: what it times, how the engine reads it, its mark, and its last appeal."""

    timed: Timed
    limit: Limit
    reading: Reading
    mark: Mark
    stopped_why: str = ""
    stopped_at: datetime | None = None
    appeal: appeals.Appeal | None = None

    @property
    def appealed(self) -> bool:
        return self.appeal is not None and self.appeal.open

    @property
    def order(self) -> tuple[int, float, str]:
        """What presses most comes first."""
        left = self.reading.left
        return (self.mark is Mark.STOPPED, left.total_seconds() if left is not None else 0.0, self.timed.id)


def near_rule_of(home: Path | None = None) -> NearRule:
    """The operator's `<home>/supervision.toml`, else the shipped rule. Raises AlertsFailed for a file that cannot be used."""
    own = home / "supervision.toml" if home else None
    path = own if own and own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _written: int) -> NearRule:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        return NearRule(str(told["version"]), {str(code): int(left) for code, left in told["near"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AlertsFailed(f"{path.name} 有错（{error}）：须有 version 和 [near] 表，值为整数。") from error


def watched(store: Store, desk: Desk, scope: Scope, now: datetime, rule: NearRule) -> list[Item]:
    """All clocks of the scope that are running or stopped, what presses most first. Two statements and one for the appeals, however many."""
    with store.read() as connection:
        found = clocks.going(connection, scope)
        appealed = appeals.of_clocks(connection, scope)
    items = [_item(timed, [_step(row) for row in rows], (desk, now, rule), appealed.get(timed.id)) for timed, rows in found]
    return sorted(items, key=lambda item: item.order)


def _step(row: clocks.Written) -> Step:
    return Step(Kind(row.kind), row.at, row.why, row.days or 0)


def _item(timed: Timed, steps: Sequence[Step], by: tuple[Desk, datetime, NearRule], appeal: appeals.Appeal | None) -> Item:
    desk, now, rule = by
    ruler = desk.ruler(timed.rule, timed.started_at)
    reading = read(ruler, steps, now)
    stop = next((step for step in reversed(steps) if step.kind == Kind.STOP), None) if reading.state == "stopped" else None
    return Item(
        timed=timed, limit=ruler.limit, reading=reading, mark=_mark(ruler.limit, reading, rule), stopped_why=stop.why if stop else "",
        stopped_at=stop.at if stop else None, appeal=appeal,
    )  # fmt: skip


def _mark(limit: Limit, reading: Reading, rule: NearRule) -> Mark:
    if reading.state == "stopped":
        return Mark.STOPPED
    return Mark.OVER if reading.late else Mark.NEAR if rule.near(limit, reading) else Mark.RUNNING


def left_bins(items: Sequence[Item], subjects: Sequence[str] = ("complaint", "report"), most: int = 7) -> dict[str, int]:
    """Running items of some subjects by working days left: 超期, 0, 1, … and `most`+. Limits in calendar days and stopped items are left out."""
    found = {"超期": 0, **{str(n): 0 for n in range(most)}, f"{most}+": 0}
    for item in items:
        if item.limit.subject not in subjects or item.limit.unit is not Unit.WORKING_DAYS or item.mark is Mark.STOPPED:
            continue
        left = item.reading.left_days or 0
        found["超期" if item.reading.late else str(left) if left < most else f"{most}+"] += 1
    return found
