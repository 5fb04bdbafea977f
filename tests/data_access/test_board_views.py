"""The views of boards: counted in memory, written down together, distinct by viewer, cut by scope, and nobody's name in them."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.scope import Scope
from data_access.stores import board_views, outbox
from data_access.stores.board_views import BOARD_VIEW, Seen
from data_access.stores.engine import Store, StoreFailed, migrate, open_store
from data_access.stores.view_counter import KEPT, MOST, ViewCounter
from tests.runtime.product import until

DAY = date(2026, 11, 20)
WHOLE, NANJING, SUZHOU = Scope.whole("320000"), Scope.of("320000", "320100"), Scope.of("320000", "320500")
LONG = 3600.0


def seen(store: Store, scope: Scope = WHOLE, since: date = DAY - timedelta(days=29)) -> dict[str, Seen]:
    with store.read() as connection:
        return board_views.seen(connection, scope, since)


@pytest.mark.row("O-02")
def test_views_are_summed_and_viewers_counted_once(any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", LONG)
    for user, times in (("leader", 3), ("duty", 1)):
        for _ in range(times):
            counter.note("/net/credit", user, WHOLE, DAY)
    assert counter.flush() == 2
    counter.note("/net/credit", "leader", WHOLE, DAY)
    counter.note("/net/credit", "leader", WHOLE, DAY - timedelta(days=1))
    counter.flush()
    assert seen(any_store) == {"/net/credit": Seen(viewers=2, views=6, last=DAY)}
    assert seen(any_store, since=DAY + timedelta(days=1)) == {}
    with any_store.read() as connection:
        assert board_views.viewers(connection, WHOLE, DAY) == 2 and board_views.counted_since(connection) == DAY - timedelta(days=1)


@pytest.mark.row("Z-02")
def test_a_city_is_told_of_its_own_viewers_alone(any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", LONG)
    counter.note("/net/credit", "nanjing", NANJING, DAY)
    counter.note("/net/credit", "suzhou", SUZHOU, DAY)
    counter.note("/net/credit", "leader", WHOLE, DAY)
    counter.flush()
    assert seen(any_store)["/net/credit"].viewers == 3
    assert seen(any_store, NANJING) == {"/net/credit": Seen(viewers=1, views=1, last=DAY)}
    assert seen(any_store, Scope.nothing("320000")) == {}


@pytest.mark.row("Z-02")
def test_no_name_is_kept_and_another_installation_makes_another_digest(any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", LONG)
    counter.note("/boards", "wangjianguo", WHOLE, DAY)
    counter.flush()
    with any_store.read() as connection:
        (row,) = connection.execute(select(BOARD_VIEW)).all()
    assert "wangjianguo" not in repr(row) and len(row.viewer) == 16
    assert ViewCounter(any_store, "other key", LONG).viewer("wangjianguo") != row.viewer


@pytest.mark.row("O-08")
def test_a_view_costs_no_statement_and_puts_nothing_into_the_outbox(any_store: Store) -> None:
    before = outbox.version(any_store)
    counter = ViewCounter(any_store, "key", LONG)
    for _ in range(1000):
        counter.note("/wall/overview", "wall", WHOLE, DAY)
    assert seen(any_store) == {} and counter.flush() == 1
    assert seen(any_store)["/wall/overview"].views == 1000 and outbox.version(any_store) == before


@pytest.mark.row("O-02")
def test_what_waits_is_written_down_by_itself(any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", 0.01)
    counter.note("/map", "leader", WHOLE, DAY)
    until(lambda: "/map" in seen(any_store), 20.0, "the view is written down")


@pytest.mark.row("K-03")
def test_a_store_that_is_away_loses_no_view_and_fills_no_memory(tmp_path: Path) -> None:
    bare = open_store(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    counter = ViewCounter(bare, "key", LONG)
    for number in range(MOST + 10):
        counter.note(f"/x/{number}", "leader", WHOLE, DAY)
    for _ in range(2):
        with pytest.raises(StoreFailed):
            counter.flush()
    migrate(bare)
    assert counter.flush() == MOST
    bare.close()


@pytest.mark.row("K-03")
def test_two_processes_that_count_the_same_view_lose_none(any_store: Store) -> None:
    counters = [ViewCounter(any_store, "key", LONG) for _ in range(4)]
    for counter in counters:
        for _ in range(25):
            counter.note("/business", "leader", WHOLE, DAY)
    threads = [threading.Thread(target=_written, args=(counter,)) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen(any_store)["/business"] == Seen(viewers=1, views=100, last=DAY)


def _written(counter: ViewCounter) -> None:
    counter.flush()


@pytest.mark.row("O-02")
def test_views_of_days_long_past_go(any_store: Store) -> None:
    counter = ViewCounter(any_store, "key", LONG)
    counter.note("/boards", "leader", WHOLE, DAY - KEPT - timedelta(days=1))
    counter.flush()
    counter.note("/boards", "leader", WHOLE, DAY)
    counter.flush()
    with any_store.read() as connection:
        assert board_views.counted_since(connection) == DAY
