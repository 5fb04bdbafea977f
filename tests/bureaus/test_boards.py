"""The tests of a city's versions: saved, published, gone back to; nothing lost, nothing written over another's, all of it audited."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from bureaus import boards
from bureaus.failure import BureausFailed, Why
from data_access.scope import Scope
from data_access.stores import audit, city_boards
from data_access.stores.engine import Store
from tests.bureaus.making import CITY, OTHER, PROVINCE, hand, number, trend

OWN, WHOLE = Scope.of(PROVINCE, CITY), Scope.whole(PROVINCE)


def shown(store: Store, scope: Scope = OWN, city: str = CITY) -> boards.Shown:
    with store.read() as connection:
        return boards.published(connection, city, scope)


def states(store: Store) -> dict[int, str]:
    with store.read() as connection:
        return {one.version: one.state for one in city_boards.versions(connection, CITY, OWN)}


@pytest.mark.row("T-02")
def test_a_city_that_has_written_nothing_shows_the_shipped_board(any_store: Store) -> None:
    assert shown(any_store).blocks == boards.standard() and shown(any_store).number == 0


@pytest.mark.row("T-02")
def test_a_draft_is_seen_by_nobody_until_it_is_published(any_store: Store) -> None:
    assert boards.save(hand(any_store), 0, [number()]) == 1
    assert shown(any_store).number == 0
    boards.publish(hand(any_store), 1, "市长来访")
    found = shown(any_store)
    assert found.number == 1 and [block.id for block in found.blocks] == ["a"]
    assert found.version and (found.version.published_by, found.version.shown_name) == ("nantong", "nantong的人")


@pytest.mark.row("T-02")
def test_going_back_makes_a_new_version_and_keeps_all_others(any_store: Store) -> None:
    boards.save(hand(any_store), 0, [number()])
    boards.publish(hand(any_store), 1, "")
    boards.save(hand(any_store), 1, [trend()])
    boards.publish(hand(any_store), 2, "")
    assert boards.roll_back(hand(any_store), 2, 1, "图不对") == 3
    assert [block.id for block in shown(any_store).blocks] == ["a"]
    assert states(any_store) == {3: "published", 2: "rolled_back", 1: "replaced"}
    assert boards.roll_back(hand(any_store), 3, 0, "重来") == 4
    assert shown(any_store).blocks == boards.standard()
    with any_store.read() as connection:
        kept = {one.version: [block["id"] for block in one.blocks] for one in city_boards.versions(connection, CITY, OWN)}
    assert kept[1] == ["a"] and kept[2] == ["t"] and kept[3] == ["a"]


@pytest.mark.row("T-02")
def test_the_second_of_two_editors_is_told_who_was_first_and_when(any_store: Store) -> None:
    boards.save(hand(any_store, "zhang", minutes=3), 0, [number()])
    with pytest.raises(BureausFailed, match=r"已被 zhang的人 在 02:45 改过（现为 v1）") as failed:
        boards.save(hand(any_store, "li", minutes=5), 0, [trend()])
    assert failed.value.why is Why.STATE
    boards.save(hand(any_store, "li", minutes=6), 1, [trend()])
    with pytest.raises(BureausFailed, match="改过"):
        boards.publish(hand(any_store, "zhang", minutes=7), 1, "")
    with pytest.raises(BureausFailed, match="改过"):
        boards.roll_back(hand(any_store, "zhang", minutes=7), 1, 1, "")
    assert shown(any_store).number == 0


@pytest.mark.row("T-02")
def test_of_many_who_save_at_once_exactly_one_succeeds(any_store: Store) -> None:
    gate, told = threading.Barrier(6), []

    def save(name: str) -> None:
        gate.wait()
        try:
            told.append(boards.save(hand(any_store, name), 0, [number(title=name)]))
        except BureausFailed as failed:
            told.append(str(failed))

    threads = [threading.Thread(target=save, args=(f"e{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(1) == 1 and sum("改过" in str(one) for one in told) == 5
    assert states(any_store) == {1: "draft"}


@pytest.mark.row("T-02")
@pytest.mark.parametrize(
    ("act", "word"),
    [
        (lambda one: boards.publish(one, 7, ""), "没有第 7 版"), (lambda one: boards.roll_back(one, 1, 9, ""), "没有第 9 版"),
        (lambda one: boards.roll_back(one, 1, 0, ""), "不用回退"), (lambda one: boards.publish(one, 1, "长" * 101), "最多 100"),
        (lambda one: boards.save(one, 1, "x"), "清单"), (lambda one: boards.publish(one, -1, ""), "没有第"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing_and_says_why(any_store: Store, act: Any, word: str) -> None:
    boards.save(hand(any_store), 0, [number()])
    with pytest.raises(BureausFailed, match=word):
        act(hand(any_store))
    assert states(any_store) == {1: "draft"} and shown(any_store).number == 0


@pytest.mark.row("T-02")
def test_a_version_is_published_once(any_store: Store) -> None:
    boards.save(hand(any_store), 0, [number()])
    boards.publish(hand(any_store), 1, "")
    with pytest.raises(BureausFailed, match="已经发布过"):
        boards.publish(hand(any_store), 1, "")


@pytest.mark.row("T-02", "Z-02")
def test_another_citys_board_is_neither_read_nor_changed(any_store: Store) -> None:
    boards.save(hand(any_store), 0, [number(title="本市")])
    boards.publish(hand(any_store), 1, "")
    assert shown(any_store, Scope.of(PROVINCE, OTHER)).number == 0
    assert shown(any_store, WHOLE).number == 1
    with any_store.read() as connection:
        assert city_boards.versions(connection, CITY, Scope.of(PROVINCE, OTHER)) == []


@pytest.mark.row("T-02")
def test_every_act_leaves_a_trace_with_who_and_what(any_store: Store) -> None:
    boards.save(hand(any_store), 0, [number()])
    boards.publish(hand(any_store), 1, "改标题\n换行")
    boards.roll_back(hand(any_store), 1, 0, "不要了")
    with any_store.read() as connection:
        deeds = [deed for _, deed in audit.entries(connection, limit=10, who="nantong")]
    assert {deed.action for deed in deeds} == {"city_board.save", "city_board.publish", "city_board.roll_back"}
    assert all(deed.object == f"city board {CITY}" and "\n" not in deed.detail for deed in deeds)
