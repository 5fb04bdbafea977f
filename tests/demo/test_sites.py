"""The demo's registers of sites: what they name is what the daily and hourly numbers count, for every county and kind."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from demo.frames import Span, frame
from demo.gaps import gaps_at
from demo.places import Province
from demo.registers import kitchens, remote_sites, site_days
from demo.things.stock import Stock, stock_of
from tests.demo.conftest import NOON

SEED = 7
TODAY = NOON.date()
LETTERS = {"LK": "store", "LC": "vehicle", "YM": "vaccine"}


@pytest.fixture(scope="module")
def stock(province: Province) -> Stock:
    return stock_of(SEED, province, "small", TODAY)


def drawn(province: Province, table: str, first: date, last: date = TODAY) -> pd.DataFrame:
    found = frame(SEED, province, table, Span(first, last), gaps_at(province, NOON))
    return found.astype(dict.fromkeys(found.select_dtypes("category").columns, str))


@pytest.mark.row("T-04")
@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), date(2026, 7, 9), date(2025, 3, 1)])
def test_the_named_units_without_connection_are_as_many_as_the_day_counts(province: Province, stock: Stock, day: date) -> None:
    register, daily = kitchens.frame(stock, day), drawn(province, "kitchen_daily", day, day)
    named = (register["status"] == "unconnected").groupby([register["region"].astype(str), register["kind"].astype(str)]).sum()
    counted = (daily["units"] - daily["connected"]).groupby([daily["region"], daily["kind"]]).sum()
    assert (named.reindex(counted.index) == counted).all() and counted.sum() > 100
    listed = register.groupby([register["region"].astype(str), register["kind"].astype(str)]).size()
    assert (listed == daily.groupby(["region", "kind"])["units"].sum()).all()


def test_a_unit_is_listed_before_it_is_connected_and_named_once(stock: Stock) -> None:
    register = kitchens.frame(stock, TODAY)
    assert register["site"].is_unique and register["name"].str.len().gt(3).all()
    there = register["status"] == "connected"
    assert (register["connected_on"].notna() == there).all() and register.loc[~there, "camera"].isna().all()
    assert (register.loc[there, "listed_on"] < register.loc[there, "connected_on"]).all()


@pytest.mark.row("T-04")
def test_the_sites_of_a_county_and_kind_say_together_what_its_hours_say(province: Province) -> None:
    first = TODAY - timedelta(days=20)
    sites, hours = drawn(province, "remote_site_daily", first), drawn(province, "cold_chain_hourly", first)
    hours["day"], sites["kind"] = hours["hour"].dt.normalize(), sites["site"].str[:2].map(LETTERS)
    keys = ["day", "region"]
    for column in ("excursions", "excursion_minutes"):
        theirs = hours.groupby([*keys, "site"])[column].sum()
        mine = sites.groupby([*keys, "kind"])[column].sum().reindex(theirs.index)
        assert (mine == theirs).all() and theirs.sum() > 0, column
    last = hours[hours["hour"].isin(hours.groupby("day")["hour"].max())].groupby([*keys, "site"])[["sensors", "reporting"]].sum()
    mine = sites.groupby([*keys, "kind"])[["sensors", "reporting"]].sum(min_count=1).reindex(last.index)
    assert (mine == last).all().all()


@pytest.mark.row("K-03")
def test_what_a_vaccine_site_does_not_report_is_unknown_and_not_nought(province: Province) -> None:
    today = drawn(province, "remote_site_daily", TODAY)
    vaccine = today[today["site"].str.startswith("YM")]
    assert len(vaccine) and vaccine["reporting"].isna().all()
    assert (vaccine["heard_at"] <= gaps_at(province, NOON).vaccine_since).all()
    assert not today["region"].str.startswith(province.silent.code[:4]).any()


@pytest.mark.row("I-04")
def test_the_same_seed_gives_the_same_sites_and_another_seed_others(province: Province, stock: Stock) -> None:
    for make in (lambda one: kitchens.frame(one, TODAY), remote_sites.frame):
        again, other = make(stock_of(SEED, province, "small", TODAY)), make(stock_of(8, province, "small", TODAY))
        pd.testing.assert_frame_equal(make(stock), again)
        assert not again.equals(other)


def test_the_register_knows_every_site_that_reports(province: Province, stock: Stock) -> None:
    register = remote_sites.frame(stock)
    days = drawn(province, "remote_site_daily", TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    joined = days.merge(register.astype({"region": str}), on="site", suffixes=("", "_listed"))
    assert register["site"].is_unique and len(joined) == len(days) == len(register)
    assert (joined["region"] == joined["region_listed"]).all() and (joined["sensors"] == joined["sensors_listed"]).all()
    owned = register[register["uscc"].notna()]
    assert (owned["uscc"].str[2:8] == owned["region"].astype(str)).all(), "nobody runs a site in another county"
    assert set(register["kind"]) == {"store", "vehicle", "vaccine", "formula"}


def test_what_a_story_adds_to_an_hour_falls_to_one_site(province: Province) -> None:
    rows = frame(SEED, province, "remote_site_daily", Span(TODAY, TODAY), gaps_at(province, NOON))
    before = rows.copy()
    where = {"region": "320623", "site": "store"}
    told = {"table": "cold_chain_hourly", "hour": f"{TODAY}T10:00:00", "where": where, "add": {"excursions": 2, "excursion_minutes": 90}}
    after = site_days.with_story(rows, [told])
    moved = after["excursion_minutes"] - before["excursion_minutes"]
    assert moved.sum() == 90 and (moved > 0).sum() == 1
    assert after["site"][moved > 0].item().startswith("LK320623")
