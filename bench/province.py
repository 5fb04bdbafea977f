"""The province: how long its building takes, what it needs on disk, and whether a minute's rows are there at once while others read."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import func, literal, select

from bench.figures import Figure, Ground, Outcome, Suite, SuiteFailed
from bench.measure import percentile, spin, summary
from bench.product import ROOT
from data_access.mart_tables import COMPLAINT_DAILY, ENTITY_DAILY
from data_access.marts import Marts, own_marts_of
from data_access.stores.engine import store_of
from demo.build import advance, plan_of, standing
from settings import Settings

MINUTES, MINUTES_QUICK = 30, 6
QUIET = 20
BUILD_SECONDS = 600
SCALE, SCALE_QUICK = "province", "small"


def run(ground: Ground) -> Outcome:
    scale = SCALE_QUICK if ground.quick else SCALE
    small, small_home = built("small")
    shutil.rmtree(small_home, ignore_errors=True)
    seconds, home = built(scale)
    try:
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
        quiet = reading(Marts(home / "marts"), QUIET)
        minutes, busy = minutes_beside_a_reader(home, scale, ground.of(MINUTES, MINUTES_QUICK))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    first, minutes = minutes[0], minutes[1:]  # a worker's first minute makes what all later ones find made
    values = {
        "first_minute": first, "build_s": seconds if scale == SCALE else None, "size_mb": size if scale == SCALE else None, "small_s": small,
        "minute_p95": percentile(minutes, 95), "read_beside_p95": percentile(busy, 95), "read_quiet_p95": percentile(quiet, 95),
    }  # fmt: skip
    head = ["", "n", "p50 ms", "p95 ms", "min ms"]
    rows = [_row("publication of a minute", minutes), _row("read beside it", busy), _row("read with nothing beside it", quiet)]
    return Outcome(
        values,
        {f"A standing province ({scale})": [head, *rows]},
        {"minutes": [first, *minutes], "busy": busy, "quiet": quiet, "contention": spin()},
    )


def _row(name: str, took: list[float]) -> list[Any]:
    shown = summary(took, 1)
    return [name, shown["n"], shown["p50"], shown["p95"], shown["min"]]


def built(scale: str) -> tuple[float, Path]:
    """A new province: seconds that `yiping demo build` took, and its home."""
    home = Path(tempfile.mkdtemp(prefix="yiping-bench-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPING_")}
    command = [sys.executable, "-c", "import cli; cli.main()", "demo", "build", "--scale", scale]
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env={**kept, "YIPING_HOME": str(home), "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=BUILD_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode:
        shutil.rmtree(home, ignore_errors=True)
        raise SuiteFailed(f"The province could not be built: {done.stderr.strip()[-300:]}")
    return round(time.monotonic() - began, 1), home


def minutes_beside_a_reader(home: Path, scale: str, minutes: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each minute's publication, and of each read that another process did meanwhile."""
    settings = Settings.model_validate({"home": home, "demo": True, "demo_scale": scale})
    marts, store, now = own_marts_of(settings), store_of(settings), datetime.now(UTC)
    here, there = multiprocessing.get_context("spawn").Pipe()
    reader = multiprocessing.get_context("spawn").Process(target=_read_until_told, args=(home, there))
    reader.start()
    here.recv()  # it reads
    took = []
    for minute in range(1, minutes + 1):
        plan, record = plan_of(settings, now + timedelta(minutes=minute)), _record(settings.province, marts, store)
        began = time.perf_counter()
        advance(replace(plan, seed=record["seed"], scale=record["scale"]), marts, store, record)
        took.append(round((time.perf_counter() - began) * 1000, 1))
    here.send("enough")
    seen: list[float] = here.recv()
    reader.join(30)
    return took, seen


def _record(province: str, marts: Marts, store: Any) -> Mapping[str, Any]:
    record = standing(province, marts, store)
    if record is None:
        raise SuiteFailed("The province that was built does not stand.")
    return record


def _read_until_told(home: Path, told: Connection) -> None:
    """The other process: reads without a pause until it is told to end, then sends how long each read took."""
    marts = Marts(home / "marts")
    reading(marts, 1)
    told.send("ready")
    took = []
    while not told.poll():
        took += reading(marts, 1)
    told.recv()
    told.send(took)


def reading(marts: Marts, rounds: int) -> list[float]:
    """Milliseconds of questions over 36 months by county; each is another question, so that none is answered from what is remembered."""
    took = []
    for _ in range(rounds):
        for table, column in ((COMPLAINT_DAILY, "received"), (ENTITY_DAILY, "opened")):
            began = time.perf_counter()
            marts.read(select(table.c.region, func.sum(table.c[column]), literal(began)).group_by(table.c.region))
            took.append(round((time.perf_counter() - began) * 1000, 1))
    return took


SUITE = Suite(
    name="province",
    question="How long does the demo province take to build, and does its minute keep anyone waiting?",
    run=run,
    figures=(
        Figure(key="build_s", words="First build of `province`", unit="s", most=90),
        Figure(key="size_mb", words="Home after it", unit="MB", most=600),
        Figure(key="small_s", words="First build of `small`", unit="s", most=15),
        Figure(key="minute_p95", words="Publication of a minute's rows beside a reader, p95", unit="ms", most=1000),
        Figure(key="first_minute", words="The first minute of a fresh worker", unit="ms"),
        Figure(key="read_beside_p95", words="Read beside the publications, p95", unit="ms"),
        Figure(key="read_quiet_p95", words="The same read with nothing beside it, p95", unit="ms"),
    ),
)
