"""Tests of overrides: one value corrected by a new batch of its own source and day, everything else as it was."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from data_access import overrides
from data_access.batches import MartsMoved
from data_access.mart_tables import COLD_CHAIN_HOURLY, ENTITY_DAILY
from data_access.marts import Marts, Part
from data_access.measure import Sum
from data_access.measure_query import Query
from data_access.overrides import RowFailed
from data_access.scope import Scope
from tests.data_access.making import AT, TOTAL, opened, put

KEY = {"day": "2024-01-02", "region": "320102", "industry": "-", "type": "enterprise"}
WHOLE = Scope.whole("320000")


def value(marts: Marts, column: str = "opened") -> float | None:
    with marts.snapshot() as shot:
        row = overrides.row_at(shot, "entity_daily", KEY)
    assert row is not None
    return row.values[column]


@pytest.mark.row("K-04")
def test_a_corrected_value_is_read_and_all_other_rows_stand(tmp_path):
    marts = Marts(tmp_path)
    old = put(marts, opened("2024-01-01", 3))
    before = marts.tables()["entity_daily"]
    batch = overrides.publish(marts, "entity_daily", KEY, "opened", 41)
    assert value(marts) == 41
    assert marts.read(TOTAL)["n"][0] == 41 + 5
    rows = marts.read(
        select(ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id, func.count().label("n")).group_by(ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id)
    )
    assert {(str(r.day)[:10], r.batch_id, r.n) for r in rows.itertuples()} == {
        ("2024-01-01", old.number, 2), ("2024-01-02", batch.number, 2), ("2024-01-03", old.number, 2),
    }  # fmt: skip
    after = marts.tables()["entity_daily"]
    assert (after.as_of, after.nature, after.sources, after.rows) == (before.as_of, before.nature, before.sources, before.rows)
    assert (tmp_path / old.file).exists()


@pytest.mark.row("K-04")
def test_unknown_stays_unknown_beside_a_correction_and_a_value_may_become_unknown(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02").assign(opened=[5, None]))
    overrides.publish(marts, "entity_daily", KEY, "stock", 900)
    assert (value(marts), value(marts, "stock"), value(marts, "closed")) == (5, 900, None)
    overrides.publish(marts, "entity_daily", KEY, "opened", None)
    assert value(marts) is None
    assert marts.read(select(func.count(ENTITY_DAILY.c.opened).label("n")))["n"][0] == 0


def test_the_rows_of_another_source_are_not_touched(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02", regions=("320102",)))
    put(marts, opened("2024-01-02", regions=("320505",), value=8), source="other")
    overrides.publish(marts, "entity_daily", KEY, "opened", 3)
    assert marts.read(TOTAL)["n"][0] == 11
    assert marts.tables()["entity_daily"].sources == ("S01", "other")


def test_an_hour_is_corrected_with_its_day(tmp_path):
    marts = Marts(tmp_path)
    rows = [(f"2024-01-0{day} {hour:02d}:00", "320102", "store", 10, hour) for day in (1, 2) for hour in (0, 5, 23)]
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["hour", "region", "site", "sensors", "reporting"]).assign(hour=lambda f: pd.to_datetime(f["hour"]))
    marts.publish([Part(table="cold_chain_hourly", data=frame)], source="S42", nature="production", as_of=AT)
    key = {"hour": "2024-01-02T05:00:00", "region": "320102", "site": "store"}
    overrides.publish(marts, "cold_chain_hourly", key, "reporting", 9)
    found = marts.read(select(COLD_CHAIN_HOURLY.c.hour, COLD_CHAIN_HOURLY.c.reporting).order_by(COLD_CHAIN_HOURLY.c.hour))
    assert found["reporting"].tolist() == [0, 5, 23, 0, 9, 23]


@pytest.mark.parametrize(
    ("column", "new", "word"),
    [("opened", -1, "非负整数"), ("opened", 1.5, "非负整数"), ("opened", float("nan"), "有限"), ("batch_id", 3, "数值列"), ("region; DROP", 3, "数值列"), ("opened", 2.0**60, "非负整数")],
)  # fmt: skip
def test_a_value_that_the_column_cannot_hold_is_refused(tmp_path, column, new, word):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02"))
    with pytest.raises(RowFailed, match=word):
        overrides.publish(marts, "entity_daily", KEY, column, new)
    assert value(marts) == 1


@pytest.mark.parametrize(
    "key", [{}, {**KEY, "day": "bald"}, {**KEY, "day": "2024-01-02T00:00:00+08:00"}, {**KEY, "more": "x"}, {"uscc": "9"}]
)
def test_a_key_that_is_none_is_refused_with_a_sentence(tmp_path, key):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02"))
    with pytest.raises(RowFailed):
        overrides.publish(marts, "entity_daily", key, "opened", 3)


def test_a_row_that_does_not_exist_is_refused_and_nothing_is_published(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02"))
    version = marts.version()
    with pytest.raises(RowFailed, match="已不在主题库"):
        overrides.publish(marts, "entity_daily", {**KEY, "region": "320999"}, "opened", 3)
    assert marts.version() == version


@pytest.mark.row("K-04")
def test_a_batch_that_came_in_between_is_not_written_over(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-02"))
    version = marts.version()
    put(marts, opened("2024-01-02", value=7))
    with pytest.raises(MartsMoved):
        marts.publish(
            [Part(table="entity_daily", data=opened("2024-01-02", value=1))],
            source="S01",
            nature="production",
            as_of=AT,
            only_after=version,
        )
    assert value(marts) == 7


def test_the_rows_that_are_offered_are_those_of_the_scope_and_the_place(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 3))
    day = (date(2024, 1, 2), date(2024, 1, 3))
    with marts.snapshot() as shot:

        def offered(scope, region=None):
            query = Query(mart="entity_daily", measures={"n": Sum("opened")}, scope=scope, region=region)
            return [(row.key["day"], row.key["region"]) for row in overrides.rows_of(shot, query, {}, day)]

        assert offered(WHOLE) == [("2024-01-02", "320102"), ("2024-01-02", "320505")]
        assert offered(WHOLE, "320500") == [("2024-01-02", "320505")]
        assert offered(Scope.of("320000", "320100")) == [("2024-01-02", "320102")]
        assert offered(Scope.nothing("320000")) == []
