"""The offer of the tour: in demo mode, to people, where the chain is shown; nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from components.board import Board
from components.panels import alert_feed, camera_strip, changes, dispatch_lane
from data_access.scope import Scope
from layouts import tour
from security.identity import Identity, Kind
from security.policy import may_ask
from security.roles import Role
from settings import Settings

WHOLE = Scope.whole("320000")
PANELS = tuple(module.PANEL for module in (alert_feed, camera_strip, changes, dispatch_lane))
BOARD = Board(name="wall", title="墙", path="/wall/overview", panels=PANELS, layout=lambda board: None)


def person(role: Role, kind: Kind = Kind.PERSON) -> Identity:
    return Identity("somebody", "某人", role, WHOLE, kind)


def demo(home: Path, *, on: bool = True) -> Settings:
    return Settings(home=home, demo=on)


@pytest.mark.row("I-04")
def test_the_tour_is_offered_to_people_in_demo_mode_alone(tmp_path: Path) -> None:
    assert tour.offer(demo(tmp_path), person(Role.LEADER), BOARD) == "here"
    assert tour.offer(demo(tmp_path, on=False), person(Role.LEADER), BOARD) == ""
    assert tour.offer(demo(tmp_path), person(Role.WALL, Kind.WALL), BOARD) == ""


def test_a_page_without_the_chain_leads_to_the_wall_where_the_role_may_see_it(tmp_path: Path) -> None:
    assert tour.offer(demo(tmp_path), person(Role.ADMIN), None) == "/wall/overview"
    assert tour.offer(demo(tmp_path), person(Role.CITY), None) == ""


def test_outside_demo_mode_the_address_does_not_exist(tmp_path: Path) -> None:
    for on, known in ((True, True), (False, False)):
        server = Flask("tour")
        tour.install(server, demo(tmp_path, on=on))
        assert any(rule.rule == tour.ADDRESS for rule in server.url_map.iter_rules()) == known


def test_who_may_look_at_the_wall_may_start_the_tour_and_a_wall_may_not() -> None:
    allowed = {role for role in Role if may_ask(person(role), "POST", tour.ADDRESS).allowed}
    assert allowed == {Role.LEADER, Role.DUTY, Role.BRIEFER, Role.AUDITOR, Role.ADMIN}
    assert not may_ask(person(Role.LEADER), "GET", tour.ADDRESS).allowed
