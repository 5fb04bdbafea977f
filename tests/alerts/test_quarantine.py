"""The tests of the quarantine: kept once, replayed the same way, set aside with a reason, and cut to the scope."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from alerts import gate, replay
from alerts.desk import Desk
from alerts.failure import AlertsFailed
from alerts.ways.part import Delivery
from data_access.scope import Scope
from data_access.stores import quarantine
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, NOW, WHOLE, desk, rows
from tests.alerts.ways.caps import Written

NATIVE: dict[str, Any] = {
    "source": "物联平台", "source_id": "S-1", "level": "III", "title": "冷库超温", "region": "320623", "occurred_at": "2026-11-20T08:00:00+08:00",
}  # fmt: skip


def take(store: Store, body: bytes, way: str = "json", at: Desk | None = None) -> gate.Taken:
    return gate.take(store, Delivery(way=way, body=body, sender="iot"), at or desk(), NOW)


def listed(store: Store, scope: Scope = WHOLE, **more: Any) -> list[quarantine.Kept]:
    with store.read() as connection:
        return quarantine.listed(connection, scope, **more)


def test_the_same_refused_bytes_are_one_row_that_counts(any_store: Store) -> None:
    for _ in range(3):
        take(any_store, b"{")
    take(any_store, b"{{")
    assert sorted((row.body, row.times) for row in listed(any_store)) == [(b"{", 3), (b"{{", 1)]


def test_every_byte_is_kept(any_store: Store) -> None:
    body = bytes(range(256)) * 16
    take(any_store, body)
    assert listed(any_store)[0].body == body


def test_of_a_giant_only_the_beginning_is_kept_and_it_cannot_be_replayed(any_store: Store) -> None:
    take(any_store, b'{"a":"' + b"x" * 2_000_000 + b'"}')
    (row,) = listed(any_store)
    assert len(row.body) == quarantine.BEGINNING
    with pytest.raises(AlertsFailed, match="只留存了开头"):
        replay.replay(any_store, desk(), WHOLE, row.id, "duty", NOW)


def test_what_can_be_taken_now_is_replayed_into_an_alert(any_store: Store) -> None:
    """The sender's clock ran ahead; an hour later the message is no longer of the future."""
    early = Written(identifier="A1", minute=-2 * 1440 + 60)
    assert not take(any_store, early.body, "cap").readable
    (row,) = listed(any_store)
    later = NOW + timedelta(hours=3)
    done = replay.replay(any_store, desk(), WHOLE, row.id, "duty", later)
    assert (done.state, done.handled_by) == ("replayed", "duty") and "已受理" in (done.outcome or "")
    assert set(rows(any_store)) == {"A1"}
    assert listed(any_store) == []


def test_what_is_refused_again_goes_on_waiting_with_the_reason(any_store: Store) -> None:
    take(any_store, b"{")
    (row,) = listed(any_store)
    again = replay.replay(any_store, desk(), WHOLE, row.id, "duty", NOW)
    assert (again.state, again.times) == ("waiting", 1) and "仍被拒收" in (again.outcome or "")


def test_a_row_is_handled_once(any_store: Store) -> None:
    take(any_store, b"{")
    (row,) = listed(any_store)
    done = replay.dismiss(any_store, WHOLE, row.id, "duty", "测试报文", NOW)
    assert (done.state, done.outcome) == ("dismissed", "测试报文")
    for act in (
        lambda: replay.dismiss(any_store, WHOLE, row.id, "x", "y", NOW),
        lambda: replay.replay(any_store, desk(), WHOLE, row.id, "x", NOW),
    ):
        with pytest.raises(AlertsFailed, match="已由 duty 处理"):
            act()


def test_dismissed_bytes_that_come_again_wait_again(any_store: Store) -> None:
    take(any_store, b"{")
    replay.dismiss(any_store, WHOLE, listed(any_store)[0].id, "duty", "误发", NOW)
    take(any_store, b"{")
    assert [(row.state, row.times) for row in listed(any_store)] == [("waiting", 2)]


def test_a_row_without_a_region_is_the_whole_provinces_alone(any_store: Store) -> None:
    take(any_store, b"{")
    assert listed(any_store, NANJING) == []
    with pytest.raises(AlertsFailed, match="不在您的范围内"):
        replay.dismiss(any_store, NANJING, listed(any_store)[0].id, "nanjing", "x", NOW)


def test_no_sender_forges_a_line_of_the_list(any_store: Store) -> None:
    hostile = Delivery(way="cap", body=b"<a/>", sender="x\r\ny\u202e", content_type="a/b\r\nc\ud800")
    gate.take(any_store, hostile, desk(), NOW)
    (row,) = listed(any_store)
    assert "\n" not in row.sender + row.content_type + row.reason
    assert "\u202e" not in row.sender


def test_what_was_handled_long_ago_is_forgotten(any_store: Store) -> None:
    take(any_store, b"{")
    take(any_store, b"[")
    replay.dismiss(any_store, WHOLE, listed(any_store)[0].id, "duty", "误发", NOW)
    with any_store.write() as connection:
        assert quarantine.sweep(connection, NOW + timedelta(days=200)) == 1
    assert len(listed(any_store, state=None)) == 1


def test_a_demonstration_takes_nothing_in_as_of_production(any_store: Store) -> None:
    take(any_store, json.dumps(NATIVE).encode(), at=desk(nature="demo"))
    assert rows(any_store)["S-1"]["nature"] == "demo"
