"""Tests of the engine: many readers, broken files, speed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pandas as pd
import pytest
from sqlalchemy import Float, cast, func, literal, select

from data_access.columns import UtcDateTime
from data_access.mart_tables import CASE_DAILY, ENTITY_DAILY, MARTS
from data_access.marts import Marts, MartsFailed, Part
from data_access.verification import verify
from tests.data_access.making import AT, CASES, TOTAL, opened, put, total


def test_casts_keep_all_digits(tmp_path):
    marts = Marts(tmp_path)
    assert marts.read(select(cast(literal(123456789), Float) / 10)).iloc[0, 0] == 12345678.9


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
            cases = Part(table="case_daily", data=CASES.assign(filed=value + 2))
            both = [Part(table="entity_daily", data=opened("2024-01-01", 3, value=value)), cases]
            marts.publish(both, source="S01", nature="production", as_of=AT)
        stop.set()
        assert all(reader.result(timeout=30) for reader in readers)
    assert len(seen) > 1


def test_eight_threads_read_at_once(tmp_path):
    marts = Marts(tmp_path)
    put(marts, opened("2024-01-01", 30))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: total(marts), range(64))) == [60] * 64


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
    batch = marts.publish(
        [Part(table="entity_daily", data=frame), Part(table="case_daily", data=CASES)], source="S01", nature="production", as_of=AT
    )
    path, content = tmp_path / batch.file, (tmp_path / batch.file).read_bytes()
    hurt = 0
    for place in range(12_288, len(content), 16_384):
        path.write_bytes(
            content[: place + 100] + bytes(byte ^ 0xFF for byte in content[place + 100 : place + 400]) + content[place + 400 :]
        )
        fresh = Marts(tmp_path)
        for statement, right in ((select(func.sum(ENTITY_DAILY.c.opened)), sum(range(3000))), (select(CASE_DAILY.c.filed), 3)):
            try:
                assert fresh.read(statement).iloc[0, 0] == right
            except MartsFailed as error:
                hurt += 1
                assert "损坏" in str(error)
        assert len(verify(fresh)) == 1
    assert hurt


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
        if column.name not in frame and column.name != "batch_id" and not isinstance(column.type, UtcDateTime):
            frame[column.name] = range(len(frame))
    return frame


def test_a_reader_that_finds_a_file_gone_reads_the_catalogue_again(tmp_path):
    reader, now = Marts(tmp_path), [AT]
    writer = Marts(tmp_path, clock=lambda: now[0])
    put(writer, opened("2024-01-01", value=1))
    with reader.snapshot():
        put(writer, opened("2024-01-01", value=2))
        now[0] = AT + timedelta(minutes=9)
        put(writer, opened("2024-01-01", value=3))
        assert total(reader) == 6
