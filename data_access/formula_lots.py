"""The lots of one family as a caller may see them: what came in, what was sold, sealed, or went where nobody wrote down."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import ColumnElement, case, func, not_, or_, select

from data_access.mart_tables import BATCH_MOVEMENT, ENTERPRISE, PRODUCT_BATCH
from data_access.measure import Reader
from data_access.site_reads import Wanted

SOLD, SEALED = "SOLD", "SEALED"
"""Takers that are no enterprise: customers, and the seal at the giver's own place."""
MOST = 5_000
COLUMNS = ("lot", "name", "made_on", "made", "maker", "own", "moves", "received", "sold", "sealed", "untold", "last_at")


def formula_lots(reader: Reader, wanted: Wanted, since: date, tz: ZoneInfo) -> pd.DataFrame:
    """Lots made since a day of the wanted families (`kinds`) that were made in the place or moved in it, the newest first: `COLUMNS`.

    `own`: made in the place; only then `made` (quantity) and `maker` (name) are told, for a place knows nothing of another's maker. The quantities
    `received` (by enterprises), `sold`, `sealed` and `untold` (without taker) are of movements in the place alone; `moves` counts them.
    """
    if not {"product_batch", "batch_movement"} <= set(reader.tables()):
        return pd.DataFrame(columns=list(COLUMNS))
    p, m = PRODUCT_BATCH.c, BATCH_MOVEMENT.c
    start = datetime.combine(since, time(), tz)
    told = {
        "received": ~m.taker.in_((SOLD, SEALED)), "sold": m.taker == SOLD, "sealed": m.taker == SEALED, "untold": m.taker.is_(None),
    }  # fmt: skip
    sums = [func.sum(case((condition, m.quantity), else_=0.0)).label(name) for name, condition in told.items()]
    here = select(m.lot, func.count().label("moves"), *sums, func.max(m.at, type_=m.at.type).label("last_at"))
    moved = here.where(_place(wanted, m.region), m.at >= start).group_by(m.lot).subquery("moved")
    own = _place(wanted, p.region)
    columns = [
        p.lot, p.name, p.made_on, case((own, p.quantity)).label("made"), case((own, ENTERPRISE.c.name)).label("maker"), case((own, 1), else_=0).label("own"),
        *(moved.c[name] for name in COLUMNS[6:]),
    ]  # fmt: skip
    joined = PRODUCT_BATCH.outerjoin(moved, p.lot == moved.c.lot).outerjoin(ENTERPRISE, p.uscc == ENTERPRISE.c.uscc)
    seen = or_(own, not_(moved.c.lot.is_(None)))
    asked = select(*columns).select_from(joined).where(p.family.in_(wanted.kinds), p.made_on >= since, seen)
    return reader.read(asked.order_by(p.made_on.desc(), p.lot).limit(MOST))


def _place(wanted: Wanted, region: ColumnElement[str]) -> ColumnElement[bool]:
    scoped = wanted.scope.clause(region)
    if not wanted.region or wanted.region == wanted.scope.province:
        return scoped
    inside = region.between(wanted.region, f"{wanted.region[:4]}99") if wanted.region.endswith("00") else region == wanted.region
    return scoped & inside
