"""The lifetimes of entities: how many lived how many months and whether that was their end, grouped in the database; and the quiet ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, extract, func, literal, null, or_, select, true

from data_access.mart_tables import ENTERPRISE, ENTERPRISE_EVENT
from data_access.measure import MeasureFailed, Reader
from data_access.measure_query import check_region
from data_access.scope import Scope, city_of

SPLITS = ("city", "region", "industry", "type")
STANDS = "open"


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """What makes a standing entity a quiet one: opened before a day, and without any event since another, of all but the ignored kinds."""

    since: date
    opened_before: date
    ignored: tuple[str, ...]
    tz: ZoneInfo

    def clause(self) -> ColumnElement[bool]:
        """The condition on the register."""
        start = datetime.combine(self.since, time(), self.tz)
        heard = select(ENTERPRISE_EVENT.c.uscc).where(ENTERPRISE_EVENT.c.at >= start, ENTERPRISE_EVENT.c.kind.not_in(self.ignored))
        return and_(ENTERPRISE.c.status == STANDS, ENTERPRISE.c.opened_on < self.opened_before, ENTERPRISE.c.uscc.not_in(heard))


@dataclass(frozen=True, kw_only=True)
class Lives:
    """Which entities, up to which day: those opened from `start` (included) to `end` (not), of the scope and of a region in it."""

    scope: Scope
    until: date
    by: str | None = None
    region: str | None = None
    start: date | None = None
    end: date | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    without: Quiet | None = None
    """Leave the quiet ones out."""

    def __post_init__(self) -> None:
        check_region(self.scope, self.region)
        for name in (*self.where, *([self.by] if self.by else [])):
            if name not in SPLITS:
                raise MeasureFailed(f"the register cannot be split by {name!r:.80}; it can by {', '.join(SPLITS)}.")


def _split(name: str | None) -> ColumnElement[Any]:
    if name is None:
        return null()
    return city_of(ENTERPRISE.c.region) if name == "city" else ENTERPRISE.c[name]


def _visible(lives: Lives) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [lives.scope.clause(ENTERPRISE.c.region)]
    if lives.region and lives.region != lives.scope.province:
        region = lives.region
        asked.append(
            ENTERPRISE.c.region.between(f"{region[:4]}00", f"{region[:4]}99") if region.endswith("00") else ENTERPRISE.c.region == region
        )
    asked += [ENTERPRISE.c.opened_on >= lives.start] if lives.start else []
    asked += [ENTERPRISE.c.opened_on < lives.end] if lives.end else []
    asked += [_split(name) == value for name, value in lives.where.items()]
    return and_(true(), *asked)


def _month(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return extract("year", column) * 12 + extract("month", column)


def lifetimes(reader: Reader, lives: Lives) -> pd.DataFrame:
    """Rows of `by` (None without a split), `months`, `ended` (bool) and `n`.

    A life of m months began in a calendar month and ended, or was last seen standing at `until`, m calendar months later. Left out are
    entities that opened after `until`, those without a day of opening, and those whose end is unknown or lies before their beginning.
    """
    table = ENTERPRISE.c
    ends = and_(table.closed_on.is_not(None), table.closed_on <= lives.until)
    last = lives.until.year * 12 + lives.until.month
    usable = and_(
        table.opened_on <= lives.until, or_(table.closed_on.is_not(None), table.status == STANDS),
        or_(table.closed_on.is_(None), table.closed_on >= table.opened_on),
    )  # fmt: skip
    kept = [~lives.without.clause()] if lives.without else []
    months = case((ends, _month(table.closed_on)), else_=literal(last)) - _month(table.opened_on)
    rows = select(_split(lives.by).label("by"), months.label("months"), case((ends, 1), else_=0).label("ended"))
    rows_ = rows.where(_visible(lives), usable, *kept).subquery("lives")
    keys = [rows_.c.by, rows_.c.months, rows_.c.ended] if lives.by else [rows_.c.months, rows_.c.ended]
    frame = reader.read(select(*keys, func.count().label("n")).group_by(*keys).order_by(*keys))
    by = frame["by"].astype("object") if lives.by else pd.Series([None] * len(frame), dtype="object")
    return pd.DataFrame(
        {"by": by, "months": frame["months"].astype("int64"), "ended": frame["ended"].astype(bool), "n": frame["n"].astype("int64")}
    )


def quiet_counts(reader: Reader, lives: Lives, quiet: Quiet) -> pd.DataFrame:
    """Rows of `by` (None without a split), `standing` (entities in business) and `quiet` (those of them that are quiet)."""
    stands = ENTERPRISE.c.status == STANDS
    rows = select(_split(lives.by).label("by"), case((quiet.clause(), 1), else_=0).label("quiet")).where(_visible(lives), stands)
    rows_ = rows.subquery("quiet_rows")
    keys = [rows_.c.by] if lives.by else []
    asked: Select[Any] = select(*keys, func.count().label("standing"), func.sum(rows_.c.quiet).label("quiet"))
    frame = reader.read(asked.group_by(*keys).order_by(*keys) if keys else asked)
    by = frame["by"].astype("object") if lives.by else pd.Series([None] * len(frame), dtype="object")
    return pd.DataFrame(
        {"by": by, "standing": frame["standing"].fillna(0).astype("int64"), "quiet": frame["quiet"].fillna(0).astype("int64")}
    )


__all__ = ["SPLITS", "Lives", "Quiet", "lifetimes", "quiet_counts"]
