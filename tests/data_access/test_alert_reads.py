"""The reads of alerts on both engines: filters, pages that lose and repeat nothing, counts, and the three first times."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from alerts import life
from alerts.intake import accept
from alerts.life.upkeep import keep
from data_access.scope import Scope, city_of
from data_access.stores import alert_reads, alerts
from data_access.stores.alert_reads import Filter, Order, first_times_by_city, inbox
from data_access.stores.alert_tables import ALERT, ALERT_STEP
from data_access.stores.alerts import REAL, STANDS, Step
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, NOW, SUZHOU, WHOLE, desk, hand, later, message
from tests.demo.conftest import NOON, Stood


@pytest.fixture
def filled(any_store: Store) -> Store:
    """Twelve matters in two cities: three levels, two families; one of them of five alerts, one inhibited, one closed, one a drill."""
    told = [
        message(f"m{n}", cause=f"c{n}", level=("II", "III", "IV")[n % 3], family=("食品安全", "特种设备安全")[n % 2], region=("320102", "320505")[n % 2],
                title=f"第{n}件 100%_\\", occurred_at=NOW - timedelta(minutes=n // 2), rule="r" if n < 4 else None) for n in range(8)
    ]  # fmt: skip
    told += [message(f"s{n}", cause="storm", title="风暴", occurred_at=later(-2.5)) for n in range(5)]
    told += [
        message("grave", cause="g", level="I", entity={"device": "D"}),
        message("small", cause="s", level="IV", entity={"device": "D"}),
    ]
    told += [message("drill", cause="d", status="exercise"), message("done", cause="x")]
    at = desk()
    outcomes = dict(zip((each.source_id for each in told), accept(any_store, told, at, NOW), strict=True))
    life.close(hand(any_store, at, later(1)), str(outcomes["done"].id), "已处置")
    life.acknowledge(hand(any_store, at, later(2)), str(outcomes["m0"].id), owner="李敏")
    return any_store


def names(store: Store, wanted: Filter | None = None, scope: Scope = WHOLE, order: Order = "level") -> list[str]:
    with store.read() as connection:
        return [row["source_id"] for row in inbox(connection, scope, wanted or Filter(), order=order)[0]]


OPEN = Filter(states=("open", "acknowledged"))


@pytest.mark.row("A-02")
def test_the_inbox_shows_groups_gravest_first_with_what_they_hold(filled: Store) -> None:
    assert names(filled, OPEN) == ["grave", "m0", "m3", "m6", "m1", "m4", "s0", "m7", "m2", "m5"]
    with filled.read() as connection:
        rows = {row["source_id"]: row for row in inbox(connection, WHOLE, OPEN)[0]}
    assert rows["s0"]["merged"] == 5 and rows["grave"]["suppressed"] == 1 and rows["m0"]["answered_at"] == later(2)
    assert names(filled, Filter(inhibited="only")) == ["small"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(levels=("I", "II"), states=("open",)), ["grave", "m3", "m6"]),
        (Filter(families=("食品安全",), levels=("II",)), ["m0", "m6"]),
        (Filter(region="320500"), ["m3", "m1", "m7", "m5"]),
        (Filter(region="320505", levels=("III",)), ["m1", "m7"]),
        (Filter(owner="李敏"), ["m0"]),
        (Filter(text="100%_\\", levels=("II",)), ["m0", "m3", "m6"]),
        (Filter(text="1%0"), []),
        (Filter(text="风暴"), ["s0"]),
        (Filter(rules=("r",)), ["m0", "m3", "m1", "m2"]),
        (Filter(sources=("别处",)), []),
        (Filter(statuses=("exercise",)), ["drill"]),
        (Filter(states=("closed",)), ["done"]),
        (Filter(since=later(1)), ["m0", "done"]),
    ],
)
def test_the_inbox_keeps_to_its_filter(filled: Store, wanted: Filter, found: list[str]) -> None:
    assert names(filled, wanted) == found


@pytest.mark.row("Z-02")
def test_the_inbox_and_its_counts_hold_no_foreign_row(filled: Store) -> None:
    assert set(names(filled, scope=SUZHOU)) == {"m1", "m3", "m5", "m7"}
    assert not set(names(filled, scope=NANJING)) & {"m1", "m3", "m5", "m7"}
    with filled.read() as connection:
        assert sum(alert_reads.counts(connection, SUZHOU).values()) == 4
        assert alert_reads.counts(connection, WHOLE, OPEN)["II", "acknowledged"] == 1
        assert alert_reads.choices(connection, SUZHOU, "family") == ["特种设备安全"]
        assert not alert_reads.counts(connection, Scope.nothing("320000"))


@pytest.mark.parametrize("order", ["level", "newest", "changed"])
@pytest.mark.parametrize("size", [1, 3, 50])
def test_pages_lose_and_repeat_nothing(filled: Store, order: Order, size: int) -> None:
    seen, after = [], None
    with filled.read() as connection:
        for _ in itertools.count():
            rows, after = inbox(
                connection, WHOLE, Filter(members=True, inhibited="with", statuses=()), order=order, after=after, limit=size
            )
            seen += [row["id"] for row in rows]
            if after is None:
                break
        whole = [
            row["id"] for row in inbox(connection, WHOLE, Filter(members=True, inhibited="with", statuses=()), order=order, limit=100)[0]
        ]
    assert seen == whole and len(set(seen)) == 17


def recomputed(store: Store, now: datetime) -> dict[str, dict[str, tuple[float | None, float | None]]]:
    """The three first times from the steps alone: first acknowledgement, first dispatch, last close."""
    with store.read() as connection:
        where = (REAL, STANDS, ALERT.c.level != "0", ALERT.c.occurred_at > now - timedelta(days=30), ALERT.c.occurred_at <= now)
        born = {
            row[0]: (row[1], row[2])
            for row in connection.execute(select(ALERT.c.id, city_of(ALERT.c.region), ALERT.c.occurred_at).where(*where))
        }
        went: dict[str, list[tuple[str | None, str, datetime]]] = {}
        query = select(ALERT_STEP.c.alert, ALERT_STEP.c.state_from, ALERT_STEP.c.state_to, ALERT_STEP.c.at).order_by(
            ALERT_STEP.c.at, ALERT_STEP.c.seq
        )
        for alert, before, state, at in connection.execute(query):
            went.setdefault(alert, []).append((before, state, at))
    spans: dict[str, dict[str, list[float]]] = {}
    for alert, (city, begun) in born.items():
        moves = [(state, at) for before, state, at in went.get(alert, []) if before != state]
        taken = next((at for state, at in moves if state == "acknowledged"), None)
        sent = next((at for state, at in moves if state == "dispatched"), None)
        done = moves[-1][1] if moves and moves[-1][0] == "closed" else None
        for name, begin, end in (("found", begun, taken), ("dispatched", taken, sent), ("closed", sent, done)):
            kept = spans.setdefault(city, {}).setdefault(name, [])
            if begin is not None and end is not None:
                kept.append((end - begin).total_seconds())
    return {city: {name: (_share(values, 0.5), _share(values, 0.9)) for name, values in found.items()} for city, found in spans.items()}


def _share(values: list[float], share: float) -> float | None:
    import numpy as np

    return float(np.quantile(values, share)) if values else None


def same(one: Any, other: Any) -> None:
    assert one.keys() == other.keys()
    for city in one:
        for name in one[city]:
            assert one[city][name] == pytest.approx(other[city][name]), (city, name)


@pytest.mark.row("O-06")
def test_the_first_times_equal_a_recomputation_from_the_history(any_store: Store) -> None:
    at = desk()
    told = [message(str(n), cause=str(n), region=("320102", "320505")[n % 2], occurred_at=NOW - timedelta(minutes=n)) for n in range(12)]
    told += [message("member", cause="3", region="320505"), message("drill", cause="d", status="exercise")]
    outcomes = accept(any_store, told, at, NOW)
    for n in range(10):
        life.acknowledge(hand(any_store, at, later(n + 1)), str(outcomes[n].id), hold=timedelta(minutes=30) if n == 4 else None)
    keep(any_store, at, later(60))  # the fourth is forgotten, reopens and is taken again: its first answer counts
    life.acknowledge(hand(any_store, at, later(70)), str(outcomes[4].id))
    with any_store.write() as connection:
        for n in range(8):
            sent = Step(state_from="acknowledged", state_to="dispatched", who="王建国", why="派单")
            alerts.move(connection, str(outcomes[n].id), later(80 + n * n), {"dispatched_at": later(80 + n * n)}, sent)
    for n in range(6):
        life.close(hand(any_store, at, later(300 + 7 * n)), str(outcomes[n].id), "已处置")
    life.reopen(hand(any_store, at, later(400)), str(outcomes[5].id), "复核")
    with any_store.read() as connection:
        found = first_times_by_city(connection, WHOLE, later(500))
        assert set(first_times_by_city(connection, SUZHOU, later(500))) == {"320500"}
    same(found, recomputed(any_store, later(500)))
    assert found["320100"]["found"] == (pytest.approx(540.0), pytest.approx(924.0))


@pytest.mark.row("O-06")
def test_the_first_times_of_the_demo_equal_a_recomputation_from_its_history(stood: Stood) -> None:
    with stood.store.read() as connection:
        found = first_times_by_city(connection, WHOLE, NOON)
    assert len(found) >= 10
    same(found, recomputed(stood.store, NOON))
