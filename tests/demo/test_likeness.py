"""The likeness of the demo province: its numbers follow the calendar, the size of the cities, each other, and what goes wrong in places."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from demo.clusters import clusters
from demo.frames import Span, frame
from demo.gaps import gaps_at
from demo.outages import Outage, outages
from demo.places import Province
from demo.rhythm import kind_of
from tests.demo.conftest import NOON

SEED = 7
YEAR = Span(date(2025, 9, 1), date(2026, 8, 31))
pytestmark = pytest.mark.row("I-04")


@cache
def year(province: Province, table: str) -> pd.DataFrame:
    """A year of a table, its counties and cities as plain text."""
    return drawn(province, table, YEAR)


def drawn(province: Province, table: str, span: Span, seed: int = SEED) -> pd.DataFrame:
    found = frame(seed, province, table, span, gaps_at(province, NOON))
    region = found["region"].astype(str)
    return found.assign(region=region, city=region.str[:4] + "00")


def a_day(province: Province, table: str, column: str) -> pd.Series:
    """The province's total of each day."""
    return year(province, table).groupby("day")[column].sum()


def kinds(days: pd.Index) -> pd.Series:
    return pd.Series([kind_of(day.date()).kind for day in days], index=days)


def echo(province: Province, cause: tuple[str, str], effect: tuple[str, str]) -> dict[int, float]:
    """Pearson's correlation of two numbers' city shares for lags from a week back to a fortnight on, mean of the cities, working days."""
    one, other = (_shares(province, *which) for which in (cause, effect))
    return {lag: float(one.shift(lag, freq="D").corrwith(other).mean()) for lag in range(-7, 15)}


def _shares(province: Province, table: str, column: str) -> pd.DataFrame:
    found = year(province, table).groupby(["day", "city"])[column].sum().unstack()
    found = found[(kinds(found.index) == "work").to_numpy()]
    shares = found.div(found.sum(axis=1), axis=0)
    return shares / shares.rolling(41, center=True, min_periods=15).mean() - 1


def test_mondays_are_far_busier_than_sundays_in_offices_and_hardly_so_for_the_public(province: Province) -> None:
    def ratio(table: str, column: str) -> float:
        found = a_day(province, table, column)
        kind = kinds(found.index)
        return float(
            found[(kind == "work") & (found.index.day_of_week == 0)].mean()
            / found[(kind == "rest") & (found.index.day_of_week == 6)].mean()
        )

    assert 5 < ratio("inspection_daily", "done") < 14
    assert 2 < ratio("entity_daily", "opened") < 5
    assert 1.1 < ratio("complaint_daily", "received") < 1.6


def test_a_weekend_day_that_is_worked_is_a_working_day(province: Province) -> None:
    done = a_day(province, "inspection_daily", "done")
    kind = kinds(done.index)
    shifts = done[kind == "shift"]
    assert len(shifts) >= 5 and shifts.min() > 2 * done[kind == "rest"].max()


def test_the_spring_festival_empties_the_offices_and_the_weeks_beside_it_are_slow(province: Province) -> None:
    opened = a_day(province, "entity_daily", "opened")
    names = pd.Series([kind_of(day.date()).name for day in opened.index], index=opened.index)
    usual = opened[kinds(opened.index) == "work"].mean()
    assert opened[names == "春节"].mean() < 0.12 * usual
    assert opened["2026-02-25":"2026-02-27"].mean() < 0.85 * opened["2026-03-09":"2026-03-13"].mean()
    months = opened.groupby(opened.index.month).sum()
    assert months.idxmin() == 2 and months.idxmax() in (3, 4)
    assert (
        a_day(province, "inspection_daily", "done")["2025-10-01":"2025-10-08"].mean()
        < 0.1 * a_day(province, "inspection_daily", "done").max()
    )


def test_consumers_complain_more_in_the_days_after_the_fifteenth_of_march(province: Province) -> None:
    received = a_day(province, "complaint_daily", "received")
    assert received["2026-03-15":"2026-03-19"].mean() > 1.2 * received["2026-03-02":"2026-03-13"].mean()


def test_every_year_is_somewhat_above_the_year_before(province: Province) -> None:
    before = Span(date(2024, 9, 2), date(2024, 11, 29))
    after = Span(date(2025, 9, 1), date(2025, 11, 28))
    for table, column in (("entity_daily", "opened"), ("complaint_daily", "received"), ("licence_daily", "accepted")):
        one, other = (drawn(province, table, span)[column].sum() for span in (before, after))
        assert 1.0 < other / one < 1.13, table


def test_the_cities_stand_in_the_order_of_their_sizes(province: Province) -> None:
    sizes = pd.Series(province.city_sizes, index=[city.code for city in province.cities])
    for table, column in (
        ("entity_daily", "opened"),
        ("complaint_daily", "received"),
        ("inspection_daily", "done"),
        ("equipment_daily", "due"),
    ):
        totals = year(province, table).groupby("city")[column].sum()
        assert totals.rank().corr(sizes.rank()) > 0.85, table
        assert set(totals.nlargest(2).index) <= set(sizes.nlargest(5).index)


def test_inspections_follow_complaints_after_some_days_and_cases_follow_the_findings(province: Province) -> None:
    inspected = echo(province, ("complaint_daily", "received"), ("inspection_daily", "planned"))
    filed = echo(province, ("inspection_daily", "found"), ("case_daily", "filed"))
    whole = echo(province, ("complaint_daily", "received"), ("case_daily", "filed"))
    peaks = [max(found, key=lambda lag: found[lag]) for found in (inspected, filed, whole)]
    assert peaks[0] in (3, 4) and inspected[peaks[0]] > 0.5
    assert peaks[1] in (4, 5, 6, 7) and filed[peaks[1]] > 0.3
    assert peaks[2] in (7, 8, 9, 10, 11) and whole[peaks[2]] > 0.25
    assert all(max(found[lag] for lag in (-7, -5, -3)) < 0.15 for found in (inspected, filed, whole)), "nothing follows its own effect"


