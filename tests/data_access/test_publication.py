"""Tests of publication: a batch is there whole or not at all, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import func, select

from data_access import publication
from data_access.mart_tables import ENTERPRISE_EVENT, SOURCE_DAILY
from data_access.marts import Marts, MartsFailed, Part
from data_access.verification import verify
from tests.data_access.making import AT, BY_DAY, opened, put, total


def test_moments_come_back_aware_and_a_time_without_zone_is_refused(tmp_path):
    marts = Marts(tmp_path)
    event = pd.DataFrame(
        {
            "event": ["e1"],
            "uscc": ["x"],
            "at": [pd.Timestamp("2024-01-01T08:00+08:00")],
            "kind": ["变更"],
            "source": ["S01"],
            "region": ["320102"],
        }
    )
    put(marts, event, table="enterprise_event")
    assert marts.read(select(ENTERPRISE_EVENT.c.at))["at"][0] == pd.Timestamp("2024-01-01T00:00Z")
    since = select(func.count()).where(ENTERPRISE_EVENT.c.at >= datetime(2024, 1, 1, 8, tzinfo=UTC) - timedelta(hours=8))
    assert marts.read(since).iloc[0, 0] == 1
    with pytest.raises(MartsFailed, match="at 缺时区"):
        put(marts, event.assign(at=event["at"].dt.tz_localize(None)), table="enterprise_event")


def test_a_moment_column_of_nothing_but_unknown_is_taken(tmp_path):
    marts = Marts(tmp_path)
    rows = pd.DataFrame({"day": [date(2024, 1, 1)], "region": ["320000"], "source": ["S01"], "rows_in": [None], "last_arrived_at": [None]})
    put(marts, rows, table="source_daily")
    put(marts, rows.assign(last_arrived_at=pd.Series([pd.NaT], dtype="datetime64[us, UTC]")), table="source_daily")
    assert marts.read(select(SOURCE_DAILY))[["rows_in", "last_arrived_at"]].isna().all().all()


def test_a_day_on_which_nothing_happened_can_be_said(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 3))
    with pytest.raises(MartsFailed, match="span"):
        put(marts, opened("2024-01-02", 0))
    marts.publish(
        [Part(table="entity_daily", data=opened("2024-01-02", 0), span=(date(2024, 1, 2), date(2024, 1, 2)))],
        source="S01",
        nature="production",
        as_of=AT,
    )
    assert marts.read(BY_DAY)["day"].dt.day.tolist().count(2) == 0 and marts.tables()["entity_daily"].batch == 2


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (opened("2024-01-01", value=-1), "opened 应为非负整数"),
        (opened("2024-01-01").assign(opened=1.5), "opened 应为非负整数"),
        (opened("2024-01-01", regions=("320102", "320102")), "主键重复"),
        (opened("2024-01-01", regions=("32",)), "六位区划代码"),
        (opened("2024-01-01").drop(columns="type"), "缺列 type"),
        (opened("2024-01-01").assign(opend=1), "未声明的列 opend"),
        (opened("2024-01-01").assign(region=None), "region"),
    ],
)
def test_a_frame_that_breaks_the_contract_changes_nothing(tmp_path, frame, said):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01"))
    with pytest.raises(MartsFailed, match=said):
        put(marts, frame)
    assert marts.version() == 1 and total(marts) == 2 and not list(tmp_path.glob(".batch*"))


def test_a_write_that_fails_half_way_leaves_no_file(tmp_path):
    with pytest.raises(MartsFailed, match="未声明的主题表 nope"):
        publication.write_file(tmp_path / "x.duckdb", [Part(table="nope", data=opened("2024-01-01"))], tmp_path)
    assert not list(tmp_path.iterdir())


PUBLISH = """
import sys
from pathlib import Path
from data_access.marts import Marts
from tests.data_access.making import opened, put
marts = Marts(Path(sys.argv[1]))
for n in range(6):
    put(marts, opened(sys.argv[3], value=1), source=sys.argv[2])
"""


def test_two_loaders_at_once_lose_nothing(tmp_path):
    root = Path(__file__).resolve().parents[2]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(tmp_path), source, first], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
        )
        for source, first in (("S01", "2024-01-01"), ("S02", "2024-02-01"))
    ]
    assert [loader.wait(timeout=60) for loader in both] == [0, 0]
    marts = Marts(tmp_path)
    assert marts.version() == 12 and total(marts) == 4 and not verify(marts)


KILLED = """
import os, signal, sys
from pathlib import Path
from data_access.marts import Marts
from tests.data_access.making import opened, put
folder = sys.argv[1]
for step in range(1, 60):
    child = os.fork()
    if child == 0:
        count = 0
        def hook(event, given):
            global count
            if event in ("open", "os.rename", "os.link", "os.remove", "os.listdir", "os.scandir") and str(given[0]).startswith(folder):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hook)
        put(Marts(Path(folder)), opened("2024-01-01", value=step))
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    print(step, int(killed), flush=True)
    if not killed:
        break
    sys.stdin.readline()
"""


def test_a_publisher_that_is_killed_at_any_file_operation_leaves_the_old_or_the_new_whole(tmp_path):
    put(Marts(tmp_path), opened("2024-01-01", value=0))
    root = Path(__file__).resolve().parents[2]
    driver = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert driver.stdin and driver.stdout
    before, outcomes, killed = 0, set(), True
    while killed:
        step, killed = map(int, driver.stdout.readline().split())
        marts = Marts(tmp_path)
        now = total(marts)
        assert now in (before, 2 * step) and not verify(marts)
        outcomes.add("new" if now == 2 * step else "old")
        before = now
        driver.stdin.write("\n")
        driver.stdin.flush()
    assert driver.wait(timeout=20) == 0 and outcomes == {"old", "new"} and step > 6
    assert not list(tmp_path.glob(".batch*"))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("a small tmpfs needs root: the full-disk test was not run")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_changes_nothing(small_disk):
    marts = Marts(small_disk)
    put(marts, opened("2024-01-01", 3))
    frame = opened("1990-01-01", 9000).assign(
        opened=lambda f: [(n * 7919) % 1_000_003 for n in range(len(f))],
        closed=lambda f: [(n * 104729) % 15_485_863 for n in range(len(f))],
    )
    for _ in range(9):
        try:
            put(marts, frame.assign(industry=chr(65 + _)), source=f"S{_}")
        except MartsFailed as error:
            assert "磁盘已满" in str(error) or "腾出磁盘空间" in str(error)
            break
    else:
        pytest.fail("the disk never became full")
    left = marts.version()
    assert (
        not list(small_disk.glob(".batch*"))
        and not verify(marts)
        and total(Marts(small_disk)) == total(marts)
        and left == len(marts.batches())
    )


def test_files_are_kept_for_readers_and_removed_when_nobody_can_need_them(tmp_path):
    now = [AT]
    marts = Marts(tmp_path, clock=lambda: now[0])
    for minute in range(12):
        now[0] = AT + timedelta(minutes=minute)
        put(marts, opened("2024-01-01", value=minute))
    assert len(list(tmp_path.glob("batch-*"))) == 6 and [b.number for b in marts.batches()] == [12] and not verify(marts)
