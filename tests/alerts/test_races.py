"""Races on PostgreSQL, where writers do not wait for each other by themselves: what one decides by, no other changes underneath."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from alerts import life, moves
from alerts.intake import accept_one
from alerts.life.upkeep import keep
from data_access.stores import alert_writes, escalations, silences
from data_access.stores.engine import Store, ensure_schema, open_store
from tests.alerts.making import NOW, Ears, desk, hand, heads, later, message, rows, steps

FREEZER = {"device": "冰柜-1"}


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    found = open_store(postgres_url)
    ensure_schema(found)
    yield found
    found.close()


def _waits_for_another(store: Store) -> bool:
    """Whether a statement waits for somebody's lock."""
    with store.read() as connection:
        query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return connection.execute(query).scalar_one() > 0


@contextmanager
def _meanwhile(store: Store, act: Callable[[], object]) -> Iterator[Future[object]]:
    """Run `act` beside the block, once it waits for the block's transaction or is over."""
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(act)
        pause = threading.Event()
        for _ in range(200):
            if future.done() or _waits_for_another(store):
                break
            pause.wait(0.02)
        yield future


@pytest.mark.row("A-02")
def test_an_alert_is_never_put_under_one_that_is_just_being_closed(store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    graver = accept_one(store, message("graver", level="I", entity=FREEZER, cause="a"), at, NOW)
    with store.write() as connection:
        head = alert_writes.one(connection, str(graver.id))
        assert head is not None
        done = moves.Move(sources=moves.ALIVE, to=moves.CLOSED, who="王建国", why="已处置")
        moves.close(connection, at, head, done, later(1))
        lesser = message("lesser", level="III", entity=FREEZER, cause="b")
        with _meanwhile(store, lambda: accept_one(store, lesser, at, later(1))) as came:
            connection.commit()
            came.result(20)
    assert rows(store)["lesser"]["inhibited_by"] is None
    assert ("fired", "lesser", None) in ears.take()


@pytest.mark.row("A-03")
def test_a_notice_is_not_held_back_by_a_silence_that_just_ended(store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    wish = life.Wish(matcher={"region": "320100"}, why="检修", until=later(10))
    name = life.silence(hand(store, at), wish)
    with store.write() as connection:
        assert silences.ended(connection, name, later(10))
        with _meanwhile(store, lambda: accept_one(store, message("new"), at, later(9.99))) as came:
            connection.commit()
            came.result(20)
    assert ears.take()[-1] == ("fired", "new", None)


@pytest.mark.row("A-04")
def test_a_step_of_the_chain_does_not_wait_for_whoever_answers_the_alert(store: Store) -> None:
    """Each would hold what the other waits for, and one of them would be thrown out."""
    alert = str(accept_one(store, message("a"), desk(), NOW).id)
    with store.write() as answering:
        row = alert_writes.one(answering, alert)
        assert row is not None
        with store.write() as stepping:
            stepping.execute(text("SET LOCAL lock_timeout = '500ms'"))
            escalations.note(stepping, row, "第 1 步", later(5))
    assert steps(store, alert)[-1] == ("open", "open")


@pytest.mark.row("A-02")
def test_an_end_that_is_told_to_two_processes_at_once_is_announced_once(store: Store) -> None:
    ears = Ears()
    at, other = desk(after=(ears,)), desk(after=(ears,))
    alert = str(accept_one(store, message("a"), at, NOW).id)
    life.acknowledge(hand(store, at, later(1)), alert)
    ears.take()
    over = message("a", resolved=True)
    with store.write() as connection:
        alert_writes.one(connection, alert)
        with ThreadPoolExecutor(2) as threads:
            both = [threads.submit(accept_one, store, over, each, later(2)) for each in (at, other)]
            pause = threading.Event()
            while not _waits_for_another(store):
                pause.wait(0.02)
            pause.wait(0.2)  # the second one too
            connection.commit()
            fates = sorted(str(one.result(20).fate) for one in both)
    assert fates == ["duplicate", "updated"]
    assert ears.take() == [("resolved", "a", None)]


@pytest.mark.row("A-03")
def test_a_reopened_group_takes_newcomers_in_again(any_store: Store) -> None:
    at = desk()
    first = str(accept_one(any_store, message("a", cause="c"), at, NOW).id)
    life.close(hand(any_store, at, later(1)), first, "已处置")
    life.reopen(hand(any_store, at, later(2)), first, "又报")
    assert accept_one(any_store, message("b", cause="c"), at, later(3)).group == first
    life.close(hand(any_store, at, later(4)), first, "已处置")
    second = str(accept_one(any_store, message("d", cause="c"), at, later(5)).id)
    life.reopen(hand(any_store, at, later(6)), first, "又报")
    assert accept_one(any_store, message("e", cause="c"), at, later(7)).group == second  # what came meanwhile stays a matter of its own
    assert {head["id"] for head in heads(any_store)} == {first, second}
    keep(any_store, at, later(8))
