"""The same reading tests on DuckDB files, PostgreSQL and ClickHouse."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import func, select

from data_access import horizon
from data_access.arrivals import source_states
from data_access.buckets import Grain
from data_access.mart_tables import COLD_CHAIN_HOURLY, ENTITY_DAILY, FACTS, SOURCE_DAILY
from data_access.marts import Marts
from data_access.measure import Base, Count, Last, Mean, Per, Ratio, Share, Sum
from data_access.measure_query import Query, dimensions
from data_access.measure_sql import measured
from data_access.scope import Scope
from tests.data_access.centre.filling import AS_OF, LAST

CHINA = ZoneInfo("Asia/Shanghai")
WHOLE, SUZHOU, NOBODY = Scope.whole("320000"), Scope.of("320000", "320500"), Scope.nothing("320000")
pytestmark = pytest.mark.row("I-01")


def measures(mart: str) -> dict[str, Any]:
    """One measure of every kind over the first two counts of a mart."""
    table = next(table for table in FACTS if table.name == mart)
    first, second = [c.name for c in table.columns if c.type.python_type in (int, float) and c.name != "batch_id"][:2]
    where = {dimensions(table)[0]: ("甲", "A", "store", "B")}
    return {
        "sum": Sum(first), "where": Sum(first, where), "last": Last(second), "count": Count(), "mean": Mean(first, weight=second),
        "ratio": Ratio(Sum(first), Sum(second)), "share": Share(Last(first), Last(second)), "net": Sum(first) - Sum(second),
        "per": Per(Sum(first), Base("entity_daily", Last("stock")), 10_000), "money": Sum(first, divisor=100),
    }  # fmt: skip


def questions(mart: str) -> list[Query]:
    """Questions to a mart: whole, split by place and dimension, in time, of a city, of nobody, of an empty time."""
    table = next(table for table in FACTS if table.name == mart)
    usual: dict[str, Any] = {"mart": mart, "measures": measures(mart), "scope": WHOLE}
    month = (date(2026, 11, 1), date(2026, 12, 1))
    return [
        Query(**usual),
        Query(**usual, by=("city",), grain=Grain.MONTH),
        Query(**usual, by=("region", dimensions(table)[0])),
        Query(**usual, by=("city",), windows=(month, (date(2026, 10, 1), date(2026, 11, 1)))),
        Query(**{**usual, "scope": SUZHOU}, region="320505", grain=Grain.YEAR, limit=3),
        Query(**{**usual, "scope": NOBODY}),
        Query(**usual, windows=((date(1999, 1, 1), date(1999, 2, 1)),)),
    ]


@pytest.mark.parametrize("mart", [table.name for table in FACTS])
def test_every_measure_of_every_mart_gives_the_same_numbers(marts: Any, local: Marts, mart: str) -> None:
    asked = questions(mart)
    for question in asked if mart in ("entity_daily", "cold_chain_hourly") else asked[1:2]:
        with marts.snapshot() as here, local.snapshot() as there:
            pd.testing.assert_frame_equal(measured(here, question), measured(there, question), check_exact=False, rtol=1e-12)


def test_unknown_is_not_zero_and_nothing_is_not_zero(marts: Any) -> None:
    rows = measured(marts, Query(mart="entity_daily", measures={"n": Last("stock")}, scope=WHOLE, by=("region", "type")))
    assert rows["n"].isna().any() and (rows["n"] > 0).any()
    empty = measured(marts, Query(mart="entity_daily", measures={"n": Sum("opened"), "c": Count()}, scope=NOBODY))
    assert empty[["n", "c"]].isna().all(axis=None)


def test_times_come_back_as_they_are_kept(marts: Any) -> None:
    frame = marts.read(select(func.max(SOURCE_DAILY.c.last_arrived_at).label("at"), func.max(SOURCE_DAILY.c.day).label("day")))
    assert frame["at"][0].tzinfo is not None and AS_OF - frame["at"][0].to_pydatetime() < timedelta(minutes=97)
    assert frame["day"][0].date() == LAST
    hours = marts.read(select(COLD_CHAIN_HOURLY.c.hour).distinct().order_by(COLD_CHAIN_HOURLY.c.hour))["hour"]
    assert [hour.hour for hour in hours] == [8, 0, 8, 23]
    assert str(hours.dtype) == str(frame["day"].dtype) == "datetime64[us]"


def test_the_horizon_and_the_absent_are_the_same(marts: Any) -> None:
    assert horizon.horizon(marts, "entity_daily", CHINA) == LAST
    assert horizon.horizon(marts, "cold_chain_hourly", CHINA) == datetime(2026, 11, 20, 23)  # noqa: DTZ001 - local
    assert horizon.is_complete(marts, "entity_daily", LAST, CHINA)
    assert horizon.absent_cities(marts, "entity_daily", WHOLE, LAST) == ("321300",)
    assert horizon.suppliers(marts, "case_daily") == ("甲",)
    assert horizon.region_known(marts, "320505") and not horizon.region_known(marts, "110105")


def test_a_batch_is_told_of_every_table(marts: Any) -> None:
    state = marts.tables()["entity_daily"]
    assert (state.batch, state.source, state.nature, state.as_of, state.rows) == (1, "S01", "production", AS_OF, 40)
    assert marts.version() == 1 and len(marts.tables()) == len(FACTS) + 2
    assert set(marts.read(select(ENTITY_DAILY.c.batch_id).distinct())["batch_id"]) == {1}


def test_source_systems_have_their_names_and_rhythms(marts: Any) -> None:
    found = {one.code: (one.name, one.rhythm) for one in source_states(marts, WHOLE)}
    assert found == {"甲": ("甲系统", 1440), "乙": ("乙系统", 1440)}


def test_a_text_that_looks_like_a_statement_stays_a_text(marts: Any) -> None:
    hostile = "x' OR 1=1 -- \\ %s :a {b:String}"
    frame = measured(marts, Query(mart="case_daily", measures={"n": Sum("filed")}, scope=WHOLE, where={"field": hostile}))
    assert frame["n"].isna().all()


def test_a_question_is_asked_once_in_a_version(marts: Any) -> None:
    with marts.snapshot() as shot:
        made = [shot.recall("key", object) for _ in range(2)]
        first, second = (shot.read(select(func.count().label("n")).select_from(ENTITY_DAILY)) for _ in range(2))
    assert made[0] is made[1] and first.equals(second) and first["n"][0] == 40
