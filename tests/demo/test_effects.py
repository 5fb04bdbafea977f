"""The effects of stories on the marts: the gaps, readings and volumes follow a story, and the clock again after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data_access.arrivals import source_states
from data_access.mart_tables import COLD_CHAIN_HOURLY, COMPLAINT_DAILY, OPINION_HOURLY
from data_access.marts import Marts
from data_access.stores import cameras, opinion, story_state
from data_access.stores.tables import ALERT, CAMERA, CHANGE, OPINION_ITEM, WORK_ORDER
from demo import player
from demo.build import ensure
from demo.effects import Effects
from demo.frames import TABLES
from demo.gaps import gaps_at
from demo.player import Wish
from tests.demo.conftest import NOON, Stood
from tests.demo.test_player import WHOLE, at, state_of


def test_the_gaps_follow_a_story_and_the_clock_again_after_it(own: Stood) -> None:
    province, now = own.plan.province, own.plan.now
    usual = gaps_at(province, now)
    silent = province.silent.code
    other = province.cities[0].code
    story = gaps_at(province, now, Effects(silent={other: now.isoformat()}, stopped={"S45": now.isoformat()}))
    assert [city.code for city in province.cities if story.is_silent(city.code, now.date())] == [other, silent]
    assert story.cut_off("S45", province.code) == now
    assert usual.cut_off("S45", province.code) is None
    assert all(story.stamp_of(table) == usual.stamp_of(table) for table in TABLES), (
        "closed days are not published again for a story of today"
    )
    over = gaps_at(province, now, Effects(reporting={silent: now.date().isoformat()}))
    assert not over.is_silent(silent, now.date())
    tomorrow = gaps_at(province, now + timedelta(days=1), Effects(reporting={silent: now.date().isoformat()}))
    assert tomorrow.is_silent(silent, tomorrow.today)
    assert gaps_at(province, now, Effects.of(Effects().told())) == usual


def cities_today(stood: Stood) -> set[str]:
    """Cities of which complaints of the present day have come."""
    found = Marts(stood.marts.folder).read(select(COMPLAINT_DAILY.c.region).where(COMPLAINT_DAILY.c.day == NOON.date()).distinct())
    return {f"{region[:4]}00" for region in found["region"]}


def total(stood: Stood, column: Any) -> int:
    return int(Marts(stood.marts.folder).read(select(func.sum(column).label("n")))["n"][0])


@pytest.mark.row("I-04", "K-03")
def test_a_silent_city_is_missing_from_the_marts_until_it_recovers_and_then_reports(own: Stood) -> None:
    cities = {city.code for city in own.plan.province.cities}
    silent = own.plan.province.silent.code
    player.ask(own.settings, Wish("silent_city"), NOON)
    player.play(own.settings, at(5))
    assert cities_today(own) == cities - {silent}
    player.play(own.settings, at(21))
    assert cities_today(own) == cities
    with own.store.read() as connection:
        standing_one = connection.execute(select(ALERT.c.state).where(ALERT.c.id == f"D0-{NOON:%Y%m%d}")).scalar()
    assert standing_one == "closed", "the silence of the clock is over too: its alert is not left behind"
    player.play(own.settings, at(30))
    assert state_of(own)["state"] == "ended"
    bring(own, at(31))
    assert cities_today(own) == cities, "what was delivered stays delivered until midnight"


@pytest.mark.row("I-04")
def test_a_late_source_is_late_in_the_marts_until_it_recovers(own: Stood) -> None:
    def late(minutes: float) -> str:
        return next(one.state(at(minutes)) for one in source_states(Marts(own.marts.folder), WHOLE) if one.code == "S45")

    assert late(0) == "ok"
    player.ask(own.settings, Wish("late_source"), NOON)
    player.play(own.settings, at(1))
    assert late(1) == "stopped"
    bring(own, at(2))
    assert late(2) == "stopped", "the demo's own minute keeps to the story"
    player.play(own.settings, at(11))
    assert late(11) == "ok"


@pytest.mark.row("I-04")
def test_a_story_adds_its_readings_to_the_hour_and_takes_them_back(own: Stood) -> None:
    before = total(own, COLD_CHAIN_HOURLY.c.excursions)
    player.ask(own.settings, Wish("cold_store"), NOON)
    player.play(own.settings, at(5))
    story = total(own, COLD_CHAIN_HOURLY.c.excursions)
    assert story >= before + 2 + 4
    player.stop(own.settings, at(5))
    assert total(own, COLD_CHAIN_HOURLY.c.excursions) == story - 6


def test_an_opinion_burst_is_heard_in_the_volume_and_in_the_heat(own: Stood) -> None:
    before = total(own, OPINION_HOURLY.c["items"])
    player.ask(own.settings, Wish("opinion_burst"), NOON)
    player.play(own.settings, at(4.1))
    assert total(own, OPINION_HOURLY.c["items"]) >= before + 430
    with own.store.read() as connection:
        hottest = opinion.top(connection, WHOLE, 1)[0]
    assert (hottest.heat, hottest.reposts) == (91, 240)


def bring(stood: Stood, now: datetime) -> None:
    """The demo's own minute."""
    ensure(stood.settings, now, lambda text: None)


def test_the_demos_own_minute_leaves_a_story_its_camera(own: Stood, tmp_path: Path) -> None:
    story = tmp_path / "camera.toml"
    words = 'title = "t"\nabout = "a"\nprovince = "320000"\n[[step]]\nat = "00:00:00"\ndo = "camera"\ncamera = "CAM-01"\nstate = "dark"\n'
    story.write_text(words + '[[step]]\nat = "00:10:00"\ndo = "recover"\n', "utf-8")
    player.ask(own.settings, Wish(str(story)), NOON)

    def camera() -> str:
        with own.store.read() as connection:
            return cameras.known(connection, ["CAM-01"])["CAM-01"].state

    usual = camera()
    for minute in (0, 1, 2):
        player.play(own.settings, at(minute))
        bring(own, at(minute + 0.5))
        assert camera() == "dark"
    player.play(own.settings, at(10))
    bring(own, at(11))
    assert camera() == usual


@pytest.mark.row("I-04")
def test_a_reset_takes_away_all_that_stories_left_and_nothing_else(own: Stood) -> None:
    def theirs() -> list[int]:
        mine = (
            select(func.count()).where(ALERT.c.source == story_state.SOURCE),
            select(func.count()).where(OPINION_ITEM.c.source == story_state.SOURCE),
            select(func.count()).where(WORK_ORDER.c.id.like("SW%")),
            select(func.count()).where(CAMERA.c.id.like("demo-story%")),
            select(func.count()).where(CHANGE.c.object.like("ST%") | (CHANGE.c.object == story_state.SOURCE)),
        )
        with own.store.read() as connection:
            return [connection.execute(one).scalar() or 0 for one in mine]

    def others() -> list[int]:
        with own.store.read() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar() or 0
                for table in (ALERT, WORK_ORDER, OPINION_ITEM, CAMERA, CHANGE)
            ]

    before, readings = others(), total(own, COLD_CHAIN_HOURLY.c.excursions)
    for number, name in enumerate(("cold_store", "lift_cluster")):
        player.ask(own.settings, Wish(name, speed=600), at(number * 10))
        player.play(own.settings, at(number * 10 + 5))
    player.ask(own.settings, Wish("cold_store"), at(20))
    player.play(own.settings, at(25))
    assert all(theirs())
    assert player.reset(own.settings, at(26)) == 6
    assert theirs() == [0] * 5
    assert others() == before
    assert state_of(own) == {}
    assert total(own, COLD_CHAIN_HOURLY.c.excursions) >= readings
