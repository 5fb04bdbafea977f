"""Escalation: each step once and in its time, whatever dies or sets the clock; and what is said when nobody can be reached."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from alerts.escalation import step_all
from alerts.intake import accept
from alerts.message import Status
from alerts.pulse import Pulse
from data_access.scope import Scope
from data_access.stores import alerts, notices
from data_access.stores.alert_tables import ESCALATION, NOTICE
from data_access.stores.engine import Store
from data_access.stores.tables import ALERT, ALERT_STEP, CHANGE
from tests.alerts.centre import Centre, centre, message, until

pytestmark = pytest.mark.row("A-04")
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
WHOLE = Scope.whole("320000")
ROUTES = """
[[receiver]]
name = "officer"
person = "陈立"
channel = "screen"
[[receiver]]
name = "leader"
person = "周明远"
channel = "screen"
[[route]]
who = ["duty"]
chain = "grave"
[[chain]]
name = "grave"
[[chain.step]]
after = "5m"
who = ["duty"]
[[chain.step]]
after = "10m"
who = ["lead"]
[[chain.step]]
after = "10m"
open_incident = true
[[chain.step]]
after = "10m"
repeat = 1
"""


@pytest.fixture
def here(any_store: Store, tmp_path: Path) -> Centre:
    found = centre(any_store, tmp_path / "home")
    found.routes(ROUTES)
    return found


def staffed(here: Centre) -> None:
    here.on_duty("duty", "陈立", NOW)
    here.on_duty("lead", "周明远", NOW)


def take(here: Centre, number: int = 1, **more: object) -> list[str]:
    """So many alerts come in at NOW."""
    found = accept(here.store, [message(occurred_at=NOW, **more) for _ in range(number)], here.desk, NOW)
    return [str(outcome.id) for outcome in found]


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def told(here: Centre, alert: str) -> list[tuple[str, str]]:
    with here.store.read() as connection:
        return [(notice.occasion, notice.receiver) for notice in notices.of(connection, alert, WHOLE)]


def history(here: Centre, alert: str) -> list[str]:
    with here.store.read() as connection:
        query = select(ALERT_STEP.c.why).where(ALERT_STEP.c.alert == alert, ALERT_STEP.c.who == "升级链").order_by(ALERT_STEP.c.seq)
        return list(connection.execute(query).scalars())


def test_a_chain_goes_its_steps_in_their_time_and_no_step_twice(here: Centre) -> None:
    staffed(here)
    (alert,) = take(here)
    book = here.shelf.book()
    for minutes, told_by_then in ((4.99, 1), (5, 2), (14.99, 2), (15, 3), (25, 3), (35, 3), (40, 4), (50, 5)):
        step_all(here.store, book, at(minutes))
        step_all(here.store, book, at(minutes))
        assert len(told(here, alert)) == told_by_then, minutes
    assert told(here, alert) == [("fired", "officer"), ("escalated", "officer"), ("escalated", "leader"), ("escalated", "officer"), ("escalated", "leader")]  # fmt: skip
    with here.store.read() as connection:
        assert connection.execute(select(ALERT.c.incident).where(ALERT.c.id == alert)).scalar()
        assert connection.execute(select(func.count()).where(CHANGE.c.kind == "incident_open")).scalar() == 1


def test_nothing_fires_on_an_alert_that_was_answered_or_closed(here: Centre) -> None:
    staffed(here)
    answered, closed = take(here, 2)
    for alert, to in ((answered, "acknowledged"), (closed, "closed")):
        step = alerts.Step(state_from="open", state_to=to, who="值班员", why="处置")
        with here.store.write() as connection:
            assert alerts.move(connection, alert, at(1), {}, step)
    for minutes in range(2, 200, 7):
        step_all(here.store, here.shelf.book(), at(minutes))
    assert told(here, answered) == told(here, closed) == [("fired", "officer")]
    with here.store.read() as connection:
        assert set(connection.execute(select(ESCALATION.c.state)).scalars()) == {"stopped"}


def test_after_an_outage_the_next_step_comes_at_once_but_not_all_steps_together(here: Centre) -> None:
    staffed(here)
    (alert,) = take(here)
    step_all(here.store, here.shelf.book(), at(180))
    assert len(told(here, alert)) == 2
    step_all(here.store, here.shelf.book(), at(189))
    assert len(told(here, alert)) == 2, "the second step waits its ten minutes"
    step_all(here.store, here.shelf.book(), at(190))
    assert len(told(here, alert)) == 3


def test_with_nobody_on_duty_it_goes_up_and_says_so(here: Centre) -> None:
    here.on_duty("lead", "周明远", NOW)
    (alert,) = take(here)
    assert told(here, alert) == [("fired", "leader")], "an empty rota goes to 带班领导"


def test_with_nobody_reachable_it_runs_up_the_chain_and_admits_it(here: Centre) -> None:
    (alert,) = take(here)
    for seconds in range(4):  # one look after the other, as the worker does
        step_all(here.store, here.shelf.book(), at(5) + timedelta(seconds=seconds))
    said = history(here, alert)
    assert sum("无人可通知" in line for line in said) >= 2 and any("已建突发事件" in line for line in said), "no waiting for nobody"
    with here.store.read() as connection:
        texts = connection.execute(select(CHANGE.c.text).where(CHANGE.c.kind == "alert_unreachable")).scalars().all()
    assert texts and "值班员未排班" in texts[0]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)], ids=["an hour forward", "an hour back"])
def test_a_clock_that_is_set_neither_fires_early_nor_puts_off(here: Centre, jump: timedelta) -> None:
    staffed(here)
    (alert,) = take(here)
    pulse, book = Pulse(here.store), here.shelf.book()
    pulse.feel(at(0), 0.0)
    assert pulse.feel(at(2), 120.0) == timedelta()
    assert pulse.feel(at(2) + timedelta(seconds=1) + jump, 121.0) == jump
    step_all(here.store, book, at(4.9) + jump)
    assert len(told(here, alert)) == 1, "none early"
    step_all(here.store, book, at(5.1) + jump)
    assert len(told(here, alert)) == 2, "none late"


def test_what_came_after_the_clock_was_set_is_not_moved(here: Centre) -> None:
    staffed(here)
    pulse, hour = Pulse(here.store), timedelta(hours=1)
    pulse.feel(at(0), 0.0)
    accept(here.store, [message(occurred_at=NOW)], here.desk, at(0) + hour + timedelta(seconds=0.3))
    pulse.feel(at(0) + hour + timedelta(seconds=0.5), 0.5)
    with here.store.read() as connection:
        assert connection.execute(select(ESCALATION.c.due_at)).scalar() == at(5) + hour + timedelta(seconds=0.3)


@pytest.mark.row("X-04")
def test_a_thousand_steps_due_in_a_minute_are_each_done_once_by_two_workers(here: Centre) -> None:
    staffed(here)
    found = take(here, 1000)
    due = {alert: at(5) + timedelta(seconds=60 * place / 1000) for place, alert in enumerate(found)}
    with here.store.write() as connection:
        for alert, moment in due.items():
            connection.execute(ESCALATION.update().where(ESCALATION.c.alert == alert).values(due_at=moment))
    book = here.shelf.book()

    def work() -> None:
        for tick in range(130):
            step_all(here.store, book, at(5) + timedelta(seconds=tick / 2))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with here.store.read() as connection:
        rows = connection.execute(select(NOTICE.c.alert, NOTICE.c.created_at).where(NOTICE.c.occasion == "escalated")).all()
    assert Counter(row.alert for row in rows) == Counter(found)
    late = [row.created_at - due[row.alert] for row in rows]
    assert min(late) >= timedelta() and max(late) <= timedelta(seconds=2)


def test_a_drill_does_not_escalate(here: Centre) -> None:
    staffed(here)
    take(here, status=Status.EXERCISE)
    with here.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(ESCALATION)).scalar() == 0


WORKER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from alerts.escalation import step_all
from alerts.notify.book import Shelf
from data_access.stores.engine import open_store
store, shelf = open_store(sys.argv[1]), Shelf(Path(sys.argv[2]))
while True:
    step_all(store, shelf.book(), datetime.now(UTC))
    time.sleep(0.02)
"""


