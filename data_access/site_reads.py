"""The reads of registered sites: kitchens that are not connected, sites that are watched from afar with their newest days, devices past their inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
from sqlalchemy import Column, ColumnElement, Select, and_, case, func, select, true

from data_access.mart_tables import BATCH_MOVEMENT, ENTERPRISE, EQUIPMENT, KITCHEN_SITE, PRODUCT_BATCH, REMOTE_SITE, REMOTE_SITE_DAILY
from data_access.measure import Reader
from data_access.measure_query import check_region
from data_access.records import DEEPEST, Slice
from data_access.scope import Scope, city_of
from data_access.watched import IN_USE

__all__ = [
    "DEEPEST",
    "Slice",
    "Wanted",
    "lots_of",
    "missing_by_city",
    "missing_kitchens",
    "overdue_devices",
    "overdue_counts",
    "remote_days",
    "remote_sites",
]
UNCONNECTED = "unconnected"
STANDS = (*IN_USE, "overdue", "超期")
"""States of devices that are used."""
WEEK, RECENT = 7, 2


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whose things: of a scope, of a city or county in it, and of some kinds (none given: of all). Raises ForeignRegion."""

    scope: Scope
    region: str | None = None
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_region(self.scope, self.region)

    def clause(self, region: Column[str], kind: Column[str]) -> ColumnElement[bool]:
        """The condition on a table's region and kind."""
        asked: list[ColumnElement[bool]] = [self.scope.clause(region)]
        if self.region and self.region != self.scope.province:
            city = self.region.endswith("00")
            asked.append(region.between(self.region, f"{self.region[:4]}99") if city else region == self.region)
        if self.kinds:
            asked.append(kind.in_(self.kinds))
        return and_(true(), *asked)


@dataclass(frozen=True)
class Page:
    """A part of a list and how many there are in all."""

    rows: pd.DataFrame
    count: int


def missing_kitchens(reader: Reader, wanted: Wanted, part: Slice) -> Page:
    """The units that should be shown and are not: `site, name, kind, region, uscc, listed_on`, by region and name."""
    c = KITCHEN_SITE.c
    columns = (c.site, c.name, c.kind, c.region, c.uscc, c.listed_on)
    return _page(reader, select(*columns).where(_missing(wanted)).order_by(c.region, c.kind, c.name, c.site), part)


def missing_by_city(reader: Reader, wanted: Wanted) -> dict[str, int]:
    """How many of them each city has; a city with units of which none is missing has 0, one without units is left out."""
    c = KITCHEN_SITE.c
    city = city_of(c.region).label("city")
    number = func.sum(case((c.status == UNCONNECTED, 1), else_=0)).label("n")
    rows = reader.read(select(city, number).where(wanted.clause(c.region, c.kind)).group_by(city))
    return {str(code): int(n) for code, n in zip(rows["city"], rows["n"], strict=True)}


def _missing(wanted: Wanted) -> ColumnElement[bool]:
    c = KITCHEN_SITE.c
    return and_(wanted.clause(c.region, c.kind), c.status == UNCONNECTED)


def remote_sites(reader: Reader, wanted: Wanted) -> pd.DataFrame:
    """The register: `site, name, kind, region, uscc, product, sensors, camera, lon, lat`; at most `DEEPEST` rows."""
    c = REMOTE_SITE.c
    columns = (c.site, c.name, c.kind, c.region, c.uscc, c.product, c.sensors, c.camera, c.lon, c.lat)
    return reader.read(select(*columns).where(wanted.clause(c.region, c.kind)).order_by(c.region, c.kind, c.site).limit(DEEPEST))


