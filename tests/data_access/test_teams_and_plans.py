"""Teams and emergency plans of the store: cut to the scope, in their order, told to the live stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from data_access.scope import Scope
from data_access.stores import outbox, plans, teams
from data_access.stores.engine import Store

NOW = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
WHOLE, NANJING, NOBODY = Scope.whole("320000"), Scope.of("320000", "320100"), Scope.nothing("320000")


def team(name: str, region: str, kind: str = "食品", nature: str = "production") -> dict[str, Any]:
    told = {"name": name, "unit": "局", "leader": "甲", "phone": None, "members": 5, "lon": None, "lat": None, "state": "ready"}
    return {"id": name, "region": region, "kind": kind, "changed_at": NOW, "nature": nature, **told}


def plan(name: str, region: str, level: str, nature: str = "production") -> dict[str, Any]:
    actions = [{"text": "封存", "unit": "属地局", "minutes": 60}]
    reports = [{"kind": "终报", "minutes": None, "citation": "示例"}]
    told = {"name": name, "family": "食品安全", "version": "1", "actions": actions, "reports": reports}
    return {"id": name, "region": region, "level": level, "changed_at": NOW, "nature": nature, **told}


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_teams_alone(any_store: Store) -> None:
    rows = [team("a", "320102"), team("b", "320505"), team("c", "320000"), team("d", "320100", "药品")]
    with any_store.write() as connection:
        teams.insert_many(connection, rows, NOW)
        assert [one.id for one in teams.every(connection, WHOLE)] == ["c", "d", "a", "b"]
        assert [one.id for one in teams.every(connection, NANJING)] == ["d", "a"]
        assert [one.id for one in teams.every(connection, NANJING, "药品")] == ["d"]
        assert teams.every(connection, NOBODY) == []
        assert teams.as_of(connection, WHOLE).as_of == NOW


@pytest.mark.row("Z-02")
def test_a_city_sees_the_provinces_plans_and_its_own_gravest_first(any_store: Store) -> None:
    rows = [plan("iv", "320000", "IV"), plan("i", "320000", "I"), plan("mine", "320100", "III"), plan("theirs", "320500", "II")]
    with any_store.write() as connection:
        plans.insert_many(connection, rows, NOW)
        assert [one.id for one in plans.every(connection, WHOLE)] == ["i", "theirs", "mine", "iv"]
        found = plans.every(connection, NANJING)
        assert [one.id for one in found] == ["i", "mine", "iv"]
        assert found[0].actions[0]["minutes"] == 60 and found[0].reports[0]["minutes"] is None
        assert plans.every(connection, NOBODY) == plans.every(connection, WHOLE, "冷链") == []


def test_setting_down_is_told_and_only_the_demo_is_forgotten(any_store: Store) -> None:
    before = outbox.version(any_store)
    with any_store.write() as connection:
        teams.insert_many(connection, [team("a", "320102"), team("b", "320102", nature="demo")], NOW)
        plans.insert_many(connection, [plan("p", "320000", "I"), plan("q", "320000", "II", "demo")], NOW)
    assert outbox.version(any_store) == before + 2
    with any_store.write() as connection:
        assert teams.known(connection, ["a", "b", "x"]) == {"a", "b"} and plans.known(connection, ["q", "x"]) == {"q"}
        assert teams.forget_demo(connection) == plans.forget_demo(connection) == 1
        assert [one.id for one in teams.every(connection, WHOLE)] == ["a"] and [one.id for one in plans.every(connection, WHOLE)] == ["p"]
