"""Tests of the registrations profile on the real file: every row ends in exactly one place."""

from __future__ import annotations

import csv
import time
from datetime import datetime

import duckdb
import pandas as pd
import pytest
from sqlalchemy import func, select

from data_access.mart_tables import ENTERPRISE, ENTITY_DAILY
from data_access.marts import Marts
from data_access.verification import verify
from geo.regions import regions_of
from tests.data_access.making import CHINA, loaded, shared

E = ENTERPRISE.c


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    path = shared("data", "enterprises", "dev", "jiangsu_enterprises.parquet")
    marts = Marts(tmp_path_factory.mktemp("real"))
    start = time.process_time()
    report = loaded(marts, "registrations", path)
    return marts, report, time.process_time() - start, path


def one(marts, *columns, where=None):
    statement = select(*columns) if where is None else select(*columns).where(where)
    return marts.read(statement).iloc[0, 0]


def test_every_row_of_the_file_ends_in_exactly_one_place(real):
    marts, report, seconds, path = real
    in_file = duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchall()[0][0]
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert report.read == in_file == one(marts, func.count(E.uscc)) + len(rejected) and report.merged == 0
    assert len(rejected) == report.rejected and all(row["reason"].startswith("uscc 长 ") for row in rejected)
    assert seconds < 15 and not verify(marts)


def test_the_daily_openings_are_the_registrations_that_have_a_day(real):
    marts = real[0]
    dated = one(marts, func.count(E.opened_on))
    assert one(marts, func.sum(ENTITY_DAILY.c.opened)) == dated == 118_741


@pytest.mark.row("K-03")
def test_what_the_registrations_do_not_tell_stays_unknown(real):
    marts = real[0]
    for column in (ENTITY_DAILY.c.closed, ENTITY_DAILY.c.revoked, ENTITY_DAILY.c.stock):
        assert one(marts, func.count(column)) == 0
    assert set(marts.read(select(E.status).distinct())["status"]) == {"unknown"}


def test_the_cut_off_is_the_last_day_in_the_data_and_the_rows_are_a_sample(real):
    for state in real[0].tables().values():
        assert state.as_of == datetime(2019, 4, 30, 23, 59, 59, tzinfo=CHINA) and state.nature == "sample" and state.source == "registrations"


def test_every_row_lies_in_a_region_of_today(real):
    frame = real[0].read(select(E.region, E.region_how, func.count().label("n")).group_by(E.region, E.region_how))
    regions = regions_of("320000")
    assert set(frame["region"]) <= set(regions.all)
    for how, level in (("current", "county"), ("crosswalk", "county"), ("city", "city")):
        assert {regions.level(code) for code in frame[frame["region_how"] == how]["region"]} == {level}
    placed = frame[frame["region_how"].isin(["current", "crosswalk"])]["n"].sum()
    assert placed / frame["n"].sum() > 0.86


@pytest.mark.row("K-03")
def test_capital_is_read_where_it_is_certain_and_its_words_are_kept(real):
    marts, _, _, path = real
    frame = marts.read(select(E.capital_text, E.capital_currency, E.capital_amount, E.capital_fen).distinct())
    frame = frame.set_index("capital_text")
    expected = {
        "380(万元人民币)": ("CNY", 3_800_000, 380_000_000),
        "1,006,687.1625(万元人民币)": ("CNY", 10_066_871_625, 1_006_687_162_500),
        "10(万元(人民币))": ("CNY", 100_000, 10_000_000),
        "100万人民币元": ("CNY", 1_000_000, 100_000_000),
        "10(万美元)": ("USD", 100_000, None),
        "30(万元美元)": ("USD", 300_000, None),
        "1,250(万香港元)": ("HKD", 12_500_000, None),
        "3,350(万丹麦克郎)": ("DKK", 33_500_000, None),
        "0.0015(万)": (None, 15, None),
        "1.5万": (None, 15_000, None),
        "100(万元)": ("CNY", 1_000_000, 100_000_000),
        "N/A": (None, None, None),
        "-": (None, None, None),
    }
    for text, (currency, amount, fen) in expected.items():
        row = frame.loc[text]
        assert (currency or "?", amount or 0, fen or 0) == (row["capital_currency"] if isinstance(row["capital_currency"], str) else "?", *(0 if pd.isna(v) else v for v in row[["capital_amount", "capital_fen"]])), text
    unread = frame[frame["capital_amount"].isna()]
    assert set(unread.index) == {"N/A", "-"}, "every other form was read"


def test_types_come_from_the_words_or_else_from_the_code(real):
    first = func.substr(E.uscc, 1, 2).label("first")
    frame = real[0].read(select(E.type_text, E.type, E.uscc_kind, first).distinct())
    assert set(frame[frame["type_text"] == "个体工商户"]["type"]) == {"individual"} and set(frame[frame["type_text"] == "个人独资企业"]["type"]) == {"enterprise"}
    silent = frame[(frame["type_text"] == "N/A") & (frame["uscc_kind"] == "uscc18")].set_index("first")
    assert silent.loc["93", "type"] == "coop" and silent.loc["91", "type"] == "enterprise" and silent.loc["51", "type"] == "other"


def test_masked_codes_are_kept_though_their_check_character_is_gone(real):
    frame = real[0].read(select(E.uscc_kind, func.count().label("n")).group_by(E.uscc_kind)).set_index("uscc_kind")["n"]
    assert frame["masked"] == 6954 and frame["uscc18"] == 105_446 and frame["reg15"] == 5943 and frame["reg13"] == 398


def test_a_code_that_comes_twice_is_rejected_the_second_time(tmp_path):
    path = tmp_path / "two.parquet"
    row = "SELECT '91350100M000100Y43' AS uscc, '350100' AS adcode, '某公司' AS name, '2018-01-0' || i AS reg_date, 'N/A' AS type, '(万美元)' AS capital, '' AS scope, '南京' AS city, NULL::VARCHAR AS address FROM range(1, 3) t(i)"
    duckdb.connect().execute(f"COPY ({row}) TO '{path}' (FORMAT parquet)")
    marts = Marts(tmp_path / "marts")
    report = loaded(marts, "registrations", path)
    assert (report.read, report.published, report.rejected) == (2, 1, 1) and "主键重复" in report.rejects.read_text("utf-8-sig")
    frame = marts.read(select(ENTERPRISE))
    assert frame["region"][0] == "320100" and frame["region_how"][0] == "city" and frame["region_raw"][0] == "350100" and pd.isna(frame["capital_amount"][0])