def remote_days(reader: Reader, scope: Scope, last: date) -> pd.DataFrame:
    """Of each site that reported within a week up to `last`: `site`, `came` (1 when it has a row of that day), that day's `due`, `reporting`,
    `celsius`; `excursions`, `minutes`, `degree_minutes` and `celsius_high` of that day and the one before, `week_minutes`, and `heard_at` of the newest
    reading. Unknown stays unknown.
    """
    c = REMOTE_SITE_DAILY.c
    today, recent = c.day == last, c.day > last - timedelta(days=RECENT)
    own = [
        func.max(case((today, column))).label(name)
        for name, column in (("due", c.sensors), ("reporting", c.reporting), ("celsius", c.celsius))
    ]
    sums = {"excursions": c.excursions, "minutes": c.excursion_minutes, "degree_minutes": c.degree_minutes}
    own += [func.sum(case((recent, column))).label(name) for name, column in sums.items()]
    own.append(func.max(case((recent, c.celsius_high))).label("celsius_high"))
    asked: Select = select(
        c.site, func.max(case((today, 1), else_=0)).label("came"), *own, func.sum(c.excursion_minutes).label("week_minutes"),
        func.max(c.heard_at, type_=c.heard_at.type).label("heard_at"),
    ).where(scope.clause(c.region), c.day > last - timedelta(days=WEEK), c.day <= last).group_by(c.site)  # fmt: skip
    return reader.read(asked)


def lots_of(reader: Reader, wanted: Wanted, since: datetime) -> dict[str, int]:
    """How many lots each operator of the wanted sites has taken in or made since a time; who has none is left out."""
    if not {"batch_movement", "product_batch"} <= set(reader.tables()):
        return {}
    m, p, c = BATCH_MOVEMENT.c, PRODUCT_BATCH.c, REMOTE_SITE.c
    some = select(c.uscc).where(wanted.clause(c.region, c.kind), c.uscc.is_not(None))
    taken = select(m.taker.label("who"), func.count(m.lot.distinct()).label("n"))
    made = select(p.uscc.label("who"), func.count().label("n"))
    found: dict[str, int] = {}
    for asked in (
        taken.where(wanted.scope.clause(m.region), m.taker.in_(some), m.at >= since).group_by(m.taker),
        made.where(wanted.scope.clause(p.region), p.uscc.in_(some), p.made_on >= since.date()).group_by(p.uscc),
    ):
        rows = reader.read(asked)
        for who, number in zip(rows["who"], rows["n"], strict=True):
            found[str(who)] = found.get(str(who), 0) + int(number)
    return found


def overdue_devices(reader: Reader, wanted: Wanted, day: date, part: Slice) -> Page:
    """Devices in use that were due before a day, the longest overdue first: `device, kind, model, region, due_on, user, maintainer` (names, None
    where the archive of the caller's scope has none).
    """
    c, user, keeper = EQUIPMENT.c, ENTERPRISE.alias("users"), ENTERPRISE.alias("keepers")
    tables = reader.tables()
    late = and_(wanted.clause(c.region, c.kind), c.status.in_(STANDS), c.due_on < day)
    count = int(reader.read(select(func.count().label("n")).where(late))["n"].iloc[0])
    columns = [c.device, c.kind, c.model, c.region, c.due_on]
    if "enterprise" not in tables:
        rows = reader.read(_cut(select(*columns).where(late).order_by(c.due_on, c.device), part))
        return Page(rows.assign(user=None, maintainer=None), count)
    known = EQUIPMENT.outerjoin(user, and_(c.uscc == user.c.uscc, wanted.scope.clause(user.c.region)))
    known = known.outerjoin(keeper, and_(c.maintainer == keeper.c.uscc, wanted.scope.clause(keeper.c.region)))
    asked = select(*columns, user.c.name.label("user"), keeper.c.name.label("maintainer")).select_from(known).where(late)
    return Page(reader.read(_cut(asked.order_by(c.due_on, c.device), part)), count)


def overdue_counts(reader: Reader, wanted: Wanted, day: date) -> pd.DataFrame:
    """Devices of the register by kind: `kind`, `devices` in use, `overdue` before a day."""
    c = EQUIPMENT.c
    stands = c.status.in_(STANDS)
    late = func.sum(case((c.due_on < day, 1), else_=0)).label("overdue")
    asked = select(c.kind, func.count().label("devices"), late).where(wanted.clause(c.region, c.kind), stands).group_by(c.kind)
    return reader.read(asked.order_by(c.kind))


def _page(reader: Reader, asked: Select, part: Slice) -> Page:
    count = reader.read(select(func.count().label("n")).select_from(asked.order_by(None).subquery("listed")))["n"].iloc[0]
    return Page(reader.read(_cut(asked, part)), int(count))


def _cut(asked: Select, part: Slice) -> Select:
    return asked.offset(part.offset).limit(part.limit)
