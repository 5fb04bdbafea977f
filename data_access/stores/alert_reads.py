"""The reads of alerts for pages and the API: the inbox by keyset pages, counts, one alert's history, and the three first times by city."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, literal, or_, select

from data_access.scope import Scope, city_of
from data_access.stores.alert_tables import ALERT, ALERT_STEP, ESCALATION, NOTICE
from data_access.stores.alerts import HEAD, LEVELS, MONTH, OPEN, REAL, STANDS

Row = dict[str, Any]
MOST = 500
STEPS = ("found", "dispatched", "closed")
LIST = tuple(column for column in ALERT.columns if column.name not in ("inputs", "evidence", "digest", "group_key"))
ESCAPE = "\\"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the inbox shows; an empty part does not limit. `region` is a city or county; `text` stands in title or detail."""

    states: Collection[str] = ()
    levels: Collection[str] = ()
    families: Collection[str] = ()
    sources: Collection[str] = ()
    rules: Collection[str] = ()
    statuses: Collection[str] = ("actual",)
    region: str | None = None
    owner: str | None = None
    text: str | None = None
    since: datetime | None = None
    """Received or changed at this time or later."""
    inhibited: Literal["without", "with", "only"] = "without"
    members: bool = False
    """Every alert by itself instead of its group."""


@dataclass(frozen=True)
class Place:
    """Where a page of the inbox ends: the next one begins behind it."""

    rank: int
    at: datetime
    id: str


Order = Literal["level", "newest", "changed"]
RANK: ColumnElement[int] = case({level: place for place, level in enumerate(LEVELS)}, value=ALERT.c.level, else_=len(LEVELS))
CLOCKS: dict[str, Column[Any]] = {"level": ALERT.c.occurred_at, "newest": ALERT.c.occurred_at, "changed": ALERT.c.changed_at}


def inbox(
    connection: Connection, scope: Scope, wanted: Filter, *, order: Order = "level", after: Place | None = None, limit: int = 50
) -> tuple[list[Row], Place | None]:
    """A page of matters with `merged`, `suppressed` and `answered_at` (the newest acknowledgement), and where the next one begins.

    `order`: level = gravest first, in a level newest first; newest; changed = latest change first.
    """
    answered = (
        select(func.max(ALERT_STEP.c.at)).where(ALERT_STEP.c.alert == ALERT.c.id, ALERT_STEP.c.state_to == "acknowledged").scalar_subquery()
    )
    rank: ColumnElement[int] = RANK if order == "level" else literal(0)
    clock = CLOCKS[order]
    where = [*_where(scope, wanted), *([_behind(rank, clock, after)] if after else [])]
    query = select(*LIST, answered.label("answered_at"), rank.label("rank")).where(*where)
    query = query.order_by(rank, clock.desc(), ALERT.c.id.desc()).limit(min(limit, MOST) + 1)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    more = len(rows) > min(limit, MOST)
    rows = rows[: min(limit, MOST)]
    ranks = [row.pop("rank") for row in rows]
    return rows, Place(ranks[-1], rows[-1][clock.name], rows[-1]["id"]) if more else None


