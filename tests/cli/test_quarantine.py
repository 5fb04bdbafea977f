"""The tests of the quarantine's verbs."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from alerts import gate
from alerts.ways.part import Delivery
from data_access.stores.engine import ensure_schema, open_store
from tests.alerts.making import desk

ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "import cli; cli.main()", "quarantine", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "YIPING_HOME": str(home)}, capture_output=True, timeout=120, check=False)


def test_an_operator_lists_shows_replays_and_dismisses(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(store)
    body = "<a>\xff</a>".encode("latin-1")
    gate.take(store, Delivery(way="cap", body=body, sender="iot"), desk(), datetime.now(UTC))
    store.close()
    (line,) = run(tmp_path, "list").stdout.decode().splitlines()
    name = line.split()[0]
    assert "waiting" in line and "XML" in line
    assert run(tmp_path, "show", name).stdout == body
    again = run(tmp_path, "replay", name)
    assert again.returncode == 1 and "仍被拒收" in again.stdout.decode()
    assert "dismissed" in run(tmp_path, "dismiss", name, "--why", "测试报文").stdout.decode()
    assert "已由 operator 处理" in run(tmp_path, "dismiss", name, "--why", "再来").stderr.decode()
    assert run(tmp_path, "list").stdout.decode() == "Nothing waits.\n"
