"""Tests of the marts as readers see them: whole batches, newest first, unknown as unknown."""

from __future__ import annotations

import shutil
import time
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import func, select

from data_access.mart_tables import CASE_DAILY, CREDIT_MONTHLY, ENTITY_DAILY, INDUSTRY, MARTS
from data_access.marts import Marts, MartsFailed, Part
from data_access.verification import verify
from tests.data_access.making import AT, BY_DAY, CASES, TOTAL, opened, put, total


def test_a_mart_without_batch_is_an_empty_table_with_the_declared_columns(tmp_path):
    marts = Marts(tmp_path / "none")
    for table in MARTS.tables.values():
        frame = marts.read(select(table))
        assert list(frame.columns) == [column.name for column in table.columns] and frame.empty
    assert marts.version() == 0 and marts.tables() == {}


@pytest.mark.row("K-03")
def test_unknown_is_read_as_unknown_and_never_as_zero(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 2).assign(opened=[5, None, 0, 7]))
    frame = marts.read(select(ENTITY_DAILY).order_by(ENTITY_DAILY.c.day, ENTITY_DAILY.c.region))
    assert frame["opened"].isna().tolist() == [False, True, False, False] and frame["opened"][2] == 0
    assert frame["closed"].isna().all() and frame["closed"].dtype == float
    assert pd.isna(marts.read(select(func.sum(ENTITY_DAILY.c.stock)))).all().all()


def test_every_row_names_its_batch_and_todays_rows_do_not_rewrite_history(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 10))
    history = (tmp_path / marts.batches()[0].file).read_bytes()
    put(marts, opened("2024-01-10", 1, value=4))
    put(marts, opened("2024-01-10", 1, value=5))
    frame = marts.read(BY_DAY.order_by(ENTITY_DAILY.c.day))
    assert frame["batch_id"].tolist() == [1] * 9 + [3] and frame["n"].tolist() == [2] * 9 + [10]
    assert (tmp_path / marts.batches()[0].file).read_bytes() == history
    assert [batch.number for batch in marts.batches()] == [1, 3] and marts.tables()["entity_daily"].rows == 20


def test_demo_rows_are_hidden_as_soon_as_a_table_has_others(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 3, value=100), source="demo", nature="demo")
    assert total(marts) == 600 and marts.tables()["entity_daily"].nature == "demo"
    put(marts, opened("2020-01-01"), nature="sample")
    assert total(marts) == 2 and marts.tables()["entity_daily"].nature == "sample" and marts.tables()["entity_daily"].rows == 2


def test_several_tables_are_one_batch(tmp_path):
    marts = Marts(tmp_path)
    batch = marts.publish(
        [Part(table="entity_daily", data=opened("2024-01-01")), Part(table="case_daily", data=CASES)],
        source="S01",
        nature="production",
        as_of=AT,
    )
    assert batch.number == 1 and {name: state.batch for name, state in marts.tables().items()} == {"entity_daily": 1, "case_daily": 1}
    joined = select(func.sum(CASE_DAILY.c.filed)).join_from(
        CASE_DAILY, ENTITY_DAILY, (CASE_DAILY.c.day == ENTITY_DAILY.c.day) & (CASE_DAILY.c.region == ENTITY_DAILY.c.region)
    )
    assert marts.read(joined).iloc[0, 0] == 3


def test_a_table_without_time_is_replaced_source_by_source(tmp_path):
    marts = Marts(tmp_path)
    for source, names in (("S01", ["农业", "采矿"]), ("S02", ["制造"]), ("S01", ["农林牧渔"])):
        put(
            marts,
            pd.DataFrame({"code": [source[-1] + name[0] for name in names], "name": names})
            .assign(code=lambda f: f["code"].str[0])
            .drop_duplicates("code"),
            table="industry",
            source=source,
        )
    assert sorted(marts.read(select(INDUSTRY))["name"]) == ["农林牧渔", "制造"]


