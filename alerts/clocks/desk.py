"""The desk of the statutory clocks: sets them going, stops, resumes, extends and ends them, each with who and why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.clocks.counting import Kind, Reading, Ruler, Step, read
from alerts.clocks.limits import Limits, limits_of
from alerts.clocks.working_days import WorkingCalendar, calendar_of
from alerts.failure import AlertsFailed
from data_access.scope import Scope
from data_access.stores import clocks
from data_access.stores.engine import Store
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is timed: its kind and number, its place and its words."""

    kind: str
    id: str
    region: str
    title: str
    nature: str = "production"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is done to a clock, by whom, why and when."""

    kind: Kind
    at: datetime
    who: str
    why: str
    days: int = 0


@dataclass(frozen=True)
class Desk:
    """The table of limits, the calendar and the place's time."""

    limits: Limits
    calendar: WorkingCalendar
    zone: ZoneInfo

    def ruler(self, code: str, started_at: datetime) -> Ruler:
        """What a clock that started then is counted with: the limit of that day rules to its end."""
        return Ruler(self.limits.at(code, started_at.astimezone(self.zone).date()), self.calendar, self.zone)


def desk_of(settings: Settings) -> Desk:
    """The desk of the settings. Raises AlertsFailed for a table or calendar that cannot be read."""
    return Desk(limits_of(settings.home), calendar_of(settings.home), settings.tz)


def start(store: Store, desk: Desk, code: str, subject: Subject, deed: Deed) -> str:
    """Set a clock going; gives its number. A subject has one clock of a limit. Raises AlertsFailed."""
    limit = desk.ruler(code, deed.at).limit
    if limit.subject != subject.kind:
        raise AlertsFailed(f"时限 {limit.name} 用于 {limit.subject}，不用于 {subject.kind}。")
    reading = read(desk.ruler(code, deed.at), [Step(Kind.START, deed.at)], deed.at)
    row = {"id": uuid.uuid4().hex[:26], "rule": code, "subject": subject.key, "region": subject.region}
    row |= {"title": subject.title, "nature": subject.nature}
    with store.write() as connection:
        if not clocks.start(connection, row, _move(deed, reading)):
            raise AlertsFailed(f"{subject.title} 的{limit.name}时限已经起算，不能再次起算。")
    return str(row["id"])


def act(store: Store, desk: Desk, clock: str, deed: Deed, scope: Scope) -> Reading:
    """Stop, resume, extend or end a clock in the scope; gives how it stands then. Raises AlertsFailed and changes nothing otherwise."""
    with store.write() as connection:
        known = clocks.one(connection, clock, scope)
        if known is None:
            raise AlertsFailed("没有这个时限，或不在您的数据范围内。")
        ruler = desk.ruler(known.rule, known.started_at)
        before = _steps(connection, clock)
        now = Step(deed.kind, deed.at, deed.why, deed.days)
        if deed.kind == Kind.EXTEND:
            _still_open(ruler, before, deed)
        reading = read(ruler, [*before, now], deed.at)
        if not clocks.go(connection, clock, len(before), _move(deed, reading)):
            raise AlertsFailed(f"{known.title} 的时限刚被别人处理过：请刷新后再试。")
    return reading


def _still_open(ruler: Ruler, before: list[Step], deed: Deed) -> None:
    reading = read(ruler, before, deed.at)
    if reading.due_at is not None and deed.at > reading.due_at:
        raise AlertsFailed(f"时限 {ruler.limit.name} 已于 {reading.due_on or reading.due_at} 届满，届满后不能延长。")


def reading(store: Store, desk: Desk, clock: str, scope: Scope, now: datetime) -> Reading:
    """How a clock stands. Raises AlertsFailed for one that is unknown or out of scope."""
    with store.read() as connection:
        known = clocks.one(connection, clock, scope)
        if known is None:
            raise AlertsFailed("没有这个时限，或不在您的数据范围内。")
        return read(desk.ruler(known.rule, known.started_at), _steps(connection, clock), now)


def _steps(connection: Connection, clock: str) -> list[Step]:
    rows = clocks.steps(connection, clock)
    return [Step(Kind(row.kind), row.at, row.why, row.days or 0) for row in rows]


def _move(deed: Deed, reading: Reading) -> clocks.Move:
    return clocks.Move(
        kind=deed.kind,
        at=deed.at,
        who=deed.who,
        why=deed.why,
        days=deed.days,
        state=reading.state,
        due_at=reading.due_at,
        extended=reading.extended,
    )
