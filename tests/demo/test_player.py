"""The player of stories: each beat once, whoever plays and whatever dies; the marts follow, and what a story did can be taken away."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from data_access.scope import Scope
from data_access.stores import alerts, outbox, story_state
from data_access.stores.alerts import Step
from data_access.stores.engine import Store
from data_access.stores.tables import ALERT, ALERT_STEP, CHANGE, WORK_ORDER
from demo import player
from demo.build import build
from demo.places import DemoFailed
from demo.player import Wish
from tests.demo.conftest import NOON, Stood

WHOLE = Scope.whole("320000")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def head(stood: Stood, ref: str) -> str:
    with stood.store.read() as connection:
        held = story_state.read(connection)
    assert held is not None
    return f"ST{held.record['run']}-{ref}"


def shown(stood: Stood, name: str) -> alerts.Alert | None:
    with stood.store.read() as connection:
        return next((alert for alert in alerts.feed(connection, WHOLE, 100) if alert.id == name), None)


def state_of(stood: Stood) -> dict[str, object]:
    with stood.store.read() as connection:
        held = story_state.read(connection)
    return dict(held.record) if held else {}


@pytest.mark.row("I-04")
def test_the_tour_goes_from_the_signal_to_the_closed_result(own: Stood) -> None:
    player.ask(own.settings, Wish("tour"), NOON)
    name = head(own, "cold")
    seen = []
    for second in range(0, 140, 2):
        player.play(own.settings, NOON + timedelta(seconds=second))
        with own.store.read() as connection:
            alert = connection.execute(select(ALERT.c.level, ALERT.c.state).where(ALERT.c.id == name)).one()
            order = connection.execute(select(WORK_ORDER.c.step).where(WORK_ORDER.c.alert == name)).scalar()
        if not seen or seen[-1] != (*alert, order):
            seen.append((*alert, order))
    assert seen == [
        ("II", "open", None), ("II", "acknowledged", None), ("II", "dispatched", 1), ("II", "dispatched", 2),
        ("II", "dispatched", 3), ("II", "dispatched", 4), ("II", "dispatched", 5), ("II", "closed", 6),
    ]  # fmt: skip
    assert state_of(own)["state"] == "ended"


@pytest.mark.row("I-04")
def test_every_beat_happens_once_though_two_play_and_one_comes_late(own: Stood) -> None:
    player.ask(own.settings, Wish("infant_formula", speed=60), NOON)
    told: list[str] = []
    players = [threading.Thread(target=player.play, args=(own.settings, at(1), lambda _, text: told.append(text))) for _ in range(3)]
    for one in players:
        one.start()
    for one in players:
        one.join()
    with own.store.read() as connection:
        steps = connection.execute(select(ALERT_STEP.c.alert, ALERT_STEP.c.state_to).where(ALERT_STEP.c.alert.like("ST%"))).all()
        held = connection.execute(select(func.count()).where(ALERT.c.source == story_state.SOURCE)).scalar()
    assert held == 24
    assert len(steps) == len(set(steps)) == 24 + 2
    assert len(told) == 34


def test_a_transaction_that_dies_in_the_middle_is_played_again_whole(own: Stood, monkeypatch: pytest.MonkeyPatch) -> None:
    player.ask(own.settings, Wish("cold_store", speed=60), NOON)
    before = state_of(own)
    with monkeypatch.context() as broken:
        broken.setattr(story_state, "swap", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            player.play(own.settings, at(0.2))
    assert state_of(own) == before
    with own.store.read() as connection:
        assert connection.execute(select(func.count()).where(ALERT.c.source == story_state.SOURCE)).scalar() == 0
    while player.play(own.settings, at(1)):
        pass
    assert shown(own, head(own, "cold")) is None
    assert state_of(own)["state"] == "ended"


def test_a_worker_that_was_away_catches_up_with_the_times_of_the_story(own: Stood) -> None:
    player.ask(own.settings, Wish("cold_store", speed=2), NOON)
    player.play(own.settings, at(30))
    with own.store.read() as connection:
        row = connection.execute(select(ALERT).where(ALERT.c.id == head(own, "cold"))).one()
    assert row.occurred_at.replace(microsecond=0) == at(1.25)
    assert row.acknowledged_at.replace(microsecond=0) == at(2.5)
    assert row.state == "closed"


@pytest.mark.row("I-04")
def test_a_storm_of_five_hundred_is_one_group_with_the_right_count(own: Stood) -> None:
    with own.store.read() as connection:
        before = alerts.open_by_level(connection, WHOLE)
    player.ask(own.settings, Wish("storm", speed=10), NOON)
    player.play(own.settings, at(0.1))
    found = shown(own, head(own, "power"))
    assert found is not None
    assert (found.merged, found.state) == (500, "open")
    with own.store.read() as connection:
        after = alerts.open_by_level(connection, WHOLE)
        lines = connection.execute(select(func.count()).where(CHANGE.c.object == found.id)).scalar()
        keys = connection.execute(select(ALERT.c.group_key).where(ALERT.c.source == story_state.SOURCE).distinct()).scalars().all()
    assert {level: after[level] - before[level] for level in after} == {"I": 0, "II": 1, "III": 0, "0": 0, "IV": 0}
    assert lines is not None and lines < 15
    assert sorted(keys, key=str) == [None, f"story:{found.id}"]
    player.play(own.settings, at(1))
    with own.store.read() as connection:
        states = connection.execute(select(ALERT.c.state).where(ALERT.c.source == story_state.SOURCE).distinct()).scalars().all()
        steps = connection.execute(select(func.count()).where(ALERT_STEP.c.state_to == "closed", ALERT_STEP.c.alert.like("ST%"))).scalar()
    assert states == ["closed"]
    assert steps == 500


def test_what_a_person_did_to_an_alert_of_a_story_stays(own: Stood) -> None:
    player.ask(own.settings, Wish("tour"), NOON)
    player.play(own.settings, at(0.1))
    name = head(own, "cold")
    with own.store.write() as connection:
        step = Step(state_from="open", state_to="closed", who="duty", why="演练")
        assert alerts.move(connection, name, at(0.15), {"closed_at": at(0.15)}, step)
    told: list[str] = []
    player.play(own.settings, at(3), lambda _, text: told.append(text))
    with own.store.read() as connection:
        row = connection.execute(select(ALERT.c.state, ALERT.c.closed_at).where(ALERT.c.id == name)).one()
        sent = connection.execute(select(func.count()).where(WORK_ORDER.c.alert == name)).scalar()
    assert (row.state, row.closed_at, sent) == ("closed", at(0.15), 0)
    assert any("人工处理" in text for text in told)


@pytest.mark.row("I-04")
def test_a_second_story_waits_for_the_first(own: Stood) -> None:
    player.ask(own.settings, Wish("tour"), NOON)
    with pytest.raises(DemoFailed, match="剧本 tour 正在播放"):
        player.ask(own.settings, Wish("storm"), at(1))
    assert player.stop(own.settings, at(1)) == "tour"
    player.ask(own.settings, Wish("storm"), at(1))
    assert state_of(own)["name"] == "storm"


def test_a_speed_or_a_story_that_cannot_be_is_refused_before_anything_begins(own: Stood) -> None:
    for wish in (Wish("tour", speed=0), Wish("tour", speed=-1), Wish("tour", speed=10_000), Wish("nowhere")):
        with pytest.raises(DemoFailed):
            player.ask(own.settings, wish, NOON)
    assert state_of(own) == {}


def test_each_beat_is_told_to_the_live_stream(own: Stood) -> None:
    player.ask(own.settings, Wish("tour"), NOON)
    before = outbox.version(own.store)
    player.play(own.settings, at(3))
    assert outbox.version(own.store) >= before + 13


@pytest.mark.row("I-01")
def test_of_two_stories_that_begin_at_once_one_wins(any_store: Store) -> None:
    outcomes: list[bool] = []
    record = {"name": "tour", "state": "asked"}
    begins = [threading.Thread(target=lambda: outcomes.append(story_state.begin(any_store, record, NOON))) for _ in range(4)]
    for one in begins:
        one.start()
    for one in begins:
        one.join()
    assert sorted(outcomes) == [False, False, False, True]
    with any_store.write() as connection:
        held = story_state.read(connection, lock=True)
        assert held is not None
        assert story_state.swap(connection, held, {**held.record, "state": "ended"}, NOON)
        assert not story_state.swap(connection, held, {**held.record, "state": "asked"}, NOON)
    assert story_state.begin(any_store, record, NOON)


@pytest.mark.row("I-04")
def test_a_page_asks_and_the_worker_begins(own: Stood) -> None:
    assert story_state.begin(own.store, {"name": "tour", "state": "asked", "speed": 1.0, "run": "0badcafe"}, NOON)
    assert player.play(own.settings, at(0.1))
    assert state_of(own)["state"] == "running"
    assert shown(own, "ST0badcafe-cold") is not None


def test_what_a_page_asks_for_and_is_not_there_is_refused_and_does_not_block(own: Stood) -> None:
    assert story_state.begin(own.store, {"name": "nowhere", "state": "asked", "speed": 1.0, "run": "0badcafe"}, NOON)
    assert not player.play(own.settings, at(0.1))
    assert (state_of(own)["state"], "没有剧本" in str(state_of(own)["why"])) == ("refused", True)
    player.ask(own.settings, Wish("tour"), at(1))


def test_a_new_province_forgets_the_story(own: Stood) -> None:
    player.ask(own.settings, Wish("tour"), NOON)
    player.play(own.settings, at(0.5))
    build(own.plan, own.marts, own.store, lambda text: None)
    assert state_of(own) == {}
