"""The judging: what fires is told once, what eases ends once, what is unknown does neither, and a crash tells nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.failure import AlertsFailed
from alerts.judging import judge_all
from alerts.message import Message, Outcome
from alerts.rule import Frame, Grade
from data_access.stores import rulings
from data_access.stores.alert_tables import ALERT
from data_access.stores.engine import Store
from tests.alerts.making import rows
from tests.alerts.rule_making import NOON, Played, bench, reading, rule
from tests.indicators.small_marts import Bench as Marts


def test_what_stands_is_told_once_and_its_end_once(any_store: Store) -> None:
    feed = Played({"320100": 50, "320500": 3}, {"320100": 60}, {"320100": 5}, {"320100": 5})
    one, sent = rule(feed), []
    done = [judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=n), sent), {"test_rule": one}) for n in range(4)]
    assert [len(each.fired) for each in done] == [1, 0, 0, 0] and [len(each.ended) for each in done] == [0, 0, 1, 0]
    assert [message.resolved for message in sent] == [False, True]
    (row,) = rows(any_store).values()
    assert row["state"] == "closed" and row["rule"] == "test_rule" and row["level"] == "IV"


def test_what_fires_again_is_a_new_alert(any_store: Store) -> None:
    feed = Played({"320100": 50}, {"320100": 5}, {"320100": 50})
    for n in range(3):
        judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=n)), {"test_rule": rule(feed)})
    assert len(rows(any_store)) == 2


@pytest.mark.row("A-05")
def test_unknown_neither_begins_nor_ends_an_alert(any_store: Store) -> None:
    feed = Played({"320100": 50}, {"320100": None}, {"320100": None})
    for n in range(3):
        done = judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=n)), {"test_rule": rule(feed)})
        assert not done.ended
    (row,) = rows(any_store).values()
    assert row["state"] == "open"


def test_a_short_calm_does_not_end_what_holds(any_store: Store) -> None:
    feed = Played({"320100": 50}, {"320100": 5}, {"320100": 50}, {"320100": 5}, {"320100": 5})
    one = rule(feed, hold=timedelta(hours=2))
    ended = []
    for hours in (0, 1, 2, 3, 6):
        ended.append(len(judge_all(reading(Marts()), bench(any_store, NOON + timedelta(hours=hours)), {"test_rule": one}).ended))
    assert ended == [0, 0, 0, 0, 1] and len(rows(any_store)) == 1


def test_a_graver_level_takes_the_place_of_the_first(any_store: Store) -> None:
    feed = Played({"320100": 50}, {"320100": 500}, {"320100": 50})
    for n in range(3):
        judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=n)), {"test_rule": rule(feed)})
    (row,) = rows(any_store).values()
    assert row["level"] == "II" and "500" in row["title"]


def test_a_rule_that_fails_is_named_and_the_others_go_on(any_store: Store) -> None:
    def broken(_frame: Frame) -> Grade | None:
        raise AlertsFailed("限值表缺一行")

    ill = rule(Played({"320100": 1}), broken, code="ill")
    well = rule(Played({"320100": 50}), code="well")
    done = judge_all(reading(Marts()), bench(any_store), {"ill": ill, "well": well})
    assert done.failed == {"ill": "限值表缺一行"} and done.judged == ["well"] and len(done.fired) == 1


def test_a_crash_after_writing_down_or_after_sending_tells_nothing_twice(any_store: Store) -> None:
    usual = bench(any_store)

    def lost(_told: Sequence[Message], _again: bool) -> list[Outcome]:
        raise ConnectionError("the worker was killed before the intake answered")

    def unheard(told: Sequence[Message], again: bool) -> list[Outcome]:
        usual.send(told, again)
        raise ConnectionError("the worker was killed after it")

    for send in (lost, unheard):
        with pytest.raises(ConnectionError):
            judge_all(reading(Marts()), replace(usual, send=send), {"test_rule": rule(Played({"320100": 50}))})
    judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=9)), {"test_rule": rule(Played({"320100": 55}))})
    with any_store.read() as connection:
        assert len(connection.execute(select(ALERT.c.id)).all()) == 1
        assert rulings.cells(connection, "test_rule")["320100"].alert


def test_a_rule_is_judged_when_it_is_due_and_the_rest_waits_when_time_is_up(any_store: Store) -> None:
    one = rule(Played({"320100": 5}), every=timedelta(minutes=30))
    turns = [judge_all(reading(Marts()), bench(any_store, NOON + timedelta(minutes=n)), {"test_rule": one}).judged for n in (0, 10, 31)]
    assert turns == [["test_rule"], [], ["test_rule"]]
    short = judge_all(reading(Marts()), replace(bench(any_store), seconds=-1), {"test_rule": one})
    assert not short.finished and not short.judged


@pytest.mark.row("A-01")
def test_an_alert_shows_inputs_threshold_owner_and_source_of_the_limit(any_store: Store) -> None:
    judge_all(reading(Marts()), bench(any_store), {"test_rule": rule(Played({"320100": 50}))})
    (row,) = rows(any_store).values()
    inputs = row["inputs"]
    assert inputs["value"] == 50 and inputs["threshold"] == 10 and inputs["owner"] == "处" and inputs["citation"] == "据"
    assert inputs["read"] == ["complaint.received"] and inputs["example"] == "示例" and row["family"] == "综合"


def test_a_rule_that_fires_everywhere_is_held_back_and_says_so(any_store: Store) -> None:
    cells = {f"3201{n:02d}": 50.0 for n in range(2, 18)}
    many = {cell + f"|{k}": 50.0 for cell in cells for k in range(6)}
    feed = Played(many)
    feed_frames = feed.frames
    feed.frames = lambda at: [replace(one, region="320102") for one in feed_frames(at)]  # type: ignore[method-assign]
    done = judge_all(reading(Marts()), bench(any_store), {"test_rule": rule(feed)})
    assert len(done.fired) == 60 and done.held_back == {"test_rule": 36}
