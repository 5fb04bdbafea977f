"""The timetable: everything that happens by itself, on one page, and the runner that keeps it.

Time runs by the monotonic clock: setting the wall clock back or forth neither stops nor doubles a job. Only the worker that holds the
lease runs jobs; a second worker waits and takes over.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from data_access.stores import lease, outbox
from data_access.stores.engine import Store, store_of
from data_access.transport import Bus
from settings import Settings, SettingsError, settings

LEASE = "worker"
LEASE_LENGTH = timedelta(seconds=12)
RENEW = 4.0
LEAST_CAP, MOST_CAP = 5.0, 300.0
"""Seconds between two tries of a failing job: never put off longer than twenty times its rhythm within these."""
log = logging.getLogger("yiping.jobs")


class JobError(RuntimeError):
    """A job that cannot be found or cannot run; the text names it."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One line of the timetable. `run` is `module:function`, called with the settings and the time, resolved when first due."""

    name: str
    every: float | str
    """Seconds, or the name of a setting that holds them."""
    run: str
    when: str = ""
    """Name of a setting that must be true; empty: always."""
    timeout: float = 60.0
    """A run that takes longer is reported; the job is not started again before it ends."""


TIMETABLE = (
    Job(name="store.relay", every=0.25, run="jobs:relay", timeout=10),
    Job(name="centre.watch", every=3, run="data_access.centre.watch:watch", when="marts_url"),
    Job(name="outbox.sweep", every=3600, run="jobs:forget"),
    Job(name="alerts.due", every=0.5, run="alerts.due:run", timeout=30),
    Job(name="alerts.life", every=1, run="alerts.life.upkeep:tick"),
    Job(name="alerts.stream", every=0.5, run="alerts.errands:take_stream", timeout=30),
    Job(name="alerts.table", every="alert_sql_every", run="alerts.errands:pull_table", when="alert_sql_url"),
    Job(name="quarantine.sweep", every=3600, run="alerts.errands:sweep_quarantine"),
    Job(name="corrections.keep", every=2, run="corrections.keeping:run"),
    Job(name="alerts.judge", every=5, run="alerts.rule_work:judge", timeout=120),
    Job(name="alerts.backtest", every=120, run="alerts.rule_work:backtest_next", when="backtests", timeout=660),
    Job(name="indicators.forecast", every=60, run="indicators.nightly:run", when="forecasts", timeout=660),
    Job(name="cities.health", every=60, run="bureaus.systems:run", timeout=300),
    Job(name="cities.conformance", every=3600, run="bureaus.conformance:run", timeout=600),
    Job(name="demo.system", every=5, run="demo.city_system:run", when="demo"),
    Job(name="demo.bureaus", every=600, run="demo.bureaus:run", when="demo", timeout=120),
    Job(name="demo.story", every=1.0, run="demo.player:tick", when="demo", timeout=120),
    Job(name="demo.publish", every="demo_every", run="demo.tick:tick", when="demo", timeout=300),
)


