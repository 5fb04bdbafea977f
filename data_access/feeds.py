"""The feeds: which source systems supply which mart, until when each has delivered, and from which moment on it counts as stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from data_access.arrivals import LATE, SourceState, aware, whole
from data_access.mart_tables import SOURCE_DAILY, SOURCE_SYSTEM
from data_access.scope import Scope


@dataclass(frozen=True, kw_only=True)
class System:
    """One source system with what came of its newest day. None is unknown."""

    state_of: SourceState
    net: str
    bureau: str
    tables: tuple[str, ...]
    places: int
    """Delivering lines: one for the province, or one a city."""
    silent: int
    """Of these, the lines that owe something on the newest day and of which nothing came."""

    @property
    def code(self) -> str:
        return self.state_of.code

    @property
    def name(self) -> str:
        return self.state_of.name

    @property
    def late_from(self) -> datetime | None:
        """The moment from which it counts as stopped when nothing comes any more; None where it never delivered or has no rhythm."""
        at, rhythm = self.state_of.last_arrived_at, self.state_of.rhythm
        return at + timedelta(minutes=rhythm) * LATE if at is not None and rhythm is not None else None

    def state(self, now: datetime) -> str:
        """`none` 无报送, `stopped` 停更, `late` 迟报 (it delivers, but batches that were due are missing), else `ok` 正常."""
        found = self.state_of.state(now)
        return "late" if found == "ok" and self.state_of.arrived < self.state_of.due else found


def systems(reader: Any, scope: Scope) -> list[System]:
    """Every source system in code order, its arrivals cut to the scope. One statement."""
    return _systems(reader, scope.clause(SOURCE_DAILY.c.region))


def feeding(reader: Any, scope: Scope) -> list[System]:
    """The same for who asks what feeds a panel: beside the scope's own lines those that deliver for the whole province, because they tell of
    the platform and of no city."""
    return _systems(reader, or_(scope.clause(SOURCE_DAILY.c.region), SOURCE_DAILY.c.region == scope.province))


def _systems(reader: Any, visible: Any) -> list[System]:
    known = reader.tables()
    if "source_system" not in known or "source_daily" not in known:
        return []
    c, s = SOURCE_DAILY.c, SOURCE_SYSTEM.c
    newest = select(func.max(c.day)).scalar_subquery()
    rows = (
        select(
            c.source, func.sum(c.due).label("due"), func.sum(c.arrived).label("arrived"), func.max(c.last_arrived_at).label("last_at"),
            func.count().label("places"),
            func.sum(case((and_(c.due > 0, func.coalesce(c.arrived, 0) == 0), 1), else_=0)).label("silent"),
        )
        .where(visible, c.day == newest).group_by(c.source).subquery()
    )  # fmt: skip
    told = (
        s.code,
        s.name,
        s.owner,
        s.rhythm,
        s.net,
        s.bureau,
        s.tables,
        rows.c.due,
        rows.c.arrived,
        rows.c.last_at,
        rows.c.places,
        rows.c.silent,
    )
    frame = reader.read(select(*told).select_from(SOURCE_SYSTEM.outerjoin(rows, rows.c.source == s.code)).order_by(s.code))
    return [_system(row) for row in frame.itertuples()]


def _system(row: Any) -> System:
    last = None if row.last_at is None or row.last_at != row.last_at else aware(row.last_at)
    state = SourceState(
        code=row.code, name=row.name, owner=row.owner, rhythm=whole(row.rhythm), due=whole(row.due) or 0, arrived=whole(row.arrived) or 0,
        last_arrived_at=last,
    )  # fmt: skip
    tables = tuple(name.strip() for name in str(row.tables).split(",") if name.strip())
    return System(
        state_of=state, net=row.net, bureau=row.bureau, tables=tables, places=whole(row.places) or 0, silent=whole(row.silent) or 0
    )  # fmt: skip
