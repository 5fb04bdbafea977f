"""The counting of a statutory clock: from its steps to the day it is due, what is left, and what was not counted.

The day of the event is not counted. A stop takes the days from its own day up to the day before the resumption out of the count; of
limits in hours and minutes the time between the two. A day is due when it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alerts.clocks.limits import Limit, Unit
from alerts.clocks.working_days import WorkingCalendar
from alerts.failure import AlertsFailed

FARTHEST = timedelta(days=366 * 12)
"""A clock that comes to no end within this time is wrong."""


class Kind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"
    DONE = "done"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Step:
    """One thing that happened to a clock."""

    kind: Kind
    at: datetime
    why: str = ""
    days: int = 0
    """Of an extension: how much longer, in the limit's unit."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A clock as it stands."""

    state: str
    """running | stopped | done | cancelled"""
    due_at: datetime | None
    """The end of the last moment; None while stopped: nobody knows when it goes on."""
    due_on: date | None
    """The last day; None for limits in hours and minutes, and while stopped."""
    left: timedelta | None
    """Time until due, negative when over; None while stopped and after the end."""
    left_days: int | None
    """Of limits in days: how many more days count, today not included; negative when over."""
    late: bool
    """Over its time, or ended over its time."""
    provisional: bool
    """Counted through a year whose exchanged days are not set by a notice yet."""
    extended: int


@dataclass(frozen=True)
class Ruler:
    """What a clock is counted with: its limit, the calendar and the place's time."""

    limit: Limit
    calendar: WorkingCalendar
    zone: ZoneInfo


def read(ruler: Ruler, steps: Sequence[Step], now: datetime) -> Reading:
    """How a clock stands. Raises AlertsFailed for steps that cannot have happened in this order."""
    check(ruler.limit, steps)
    last, extended = steps[-1].kind, sum(step.days for step in steps if step.kind == Kind.EXTEND)
    state = {Kind.STOP: "stopped", Kind.DONE: "done", Kind.CANCEL: "cancelled"}.get(last, "running")
    stopped = _open_stop(steps)
    if stopped is not None:
        return Reading(
            state=state, due_at=None, due_on=None, left=None, left_days=None, late=False, provisional=False, extended=extended
        )  # fmt: skip
    due_at, due_on = due(ruler, steps)
    end = steps[-1].at if state in ("done", "cancelled") else now
    first = steps[0].at.astimezone(ruler.zone).date()
    running = state == "running"
    return Reading(
        state=state,
        due_at=due_at,
        due_on=due_on,
        left=due_at - now if running else None,
        left_days=_left(ruler, now.astimezone(ruler.zone).date(), due_on) if running and due_on else None,
        late=state != "cancelled" and end > due_at,
        provisional=_by_calendar(ruler.limit) and not ruler.calendar.confirmed(first, due_at.astimezone(ruler.zone).date()),
        extended=extended,
    )


def due(ruler: Ruler, steps: Sequence[Step]) -> tuple[datetime, date | None]:
    """When the count is full: the moment, and the last day of limits in days."""
    length = ruler.limit.length + sum(step.days for step in steps if step.kind == Kind.EXTEND)
    stops = list(_stops(steps))
    if ruler.limit.unit in (Unit.HOURS, Unit.MINUTES):
        return _moment(ruler.limit.unit, length, steps[0].at, stops), None
    start = steps[0].at.astimezone(ruler.zone).date()
    out = [(a.astimezone(ruler.zone).date(), b.astimezone(ruler.zone).date()) for a, b in stops]
    day, counted = start, 0
    while counted < length:
        day += timedelta(days=1)
        if day - start > FARTHEST:
            raise AlertsFailed(f"时限 {ruler.limit.name} 自 {start} 起算不出到期日：请核对中止与延长的记录。")
        held = any(a <= day < b for a, b in out)
        counted += not held and (ruler.limit.unit == Unit.DAYS or ruler.calendar.works(day))
    if ruler.limit.rolls:
        day = ruler.calendar.next_worked(day)
    return datetime.combine(day + timedelta(days=1), time(), ruler.zone), day