def test_the_stock_of_entities_of_a_city_is_what_was_before_and_what_came_and_went(province: Province) -> None:
    found = drawn(province, "entity_daily", Span(date(2026, 2, 10), date(2026, 3, 5)))
    by_city = found.groupby(["day", "city"])[["opened", "closed", "revoked", "stock"]].sum()
    days = sorted({day for day, _ in by_city.index})
    for before, after in pairwise(days):
        one, other = by_city.loc[before], by_city.loc[after]
        assert (other["stock"] == one["stock"] + other["opened"] - other["closed"] - other["revoked"]).all()


def test_a_cluster_stands_out_where_and_when_it_is(province: Province) -> None:
    found = [
        one for one in clusters(SEED, province, YEAR.first, YEAR.last) if one.table == "complaint_daily" and not one.place.endswith("00")
    ]
    assert len(found) >= 4
    for one in found[:4]:
        rows = year(province, "complaint_daily")
        here = rows[(rows["region"] == one.place) & (rows["topic"] == one.member)].groupby("day")["received"].sum()
        days = pd.date_range(one.first, periods=max(1, one.days // 2))
        days = days[days <= pd.Timestamp(YEAR.last)]
        usual = here.median()
        assert not len(days) or here[days].mean() > 2 * usual, one


def test_entrapments_failed_samples_and_warm_cold_stores_come_in_clusters_too(province: Province) -> None:
    found = {one.table for one in clusters(SEED, province, date(2024, 1, 1), date(2026, 10, 31))}
    assert found == {"equipment_daily", "complaint_daily", "sampling_daily", "cold_chain_hourly", "opinion_hourly"}
    lifts = next(
        one for one in clusters(SEED, province, YEAR.first, date(2026, 8, 1)) if one.table == "equipment_daily" and one.first.year == 2025
    )
    rows = year(province, "equipment_daily")
    trapped = rows[(rows["region"] == lifts.place) & (rows["kind"] == "电梯")].groupby("day")["trapped"].sum()
    inside = trapped[pd.date_range(lifts.first, periods=lifts.days)]
    assert inside.sum() >= 4 and inside.mean() > 4 * trapped.mean()


def test_a_city_that_was_silent_last_year_has_no_rows_of_that_week_and_its_stock_goes_on(province: Province) -> None:
    silent = _one(province, "silent", 2025)
    span = Span(silent.first - timedelta(days=2), silent.last + timedelta(days=2))
    for table in ("entity_daily", "complaint_daily", "opinion_hourly", "cold_chain_hourly"):
        rows = drawn(province, table, span)
        time = "hour" if table.endswith("hourly") else "day"
        here = {day.date() for day in rows[rows["city"] == silent.who][time]}
        assert here == {silent.first - timedelta(days=n) for n in (1, 2)} | {silent.last + timedelta(days=n) for n in (1, 2)}
    sources = drawn(province, "source_daily", span)
    there = sources[(sources["city"] == silent.who) & (sources["day"].dt.date == silent.first)]
    assert (
        there["due"].sum() > 0
        and there["arrived"].sum() == 0
        and there["last_arrived_at"].dropna().max() < pd.Timestamp(silent.first, tz=NOON.tzinfo)
    )


def test_sources_that_stopped_or_came_late_show_it_in_their_batches_and_totals(province: Province) -> None:
    stopped, late = _one(province, "stopped", 2025), _one(province, "late", 2025)
    rows = drawn(province, "source_daily", Span(stopped.first - timedelta(days=1), stopped.last + timedelta(days=1)))
    own = rows[rows["source"] == stopped.who].groupby("day")[["due", "arrived", "rows_total"]].sum()
    assert own["arrived"].iloc[0] > 0 == own["arrived"].iloc[1] and own["due"].iloc[1] > 0 and own["arrived"].iloc[-1] > 0
    assert own["rows_total"].iloc[0] == own["rows_total"].iloc[-2] < own["rows_total"].iloc[-1]
    assert late.days >= 14
    many = drawn(province, "source_daily", Span(late.first, late.first))
    mine = many[many["source"] == late.who]
    assert (mine["arrived"] <= mine["due"]).all()


def test_outages_lie_in_the_past_and_belong_to_the_seed(province: Province) -> None:
    found = outages(SEED, province)
    assert {one.kind for one in found} == {"silent", "stopped", "late"}
    assert all(one.last <= date(2025, 12, 31) and one.who != province.silent.code for one in found)
    assert found != outages(8, province)


def _one(province: Province, kind: str, year: int) -> Outage:
    return next(one for one in outages(SEED, province) if one.kind == kind and one.first.year == year)


def test_warm_afternoons_and_summers_are_hard_on_cold_stores(province: Province) -> None:
    span = Span(date(2026, 7, 6), date(2026, 7, 19))
    summer, winter = (drawn(province, "cold_chain_hourly", s) for s in (span, Span(date(2026, 1, 5), date(2026, 1, 18))))
    assert summer["excursions"].sum() > 1.5 * winter["excursions"].sum()
    hours = summer.groupby(summer["hour"].dt.hour)["excursions"].sum()
    assert np.mean([hours[hour] for hour in (13, 14, 15)]) > 2 * np.mean([hours[hour] for hour in (2, 3, 4)])
