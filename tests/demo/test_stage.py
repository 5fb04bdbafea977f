"""The demo's stories: alive, never a storm, sane for days; what a person did stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from data_access.scope import Scope
from data_access.stores import alerts, cameras, changes, duty, opinion, orders, plans, teams
from data_access.stores.alerts import Step
from data_access.stores.tables import ALERT, ALERT_STEP, CAMERA, DUTY, OPINION_ITEM
from demo.crews import KINDS
from demo.emergency import LEVELS
from demo.stage import Scene, play
from tests.demo.conftest import NOON, Stood


def scene(stood: Stood, minutes: int, since: int) -> Scene:
    zone = stood.plan.now.tzinfo
    return Scene(
        stood.plan.seed,
        stood.plan.province,
        (NOON + timedelta(minutes=minutes)).astimezone(zone),
        (NOON + timedelta(minutes=since)).astimezone(zone),
    )


@pytest.mark.row("I-04")
def test_three_days_keep_the_numbers_in_range(own: Stood) -> None:
    stood, whole = own, Scope.whole("320000")
    seen, late = [], []
    for minute in range(30, 3 * 1440, 30):
        with stood.store.write() as connection:
            play(connection, scene(stood, minute, minute - 30))
            levels = alerts.open_by_level(connection, whole)
            lane = orders.counts(connection, whole, NOON + timedelta(minutes=minute))
            lines = changes.since(connection, whole, NOON + timedelta(minutes=minute - 30), 1000)
            assert levels["I"] == 0 and levels["0"] == 1 and 1 <= levels["II"] <= 2
            assert 11 <= sum(levels.values()) <= 21 and 3 <= lane.open <= 17
            assert 2 <= len(lines) <= 45
            assert duty.now(connection, NOON + timedelta(minutes=minute)).lead
            seen.append(len(lines))
            late.append(lane.overdue)
    assert 6 < sum(seen) / len(seen) < 20  # one every two to five minutes
    assert sum(1 for number in late if number) > 0.7 * len(late)


def test_every_step_follows_from_the_one_before(stood: Stood) -> None:
    with stood.store.read() as connection:
        rows = connection.execute(select(ALERT_STEP).order_by(ALERT_STEP.c.alert, ALERT_STEP.c.seq)).all()
        born = {row.id: row for row in connection.execute(select(ALERT))}
    state: dict[str, str] = {}
    for row in rows:
        assert row.state_from == state.get(row.alert, "open")
        assert row.at >= born[row.alert].occurred_at
        state[row.alert] = row.state_to
    assert all(row.state == state.get(row.id, "open") for row in born.values())


def test_the_first_times_follow_from_the_steps(stood: Stood) -> None:
    with stood.store.read() as connection:
        found = alerts.first_times(connection, Scope.whole("320000"), NOON - timedelta(days=4), timedelta(days=4))
    for name, least, most in (("found", 60, 600), ("dispatched", 120, 1_200), ("closed", 3 * 3_600, 7 * 3_600)):
        now, before = found[name]
        assert now is not None and before is not None
        assert least < now < most and least < before < most


def test_what_a_person_did_stays(own: Stood) -> None:
    stood, whole = own, Scope.whole("320000")
    with stood.store.write() as connection:
        mine = next(alert for alert in alerts.feed(connection, whole, 40) if alert.state == "dispatched")
        by_hand = Step(state_from="dispatched", state_to="closed", who="duty", why="误报")
        at = NOON + timedelta(seconds=20)
        assert alerts.move(connection, mine.id, at, {"closed_at": at}, by_hand)
    for minute in (1, 600, 1500):
        with stood.store.write() as connection:
            play(connection, scene(stood, minute, minute - 1))
    with stood.store.read() as connection:
        row = connection.execute(select(ALERT.c.state, ALERT.c.closed_at).where(ALERT.c.id == mine.id)).one()
    assert (row.state, row.closed_at) == ("closed", at)


@pytest.mark.row("K-03")
def test_nothing_is_known_of_the_silent_city_but_that_it_is_silent(stood: Stood) -> None:
    silent = stood.plan.province.silent.code
    with stood.store.read() as connection:
        rows = connection.execute(
            select(ALERT.c.level).where(ALERT.c.region.startswith(silent[:4]), ALERT.c.occurred_at >= stood.plan.gaps.silent_since)
        )
        assert [row.level for row in rows] == ["0"]


def test_answers_in_public_are_due_in_five_or_forty_eight_hours(stood: Stood) -> None:
    with stood.store.read() as connection:
        rows = connection.execute(select(OPINION_ITEM.c.first_at, OPINION_ITEM.c.answer_due, OPINION_ITEM.c.answered_at)).all()
    assert {row.answer_due - row.first_at for row in rows} == {timedelta(hours=5), timedelta(hours=48)}
    assert all(row.answered_at is None or row.first_at < row.answered_at <= row.answer_due for row in rows)
    assert min(row.first_at for row in rows) < NOON - timedelta(days=59) and len(rows) >= 300


def test_the_public_talks_of_many_things_and_few_are_open(stood: Stood) -> None:
    with stood.store.read() as connection:
        rows = connection.execute(select(OPINION_ITEM)).all()
    states = [row.state for row in rows]
    assert set(states) <= {"open", "transferred", "answered"} and len(states) - states.count("answered") <= 9
    assert len({row.title for row in rows}) > 45 and len({row.source for row in rows}) >= 6 and max(row.reposts for row in rows) > 40


def test_every_city_has_a_team_of_each_kind_and_every_level_a_plan(stood: Stood) -> None:
    province = stood.plan.province
    whole, city = Scope.whole(province.code), Scope.of(province.code, province.cities[0].code)
    with stood.store.read() as connection:
        everybody, mine = teams.every(connection, whole), teams.every(connection, city)
        known, theirs = plans.every(connection, whole), plans.every(connection, city)
    assert len(everybody) >= 40 and {(team.region, team.kind) for team in everybody} >= {
        (c.code, kind) for c in province.cities for kind in KINDS
    }
    assert {team.region for team in mine} == {province.cities[0].code} and len(mine) == 5
    assert {team.phone for team in everybody} == {None} and {team.state for team in everybody} == {"ready", "out", "rest"}
    assert {(plan.family, plan.level) for plan in known} == {
        (f, level) for f in ("食品安全", "特种设备", "药品疫苗", "冷链") for level in LEVELS
    }
    assert theirs == known  # the province's plans bind its cities
    assert [plan.level for plan in known[:4]] == list(LEVELS)
    for plan in known:
        assert len(plan.actions) >= 4 and [report["kind"] for report in plan.reports] == ["初报", "续报", "终报"]
        assert any("示例" in report["citation"] for report in plan.reports)


def test_somebody_leads_and_two_are_on_duty_at_every_hour(stood: Stood) -> None:
    with stood.store.read() as connection:
        for hour in range(-6 * 24, 7 * 24, 5):
            shift = duty.now(connection, NOON + timedelta(hours=hour))
            assert len(shift.lead) == 1 and len(shift.duty) == 2 and shift.nature == "demo"
        known = connection.execute(select(DUTY.c.phone)).scalars().all()
    assert set(known) == {None}  # no invented telephone numbers


def test_the_cameras_tell_since_when(stood: Stood) -> None:
    whole = Scope.whole("320000")
    stills = {"cold", "cold2", "kitchen", "kitchen2", "market", "yard"}
    with stood.store.read() as connection:
        strip, (live, total), dead = (
            cameras.strip(connection, whole, 9),
            cameras.counts(connection, whole),
            cameras.not_live(connection, whole),
        )
    assert [camera.watched for camera in strip] == [1, 2, 3, 4, 5, 6] and {camera.still for camera in strip} == stills
    assert total >= 60 and live == total - len(dead) and 0.7 < live / total < 1
    assert len({camera.state for camera in dead}) >= 3 and not {camera.region[:4] for camera in dead} & {
        stood.plan.province.silent.code[:4]
    }
    with stood.store.read() as connection:
        rows = connection.execute(select(CAMERA.c.gb28181, CAMERA.c.region)).all()
    assert len({row.gb28181 for row in rows}) == total and all(len(row.gb28181) == 20 and row.gb28181[:6] == row.region for row in rows)
    assert all(camera.last_frame is None or camera.last_frame < NOON for camera in dead)
    assert all(camera.last_frame is None for camera in dead if camera.state == "registered")


def test_alerts_closed_long_ago_are_forgotten(own: Stood) -> None:
    stood = own
    with stood.store.write() as connection:
        play(connection, replace(scene(stood, 100 * 1440, 0), since=scene(stood, 99 * 1440, 0).now))
        oldest = (
            connection.execute(select(ALERT.c.closed_at).where(ALERT.c.closed_at.is_not(None)).order_by(ALERT.c.closed_at))
            .scalars()
            .first()
        )
        topics = opinion.top(connection, Scope.whole("320000"), 50)
    assert oldest is not None and oldest > NOON + timedelta(days=9)
    assert all(topic.first_at > NOON + timedelta(days=80) for topic in topics)