def counts(connection: Connection, scope: Scope, wanted: Filter | None = None) -> dict[tuple[str, str], int]:
    """Matters by level and state."""
    query = (
        select(ALERT.c.level, ALERT.c.state, func.count()).where(*_where(scope, wanted or Filter())).group_by(ALERT.c.level, ALERT.c.state)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def choices(connection: Connection, scope: Scope, name: Literal["family", "source", "rule", "owner"]) -> list[str]:
    """What a filter can choose from: the values that open matters have."""
    column = ALERT.c[name]
    query = select(column).where(HEAD, OPEN, column.is_not(None), scope.clause(ALERT.c.region)).distinct().order_by(column).limit(MOST)
    return list(connection.execute(query).scalars())


def one(connection: Connection, scope: Scope, alert: str) -> Row | None:
    """One alert with all its columns; None for an unknown and for a foreign one."""
    row = connection.execute(select(ALERT).where(ALERT.c.id == alert, scope.clause(ALERT.c.region))).mappings().first()
    return dict(row) if row else None


def history(connection: Connection, alert: str) -> list[Row]:
    """The steps of an alert, oldest first."""
    query = select(ALERT_STEP).where(ALERT_STEP.c.alert == alert).order_by(ALERT_STEP.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def members(connection: Connection, head: str, limit: int = MOST) -> list[Row]:
    """The other alerts of a group, newest first."""
    query = select(*LIST).where(ALERT.c.head == head, ALERT.c.id != head).order_by(ALERT.c.occurred_at.desc(), ALERT.c.id.desc())
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def held_down(connection: Connection, alert: str, limit: int = MOST) -> list[Row]:
    """What an alert makes mere consequences."""
    query = select(*LIST).where(ALERT.c.inhibited_by == alert).order_by(ALERT.c.occurred_at.desc(), ALERT.c.id.desc())
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def notices(connection: Connection, alert: str, limit: int = MOST) -> list[Row]:
    """What was sent about an alert, to whom, and whether it came through; oldest first."""
    columns = [column for column in NOTICE.columns if column.name not in ("body", "claimed_by", "claimed_until")]
    query = select(*columns).where(NOTICE.c.alert == alert).order_by(NOTICE.c.created_at, NOTICE.c.id)
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def escalation(connection: Connection, alert: str) -> Row | None:
    """Where an alert's chain of steps stands."""
    row = connection.execute(select(ESCALATION).where(ESCALATION.c.alert == alert)).mappings().first()
    return dict(row) if row else None


def first_times_by_city(connection: Connection, scope: Scope, now: datetime) -> dict[str, dict[str, tuple[float | None, float | None]]]:
    """p50 and p90 in seconds of the three first times by city adcode, for the matters that occurred in the last 30 days.

    `found` 发现→确认, `dispatched` 确认→派单, `closed` 派单→办结, as `alerts.first_times` has them; None where no matter has come that far.
    """
    found: dict[str, list[tuple[datetime | None, ...]]] = {}
    for city, *times in _times(connection, scope, now):
        found.setdefault(city, []).append(tuple(times))
    return {city: {name: quantiles(rows, at) for at, name in enumerate(STEPS)} for city, rows in sorted(found.items())}


def first_times_of_all(connection: Connection, scope: Scope, now: datetime) -> dict[str, tuple[float | None, float | None]]:
    """The same over the whole of a scope: what a city is held against without any other being named."""
    rows = [tuple(times) for _, *times in _times(connection, scope, now)]
    return {name: quantiles(rows, at) for at, name in enumerate(STEPS)}


def _times(connection: Connection, scope: Scope, now: datetime) -> list[Any]:
    columns = (ALERT.c.occurred_at, ALERT.c.acknowledged_at, ALERT.c.dispatched_at, ALERT.c.closed_at)
    where = (
        REAL,
        STANDS,
        ALERT.c.level != "0",
        ALERT.c.occurred_at > now - MONTH,
        ALERT.c.occurred_at <= now,
        scope.clause(ALERT.c.region),
    )
    return list(connection.execute(select(city_of(ALERT.c.region), *columns).where(*where)))


def quantiles(rows: Sequence[tuple[datetime | None, ...]], at: int) -> tuple[float | None, float | None]:
    """p50 and p90 of the seconds between two neighbouring times, by linear interpolation; None where nobody has both."""
    pairs = ((row[at], row[at + 1]) for row in rows)
    seconds = sorted((end - begin).total_seconds() for begin, end in pairs if begin is not None and end is not None)
    return (_quantile(seconds, 0.5), _quantile(seconds, 0.9)) if seconds else (None, None)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _behind(rank: ColumnElement[int], clock: Column[Any], after: Place) -> ColumnElement[bool]:
    same = rank == after.rank
    return or_(rank > after.rank, and_(same, clock < after.at), and_(same, clock == after.at, ALERT.c.id < after.id))


def _where(scope: Scope, wanted: Filter) -> list[ColumnElement[bool]]:
    where = [scope.clause(ALERT.c.region)] + ([] if wanted.members else [HEAD])
    parts = (
        ("state", wanted.states),
        ("level", wanted.levels),
        ("family", wanted.families),
        ("source", wanted.sources),
        ("rule", wanted.rules),
    )
    where += [ALERT.c[name].in_(sorted(values)) for name, values in (*parts, ("status", wanted.statuses)) if values]
    if wanted.region and not wanted.region.endswith("0000"):
        city = wanted.region.endswith("00")
        where.append(
            ALERT.c.region.between(f"{wanted.region[:4]}00", f"{wanted.region[:4]}99") if city else ALERT.c.region == wanted.region
        )
    if wanted.owner:
        where.append(ALERT.c.owner == wanted.owner)
    if wanted.text:
        like = "%" + "".join(ESCAPE + sign if sign in "%_\\" else sign for sign in wanted.text) + "%"
        where.append(
            or_(
                ALERT.c.title.like(like, escape=ESCAPE),
                ALERT.c.detail.like(like, escape=ESCAPE),
                ALERT.c.source_id.like(like, escape=ESCAPE),
            )
        )
    if wanted.since:
        where.append(ALERT.c.changed_at >= wanted.since)
    if wanted.inhibited != "with":
        where.append(ALERT.c.inhibited_by.is_(None) if wanted.inhibited == "without" else ALERT.c.inhibited_by.is_not(None))
    return where
