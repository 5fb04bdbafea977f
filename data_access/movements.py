"""The movements of product batches between counties: how often goods went from one to another, grouped in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
from sqlalchemy import Subquery, func, select

from data_access.mart_tables import BATCH_MOVEMENT, ENTERPRISE
from data_access.measure import Reader
from data_access.scope import Scope

DAYS = 30
MOST = 5000


def between_counties(reader: Reader, scope: Scope, until: datetime) -> pd.DataFrame:
    """Movements of the 30 days before a moment by pairs of counties: `giver`, `taker` (adcodes), `times`, most first.

    Both ends lie in the scope: a way that leads out of it would tell of a place that its reader may not see. Sales to consumers, and movements
    within one county, are no ways on a map. Without the two marts the frame is empty.
    """
    if not {"batch_movement", "enterprise"} <= set(reader.tables()):
        return pd.DataFrame({"giver": pd.Series(dtype="object"), "taker": pd.Series(dtype="object"), "times": pd.Series(dtype="int64")})
    # subqueries, not aliases: a data center's reader puts what is published in the place of the tables by their names
    move, giver, taker = BATCH_MOVEMENT.c, _places("giver"), _places("taker")
    times = func.count().label("times")
    query = (
        select(giver.c.region.label("giver"), taker.c.region.label("taker"), times)
        .select_from(BATCH_MOVEMENT.join(giver, giver.c.uscc == move.giver).join(taker, taker.c.uscc == move.taker))
        .where(move.at >= until - timedelta(days=DAYS), move.at < until)
        .where(giver.c.region != taker.c.region, scope.clause(giver.c.region), scope.clause(taker.c.region), scope.clause(move.region))
        .group_by(giver.c.region, taker.c.region)
        .order_by(times.desc(), giver.c.region, taker.c.region)
        .limit(MOST)
    )
    return reader.read(query)


def _places(name: str) -> Subquery:
    return select(ENTERPRISE.c.uscc, ENTERPRISE.c.region).subquery(name)
