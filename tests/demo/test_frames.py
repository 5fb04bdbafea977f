"""The demo marts: same seed, same numbers; any day alone; believable; gaps absent, never zero."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from data_access.mart_tables import MARTS
from demo.frames import DAILY, HOURLY, TABLES, Span, frame
from demo.gaps import gaps_at
from demo.places import Province
from demo.rhythm import kind_of
from tests.demo.conftest import NOON

SEED = 7
TODAY = NOON.date()
PAIRS = {
    "licence_daily": [("granted", "accepted"), ("online", "accepted"), ("on_time", "granted")],
    "notice_daily": [("claimed", "pushed"), ("handled", "claimed"), ("overdue", "pushed")],
    "inspection_daily": [("done", "planned"), ("found", "done"), ("rectified", "found")],
    "case_daily": [("on_time", "closed")],
    "complaint_daily": [("accepted", "received"), ("on_time", "closed")],
    "sampling_daily": [("sampled", "planned"), ("failed", "sampled"), ("handled", "failed")],
    "draw_daily": [("drawn", "target"), ("inspected", "drawn"), ("published", "inspected"), ("problems", "inspected")],
    "platform_daily": [("monitored", "shops"), ("handled", "clues")],
    "equipment_daily": [("inspected", "due"), ("overdue", "in_use")],
    "trace_daily": [("complete", "batches"), ("failed", "batches"), ("sealed", "failed")],
    "kitchen_daily": [("connected", "units"), ("online", "connected"), ("confirmed", "findings")],
    "cold_chain_hourly": [("reporting", "sensors"), ("excursions", "reporting")],
    "remote_site_daily": [("reporting", "sensors"), ("excursions", "excursion_minutes")],
    "equipment_service_daily": [
        ("maintained", "maintain_due"),
        ("hazards", "supervised"),
        ("rectified", "hazards"),
        ("cleared", "faults"),
        ("iot_online", "iot_due"),
        ("complaints_closed", "complaints"),
    ],
    "opinion_hourly": [("reposts", "items"), ("negative", "items")],
    "source_daily": [("arrived", "due"), ("rejected", "rows_in")],
}


def rows(province: Province, table: str, first: date, last: date = TODAY, now: datetime = NOON, seed: int = SEED) -> pd.DataFrame:
    return frame(seed, province, table, Span(first, last), gaps_at(province, now))


def plain(found: pd.DataFrame) -> pd.DataFrame:
    """Codes as plain text."""
    return found.astype(dict.fromkeys(found.select_dtypes("category").columns, str))


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.row("I-04")
@pytest.mark.parametrize("table", TABLES)
def test_a_single_day_drawn_alone_equals_the_same_day_in_its_history(province: Province, table: str) -> None:
    time = MARTS.tables[table].info["time"]
    day = date(2026, 10, 1) if time == "month" else days_ago(6)
    history = rows(province, table, days_ago(70), days_ago(3))
    alone = rows(province, table, day, day)
    same = history[history[time].dt.date == day].reset_index(drop=True)
    assert len(alone) > 0
    pd.testing.assert_frame_equal(same, alone.reset_index(drop=True))


@pytest.mark.row("I-04")
@pytest.mark.parametrize("table", TABLES)
def test_another_seed_gives_other_numbers(province: Province, table: str) -> None:
    one, other = (rows(province, table, days_ago(60), days_ago(3), seed=seed) for seed in (7, 8))
    assert not one.equals(other)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_keeps_its_contract(province: Province, table: str) -> None:
    mart, found = MARTS.tables[table], rows(province, table, days_ago(60))
    assert set(found.columns) == {column.name for column in mart.columns} - {"batch_id"}
    assert not found.duplicated([column.name for column in mart.primary_key.columns]).any()
    numbers = found[[name for name in found.select_dtypes("number") if mart.columns[name].info["unit"] != "℃"]]
    assert (numbers.fillna(0) >= 0).all().all()


@pytest.mark.parametrize("table", list(PAIRS))
def test_a_numerator_never_exceeds_its_denominator_not_even_within_the_day(province: Province, table: str) -> None:
    found = rows(province, table, days_ago(20))
    for part, whole in PAIRS[table]:
        known = found[found[part].notna()]
        assert (known[part] <= known[whole]).all(), (part, whole)
    assert len(found)


def test_the_stock_of_entities_moves_by_exactly_what_came_and_went(province: Province) -> None:
    found = rows(province, "entity_daily", days_ago(9)).groupby("day")[["opened", "closed", "revoked", "stock"]].sum().iloc[:-1]
    for (_, before), (_, after) in pairwise(found.iterrows()):
        assert after["stock"] - before["stock"] == after["opened"] - after["closed"] - after["revoked"]


def test_the_week_has_its_rhythm_and_the_spring_festival_is_quiet(province: Province) -> None:
    opened = rows(province, "entity_daily", date(2026, 1, 5), date(2026, 4, 30)).groupby("day")["opened"].sum()
    kinds = [kind_of(day.date()) for day in opened.index]
    usual = opened[[kind.kind == "work" for kind in kinds]].mean()
    weekend = opened[[kind.kind == "rest" for kind in kinds]].mean()
    festival = opened[[kind.name == "春节" for kind in kinds]].mean()
    assert festival < 0.2 * usual < weekend < 0.6 * usual


def test_the_magnitudes_are_a_provinces(province: Province) -> None:
    def total(table: str, column: str, days: int) -> float:
        return float(rows(province, table, days_ago(days + 1), days_ago(1))[column].sum()) / days

    assert 5_000 < total("complaint_daily", "received", 60) < 7_000
    assert 110_000 < 30 * total("entity_daily", "opened", 60) < 170_000
    stock = rows(province, "entity_daily", days_ago(1), days_ago(1))["stock"].sum()
    assert 13_500_000 < stock < 14_500_000
    kitchens = rows(province, "kitchen_daily", days_ago(1), days_ago(1)).sum(numeric_only=True)
    assert 18_000 < kitchens["connected"] < kitchens["units"] < 18_800
    assert 0.98 < kitchens["online"] / kitchens["connected"] < 0.993
    sources = rows(province, "source_daily", days_ago(1), days_ago(1))
    assert 6.2e9 < sources["rows_total"].sum() < 6.8e9
    assert 3e6 < sources["rows_in"].sum() < 5.5e6


def test_complaints_run_ahead_of_inspections(province: Province) -> None:
    complaints = rows(province, "complaint_daily", days_ago(120), days_ago(1)).groupby(["day", "region"], observed=True)["received"].sum()
    found = rows(province, "inspection_daily", days_ago(120), days_ago(1)).groupby(["day", "region"], observed=True)["found"].sum()

    def by_city(series: pd.Series) -> pd.DataFrame:
        table = series.unstack("region")
        table = table.T.groupby(table.columns.astype(str).str[:4]).sum().T
        return table.div(table.sum(axis=1), axis=0).dropna()

    ahead, later = by_city(complaints), by_city(found)
    lag = {days: ahead.shift(days, freq="D").corrwith(later).mean() for days in (-3, 3)}
    assert lag[3] > lag[-3]


@pytest.mark.row("K-03")
def test_the_silent_city_is_absent_today_and_never_zero(province: Province) -> None:
    silent = province.silent.code[:4]
    for fact in (*DAILY, *HOURLY):
        if fact.table == gaps_at(province, NOON).late_table:
            continue
        today = rows(province, fact.table, TODAY)
        cities = set(today["region"].astype(str).str[:4])
        assert silent not in cities and len(cities) == len(province.cities) - 1, fact.table
        yesterday = rows(province, fact.table, days_ago(1), days_ago(1))
        assert silent in set(yesterday["region"].astype(str).str[:4]), fact.table
    owed = rows(province, "source_daily", TODAY)
    owed = owed[owed["region"].astype(str) == province.silent.code]
    assert owed["due"].sum() > 0 and owed["arrived"].sum() == 0


@pytest.mark.row("K-03")
@pytest.mark.parametrize("clock", ["00:20", "04:00", "08:09", "08:11", "15:30", "23:50"])
def test_the_gaps_are_there_at_every_hour(province: Province, clock: str) -> None:
    now = datetime.fromisoformat(f"2026-11-20T{clock}:00+08:00")
    gaps = gaps_at(province, now)
    cold = rows(province, "cold_chain_hourly", days_ago(1), now=now)
    last = cold.groupby("site", observed=True)["hour"].max()
    assert last["vaccine"] < last["store"] == pd.Timestamp(now.replace(tzinfo=None)).floor("h")
    assert timedelta(hours=24) <= now - gaps.late_as_of < timedelta(hours=48)
    assert rows(province, gaps.late_table, days_ago(5), now=now)["day"].max().date() == gaps.late_as_of.date() - timedelta(days=1)
    found = rows(province, "source_daily", TODAY, now=now)
    never = found[found["source"] == gaps.never]
    assert never["last_arrived_at"].isna().all() and never["rows_total"].isna().all()
    late = found[found["source"] == gaps.late_source]["last_arrived_at"].max()
    assert now - late > timedelta(minutes=66)
    for code, _ in gaps.stopped:
        assert now - found[found["source"] == code]["last_arrived_at"].max() > timedelta(days=1)


@pytest.mark.parametrize("table", [fact.table for fact in (*DAILY, *HOURLY)])
def test_within_a_day_counts_only_grow_and_end_at_the_day(province: Province, table: str) -> None:
    flows = list(next(fact for fact in (*DAILY, *HOURLY) if fact.table == table).flows)
    keys = [column.name for column in MARTS.tables[table].primary_key.columns]
    day = days_ago(3)
    seen = None
    for clock in ("00:00", "09:12", "09:13", "14:30", "23:59"):
        now = datetime.fromisoformat(f"{day}T{clock}:30+08:00")
        held = gaps_at(province, now)
        if table == held.late_table:
            return
        found = plain(rows(province, table, day, day, now=now)).set_index(keys)[flows].sort_index()
        if seen is not None:
            both = found.join(seen, suffixes=("", "_before"), how="inner")
            assert all((both[name] >= both[f"{name}_before"]).all() for name in flows)
        seen = found
    whole = plain(rows(province, table, day, day)).set_index(keys)[flows].sort_index()
    both = whole.join(seen, suffixes=("", "_before"), how="inner")
    assert all((both[name] >= both[f"{name}_before"]).all() for name in flows)


def test_a_province_without_a_file_of_sizes_has_counties_alike() -> None:
    from demo.places import size_file

    assert size_file("000000") == {}
