"""Tests of publication and reading: whole batches or none, whatever happens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import Float, cast, func, literal, select

from data_access import publication
from data_access.mart_tables import CASE_DAILY, CREDIT_MONTHLY, ENTERPRISE_EVENT, ENTITY_DAILY, INDUSTRY, MARTS, SOURCE_DAILY
from data_access.marts import Marts, MartsFailed, Part
from data_access.verification import verify
from tests.data_access.making import opened

AT = datetime(2024, 1, 20, tzinfo=UTC)
TOTAL = select(func.sum(ENTITY_DAILY.c.opened).label("n"))
BY_DAY = select(ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id, func.sum(ENTITY_DAILY.c.opened).label("n")).group_by(ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id)
CASES = pd.DataFrame({"day": [date(2024, 1, 1)], "region": ["320102"], "field": ["食品"], "filed": [3]})


def put(marts: Marts, frame: pd.DataFrame, *, table: str = "entity_daily", source: str = "S01", nature: str = "production", as_of: datetime = AT):
    return marts.publish([Part(table=table, data=frame)], source=source, nature=nature, as_of=as_of)


def total(marts: Marts) -> float:
    return marts.read(TOTAL)["n"][0]


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
    batch = marts.publish([Part(table="entity_daily", data=opened("2024-01-01")), Part(table="case_daily", data=CASES)], source="S01", nature="production", as_of=AT)
    assert batch.number == 1 and {name: state.batch for name, state in marts.tables().items()} == {"entity_daily": 1, "case_daily": 1}
    joined = select(func.sum(CASE_DAILY.c.filed)).join_from(CASE_DAILY, ENTITY_DAILY, (CASE_DAILY.c.day == ENTITY_DAILY.c.day) & (CASE_DAILY.c.region == ENTITY_DAILY.c.region))
    assert marts.read(joined).iloc[0, 0] == 3


def test_a_table_without_time_is_replaced_source_by_source(tmp_path):
    marts = Marts(tmp_path)
    for source, names in (("S01", ["农业", "采矿"]), ("S02", ["制造"]), ("S01", ["农林牧渔"])):
        put(marts, pd.DataFrame({"code": [source[-1] + name[0] for name in names], "name": names}).assign(code=lambda f: f["code"].str[0]).drop_duplicates("code"), table="industry", source=source)
    assert sorted(marts.read(select(INDUSTRY))["name"]) == ["农林牧渔", "制造"]


def test_moments_come_back_aware_and_a_time_without_zone_is_refused(tmp_path):
    marts = Marts(tmp_path)
    event = pd.DataFrame({"event": ["e1"], "uscc": ["x"], "at": [pd.Timestamp("2024-01-01T08:00+08:00")], "kind": ["变更"], "source": ["S01"], "region": ["320102"]})
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
    marts.publish([Part(table="entity_daily", data=opened("2024-01-02", 0), span=(date(2024, 1, 2), date(2024, 1, 2)))], source="S01", nature="production", as_of=AT)
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


def test_a_pinned_snapshot_does_not_move_while_batches_arrive(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", value=1))
    with marts.snapshot() as shot:
        put(marts, opened("2024-01-01", value=9))
        assert shot.read(TOTAL)["n"][0] == 2 and shot.version() == 1 and total(marts) == 18
    assert total(marts) == 18


def test_files_are_kept_for_readers_and_removed_when_nobody_can_need_them(tmp_path):
    now = [AT]
    marts = Marts(tmp_path, clock=lambda: now[0])
    for minute in range(12):
        now[0] = AT + timedelta(minutes=minute)
        put(marts, opened("2024-01-01", value=minute))
    assert len(list(tmp_path.glob("batch-*"))) == 6 and [b.number for b in marts.batches()] == [12] and not verify(marts)


def test_a_reader_that_finds_a_file_gone_reads_the_catalogue_again(tmp_path):
    reader, now = Marts(tmp_path), [AT]
    writer = Marts(tmp_path, clock=lambda: now[0])
    put(writer, opened("2024-01-01", value=1))
    with reader.snapshot():
        put(writer, opened("2024-01-01", value=2))
        now[0] = AT + timedelta(minutes=9)
        put(writer, opened("2024-01-01", value=3))
        assert total(reader) == 6


def test_casts_keep_all_digits(tmp_path):
    marts = Marts(tmp_path)
    assert marts.read(select(cast(literal(123456789), Float) / 10)).iloc[0, 0] == 12345678.9


def test_a_month_and_an_hour_supersede_by_their_days(tmp_path):
    marts = Marts(tmp_path)
    months = pd.DataFrame({"month": [date(2024, m, 1) for m in (1, 2)], "region": "320100", "grade": "A", "entities": [1, 2], "prosperity": [101.5, None]})
    put(marts, months, table="credit_monthly")
    put(marts, months.tail(1).assign(entities=7), table="credit_monthly")
    assert sorted(marts.read(select(CREDIT_MONTHLY.c.entities))["entities"]) == [1, 7]
    hours = pd.DataFrame({"hour": pd.to_datetime(["2024-01-01 23:00", "2024-01-02 00:00"]), "region": "320102", "topic": "食品", "items": [1, 2], "reposts": 0, "negative": 0})
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


@pytest.mark.row("I-01")
def test_a_reader_never_sees_a_mix_while_batches_arrive(tmp_path):
    marts = Marts(tmp_path)
    both = [Part(table="entity_daily", data=opened("2024-01-01", 3, value=1)), Part(table="case_daily", data=CASES)]
    marts.publish(both, source="S01", nature="production", as_of=AT)
    stop, seen = threading.Event(), set()

    def look() -> int:
        count = 0
        while not stop.is_set():
            with marts.snapshot() as shot:
                values = shot.read(select(ENTITY_DAILY.c.opened, ENTITY_DAILY.c.batch_id).distinct())
                cases = shot.read(select(CASE_DAILY.c.filed))["filed"].tolist()
                assert len(values) == 1 and values["opened"][0] == values["batch_id"][0] and cases == [values["batch_id"][0] + 2]
                seen.add(int(values["opened"][0]))
            count += 1
        return count

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(look) for _ in range(4)]
        for value in range(2, 12):
            marts.publish(
                [Part(table="entity_daily", data=opened("2024-01-01", 3, value=value)), Part(table="case_daily", data=CASES.assign(filed=value + 2))],
                source="S01", nature="production", as_of=AT,
            )  # fmt: skip
        stop.set()
        assert all(reader.result(timeout=30) for reader in readers)
    assert len(seen) > 1


def test_eight_threads_read_at_once(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 30))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: total(marts), range(64))) == [60] * 64


PUBLISH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data_access.marts import Marts, Part
from tests.data_access.making import opened
marts = Marts(Path(sys.argv[1]))
print("ready", flush=True)
for n in range(int(sys.argv[3])):
    marts.publish([Part(table="entity_daily", data=opened(sys.argv[4], int(sys.argv[5]), value=1))], source=sys.argv[2], nature="production", as_of=datetime(2024, 1, 1, tzinfo=UTC))
"""