@dataclass(frozen=True)
class Clock:
    """The two clocks: one for when things are due, one for what time it is."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


@dataclass
class Record:
    """What became of a job."""

    due: float
    running: Future[None] | None = None
    started: float = 0.0
    last_start: str | None = None
    last_end: str | None = None
    error: str | None = None
    failures: int = 0
    runs: int = 0

    def told(self) -> dict[str, Any]:
        return {"last_start": self.last_start, "last_end": self.last_end, "error": self.error, "failures": self.failures, "runs": self.runs}


class Runner:
    """Starts each job when it is due, each in its own thread, and keeps a record of it."""

    def __init__(self, timetable: Sequence[Job], chosen: Settings, clock: Clock | None = None) -> None:
        self._settings = chosen
        self._clock = clock or Clock()
        self._jobs = [job for job in timetable if not job.when or getattr(chosen, job.when)]
        start = self._clock.monotonic()
        self.records = {job.name: Record(due=start) for job in self._jobs}
        self._threads = ThreadPoolExecutor(max(1, len(self._jobs)), thread_name_prefix="job")

    def step(self) -> float:
        """Start what is due; returns the seconds until something is due again."""
        moment = self._clock.monotonic()
        for job in self._jobs:
            record = self.records[job.name]
            if record.running and not record.running.done():
                if moment - record.started > job.timeout and record.error is None:
                    record.error = f"still running after {job.timeout:.0f} s"
                    log.error("Job %s is %s.", job.name, record.error)
            elif moment >= record.due:
                record.started, record.due = moment, moment + self._every(job)
                record.running = self._threads.submit(self._run, job, record)
        return max(0.01, min((record.due for record in self.records.values()), default=moment + 60) - moment)

    def told(self) -> dict[str, Any]:
        """All records as plain data."""
        return {name: record.told() for name, record in self.records.items()}

    def wait(self) -> None:
        """Wait for the runs under way."""
        for record in self.records.values():
            if record.running:
                record.running.exception()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _every(self, job: Job) -> float:
        return float(getattr(self._settings, job.every) if isinstance(job.every, str) else job.every)

    def _run(self, job: Job, record: Record) -> None:
        record.last_start = self._clock.now().isoformat(timespec="milliseconds")
        try:
            resolve(job.run)(self._settings, self._clock.now())
        except Exception as error:  # noqa: BLE001 - whatever a job raises, the others go on
            self._failed(job, record, error)
        else:
            record.error, record.failures = None, 0
        record.runs += 1
        record.last_end = self._clock.now().isoformat(timespec="milliseconds")

    def _failed(self, job: Job, record: Record, error: Exception) -> None:
        """Note the failure and put the next run off, longer each time. The log hears the first and then ever rarer ones."""
        record.failures += 1
        record.error = f"{type(error).__name__}: {error}"[:300]
        every = self._every(job)
        cap = max(every, min(MOST_CAP, max(LEAST_CAP, every * 20)))
        record.due = self._clock.monotonic() + min(max(every, 1.0) * 2 ** min(record.failures - 1, 8), cap)
        if record.failures & (record.failures - 1) == 0:
            log.error(
                "Job %s failed (%d in a row): %s", job.name, record.failures, record.error, exc_info=error if record.failures == 1 else None
            )


def resolve(path: str) -> Callable[[Settings, datetime], object]:
    """The function that a path names. Raises JobError."""
    module, _, name = path.partition(":")
    try:
        found: Callable[[Settings, datetime], object] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise JobError(f"{path} is not there: {error}") from error
    return found


class Worker:
    """The worker role: holds the lease, or waits for it; runs the timetable while it holds it."""

    def __init__(self, runner: Runner, store: Store, clock: Clock | None = None, holder: str = "") -> None:
        self._runner = runner
        self._store = store
        self._clock = clock or Clock()
        self._claim = lease.Claim(LEASE, holder or f"{socket.gethostname()}:{os.getpid()}", LEASE_LENGTH)
        self._held_until = float("-inf")
        self._renew_at = float("-inf")

    @property
    def holds(self) -> bool:
        """Whether the lease is surely still ours, by the clock that nobody can set."""
        return self._clock.monotonic() < self._held_until

    def step(self) -> float:
        """Renew the lease and run what is due; returns the seconds until the next step."""
        moment = self._clock.monotonic()
        if moment >= self._renew_at:
            self._renew_at = moment + RENEW
            self._renew(moment)
        until_due = self._runner.step() if self.holds else RENEW
        return max(0.01, min(until_due, self._renew_at - self._clock.monotonic()))

    def run(self, stop: threading.Event, beat: Callable[[], object] = lambda: None) -> None:
        """Work until told to stop, then give the lease back. `beat` is called at every turn."""
        while not stop.wait(self.step()):
            beat()
        self._runner.close()
        if self.holds:
            lease.release(self._store, self._claim, self._clock.now())

    def _renew(self, moment: float) -> None:
        try:
            taken = lease.take(self._store, self._claim, self._clock.now(), {"jobs": self._runner.told(), "pid": os.getpid()})
        except Exception as error:  # noqa: BLE001 - without the store nothing runs, but the worker stays and asks again
            log.error("The lease cannot be renewed: %s", error)
            return
        self._held_until = moment + LEASE_LENGTH.total_seconds() if taken else float("-inf")


@cache
def _bus(url: str) -> Bus:
    return Bus(url)


def relay(chosen: Settings, now: datetime) -> None:
    """Carry the outbox to the live stream."""
    outbox.relay(store_of(chosen), _bus(chosen.redis), now)


def forget(chosen: Settings, now: datetime) -> None:
    """Drop outbox rows sent long ago."""
    outbox.sweep(store_of(chosen), now)


def show_life() -> None:
    """Show the supervisor that the loop turns."""
    os.write(2, b"\0beat\n")


def main(*, supervised: bool = False) -> None:
    """The worker role as a process."""
    try:
        chosen = settings()
        chosen.signing_key()
    except SettingsError as error:
        sys.exit(f"yiping worker: {error}")
    logging.basicConfig(level=chosen.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it names each of its plugins
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(Runner(TIMETABLE, chosen), store_of(chosen)).run(stop, show_life if supervised else lambda: None)
    os._exit(0)  # a job that hangs must not hold the process
