"""The wall's reads of the store: cut to the scope, in their order, honest when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from data_access.scope import Scope
from data_access.stores import alerts, cameras, changes, duty, heard, opinion, orders
from data_access.stores.alerts import Step
from data_access.stores.engine import Store

NOW = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
WHOLE, NANJING, SUZHOU = Scope.whole("320000"), Scope.of("320000", "320100"), Scope.of("320000", "320500")
PLACES = ("320102", "320115", "320505", "320583", "320600", "320000")
pytestmark = pytest.mark.row("I-01")
Read = Callable[[Connection, Scope], Any]


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def alert(name: str, region: str, level: str = "III", **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("rule", "owner", "lon", "lat", "acknowledged_at", "dispatched_at", "closed_at", "due_at", "entity"))
    usual = {
        "source": "test",
        "source_id": name,
        "title": name,
        "detail": "",
        "merged": 1,
        "state": "open",
        "status": "actual",
        "nature": "demo",
    }
    return {"id": name, "region": region, "level": level, "occurred_at": ago(10), "changed_at": ago(5), **empty, **usual, **more}


def order(name: str, region: str, due: datetime | None, step: int = 2) -> dict[str, Any]:
    usual = {"alert": None, "level": "III", "title": name, "unit": "局", "person": None, "closed_at": None, "nature": "demo"}
    return {
        "id": name,
        "number": name,
        "region": region,
        "step": step,
        "due_at": due,
        "created_at": ago(60),
        "changed_at": ago(30),
        **usual,
    }


def item(name: str, region: str, heat: int, **more: Any) -> dict[str, Any]:
    usual = {
        "source": "test",
        "source_id": name,
        "title": name,
        "topic": "食品安全",
        "reposts": 3,
        "state": "open",
        "nature": "demo",
        "answered_at": None,
    }
    return {"id": name, "region": region, "heat": heat, "first_at": ago(90), "changed_at": ago(3), "answer_due": NOW, **usual, **more}


def camera(name: str, region: str, watched: int, state: str = "live") -> dict[str, Any]:
    usual = {"gb28181": None, "kind": "cold", "reading": None, "still": "cold", "clue": None, "nature": "demo"}
    return {
        "id": name,
        "name": name,
        "region": region,
        "watched": watched,
        "state": state,
        "last_frame": ago(1),
        "changed_at": ago(1),
        **usual,
    }


def change(name: str, region: str, minutes: float) -> dict[str, Any]:
    return {
        "at": ago(minutes),
        "kind": "test",
        "region": region,
        "text": name,
        "level_from": None,
        "level_to": None,
        "object": None,
        "nature": "demo",
    }


@pytest.fixture
def store(any_store: Store) -> Store:
    """The store on SQLite and on PostgreSQL."""
    return any_store


@pytest.fixture
def filled(store: Store) -> Store:
    """One thing of each kind in every place."""
    with store.write() as connection:
        alerts.insert_many(connection, [alert(f"a{place}", place) for place in PLACES], [], NOW)
        orders.insert_many(connection, [order(f"o{place}", place, NOW) for place in PLACES], NOW)
        opinion.insert_many(connection, [item(f"i{place}", place, 80) for place in PLACES], NOW)
        cameras.insert_many(connection, [camera(f"c{place}", place, 1, "stale") for place in PLACES], NOW)
        changes.insert_many(connection, [change(f"h{place}", place, 3) for place in PLACES], NOW)
    return store


LISTS: dict[str, Read] = {
    "alerts.feed": lambda connection, scope: [row.region for row in alerts.feed(connection, scope, 99)],
    "alerts.by_city_30d": lambda connection, scope: list(alerts.by_city_30d(connection, scope, NOW)),
    "orders.lane": lambda connection, scope: [row.region for row in orders.lane(connection, scope, NOW, 99)],
    "opinion.top": lambda connection, scope: [row.region for row in opinion.top(connection, scope, 99)],
    "cameras.strip": lambda connection, scope: [row.region for row in cameras.strip(connection, scope, 99)],
    "cameras.not_live": lambda connection, scope: [row.region for row in cameras.not_live(connection, scope)],
    "changes.since": lambda connection, scope: [row.region for row in changes.since(connection, scope, ago(30), 99)],
}
COUNTS: dict[str, Read] = {
    "alerts.open_by_level": lambda connection, scope: sum(alerts.open_by_level(connection, scope).values()),
    "orders.counts": lambda connection, scope: orders.counts(connection, scope, NOW).open,
    "opinion.counts": lambda connection, scope: opinion.counts(connection, scope).hot,
    "cameras.counts": lambda connection, scope: cameras.counts(connection, scope)[1],
}


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_holds_no_foreign_row(filled: Store, name: str) -> None:
    with filled.read() as connection:
        assert {region[:4] for region in LISTS[name](connection, NANJING)} == {"3201"}
        assert {region[:4] for region in LISTS[name](connection, SUZHOU)} == {"3205"}
        assert LISTS[name](connection, Scope.nothing("320000")) == []
        assert len(LISTS[name](connection, WHOLE)) >= 4


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("name", list(COUNTS))
def test_a_count_counts_no_foreign_row(filled: Store, name: str) -> None:
    with filled.read() as connection:
        counts = [COUNTS[name](connection, scope) for scope in (WHOLE, NANJING, SUZHOU, Scope.nothing("320000"))]
    assert counts == [6, 2, 2, 0]


@pytest.mark.row("Z-02")
def test_the_first_times_are_the_scopes_own(store: Store) -> None:
    def handled(name: str, region: str, seconds: int, days: int) -> dict[str, Any]:
        born = NOW - timedelta(days=days)
        return alert(name, region, occurred_at=born, acknowledged_at=born + timedelta(seconds=seconds), state="closed")

    with store.write() as connection:
        rows = [
            handled("a", "320102", 100, 3),
            handled("b", "320115", 300, 4),
            handled("c", "320505", 9_000, 5),
            handled("d", "320102", 700, 40),
        ]
        alerts.insert_many(connection, rows, [], NOW)
        found = alerts.first_times(connection, NANJING, NOW - timedelta(days=30))
    assert found == {"found": (200.0, 700.0), "dispatched": (None, None), "closed": (None, None)}


def test_the_feed_goes_by_level_and_then_by_clock(store: Store) -> None:
    rows = [
        alert("four", "320102", "IV"),
        alert("silent", "320102", "0"),
        alert("three, newest", "320102", "III", state="dispatched", occurred_at=ago(1)),
        alert("three, waiting longer", "320102", "III", due_at=ago(-9)),
        alert("three, waiting", "320102", "III", due_at=ago(-4)),
        alert("two", "320102", "II", state="acknowledged"),
        alert("closed", "320102", "I", state="closed"),
        alert("drill", "320102", "I", status="exercise"),
    ]
    with store.write() as connection:
        alerts.insert_many(connection, rows, [], NOW)
        titles = [row.title for row in alerts.feed(connection, WHOLE, 9)]
        counts = alerts.open_by_level(connection, WHOLE)
    assert titles == ["two", "three, waiting", "three, waiting longer", "three, newest", "silent", "four"]
    assert counts == {"I": 0, "II": 1, "III": 3, "0": 1, "IV": 1}


def test_the_lane_puts_the_longest_overdue_first(store: Store) -> None:
    rows = [
        order("none", "320102", None),
        order("later", "320102", ago(-90)),
        order("over", "320102", ago(6)),
        order("done", "320102", ago(60), step=6),
    ]
    with store.write() as connection:
        orders.insert_many(connection, rows, NOW)
        assert [row.id for row in orders.lane(connection, WHOLE, NOW, 9)] == ["over", "later", "none"]
        assert orders.counts(connection, WHOLE, NOW) == orders.Counts(open=3, overdue=1)


def test_a_topic_in_hand_waits_until_it_is_transferred_or_answered(store: Store) -> None:
    rows = [
        item("hot", "320102", 92),
        item("sent", "320102", 72, state="transferred"),
        item("answered", "320102", 99, state="answered"),
        item("cool", "320102", 20),
    ]
    with store.write() as connection:
        opinion.insert_many(connection, rows, NOW)
        assert [row.id for row in opinion.top(connection, WHOLE, 9)] == ["hot", "sent", "cool"]
        assert opinion.counts(connection, WHOLE) == opinion.Counts(hot=2, waiting=2)


def test_a_move_happens_once_and_only_from_where_the_alert_is(store: Store) -> None:
    taken = Step(state_from="open", state_to="acknowledged", who="陈立", why="属实")
    with store.write() as connection:
        alerts.insert_many(connection, [alert("a", "320102")], [], NOW)
        assert alerts.move(connection, "a", ago(4), {"owner": "陈立"}, taken)
        assert not alerts.move(connection, "a", ago(3), {"owner": "许蔓"}, taken)
        assert not alerts.move(connection, "a", ago(4), {"merged": 2})
        assert alerts.move(connection, "a", ago(2), {"merged": 2})
        (row,) = alerts.feed(connection, WHOLE, 9)
    assert (row.state, row.owner, row.merged) == ("acknowledged", "陈立", 2)


@pytest.mark.row("K-01")
def test_quiet_is_told_from_silence(store: Store) -> None:
    with store.read() as connection:
        assert alerts.as_of(connection, WHOLE).as_of is None
    with store.write() as connection:
        alerts.insert_many(connection, [alert("a", "320505", changed_at=ago(40))], [], NOW)
        assert alerts.as_of(connection, SUZHOU) == heard.State(ago(40), "demo")
        assert alerts.as_of(connection, NANJING).as_of is None
        heard.mark(connection, ("alert",), ago(1), "demo")
        heard.mark(connection, ("alert",), NOW, "demo")
        assert alerts.as_of(connection, NANJING) == heard.State(NOW, "demo")


def test_the_roster_tells_who_is_on_now(store: Store) -> None:
    def turn(role: str, person: str, start: float, end: float) -> dict[str, Any]:
        return {"role": role, "person": person, "phone": None, "starts_at": ago(start), "ends_at": ago(end), "nature": "demo"}

    with store.write() as connection:
        assert duty.now(connection, NOW) == duty.Shift()
        duty.insert_many(connection, [turn("lead", "周", 120, -600), turn("duty", "陈", 60, -60), turn("duty", "许", 200, 60)], NOW)
        assert duty.now(connection, NOW) == duty.Shift(("周",), ("陈",), ago(60), "demo")