def _moment(unit: Unit, length: int, start: datetime, stops: list[tuple[datetime, datetime]]) -> datetime:
    end = start + timedelta(**{str(unit): length})
    for begin, until in stops:
        if begin < end:
            end += until - begin
    return end


def _by_calendar(limit: Limit) -> bool:
    return limit.unit == Unit.WORKING_DAYS or limit.rolls


def _left(ruler: Ruler, today: date, due_on: date) -> int:
    if ruler.limit.unit == Unit.DAYS:
        return (due_on - today).days
    between = ruler.calendar.worked_between
    return between(today, due_on) if today <= due_on else -between(due_on, today)


def _open_stop(steps: Sequence[Step]) -> Step | None:
    found = None
    for step in steps:
        found = step if step.kind == Kind.STOP else None if step.kind != Kind.EXTEND else found
    return found


def _stops(steps: Sequence[Step]) -> Iterator[tuple[datetime, datetime]]:
    begin: datetime | None = None
    for step in steps:
        if step.kind == Kind.STOP:
            begin = step.at
        elif begin is not None and step.kind in (Kind.RESUME, Kind.DONE, Kind.CANCEL):
            yield begin, step.at
            begin = None


def check(limit: Limit, steps: Sequence[Step]) -> None:
    """Whether the steps can have happened in this order. Raises AlertsFailed with what the law or good sense refuses."""
    if not steps or steps[0].kind != Kind.START:
        raise AlertsFailed(f"时限 {limit.name} 没有起算：第一步须是起算。")
    stopped, extensions = False, 0
    for before, step in zip(steps, steps[1:], strict=False):
        if step.at < before.at:
            raise AlertsFailed(f"时限 {limit.name}：{step.at:%Y-%m-%d %H:%M} 的记录早于前一步，时间不能倒退。")
        if before.kind in (Kind.DONE, Kind.CANCEL):
            raise AlertsFailed(f"时限 {limit.name} 已经结束，不能再{_ZH[step.kind]}。")
        if step.kind == Kind.START:
            raise AlertsFailed(f"时限 {limit.name} 已经起算，不能再次起算。")
        if step.kind == Kind.STOP:
            _may_stop(limit, step, stopped)
        if step.kind == Kind.RESUME and not stopped:
            raise AlertsFailed(f"时限 {limit.name} 没有中止，不能恢复。")
        if step.kind == Kind.EXTEND:
            _may_extend(limit, step, extensions)
            extensions += 1
        stopped = step.kind == Kind.STOP or (stopped and step.kind == Kind.EXTEND)


def _may_stop(limit: Limit, step: Step, stopped: bool) -> None:
    if stopped:
        raise AlertsFailed(f"时限 {limit.name} 已经中止，不能再次中止。")
    if not limit.stops:
        raise AlertsFailed(f"时限 {limit.name} 没有可以扣除的期间。")
    if not any(step.why.startswith(reason) for reason in limit.stops):
        raise AlertsFailed(f"时限 {limit.name} 只可因{'；'.join(limit.stops)}扣除，请写明是哪一种。")


def _may_extend(limit: Limit, step: Step, before: int) -> None:
    if before >= len(limit.extensions):
        times = f"最多延长 {len(limit.extensions)} 次" if limit.extensions else "不可延长"
        raise AlertsFailed(f"时限 {limit.name} {times}（{limit.citation}）。")
    allowed = limit.extensions[before]
    if step.days < 1 or (allowed.length is not None and step.days > allowed.length):
        raise AlertsFailed(f"时限 {limit.name} 本次延长须由{allowed.by}决定，{_length(limit, allowed.length)}。")
    if not step.why.strip():
        raise AlertsFailed(f"时限 {limit.name} 的延长须写明理由和决定人（{allowed.by}）。")


def _length(limit: Limit, length: int | None) -> str:
    return "期限为正整数" if length is None else f"不超过 {length} {limit.unit.zh}"


_ZH = {Kind.STOP: "中止", Kind.RESUME: "恢复", Kind.EXTEND: "延长", Kind.DONE: "办结", Kind.CANCEL: "撤销", Kind.START: "起算"}