def publisher(folder: Path, source: str, times: int, first: str, days: int) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen([sys.executable, "-c", PUBLISH, str(folder), source, str(times), first, str(days)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE)


def test_two_loaders_at_once_lose_nothing(tmp_path):
    both = [publisher(tmp_path, "S01", 6, "2024-01-01", 1), publisher(tmp_path, "S02", 6, "2024-02-01", 1)]
    assert [p.wait(timeout=60) for p in both] == [0, 0]
    marts = Marts(tmp_path)
    assert marts.version() == 12 and total(marts) == 4 and not verify(marts)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from data_access.marts import Marts, Part
from tests.data_access.making import opened
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
        Marts(Path(folder)).publish([Part(table="entity_daily", data=opened("2024-01-01", value=step))], source="S01", nature="production", as_of=datetime(2024, 1, 1, tzinfo=UTC))
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
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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


def test_a_corrupt_batch_file_is_named_and_other_tables_go_on(tmp_path):
    marts = Marts(tmp_path)
    put(marts, CASES, table="case_daily")
    broken = put(marts, opened("2024-01-01", 400))
    path = tmp_path / broken.file
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = bytes(byte ^ 0x5A for byte in content[4096:])
    path.write_bytes(content)
    fresh = Marts(tmp_path)
    with pytest.raises(MartsFailed, match="entity_daily.*损坏"):
        fresh.read(TOTAL)
    assert fresh.read(select(CASE_DAILY.c.filed))["filed"].tolist() == [3]
    assert len(verify(fresh)) == 1 and broken.file in verify(fresh)[0] and "entity_daily" in verify(fresh)[0]
    path.unlink()
    with pytest.raises(MartsFailed, match=f"entity_daily.*{broken.file}"):
        Marts(tmp_path).read(TOTAL)
    assert "读不到" in verify(fresh)[0]


def test_a_corrupt_block_is_named_and_the_other_tables_of_the_file_go_on(tmp_path):
    marts = Marts(tmp_path)
    frame = opened("2020-01-01", 1500).assign(opened=lambda f: range(len(f)))
    batch = marts.publish([Part(table="entity_daily", data=frame), Part(table="case_daily", data=CASES)], source="S01", nature="production", as_of=AT)
    path, content = tmp_path / batch.file, (tmp_path / batch.file).read_bytes()
    hurt = 0
    for place in range(12_288, len(content), 16_384):
        path.write_bytes(content[: place + 100] + bytes(byte ^ 0xFF for byte in content[place + 100 : place + 400]) + content[place + 400 :])
        fresh = Marts(tmp_path)
        for statement, right in ((select(func.sum(ENTITY_DAILY.c.opened)), sum(range(3000))), (select(CASE_DAILY.c.filed), 3)):
            try:
                assert fresh.read(statement).iloc[0, 0] == right
            except MartsFailed as error:
                hurt += 1
                assert "损坏" in str(error)
        assert len(verify(fresh)) == 1
    assert hurt


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
    frame = opened("1990-01-01", 9000).assign(opened=lambda f: [(n * 7919) % 1_000_003 for n in range(len(f))], closed=lambda f: [(n * 104729) % 15_485_863 for n in range(len(f))])
    for _ in range(9):
        try:
            put(marts, frame.assign(industry=chr(65 + _)), source=f"S{_}")
        except MartsFailed as error:
            assert "磁盘已满" in str(error) or "腾出磁盘空间" in str(error)
            break
    else:
        pytest.fail("the disk never became full")
    left = marts.version()
    assert not list(small_disk.glob(".batch*")) and not verify(marts) and total(Marts(small_disk)) == total(marts) and left == len(marts.batches())


def test_a_full_day_of_sixteen_tables_is_published_within_a_second(tmp_path):
    marts = Marts(tmp_path)
    facts = [table for table in MARTS.tables.values() if table.info["kind"] == "fact"][:16]
    parts = [Part(table=table.name, data=_day_of(table)) for table in facts]
    assert sum(len(part.data) for part in parts) > 28_000
    marts.publish(parts, source="demo", nature="demo", as_of=AT)
    start, cpu = time.perf_counter(), time.process_time()
    marts.publish(parts, source="demo", nature="demo", as_of=AT)
    assert min(time.perf_counter() - start, time.process_time() - cpu) < 1.0
    marts.read(TOTAL)
    fastest = min(_seconds(lambda: marts.read(TOTAL)) for _ in range(10))
    assert fastest < 0.02
    assert min(_seconds(marts.version) for _ in range(10)) < 0.003


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _day_of(table) -> pd.DataFrame:
    regions = [f"32{city:02d}{county:02d}" for city in range(1, 14) for county in range(2, 11)]
    rows = [(region, n) for region in regions for n in range(16)]
    frame = pd.DataFrame({"region": [r for r, _ in rows]})
    keys = [column.name for column in table.primary_key.columns if column.name not in ("region", table.info["time"])]
    frame[table.info["time"]] = pd.Timestamp("2024-01-20")
    for key in keys:
        frame[key] = [chr(65 + n) for _, n in rows]
    for column in table.columns:
        if column.name not in frame and column.name not in ("batch_id", "last_arrived_at"):
            frame[column.name] = range(len(frame))
    return frame


def test_a_write_that_fails_half_way_leaves_no_file(tmp_path):
    with pytest.raises(MartsFailed, match="未声明的主题表 nope"):
        publication.write_file(tmp_path / "x.duckdb", [Part(table="nope", data=opened("2024-01-01"))], tmp_path)
    assert not list(tmp_path.iterdir())
