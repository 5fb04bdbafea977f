"""The tests of CAP threads: any order of arrival converges."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from alerts.cap_intake import accept_cap
from alerts.desk import Desk
from alerts.message import Fate
from alerts.ways.cap_thread import Told, episodes
from data_access.stores.alert_tables import ALERT, ALERT_STEP
from data_access.stores.engine import Store, ensure_schema, open_store
from settings import Settings
from tests.alerts.ways.caps import NOW, PROVINCE, Written

DESK = Desk(province="320000", zone=Settings().tz, regions=PROVINCE)
ALERT_1 = Written(identifier="A1")
UPDATE_2 = Written(identifier="U2", kind="Update", minute=2, names=(("A1", 0),), severity="Extreme", headline="冷库氨泄漏扩大")
UPDATE_3 = Written(identifier="U3", kind="Update", minute=3, names=(("U2", 2),), severity="Minor", headline="冷库氨泄漏受控")
CANCEL_4 = Written(identifier="C4", kind="Cancel", minute=4, names=(("A1", 0), ("U2", 2), ("U3", 3)))
ANEW_5 = Written(identifier="U5", kind="Update", minute=5, names=(("U3", 3),), headline="冷库氨再次泄漏")


@pytest.fixture(scope="module")
def blank() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.sqlite"
        store = open_store(f"sqlite:///{path}")
        ensure_schema(store)
        store.close()
        yield path


@pytest.fixture
def store(blank: Path, tmp_path: Path) -> Iterator[Store]:
    yield from fresh(blank, tmp_path / "store.sqlite")


def fresh(blank: Path, path: Path) -> Iterator[Store]:
    shutil.copy(blank, path)
    store = open_store(f"sqlite:///{path}")
    yield store
    store.close()


def come(store: Store, *messages: Written) -> list[Any]:
    return [accept_cap(store, message.read(), DESK, NOW) for message in messages]


def standing(store: Store) -> list[tuple[Any, ...]]:
    """What the store says of the world: each alert by its words, its place, its time, and whether it is over."""
    with store.read() as connection:
        rows = connection.execute(select(ALERT).where(ALERT.c.disposition.is_distinct_from("duplicate"))).mappings().all()
    return sorted((row["title"], row["level"], row["detail"], row["region"], row["resolved_at"] is not None, row["state"]) for row in rows)


def open_titles(store: Store) -> list[str]:
    return [title for title, *_, over, _ in standing(store) if not over]


@pytest.mark.row("I-02")
def test_an_update_takes_the_place_of_its_alert(store: Store) -> None:
    first, second = come(store, ALERT_1, UPDATE_2)
    assert (first.fate, second.fate) == (Fate.ACCEPTED, Fate.UPDATED)
    assert first.id == second.id
    assert standing(store) == [("冷库氨泄漏扩大", "I", "现场已疏散", "320623", False, "open")]


@pytest.mark.row("I-02")
def test_a_cancel_ends_its_alert(store: Store) -> None:
    come(store, ALERT_1)
    assert come(store, CANCEL_4)[0].fate is Fate.UPDATED
    assert standing(store) == [("冷库氨泄漏", "II", "现场已疏散", "320623", True, "closed")]


@pytest.mark.row("I-02")
def test_the_cancel_of_an_unknown_alert_waits_for_it(store: Store) -> None:
    waiting = come(store, CANCEL_4)[0]
    assert waiting.fate is Fate.ACCEPTED and "尚未收到" in waiting.reason
    assert standing(store) == []
    come(store, ALERT_1)
    assert standing(store) == [("冷库氨泄漏", "II", "现场已疏散", "320623", True, "closed")]


@pytest.mark.row("I-02")
def test_an_update_that_comes_before_its_alert_is_an_alert_at_once(store: Store) -> None:
    come(store, UPDATE_2)
    assert open_titles(store) == ["冷库氨泄漏扩大"]
    late = come(store, ALERT_1)[0]
    assert late.fate is Fate.DUPLICATE or late.fate is Fate.UPDATED
    assert open_titles(store) == ["冷库氨泄漏扩大"]


def test_the_same_message_again_changes_nothing(store: Store) -> None:
    come(store, ALERT_1, UPDATE_2)
    with store.read() as connection:
        before = len(connection.execute(select(ALERT_STEP)).all())
    assert [outcome.fate for outcome in come(store, UPDATE_2, ALERT_1, UPDATE_2)] == [Fate.DUPLICATE] * 3
    with store.read() as connection:
        assert len(connection.execute(select(ALERT_STEP)).all()) == before


def test_the_same_triple_with_another_body_is_refused_and_the_first_stands(store: Store) -> None:
    come(store, ALERT_1)
    forged = Written(identifier="A1", headline="另一件事")
    assert come(store, forged)[0].fate is Fate.CONFLICT
    assert open_titles(store) == ["冷库氨泄漏"]


def test_another_sender_cannot_cancel_an_alert(store: Store) -> None:
    come(store, ALERT_1)
    foreign = Written(identifier="X", sender="other@example.cn", kind="Cancel", minute=9)
    text = foreign.text.replace("</scope>", f"</scope><references>{ALERT_1.sender},A1,{ALERT_1.sent}</references>")
    from alerts.ways.cap import read

    accept_cap(store, read(text.encode(), PROVINCE, NOW), DESK, NOW)
    assert open_titles(store) == ["冷库氨泄漏"]


def test_an_update_after_the_cancel_is_an_alert_of_its_own(store: Store) -> None:
    come(store, ALERT_1, CANCEL_4, ANEW_5, UPDATE_3, UPDATE_2)
    assert open_titles(store) == ["冷库氨再次泄漏"]


def test_references_in_a_ring_hang_nothing_up(store: Store) -> None:
    one = Written(identifier="R1", kind="Update", minute=1, names=(("R2", 2),), headline="甲")
    two = Written(identifier="R2", kind="Update", minute=2, names=(("R1", 1),), headline="乙")
    come(store, one, two)
    assert len(open_titles(store)) == 1


def test_a_receipt_is_noted_and_changes_no_alert(store: Store) -> None:
    come(store, ALERT_1)
    receipt = Written(identifier="K", kind="Ack", minute=3, names=(("A1", 0),))
    assert "确认回执" in come(store, receipt)[0].reason
    assert open_titles(store) == ["冷库氨泄漏"]


@pytest.mark.row("I-02")
@given(
    order=st.permutations([ALERT_1, UPDATE_2, UPDATE_3, CANCEL_4, ANEW_5]),
    length=st.integers(1, 5),
    again=st.lists(st.integers(0, 4), max_size=3),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_arrival_gives_the_same_alerts(blank: Path, order: Sequence[Written], length: int, again: Sequence[int]) -> None:
    chosen = sorted(order[:length], key=lambda message: message.minute)
    shuffled = [*order[:length], *(order[number] for number in again if number < length)]
    with tempfile.TemporaryDirectory() as folder:
        for straight in fresh(blank, Path(folder) / "a.sqlite"):
            come(straight, *chosen)
            expected = standing(straight)
        for mixed in fresh(blank, Path(folder) / "b.sqlite"):
            come(mixed, *shuffled)
            assert standing(mixed) == expected


def test_the_fold_is_one_for_every_order_of_a_thread() -> None:
    told = [
        Told(key=cap.key, kind=cap.kind, references=cap.references, sent=cap.sent, message=cap.message)
        for cap in (message.read() for message in (ALERT_1, UPDATE_2, UPDATE_3, CANCEL_4, ANEW_5))
    ]
    first, second = episodes(told)
    assert (first.message.title, first.message.resolved) == ("冷库氨泄漏受控", True)
    assert (second.message.title, second.message.resolved) == ("冷库氨再次泄漏", False)
    assert episodes(reversed(told)) == [first, second]


def test_threads_converge_on_postgresql_too(any_store: Store) -> None:
    come(any_store, CANCEL_4, UPDATE_3, ALERT_1, UPDATE_2, ANEW_5)
    assert open_titles(any_store) == ["冷库氨再次泄漏"]
