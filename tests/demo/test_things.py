"""The demo's things: valid, believable, tied together in time, the same whenever and in whatever parts they are published."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from data_access.mart_tables import MARTS
from data_access.marts import Marts, Part
from demo.build import WHOLE_AGAIN
from demo.facts import Hand, draw_day
from demo.frames import Span, entry, frame
from demo.gaps import gaps_at
from demo.places import Province, systems
from demo.things.failed import failed_lot
from demo.things.parts import HOLD, TABLES, View, moving_parts, parts, publish_moving
from demo.things.words import words
from enterprises.codes import is_valid_uscc
from tests.data_access.making import shared
from tests.demo.conftest import NOON, Stood

Frames = dict[str, pd.DataFrame]
SEED = 7
LEAST = {
    "enterprise": 200_000, "enterprise_event": 600_000, "enterprise_relation": 60_000, "equipment": 40_000, "product_batch": 4_000,
    "batch_movement": 25_000,
}  # fmt: skip


def frames(found: list[Part]) -> Frames:
    return {part.table: part.data for part in found if isinstance(part.data, pd.DataFrame)}


def plain(found: pd.DataFrame) -> pd.DataFrame:
    return found.astype(dict.fromkeys(found.select_dtypes("category").columns, object))


def together(*some: Frames) -> Frames:
    """Rows of several publications in the order of their keys."""
    keys = {table: [column.name for column in MARTS.tables[table].primary_key.columns] for table in TABLES}
    whole = {table: pd.concat([plain(one[table]) for one in some]).sort_values(keys[table], ignore_index=True) for table in TABLES}
    for table, rows in whole.items():
        assert not rows.duplicated(keys[table]).any(), table
    return whole


def anew(province: Province, scale: str, days: int = 0, whole: int = 0, seed: int = SEED) -> Frames:
    """All things of a moment, some days after noon, the settled whole having been published earlier or on that very day."""
    now = NOON + timedelta(days=days)
    start = NOON + timedelta(days=whole)
    view = View(seed, province, scale, now, start.date())
    return together(frames(list(parts(seed, province, scale, start))), frames(moving_parts(view)))


@pytest.fixture(scope="module")
def full(province: Province) -> Frames:
    return anew(province, "province")


@pytest.fixture(scope="module")
def small(province: Province) -> Frames:
    return anew(province, "small")


@pytest.mark.row("I-04")
def test_the_province_has_things_enough(full: Frames) -> None:
    assert {table: len(full[table]) >= least for table, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    stock = full["enterprise"]["status"].value_counts(normalize=True)
    open_ = int((full["enterprise"]["status"] == "open").sum())
    assert 195_000 < open_ < 225_000  # one in seventy of fourteen million
    assert 0.2 < stock["closed"] < 0.4 and 0.005 < stock["revoked"] < 0.02
    shares = full["enterprise"]["type"].value_counts(normalize=True)
    assert 0.28 < shares["enterprise"] < 0.34 and 0.65 < shares["individual"] < 0.71


def test_every_credit_code_is_valid_and_nobodys_else(full: Frames) -> None:
    codes = full["enterprise"]["uscc"]
    assert codes.is_unique and all(map(is_valid_uscc, codes))
    assert set(codes.str[8:10]) == {words()["prefix"]}  # no registrar issues organisation codes that begin so
    assert (codes.str[2:8] == full["enterprise"]["region"]).all()
    known = set(codes)
    for table, columns in {
        "enterprise_event": ["uscc"],
        "equipment": ["uscc", "maintainer"],
        "product_batch": ["uscc"],
        "batch_movement": ["giver"],
    }.items():
        for column in columns:
            assert set(full[table][column].dropna()) <= known, (table, column)
    others = full["enterprise_relation"]
    assert set(others.loc[others["kind"] != "法定代表人", "other"]) <= known


def test_no_name_or_code_is_one_of_the_real_registrations(full: Frames) -> None:
    path = shared("data", "enterprises", "dev", "jiangsu_enterprises.parquet")
    real = duckdb.connect().execute(f"SELECT uscc, name FROM '{path}'").fetchall()
    assert not {code for code, _ in real} & set(full["enterprise"]["uscc"])
    assert not {name for _, name in real} & set(full["enterprise"]["name"])


def test_regions_industries_and_sources_exist(full: Frames, province: Province) -> None:
    counties = {county.code for county in province.counties}
    for table in TABLES:
        assert set(full[table]["region"]) <= counties, table
    assert set(full["enterprise"]["region"]) == counties
    assert set(full["enterprise"]["industry"]) <= set("ABCDEFGHIJKLMNOPQRST")
    known = {system.code for system in systems()}
    assert set(full["enterprise_event"]["source"]) <= known - {gaps_at(province, NOON).never}
    sizes = full["enterprise"].groupby("region").size().reindex([county.code for county in province.counties])
    assert np.corrcoef(sizes, province.county_sizes)[0, 1] > 0.9


def test_nothing_happens_to_an_enterprise_before_it_opens_or_after_its_end(full: Frames) -> None:
    events = full["enterprise_event"].merge(full["enterprise"][["uscc", "opened_on", "closed_on", "status"]], on="uscc")
    day = events["at"].dt.tz_convert(NOON.tzinfo).dt.tz_localize(None).dt.normalize()
    assert (day >= events["opened_on"]).all() and (events["at"] <= NOON).all()
    gone = events["closed_on"].notna()
    assert (day[gone] <= events.loc[gone, "closed_on"]).all()
    last = events[events["kind"].isin(["注销", "吊销"])]
    assert (last["status"] == last["kind"].map({"注销": "closed", "吊销": "revoked"})).all()
    assert len(last) == (full["enterprise"]["status"] != "open").sum()
    assert (events["kind"] == "登记").sum() == len(full["enterprise"])
    relation = full["enterprise_relation"].merge(full["enterprise"][["uscc", "opened_on"]], on="uscc")
    assert (relation["since"] >= relation["opened_on"]).all()


def test_enterprises_open_with_the_rhythm_of_the_daily_numbers(full: Frames, province: Province) -> None:
    first, last = date(2026, 1, 1), date(2026, 10, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    drawn = np.stack([draw_day(Hand(SEED, province, entry.ENTITY, day))["opened"] for day in days])
    county = np.add.reduceat(drawn, np.arange(0, drawn.shape[1], len(entry.ENTITY.shares)), axis=1)
    codes = [place.code for place in province.counties]
    daily = pd.DataFrame(county, index=pd.to_datetime(days), columns=codes)
    mine = full["enterprise"][full["enterprise"]["opened_on"].between(str(first), str(last))]
    mine = mine.groupby(["opened_on", "region"]).size().unstack(fill_value=0).reindex(daily.index, fill_value=0)
    assert daily.sum().sum() / mine.sum().sum() == pytest.approx(70, rel=0.06)
    assert mine.sum(axis=1).corr(daily.sum(axis=1)) > 0.95  # day by day, weekends and holidays
    by_month = [rows.groupby(rows.index.month).sum().sum(axis=1) for rows in (mine, daily)]
    assert by_month[0].corr(by_month[1]) > 0.95
    by_city = [rows.T.groupby(rows.columns.str[:4]).sum().sum(axis=1) for rows in (mine, daily)]
    assert by_city[0].corr(by_city[1]) > 0.97


@pytest.mark.row("I-04")
def test_the_same_seed_gives_the_same_things_and_another_seed_others(small: Frames, province: Province) -> None:
    again, other = anew(province, "small"), anew(province, "small", seed=8)
    for table in TABLES:
        pd.testing.assert_frame_equal(small[table], again[table])
        assert not small[table].equals(other[table]), table


@pytest.mark.row("I-04")
@pytest.mark.parametrize("days", [0, 1, 33, HOLD - 5])
def test_what_moves_beside_an_old_whole_equals_all_published_anew(province: Province, days: int) -> None:
    beside, fresh = anew(province, "small", days=days), anew(province, "small", days=days, whole=days)
    for table in TABLES:
        pd.testing.assert_frame_equal(beside[table], fresh[table])


def test_a_small_province_takes_two_seconds_at_most(province: Province) -> None:
    begun = time.process_time()
    assert 2_000 < len(anew(province, "small", days=2, seed=11)["enterprise"]) < 3_500
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("scale", ["small", "province"])
def test_the_failed_lot_is_found_by_walking_its_movements(small: Frames, full: Frames, scale: str) -> None:
    found, failed = small if scale == "small" else full, failed_lot(NOON)
    lot = found["product_batch"].set_index("lot").loc[failed.lot]
    moves = found["batch_movement"][found["batch_movement"]["lot"] == failed.lot].sort_values("at")
    hands: defaultdict[str, float] = defaultdict(float, {lot["uscc"]: lot["quantity"]})
    sold = sealed = unknown = 0.0
    under_seal = defaultdict(float)
    for move in moves.itertuples():
        assert hands[move.giver] >= move.quantity > 0  # nobody gives what it has not
        hands[move.giver] -= move.quantity
        if move.taker is None or move.taker != move.taker:
            unknown += move.quantity
        elif move.taker == "SOLD":
            sold += move.quantity
        elif move.taker == "SEALED":
            sealed += move.quantity
            under_seal[move.giver] += move.quantity
        else:
            hands[move.taker] += move.quantity
    stock = sum(hands.values())
    assert sold + stock + sealed + unknown == lot["quantity"] and min(sold, stock, sealed, unknown) > 0
    holders = {who for who, number in hands.items() if number} | set(under_seal)
    place = found["enterprise"].set_index("uscc")["region"]
    assert (len(holders), len({place[who] for who in holders})) == (failed.holders, failed.counties) == (23, 9)
    report = found["enterprise_event"][found["enterprise_event"]["text"].str.contains(failed.lot, regex=False)]
    assert len(report) == 1 and report["uscc"].item() == lot["uscc"]


def test_no_lot_gives_away_more_than_was_made(full: Frames) -> None:
    moves, made = full["batch_movement"], full["product_batch"]
    given, taken = (
        {"lot": moves["lot"], "who": moves[side], "n": sign * moves["quantity"]} for side, sign in (("giver", -1), ("taker", 1))
    )
    first = {"lot": made["lot"], "who": made["uscc"], "n": made["quantity"]}
    left = pd.concat([pd.DataFrame(one) for one in (given, taken, first)]).groupby(["lot", "who"])["n"].sum()
    assert left.min() >= 0


def test_the_clusters_stand_out(full: Frames) -> None:
    events = full["enterprise_event"]
    since = NOON - timedelta(days=words()["cluster"]["days"] + 12)
    late = events[events["at"] >= since]
    trapped = late[(late["kind"] == "困人") & late["text"].str.startswith("万型 TX-800")]
    assert len(trapped) >= 7 and set(trapped["region"]) == {"320303"}
    lifts = full["equipment"][(full["equipment"]["kind"] == "电梯") & (full["equipment"]["model"] == "万型 TX-800")]
    assert set(trapped["uscc"]) <= set(lifts["uscc"])
    complaints = late[late["kind"] == "投诉"].groupby("uscc").size()
    assert complaints.max() >= 36 and (complaints >= 12).sum() <= 2
    assert (late["text"].str.startswith("食品抽检 不合格 复用餐饮具") & (late["region"].str[:4] == "3209")).sum() >= 12


def test_forty_firms_share_one_address(full: Frames) -> None:
    shared_ = full["enterprise_relation"][full["enterprise_relation"]["kind"] == "托管地址"].groupby("other").size()
    assert sorted(shared_) == [16, 24, 40]
    firms = full["enterprise_relation"].set_index("uscc")
    group = firms[(firms["kind"] == "托管地址") & (firms["other"] == shared_.idxmax())].index
    homes = full["enterprise"].set_index("uscc").loc[group]
    assert homes["address"].str.split("（").str[0].nunique() == 1 and homes["region"].nunique() == 1 and (homes["status"] == "open").all()
    people = firms[(firms["kind"] == "法定代表人")].loc[group, "other"].value_counts()
    assert people.iloc[0] >= 4


def test_devices_are_of_the_kinds_of_the_daily_numbers_and_some_are_overdue(full: Frames, province: Province) -> None:
    mine = full["equipment"]["kind"].value_counts(normalize=True)
    daily = frame(SEED, province, "equipment_daily", Span(date(2026, 11, 10), date(2026, 11, 10)), gaps_at(province, NOON))
    theirs = plain(daily).groupby("kind")["in_use"].sum() / daily["in_use"].sum()
    assert (mine - theirs).abs().max() < 0.03
    overdue = (full["equipment"]["due_on"] < pd.Timestamp(NOON.date())).mean()
    assert 0.0008 < overdue < 0.006
    assert full["equipment"]["device"].str.fullmatch(r"\d{20}").all() and full["equipment"]["maintainer"].notna().mean() > 0.99


@pytest.mark.row("K-03")
def test_the_silent_city_tells_nothing_of_today(small: Frames, full: Frames, province: Province) -> None:
    midnight = pd.Timestamp(NOON).tz_convert(NOON.tzinfo).normalize()
    for table in ("enterprise_event", "batch_movement"):
        today = full[table][full[table]["at"] >= midnight]
        assert len(today) and not (today["region"].str[:4] == province.silent.code[:4]).any()


def test_the_whole_is_published_again_before_settled_rows_change() -> None:
    assert timedelta(days=HOLD) > WHOLE_AGAIN


def test_a_minute_publishes_only_what_has_come(own: Stood) -> None:
    marts, plan = Marts(own.marts.folder), own.plan
    view = plan.things(NOON.date())
    assert not publish_moving(view, marts)  # the build has published this very minute
    later = View(plan.seed, plan.province, plan.scale, plan.now + timedelta(days=6), NOON.date())
    assert publish_moving(later, marts)
    enterprise = MARTS.tables["enterprise"]
    rows = marts.read(select(enterprise.c.uscc, enterprise.c.opened_on))
    assert rows["uscc"].is_unique and rows["opened_on"].max() > pd.Timestamp(NOON.date())
    assert {state.nature.value for name, state in marts.tables().items() if name in TABLES} == {"demo"}