def test_a_pinned_snapshot_does_not_move_while_batches_arrive(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", value=1))
    with marts.snapshot() as shot:
        put(marts, opened("2024-01-01", value=9))
        assert shot.read(TOTAL)["n"][0] == 2 and shot.version() == 1 and total(marts) == 18
    assert total(marts) == 18


def test_a_month_and_an_hour_supersede_by_their_days(tmp_path):
    marts = Marts(tmp_path)
    months = pd.DataFrame(
        {"month": [date(2024, m, 1) for m in (1, 2)], "region": "320100", "grade": "A", "entities": [1, 2], "prosperity": [101.5, None]}
    )
    put(marts, months, table="credit_monthly")
    put(marts, months.tail(1).assign(entities=7), table="credit_monthly")
    assert sorted(marts.read(select(CREDIT_MONTHLY.c.entities))["entities"]) == [1, 7]
    hours = pd.DataFrame(
        {
            "hour": pd.to_datetime(["2024-01-01 23:00", "2024-01-02 00:00"]),
            "region": "320102",
            "topic": "食品",
            "items": [1, 2],
            "reposts": 0,
            "negative": 0,
        }
    )
    put(marts, hours, table="opinion_hourly")
    put(marts, hours.tail(1).assign(items=5), table="opinion_hourly")
    table = MARTS.tables["opinion_hourly"]
    assert sorted(marts.read(select(table.c["items"]))["items"]) == [1, 5]


@effort(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["S1", "S2"]), st.integers(0, 8), st.integers(1, 4)), min_size=1, max_size=6))
def test_what_is_read_is_what_the_newest_batch_of_each_day_said(tmp_path, sequence):
    folder = tmp_path / str(time.monotonic_ns())
    marts, model = Marts(folder), {}
    for number, (source, first, days) in enumerate(sequence, 1):
        start = date(2024, 1, 1) + timedelta(days=first)
        put(marts, opened(start.isoformat(), days, value=number, regions=("320102" if source == "S1" else "320505",)), source=source)
        model.update({(source, start + timedelta(days=n)): number for n in range(days)})
    frame = marts.read(BY_DAY)
    assert sorted(frame["batch_id"]) == sorted(model.values())
    assert total(marts) == sum(model.values()) and marts.tables()["entity_daily"].rows == len(model)
    assert not verify(marts)
    shutil.rmtree(folder)


def test_a_broken_catalogue_is_named_and_running_readers_go_on(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01"))
    put(marts, opened("2024-01-02"))
    assert total(marts) == 4
    (tmp_path / "catalogue.json").write_text('{"format": 1, "version')
    assert total(marts) == 4 and "catalogue.previous.json" in verify(marts)[0]
    with pytest.raises(MartsFailed, match="目录文件.*已损坏"):
        Marts(tmp_path).version()
    with pytest.raises(MartsFailed, match="目录文件.*已损坏"):
        put(marts, opened("2024-01-03"))
    (tmp_path / "catalogue.previous.json").replace(tmp_path / "catalogue.json")
    assert total(Marts(tmp_path)) == 2


def test_a_catalogue_that_is_gone_is_not_taken_for_an_empty_one(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01"))
    put(marts, opened("2024-01-02"))
    assert total(marts) == 4
    (tmp_path / "catalogue.json").unlink()
    for attempt in (lambda: Marts(tmp_path).version(), lambda: total(Marts(tmp_path)), lambda: put(marts, opened("2024-01-03"))):
        with pytest.raises(MartsFailed, match="目录文件.*不见了.*catalogue.previous.json"):
            attempt()
    assert total(marts) == 4 and verify(marts)


def test_a_reader_lets_go_of_the_files_that_no_version_needs(tmp_path):
    marts = Marts(tmp_path)
    for value in range(1, 9):
        put(marts, opened("2024-01-01", value=value))
        assert total(marts) == 2 * value
    with marts.snapshot() as shot:
        attached = shot.database.run(select(func.count().label("n")).select_from(func.duckdb_databases()), "main", [])["n"].tolist()
    assert attached[0] <= 5, "memory, system, temp and the one batch file"
