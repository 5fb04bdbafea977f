"""Faults under load: parts are killed while alerts come in, and nothing accepted is lost, nothing stands twice, nobody is left untold."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench.senders import Plan, Senders, Sent
from data_access.stores.tables import OUTBOX
from tests import servers
from tests.alerts.centre import receiver, route
from tests.alerts.collector import Collector, collector
from tests.runtime.alerting import Alerting, alerting
from tests.runtime.product import until

RATE = 50
BACK = 30.0
"""Seconds within which everything is well again after the last blow."""
Blow = Callable[[], object]


@contextmanager
def _house(home: Path, url: str = "") -> Iterator[tuple[Alerting, Collector]]:
    with collector() as heard:
        routes = receiver("值班室", heard.address) + route("值班室")
        with alerting(home, routes=routes, url=url) as running:
            yield running, heard


def _under_load(running: Alerting, seconds: float, blows: Sequence[tuple[float, Blow]]) -> list[Sent]:
    """The ledger of the senders, with blows at their seconds."""
    plan = Plan(port=running.product.port, token=running.token, rate=RATE, seconds=seconds, duplicates=0.2, malformed=0.05, patience=40)
    begun, senders = time.monotonic(), Senders(plan)
    try:
        for at, blow in blows:
            threading.Event().wait(max(0.0, begun + at - time.monotonic()))
            blow()
        return senders.ledger()
    finally:
        senders.stop()


def _well(running: Alerting) -> bool:
    health = running.product.health()
    wanted = ("web-1", "web-2", "worker", "store", "transport", "live")
    parts = running.product.parts()
    named = all(health.get(name, {}).get("state") != "down" for name in wanted) and "store" in health
    return named and all(part["state"] == "running" for part in parts.values())


def _nothing_lost_nothing_twice(running: Alerting, ledger: list[Sent]) -> None:
    good = [sent for sent in ledger if sent.kind != "malformed"]
    assert {sent.status for sent in good} == {202}
    rows = running.alerts()  # fails for a number that stands twice
    assert set(rows) == {sent.number for sent in good}
    assert all(rows[sent.number]["id"] == sent.told for sent in good)
    assert running.first_steps() == {row["id"]: 1 for row in rows.values()}
    states = Counter((sent.number, sent.state) for sent in good)
    assert max(number for (_, state), number in states.items() if state == "accepted") == 1
    bad = [sent for sent in ledger if sent.kind == "malformed"]
    assert {sent.status for sent in bad} == {400}
    assert running.refused() >= len(bad)  # a refusal whose answer was lost was told twice


def _all_told(running: Alerting, heard: Collector, within: float = 40) -> int:
    """Every alert has reached the receiver, under one key each; gives how many letters came a second time."""

    def over() -> bool:
        return not {"waiting", "sending"} & {notice["state"] for notice in running.notices()}

    until(over, within, "all notices sent")
    notices = running.notices()
    assert Counter(notice["state"] for notice in notices) == {"sent": len(notices)}
    fired = {notice["alert"] for notice in notices if notice["occasion"] == "fired"}
    assert fired == {row["id"] for row in running.alerts().values()}
    came = Counter(arrival.key for arrival in heard.arrivals)
    by_alert = {arrival.key: arrival.alert for arrival in heard.arrivals}
    assert len(came) == len(notices)
    assert set(by_alert.values()) == fired
    assert all(arrival.alert == by_alert[arrival.key] for arrival in heard.arrivals)
    return sum(came.values()) - len(came)


def _outbox_empty(running: Alerting) -> None:
    def waiting() -> int:
        with running.store.read() as connection:
            return connection.execute(select(func.count()).where(OUTBOX.c.sent_at.is_(None))).scalar_one()

    until(lambda: not waiting(), 15, "the outbox carried away")


@pytest.mark.row("X-04")
@pytest.mark.row("A-04")
def test_whatever_part_is_killed_under_load_nothing_accepted_is_lost_or_stands_twice(tmp_path: Path) -> None:
    with _house(tmp_path / "home") as (running, heard):
        kill = running.product.kill
        blows: list[tuple[float, Blow]] = [
            (2, lambda: kill("web-1")), (5, lambda: kill("worker")), (8, lambda: kill("valkey")), (11, lambda: kill("web-2")),
        ]  # fmt: skip
        ledger = _under_load(running, 14, blows)
        begun = time.monotonic()
        until(lambda: _well(running), BACK, "all parts well")
        assert time.monotonic() - begun < BACK
        _nothing_lost_nothing_twice(running, ledger)
        twice = _all_told(running, heard)
        assert twice <= 16  # what was under way when the worker died, under its own key
        _outbox_empty(running)
        _four_senders_at_once(running)


def _four_senders_at_once(running: Alerting) -> None:
    """The same numbers from four processes at once: one accepted and three duplicates each."""
    plan = Plan(port=running.product.port, token=running.token, rate=40, seconds=1, name="once", lines=8)
    many = [Senders(plan) for _ in range(4)]
    answers = Counter((sent.number, sent.status, sent.state) for each in many for sent in each.ledger())
    numbers = {number for number, _, _ in answers}
    assert len(numbers) == 40
    assert answers == Counter({**{(n, 202, "accepted"): 1 for n in numbers}, **{(n, 202, "duplicate"): 3 for n in numbers}})
    assert sum(row["source"] == "once" for row in running.alerts().values()) == 40


@pytest.mark.row("X-04")
def test_while_postgresql_is_killed_senders_are_told_to_come_again_and_nothing_accepted_is_lost(tmp_path: Path) -> None:
    server = servers.Mortal(tmp_path)
    try:
        with _house(tmp_path / "home", servers.fresh_database(server.address)) as (running, heard):
            kill = running.product.kill
            blows: list[tuple[float, Blow]] = [(2, server.kill), (5, server.restart), (9, lambda: kill("web-1"))]
            ledger = _under_load(running, 11, blows)
            begun = time.monotonic()
            until(lambda: _well(running), BACK, "all parts well")
            assert time.monotonic() - begun < BACK
            others: Counter[str] = sum((Counter(sent.others) for sent in ledger), Counter())
            assert others["503"] > 0  # refused in order while the database was away
            assert not {"503 without Retry-After", "500"} & set(others)
            _nothing_lost_nothing_twice(running, ledger)
            assert _all_told(running, heard) <= 16
            _outbox_empty(running)
    finally:
        server.close()
