"""Tests of the validated load: good rows in, bad rows out with reasons, counts that add up, or nothing changed."""

from __future__ import annotations

import csv
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from sqlalchemy import select

from data_access.load.rules import allowed
from data_access.mart_tables import CALENDAR, CREDIT_MONTHLY, ENTERPRISE, ENTITY_DAILY, MARTS
from data_access.marts import Marts, MartsFailed
from tests.data_access.making import CHINA, HEADER, csv_file, loaded

GOOD = "2024-01-01,320102,A,enterprise,5,,,100"


@pytest.fixture
def marts(tmp_path):
    return Marts(tmp_path / "marts")


def rejects(report) -> list[dict[str, str]]:
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_good_file_is_one_batch_with_the_end_of_its_last_day_as_cut_off(marts, tmp_path):
    report = loaded(marts, "entity_daily", csv_file(tmp_path, GOOD, "2024-01-02,320505,B,coop,0,1,2,3"))
    assert (report.read, report.published, report.rejected, report.rejects) == (2, 2, 0, None)
    state = marts.tables()["entity_daily"]
    assert state.as_of == datetime(2024, 1, 2, 23, 59, 59, tzinfo=CHINA) and state.source == "manual" and state.nature == "production"


@pytest.mark.row("K-03")
def test_an_empty_cell_is_unknown_and_a_zero_is_zero(marts, tmp_path):
    loaded(marts, "entity_daily", csv_file(tmp_path, GOOD, "2024-01-02,320505,B,coop,0,,,"))
    frame = marts.read(select(ENTITY_DAILY).order_by(ENTITY_DAILY.c.day))
    assert frame["opened"].tolist() == [5, 0] and frame["closed"].isna().all() and frame["stock"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2024-01-02,320102,A,enterprise,-1,,,", "opened", "不得为负"),
        ("2024-01-02,320102,A,enterprise,1.5,,,", "opened", "不是整数"),
        ("2024-01-02,320102,A,enterprise,N/A,,,", "opened", "不是整数"),
        ("2024-02-30,320102,A,enterprise,1,,,", "day", "不是日期"),
        ("2094-01-02,320102,A,enterprise,1,,,", "day", "晚于装载日"),
        (",320102,A,enterprise,1,,,", "day", "必填"),
        ("2024-01-02,329999,A,enterprise,1,,,", "region", "不在现行区划"),
        ("2024-01-02,310101,A,enterprise,1,,,", "region", "不在现行区划"),
        ("2024-01-02,32010,A,enterprise,1,,,", "region", "不是六位"),
        ("2024-01-02,,A,enterprise,1,,,", "region", "必填"),
        ("2024-01-02,320102,Z,enterprise,1,,,", "industry", "不在允许值"),
        ("2024-01-02,320102,A,company,1,,,", "type", "不在允许值"),
        ("2024-01-01,320102,A,enterprise,9,,,", "day、region、industry、type", "主键重复，已取第 1 行"),
        ("2024-01-02,320102,A,enterprise,1,,", "", "应有 8 列，实有 7 列"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_good_ones_are_published(marts, tmp_path, line, column, reason):
    report = loaded(marts, "entity_daily", csv_file(tmp_path, GOOD, line, "2024-01-03,320102,A,enterprise,1,,,"))
    assert (report.read, report.published, report.rejected) == (3, 2, 1)
    (row,) = rejects(report)
    assert row["file"] == "daily.csv" and row["row"] == "2" and row["line"] == "3" and row["column"] == column and reason in row["reason"]


def test_a_row_with_two_faults_is_one_rejected_row_with_both_reasons(marts, tmp_path):
    report = loaded(marts, "entity_daily", csv_file(tmp_path, GOOD, "2024-13-01,320102,A,enterprise,-4,,,"))
    (row,) = rejects(report)
    assert "day 不是日期" in row["reason"] and "opened 不得为负" in row["reason"] and row["value"] == "2024-13-01；-4"


def test_a_file_of_only_bad_rows_changes_nothing_and_keeps_its_reasons(marts, tmp_path):
    loaded(marts, "entity_daily", csv_file(tmp_path, GOOD))
    with pytest.raises(MartsFailed, match="没有一行可以发布.*rejects"):
        loaded(marts, "entity_daily", csv_file(tmp_path, "2024-01-09,320102,A,enterprise,-1,,,"))
    assert marts.version() == 1 and len(list((marts.folder / "rejects").iterdir())) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_texts_are_read_in_each_encoding(marts, tmp_path, encoding):
    path = csv_file(tmp_path, "2024-01-01,shift,调休上班㐀", encoding=encoding, header="day,kind,name")
    loaded(marts, "calendar", path)
    assert marts.read(select(CALENDAR))["name"].tolist() == ["调休上班㐀"]


def test_mixed_encodings_are_refused_with_the_lines(marts, tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes("day,kind,name\n2024-01-01,rest,元旦假期\n".encode() + "2024-01-02,work,调休上班\n".encode("gb18030"))
    with pytest.raises(MartsFailed, match="mixed.csv 混用编码：第 2 行是 UTF-8，第 3 行是 GB18030"):
        loaded(marts, "calendar", path)
    assert marts.version() == 0


def test_a_wrong_header_names_the_missing_column_and_lists_the_expected(marts, tmp_path):
    with pytest.raises(MartsFailed, match="缺列 'opened'；未声明的列 'opend'。应有的列是 day、region"):
        loaded(marts, "entity_daily", csv_file(tmp_path, GOOD, header=HEADER.replace("opened", "opend")))
    with pytest.raises(MartsFailed, match="重复的列 'stock'"):
        loaded(marts, "entity_daily", csv_file(tmp_path, GOOD + ",1", header=HEADER + ",stock"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"PK\x03\x04rubbish", "压缩包或 Excel"),
        ("day,kind".encode("utf-16"), "UTF-16"),
        (b'day,kind,name\n2024-01-01,rest,"open\n', "引号未配对"),
        (b"day,kind,name\n2024-01-01,rest,\xff\xff\xff\n", "既不是 UTF-8 也不是 GB18030"),
    ],
)
def test_an_unreadable_file_says_why_and_changes_nothing(marts, tmp_path, content, said):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(MartsFailed, match=said) as caught:
        loaded(marts, "calendar", path)
    assert "bad.csv" in str(caught.value) and marts.version() == 0 and not list(marts.folder.glob(".load*"))


def test_a_truncated_parquet_is_refused_and_the_old_batch_is_served(marts, tmp_path):
    loaded(marts, "entity_daily", csv_file(tmp_path, GOOD))
    whole = parquet(tmp_path, pd.DataFrame({"day": [date(2024, 1, 5)] * 3}))
    whole.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(MartsFailed, match="daily.parquet 不是完整的 Parquet"):
        loaded(marts, "entity_daily", whole)
    assert marts.version() == 1 and marts.read(select(ENTITY_DAILY))["opened"].tolist() == [5]


def parquet(folder: Path, frame: pd.DataFrame) -> Path:
    path = folder / "daily.parquet"
    with duckdb.connect() as bench:
        bench.register("frame", frame)
        bench.execute(f"COPY frame TO '{path}' (FORMAT parquet)")
    return path


def test_parquet_keeps_whole_numbers_that_a_frame_made_floating(marts, tmp_path):
    frame = pd.DataFrame({"day": [date(2024, 1, 5), date(2024, 1, 6)], "region": "320102", "industry": "A", "type": "coop", "opened": [3.0, float("nan")], "closed": 1, "revoked": None, "stock": 7})
    report = loaded(marts, "entity_daily", parquet(tmp_path, frame))
    assert report.published == 2 and marts.read(select(ENTITY_DAILY.c.opened).order_by(ENTITY_DAILY.c.day))["opened"].isna().tolist() == [False, True]


def test_several_files_are_one_batch_and_a_bad_one_stops_all(marts, tmp_path):
    one, two = csv_file(tmp_path, GOOD, name="one.csv"), csv_file(tmp_path, GOOD, "2024-01-02,320102,A,coop,1,,,", name="two.csv")
    report = loaded(marts, "entity_daily", one, two)
    assert (report.read, report.published, report.rejected) == (3, 2, 1) and report.batch.number == 1
    (row,) = rejects(report)
    assert row["file"] == "two.csv" and "已取第 1 行（第 1 个文件）" in row["reason"]
    with pytest.raises(MartsFailed, match="打不开"):
        loaded(marts, "entity_daily", one, tmp_path / "absent.csv")
    assert marts.version() == 1


def test_rows_of_retired_regions_are_added_up_into_the_region_of_today(marts, tmp_path):
    lines = ["2015-01-01,320602,A,enterprise,5,1,,10", "2015-01-01,320611,A,enterprise,7,,,20", "2015-01-01,320304,A,enterprise,1,,,", "2015-01-01,320594,A,enterprise,2,,,"]
    report = loaded(marts, "entity_daily", csv_file(tmp_path, *lines))
    assert (report.read, report.published, report.merged, report.rejected) == (4, 3, 1, 0)
    frame = marts.read(select(ENTITY_DAILY).order_by(ENTITY_DAILY.c.region)).set_index("region")
    assert frame.index.tolist() == ["320300", "320500", "320613"] and frame["opened"].tolist() == [1, 2, 12]
    assert pd.isna(frame["closed"]["320613"]), "a sum with an unknown part is unknown"


def test_indices_of_merged_regions_are_rejected_not_added(marts, tmp_path):
    header = "month,region,grade,entities,listed,prosperity,prosperity_low,prosperity_high"
    report = loaded(marts, "credit_monthly", csv_file(tmp_path, "2019-01-01,320602,A,1,,101.5,,", "2019-01-01,320613,A,2,,99.5,,", "2019-01-02,320102,A,2,,99.5,,", header=header))
    assert report.published == 1 and marts.read(select(CREDIT_MONTHLY.c.prosperity))["prosperity"].tolist() == [99.5]
    assert ["不能相加" in row["reason"] or "当月第一天" in row["reason"] for row in rejects(report)] == [True, True]
    assert marts.tables()["credit_monthly"].as_of == datetime(2019, 1, 31, 23, 59, 59, tzinfo=CHINA)


ENTERPRISE_HEADER = ",".join(c.name for c in ENTERPRISE.columns if c.name not in ("batch_id", "region_how", "region_raw", "uscc_kind"))


def test_credit_codes_are_checked_and_what_the_file_leaves_out_is_filled(marts, tmp_path):
    rest = "某公司,{},enterprise,,,,,,,2010-01-01,,open,,"
    lines = [f"{code},{rest.format(region)}" for code, region in (("91350100M000100Y43", "320684"), ("91350100M000100Y4Z", "320102"), ("91350100M0001", "320102"), ("320102000012345", "320102"), ("12345", "320102"))]
    report = loaded(marts, "enterprise", csv_file(tmp_path, *lines, header=ENTERPRISE_HEADER), as_of=datetime(2024, 1, 1, tzinfo=UTC))
    reasons = [row["reason"] for row in rejects(report)]
    assert "校验位不符" in reasons[0] and "长 13 位" in reasons[1] and "长 5 位" in reasons[2]
    frame = marts.read(select(ENTERPRISE).order_by(ENTERPRISE.c.uscc))
    assert frame["uscc_kind"].tolist() == ["reg15", "uscc18"] and frame["region_how"].tolist() == ["current", "crosswalk"]
    assert frame["region"].tolist() == ["320102", "320614"] and frame["region_raw"].tolist() == ["320102", "320684"]


def test_an_entity_table_takes_the_files_time_as_cut_off(marts, tmp_path):
    path = csv_file(tmp_path, "A,农林牧渔业", header="code,name")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    loaded(marts, "industry", path)
    assert marts.tables()["industry"].as_of == datetime.fromtimestamp(1_700_000_000, UTC)


def test_an_unknown_target_lists_what_there_is(marts, tmp_path):
    with pytest.raises(MartsFailed, match="没有主题表或导入格式 entity.*entity_daily.*registrations"):
        loaded(marts, "entity", csv_file(tmp_path, GOOD))


def test_the_values_that_a_declaration_names():
    assert allowed(ENTITY_DAILY.c.type) == ("enterprise", "individual", "coop", "other") and "-" in allowed(ENTITY_DAILY.c.industry)
    assert allowed(CREDIT_MONTHLY.c.grade) == ("A", "B", "C", "D") and allowed(ENTITY_DAILY.c.opened) == ()
    assert allowed(MARTS.tables["cold_chain_hourly"].c.site) == ("store", "vehicle", "vaccine")


def test_every_declared_table_can_be_loaded_from_its_own_rows(marts, tmp_path):
    values = {"BIGINT": "1", "FLOAT": "0.5", "DATE": "2024-01-01"}
    for table in MARTS.tables.values():
        cells = []
        for column in [c for c in table.columns if c.name != "batch_id"]:
            text = values.get(str(column.type), "x")
            if column.name in ("region", "parent"):
                text = "320102"
            elif column.name == "hour":
                text = "2024-01-01 08:00"
            elif type(column.type).__name__ == "UtcDateTime":
                text = "2024-01-01T08:00:00+08:00"
            elif allowed(column):
                text = allowed(column)[0]
            elif column.name == "uscc":
                text = "91350100M000100Y43"
            cells.append(text)
        header = ",".join(c.name for c in table.columns if c.name != "batch_id")
        report = loaded(marts, table.name, csv_file(tmp_path, ",".join(cells), header=header))
        assert report.published == 1, table.name
    assert set(marts.tables()) == set(MARTS.tables)


def test_a_full_disk_during_a_load_keeps_the_old_batch(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("a small tmpfs needs root: the full-disk test was not run")
    try:
        marts = Marts(place / "marts")
        loaded(marts, "entity_daily", csv_file(tmp_path, GOOD))
        lines = [f"2024-01-{1 + n % 28:02d},3201{2 + n % 2 * 2:02d},{'ABCDEFGHIJ'[n // 56 % 10]},coop,{n * 7919 % 1000003},{n * 104729 % 15485863},{n * 31337 % 99991},{n}" for n in range(560)]
        (place / "filler").write_bytes(os.urandom(1 << 19))
        with pytest.raises((MartsFailed), match="磁盘|空间"):
            (place / "more").write_bytes(os.urandom(380_000))
            loaded(marts, "entity_daily", csv_file(tmp_path, *lines))
        assert marts.version() == 1 and marts.read(select(ENTITY_DAILY))["opened"].tolist() == [5]
        assert not [name for name in os.listdir(marts.folder) if name.startswith((".load", ".batch"))]
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
