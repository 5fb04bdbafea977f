"""The cohorts of the archive: what happens to newly opened entities, joined from the nets of registration, approval, supervision and cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from data_access.buckets import Grain, Window, bucket_of
from data_access.mart_tables import ENTERPRISE, ENTERPRISE_EVENT
from data_access.measure import Reader
from data_access.scope import Scope

JOINED = "uscc18"
"""The kind of code by which the nets can be joined."""


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Entities of a place (and kind) that opened in a stretch of days."""

    scope: Scope
    opened: Window
    types: tuple[str, ...] = ()

    @property
    def visible(self) -> ColumnElement[bool]:
        table = ENTERPRISE.c
        kind = [table.type.in_(self.types)] if self.types else []
        return and_(self.scope.clause(table.region), table.opened_on >= self.opened[0], table.opened_on < self.opened[1], *kind)


def sizes(reader: Reader, cohort: Cohort) -> dict[str, int]:
    """`members` that can be joined by their code, `unmatched` that cannot."""
    joined = func.sum(case((ENTERPRISE.c.uscc_kind == JOINED, 1), else_=0))
    row = reader.read(select(joined.label("members"), func.count().label("all")).where(cohort.visible)).iloc[0]
    members = 0 if pd.isna(row["members"]) else int(row["members"])
    return {"members": members, "unmatched": int(row["all"]) - members}


def first_events(reader: Reader, cohort: Cohort, kinds: Sequence[str]) -> pd.DataFrame:
    """How many members met their first event of a kind on which day: `kind`, `opened_on` (date), `day` (date), `n`.

    Only events from the day of opening on count: from its midnight in UTC, before which no office is open. The rows are as many as pairs of days, however large the cohort is.
    """
    first = _firsts(cohort, kinds)
    day = bucket_of(first.c.at, Grain.DAY)
    keys = (first.c.kind, first.c.opened_on, day)
    found = reader.read(select(first.c.kind, first.c.opened_on, day.label("day"), func.count().label("n")).group_by(*keys))
    return found.assign(
        opened_on=pd.to_datetime(found["opened_on"]), day=pd.to_datetime(found["day"].astype("int64").astype("string"), format="%Y%m%d")
    )


def _firsts(cohort: Cohort, kinds: Sequence[str]) -> Subquery:
    one, event = ENTERPRISE.c, ENTERPRISE_EVENT.c
    met = and_(event.uscc == one.uscc, event.at >= one.opened_on, event.kind.in_(kinds))
    return (
        select(one.uscc, one.opened_on, event.kind, func.min(event.at).label("at"))
        .select_from(ENTERPRISE.join(ENTERPRISE_EVENT, met))
        .where(cohort.visible, one.uscc_kind == JOINED)
        .group_by(one.uscc, one.opened_on, event.kind)
        .subquery("firsts")
    )


Told = tuple[datetime, datetime]
"""A half-open stretch of aware times in which events are looked for."""


def standing(reader: Reader, cohort: Cohort, kind: str, told: Told) -> dict[str, int]:
    """Entities that opened before the cohort and stand at the end of `told`: `members`, and `met` an event of this kind in `told`."""
    one = ENTERPRISE.c
    kinds = [one.type.in_(cohort.types)] if cohort.types else []
    old = and_(
        cohort.scope.clause(one.region), one.opened_on < cohort.opened[0], or_(one.closed_on.is_(None), one.closed_on >= told[1].date()),
        one.uscc_kind == JOINED, *kinds,
    )  # fmt: skip
    members = reader.read(select(func.count().label("n")).select_from(ENTERPRISE).where(old)).iloc[0]["n"]
    met = reader.read(_met(old, kind, told)).iloc[0]["n"]
    return {"members": int(members), "met": int(met)}


def _met(old: ColumnElement[bool], kind: str, told: Told) -> Select:
    event = ENTERPRISE_EVENT.c
    inside = and_(event.uscc == ENTERPRISE.c.uscc, event.kind == kind, event.at >= told[0], event.at < told[1])
    return select(func.count(ENTERPRISE.c.uscc.distinct()).label("n")).select_from(ENTERPRISE.join(ENTERPRISE_EVENT, inside)).where(old)


def strays(reader: Reader, scope: Scope, kinds: Sequence[str], told: Told) -> int:
    """Events of these kinds in a time that belong to no entity of the archive."""
    event = ENTERPRISE_EVENT.c
    known = ENTERPRISE_EVENT.outerjoin(ENTERPRISE, ENTERPRISE.c.uscc == event.uscc)
    asked = and_(scope.clause(event.region), event.kind.in_(kinds), event.at >= told[0], event.at < told[1], ENTERPRISE.c.uscc.is_(None))
    return int(reader.read(select(func.count().label("n")).select_from(known).where(asked)).iloc[0]["n"])
