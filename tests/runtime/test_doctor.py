"""The doctor names what is broken, and says what to do."""

from __future__ import annotations

import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from cli.doctor import BROKEN, FINE, examine, table, vendored
from data_access.marts import Marts
from data_access.stores.engine import ensure_schema, open_store
from settings import Settings
from tests.data_access.making import opened, put
from tests.runtime.product import ROOT, command, environment, free_port

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def findings(chosen: Settings, now: datetime = NOW) -> dict[str, tuple[str, str]]:
    return {one.part: (one.state, one.remedy) for one in examine(chosen, now)}


def test_a_fresh_home_is_sound(tmp_path: Path) -> None:
    assert BROKEN not in {state for state, _ in findings(Settings(home=tmp_path, port=free_port())).values()}


def test_a_damaged_store_is_broken(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, port=free_port())
    store = open_store(chosen.store)
    ensure_schema(store)
    store.close()
    assert findings(chosen)["业务库"][0] == FINE
    for ending in ("-wal", "-shm"):
        (tmp_path / f"store.sqlite{ending}").unlink(missing_ok=True)
    body = bytearray((tmp_path / "store.sqlite").read_bytes())
    body[4096:40_960] = b"\x55" * (40_960 - 4096)
    (tmp_path / "store.sqlite").write_bytes(body)
    assert findings(chosen)["业务库"][0] == BROKEN


def test_a_broken_catalogue_a_taken_port_a_weak_key_and_a_wrong_clock_are_named(tmp_path: Path) -> None:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "catalogue.json").write_text("{")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        chosen = Settings(home=tmp_path, port=other.getsockname()[1], secret_key="changeme")
        found = findings(chosen, datetime(2001, 1, 1, tzinfo=UTC))
    assert {part for part, (state, _) in found.items() if state == BROKEN} == {"主题库", "端口", "签名密钥", "时钟"}
    assert "--port" in found["端口"][1]


def test_a_damaged_batch_file_is_named(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, port=free_port())
    batch = put(Marts(chosen.marts_folder), opened("2024-01-01", 3))
    path = chosen.marts_folder / batch.file
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    state, remedy = findings(chosen)["主题库"]
    assert state == BROKEN
    assert batch.file in remedy
    path.unlink()
    assert "读不到" in findings(chosen)["主题库"][1]


def test_a_province_without_its_list_of_regions_is_named(tmp_path: Path) -> None:
    state, remedy = findings(Settings(home=tmp_path, port=free_port(), province="999999"))["行政区划"]
    assert state == BROKEN
    assert "regions.csv" in remedy


def test_a_changed_vendored_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "CHECKSUMS").write_text("# sha256  file\n" + "0" * 64 + "  vendor/chart.js  1.0  MIT  chart\n")
    (tmp_path / "vendor" / "chart.js").write_text("changed")
    found = vendored(tmp_path)
    assert found.state == BROKEN
    assert "vendor/chart.js" in found.remedy


def test_the_verb_prints_a_table_and_fails_when_something_is_broken(tmp_path: Path) -> None:
    more = {"YIPING_PORT": str(free_port()), "YIPING_SECRET_KEY": "changeme"}
    done = subprocess.run(command("doctor"), env=environment(tmp_path, **more), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].split() == ["部件", "状态", "怎么办"]
    assert "签名密钥" in done.stdout


def test_columns_stand_under_each_other_in_chinese() -> None:
    assert list(table([("部件", "状态", "a"), ("Valkey", "正常", "b")])) == ["部件    状态  a", "Valkey  正常  b"]
