"""The timetable: each job by itself, by the clock that nobody can set, and in one worker at a time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.stores import outbox
from data_access.stores.engine import Store
from data_access.stores.lease import standing
from data_access.stores.tables import OUTBOX
from data_access.transport import Bus, TransportError
from jobs import LEASE, LEASE_LENGTH, TIMETABLE, Clock, Job, Runner, Worker, resolve
from settings import Settings

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
RUNS: dict[str, list[datetime]] = {}


class Hands:
    """The two clocks, moved by hand."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.time = NOON

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.moment, now=lambda: self.time)

    def go(self, seconds: float) -> None:
        self.moment += seconds
        self.time += timedelta(seconds=seconds)


def noted(settings: Settings, now: datetime) -> None:
    """A job that notes when it ran."""
    RUNS.setdefault(str(settings.home), []).append(now)


def broken(settings: Settings, now: datetime) -> None:
    """A job that fails."""
    raise ValueError("out of order")


GATE = threading.Event()


def hanging(settings: Settings, now: datetime) -> None:
    """A job that hangs until the test lets go."""
    GATE.wait(20)


def job(name: str, every: float, run: str = "noted", **more: float) -> Job:
    return Job(name=name, every=every, run=f"tests.runtime.test_jobs:{run}", **more)  # type: ignore[arg-type]


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def store(any_store: Store) -> Store:
    """The store on SQLite and on PostgreSQL: leases and the outbox are the same on both."""
    return any_store


def walk(runner: Runner | Worker, hands: Hands, seconds: float, stride: float = 1.0) -> None:
    for _ in range(int(seconds / stride)):
        runner.step()
        if isinstance(runner, Runner):
            runner.wait()
        hands.go(stride)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(0)])
def test_a_set_clock_neither_stops_nor_doubles_a_job(chosen: Settings, jump: timedelta) -> None:
    hands = Hands()
    runner = Runner([job("beat", 1)], chosen, hands.clock())
    walk(runner, hands, 4)
    hands.time += jump
    walk(runner, hands, 8)
    assert len(RUNS[str(chosen.home)]) == 12


def test_a_failing_job_stops_no_other_and_is_put_off_longer_each_time(chosen: Settings) -> None:
    hands = Hands()
    runner = Runner([job("bad", 1, "broken"), job("good", 1), Job(name="absent", every=1, run="no.such:thing")], chosen, hands.clock())
    walk(runner, hands, 31)
    told = runner.told()
    assert len(RUNS[str(chosen.home)]) == 31
    assert told["bad"]["error"] == "ValueError: out of order"
    assert told["bad"]["runs"] == told["bad"]["failures"] == 5  # after 1, 2, 4, 8, 16 seconds
    assert "no.such:thing is not there" in told["absent"]["error"]


def test_a_hanging_job_is_reported_started_once_and_stops_no_other(chosen: Settings) -> None:
    hands = Hands()
    runner = Runner([job("stuck", 1, "hanging", timeout=5), job("good", 1)], chosen, hands.clock())
    try:
        for _ in range(10):
            runner.step()
            runner.records["good"].running.exception()  # type: ignore[union-attr]
            hands.go(1)
        assert len(RUNS[str(chosen.home)]) == 10
        assert runner.told()["stuck"]["error"] == "still running after 5 s"
    finally:
        GATE.set()
        runner.wait()


def test_two_workers_never_run_a_job_both_and_the_second_takes_over(chosen: Settings, store: Store) -> None:
    hands = Hands()
    first, second = (Worker(Runner([job("beat", 1)], chosen, hands.clock()), store, hands.clock(), name) for name in ("first", "second"))
    for _ in range(5):
        first.step(), second.step()
        hands.go(1)
    assert (first.holds, second.holds) == (True, False)
    waited = 0
    while not second.holds:  # the first is dead from here on
        second.step()
        hands.go(1)
        waited += 1
    assert LEASE_LENGTH.total_seconds() - 5 <= waited <= LEASE_LENGTH.total_seconds() + 4
    assert not first.holds
    assert standing(store, LEASE).holder == "second"  # type: ignore[union-attr]


def test_a_clock_set_back_does_not_lock_the_successor_out(chosen: Settings, store: Store) -> None:
    hands = Hands()
    first, second = (Worker(Runner([], chosen, hands.clock()), store, hands.clock(), name) for name in ("first", "second"))
    first.step()
    hands.go(60)
    hands.time -= timedelta(hours=1)
    second.step()
    assert second.holds


def test_every_line_of_the_timetable_is_unique_and_ours_resolve() -> None:
    assert len({line.name for line in TIMETABLE}) == len(TIMETABLE)
    assert all(callable(resolve(line.run)) for line in TIMETABLE if line.run.startswith("jobs:"))


def test_the_outbox_waits_for_its_carrier_and_is_sent_once(store: Store, tmp_path: Path) -> None:
    from tests.live.test_hub import Carrier

    with store.write() as connection:
        outbox.put(connection, ["alert", "work_order"], NOON)
        outbox.put(connection, ["alert"], NOON)
    with pytest.raises(TransportError):
        outbox.relay(store, Bus(f"unix://{tmp_path / 'nobody.sock'}"), NOON)
    carrier = Carrier(tmp_path)
    try:
        assert outbox.relay(store, carrier.bus, NOON) == 2
        assert outbox.relay(store, carrier.bus, NOON) == 0
        assert carrier.bus.newest() is not None
    finally:
        carrier.kill()
    with store.read() as connection:
        assert connection.execute(select(OUTBOX.c.sent_at)).scalars().all() == [NOON, NOON]
    outbox.sweep(store, NOON + timedelta(days=3))
    with store.read() as connection:
        assert connection.execute(select(OUTBOX.c.seq)).scalars().all() == [2]  # the newest stays: it is the store's version