def test_a_worker_killed_in_the_middle_of_a_chain_loses_nothing_and_doubles_nothing(here: Centre) -> None:
    staffed(here)
    here.routes(ROUTES.replace('after = "5m"', 'after = "0.4s"').replace('after = "10m"', 'after = "0.4s"'))
    now = datetime.now(UTC)
    found = [str(one.id) for one in accept(here.store, [message(occurred_at=now) for _ in range(30)], here.desk, now)]
    url = here.store.url if "sqlite" in here.store.url else str(here.store.writer.url.render_as_string(hide_password=False))
    command = [sys.executable, "-c", WORKER, url, str(here.home)]

    def steps_done() -> int:
        with here.store.read() as connection:
            return connection.execute(select(func.count()).where(NOTICE.c.occasion == "escalated")).scalar() or 0

    first = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    until(lambda: steps_done() > 0)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    try:
        until(lambda: steps_done() == 30 * 4)  # two people's steps in two rounds
        until(lambda: _ended(here) == 30)
    finally:
        second.kill()
        second.wait()
    assert all(len(told(here, alert)) == 5 for alert in found)


def _ended(here: Centre) -> int:
    with here.store.read() as connection:
        return connection.execute(select(func.count()).where(ESCALATION.c.state == "done")).scalar() or 0
