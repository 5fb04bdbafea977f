"""A worker whose clock is set by an hour while escalations wait: the real role, under a clock that the test sets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.stores.alert_tables import NOTICE
from tests.alerts.centre import Centre, until

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
WAIT = 5.0
PLAIN = """
[[receiver]]
name = "officer"
person = "陈立"
channel = "screen"
[[route]]
who = ["duty"]
"""
CHAIN = f"""chain = "grave"
[[chain]]
name = "grave"
[[chain.step]]
after = "{WAIT:.0f}s"
who = ["duty"]
[[chain.step]]
after = "{WAIT:.0f}s"
who = ["duty"]
"""
pytestmark = [
    pytest.mark.row("A-04"),
    pytest.mark.skipif(LIBRARY is None, reason="Debian's package faketime is not installed: no process here can have a clock of its own"),
]


@dataclass
class Clocked:
    """A running worker and the file that sets its clock; the clock that only goes on is left alone."""

    process: subprocess.Popen[str]
    file: Path

    def set(self, seconds: int) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}\n")
        fresh.replace(self.file)


@contextmanager
def worker(here: Centre) -> Iterator[Clocked]:
    file = here.home / "clock"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPING_")}
    ours = {"YIPING_HOME": str(here.home), "YIPING_STORE_URL": here.store.url, "PYTHONPATH": str(Path(__file__).parents[2])}
    fake = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    file.write_text("+0\n")
    command = [sys.executable, "-c", "import cli; cli.main()", "worker"]
    process = subprocess.Popen(command, env=kept | ours | fake, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    try:
        yield Clocked(process, file)
    finally:
        process.kill()
        process.wait()


def _escalated(here: Centre) -> int:
    with here.store.read() as connection:
        return connection.execute(select(func.count()).where(NOTICE.c.occasion == "escalated")).scalar() or 0


def test_a_worker_whose_clock_is_set_by_an_hour_does_each_step_in_its_time(here: Centre) -> None:
    here.routes(PLAIN)
    here.on_duty("duty", "陈立")
    with worker(here) as clocked:
        known = here.take().id
        until(lambda: here.notices(known) == [("officer", "sent")], 40)  # the worker has looked at both clocks
        here.routes(PLAIN + CHAIN)
        here.take()
        began, took = time.monotonic(), []
        for number, hour in enumerate((3600, -3600), 1):  # an hour forth, then two back
            clocked.set(hour)
            until(lambda number=number: _escalated(here) == number, WAIT + 10)
            took.append(time.monotonic() - began)
            began = time.monotonic()
        assert clocked.process.poll() is None
    assert all(WAIT - 0.6 <= seconds <= WAIT + 2.5 for seconds in took), took
