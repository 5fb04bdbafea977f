"""The building and ticking of the demo province on the real engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data_access.batches import MartsFailed
from data_access.mart_tables import MARTS
from data_access.marts import Marts
from data_access.stores.tables import ALERT, ALERT_STEP, CAMERA, CHANGE, DUTY, OPINION_ITEM, PLAN, TEAM, WORK_ORDER
from demo.build import REGISTERS, advance, build, ensure, plan_of, standing
from demo.frames import TABLES
from demo.places import Province
from demo.things.parts import TABLES as THINGS
from tests.demo.conftest import NOON, Stood, copied, stand

MINUTE = timedelta(minutes=1)
TOLD = (ALERT, ALERT_STEP, WORK_ORDER, OPINION_ITEM, CAMERA, DUTY, CHANGE, TEAM, PLAN)


def checksums(stood: Stood) -> dict[str, int]:
    """A checksum a mart table, whatever batch the rows came in."""
    found = {}
    for name in (*TABLES, *THINGS, "region", "industry", "source_system", "calendar"):
        mart = MARTS.tables[name]
        keys = [column.name for column in mart.primary_key.columns]
        rows = Marts(stood.marts.folder).read(select(*(column for column in mart.columns if column.name != "batch_id")))
        rows = rows.sort_values(keys).reset_index(drop=True)
        found[name] = int(pd.util.hash_pandas_object(rows, index=False).sum())
    return found


def told(stood: Stood) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the store's demo tables but their running numbers."""
    with stood.store.read() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(
                        select(*(c for c in table.columns if c.name not in ("seq",) and not (table is DUTY and c.name == "id")))
                    )
                ),
                key=str,
            )
            for table in TOLD
        }


def at(stood: Stood, now: datetime) -> Stood:
    return replace(stood, plan=replace(stood.plan, now=now.astimezone(stood.plan.now.tzinfo)))


def bring_to(stood: Stood, now: datetime) -> None:
    """One tick."""
    later = at(stood, now)
    record = standing(later.plan.province.code, stood.marts, stood.store)
    assert record is not None
    advance(later.plan, stood.marts, stood.store, record)


@pytest.mark.row("I-04")
def test_the_same_seed_gives_the_same_checksum_of_every_table(stood: Stood, tmp_path: Path) -> None:
    again = stand(tmp_path)
    assert checksums(again) == checksums(stood)
    assert told(again) == told(stood)


@pytest.mark.row("I-04")
def test_a_minute_does_not_depend_on_the_minutes_before(stood: Stood, tmp_path: Path) -> None:
    often, once = copied(stood, tmp_path / "often"), copied(stood, tmp_path / "once")
    for minute in range(1, 6):
        bring_to(often, NOON + minute * MINUTE)
    bring_to(once, NOON + 5 * MINUTE)
    assert checksums(often) == checksums(once)
    assert told(often) == told(once)


@pytest.mark.row("I-04")
def test_days_asleep_are_made_up_for_without_building_anew(own: Stood, tmp_path: Path) -> None:
    later = NOON + timedelta(days=3, hours=5)
    fresh = stand(tmp_path / "fresh", later)
    history = max(own.marts.batches(), key=lambda batch: batch.size).number
    bring_to(own, later)
    assert history in {batch.number for batch in own.marts.batches()}
    mine, theirs = checksums(own), checksums(fresh)
    assert {name for name in mine if mine[name] != theirs[name]} <= {"cold_chain_hourly", "opinion_hourly"}  # hours of older days are kept
    ours = told(own)
    for table in ("camera", "opinion_item"):
        assert set(told(fresh)[table]) <= set(ours[table])


def test_a_second_start_only_ticks_and_keeps_the_province_that_was_built_by_hand(own: Stood, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in (7, 99):
        ensure(own.settings.model_copy(update={"seed": seed}), NOON + MINUTE, print)
    assert capsys.readouterr().out == ""
    record = standing(own.plan.province.code, own.marts, own.store)
    assert record is not None and record["seed"] == 7


def test_another_seed_takes_the_whole_place(own: Stood, tmp_path: Path) -> None:
    settings = own.settings.model_copy(update={"seed": 8})
    build(plan_of(settings, NOON), own.marts, own.store, lambda text: None)
    other = stand(tmp_path / "other", seed=8)
    assert checksums(own) == checksums(other)
    assert told(own) == told(other)


def test_an_interrupted_build_leaves_the_province_that_was(own: Stood) -> None:
    before = checksums(own), told(own)
    settings = own.settings.model_copy(update={"seed": 9})

    def pull_the_plug(text: str) -> None:
        raise MartsFailed("interrupted")

    with pytest.raises(MartsFailed):
        build(plan_of(settings, NOON), own.marts, own.store, pull_the_plug)
    assert (checksums(own), told(own)) == before
    assert standing(own.plan.province.code, own.marts, own.store) is not None


@pytest.mark.row("K-03")
def test_the_late_table_is_a_day_behind_and_says_so(stood: Stood) -> None:
    states = stood.marts.tables()
    late = states[stood.plan.gaps.late_table]
    assert late.as_of == stood.plan.gaps.late_as_of
    assert NOON - late.as_of > timedelta(hours=24)
    assert all(NOON - states[name].as_of < 2 * MINUTE for name in TABLES if name not in (stood.plan.gaps.late_table, "credit_monthly"))
    assert {state.nature.value for state in states.values()} == {"demo"}


def test_all_forty_eight_systems_are_there_and_deliver(stood: Stood, province: Province) -> None:
    systems = stood.marts.read(select(MARTS.tables["source_system"]))
    assert len(systems) == 48 and systems["name"].is_unique
    assert set(systems["bureau"]) == {"省市场监管局", "省药品监督管理局", "省知识产权局"}
    fed = {table for tables in systems["tables"] for table in tables.split(",")}
    assert fed == (set(TABLES) | set(REGISTERS)) - {"source_daily"}
    assert len(province.cities) == 13 and len(province.counties) == 95
