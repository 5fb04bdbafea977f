"""The wall over a data center's own database: whole while it is whole, blind only where something is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dash
import pytest

import app as application
from app import Cockpit
from cli import doctor
from components.board import Board
from components.needs import needs_of_panels
from data_access import examples
from data_access.centre.marts import CentreMarts
from data_access.mart_tables import COMPLAINT_DAILY, MARTS
from data_access.scope import Scope
from data_access.stores.engine import ensure_schema, store_of
from live.asgi import newest_batch
from security.roles import Role
from settings import Settings
from tests.data_access.centre.filling import AS_OF, Filled

NEEDS = needs_of_panels()


@pytest.fixture(params=["postgres_url", "clickhouse_url"])
def centre(request: pytest.FixtureRequest) -> Filled:
    """A data center that holds the contract's examples."""
    made = Filled(request.getfixturevalue(request.param))
    for table in MARTS.tables.values():
        made.put(table, examples.rows(table))
    return made


@pytest.fixture
def wall(centre: Filled, tmp_path: Path) -> Iterator[Cockpit]:
    """The application that reads it, looking for news at every answer."""
    chosen = Settings(home=tmp_path / "var", marts_url=centre.url)
    chosen.home.mkdir()
    ensure_schema(store_of(chosen))
    dash.page_registry.clear()
    built = application.build(chosen)
    marts = CentreMarts(centre.url, clock=iter(range(0, 100_000, 10)).__next__)
    object.__setattr__(built.parts, "marts", marts)
    yield built
    marts.link.close()
    store_of(chosen).close()


def drawn(wall: Cockpit) -> dict[str, dict[str, Any]]:
    """The panels of the overview wall by key."""
    board: Board = wall.parts.boards["overview"]
    answer = json.loads(wall.parts.drawn(board, Scope.whole("320000"), Role.WALL))
    return {panel["key"]: panel for panel in answer["panels"]}


def keys_that_need(wall: Cockpit, table: str, column: str = "") -> set[str]:
    """The panels of the overview wall that need a table, or a column of it."""
    here = wall.parts.boards["overview"].panels
    return {panel.key for panel, needs in NEEDS.items() if panel in here and table in needs and (not column or column in needs[table])}


@pytest.mark.row("I-01")
def test_a_missing_column_and_a_missing_table_blind_the_panels_that_need_them_and_no_others(centre: Filled, wall: Cockpit) -> None:
    before = drawn(wall)
    assert {key for key in ("progress", "business", "data", "ranking") if before[key]["state"] in ("nodata", "error")} == set()
    assert before["business"]["batch"] == 1
    centre.run("ALTER TABLE complaint_daily DROP COLUMN on_time")
    after = drawn(wall)
    assert {key for key, panel in after.items() if panel["state"] == "error"} == set()  # nothing was published: the old answers stand
    centre.put(COMPLAINT_DAILY, [], number=2)
    after = drawn(wall)
    blind = {key for key, panel in after.items() if panel["state"] == "error"}
    assert blind == keys_that_need(wall, "complaint_daily", "on_time") == {"progress"}
    assert "主题表 complaint_daily（投诉举报日报）缺列 on_time" in after["progress"]["why"] and after["progress"]["html"]
    assert all(after[key]["html"] == before[key]["html"] for key in before if key not in blind)


@pytest.mark.row("I-01")
def test_a_wall_that_starts_over_a_hole_says_so_in_the_panels_that_have_it(centre: Filled, wall: Cockpit) -> None:
    centre.run("DROP TABLE kitchen_daily", "ALTER TABLE entity_daily DROP COLUMN opened")
    found = drawn(wall)
    blind = {key for key, panel in found.items() if panel["state"] == "error"}
    assert blind == keys_that_need(wall, "kitchen_daily") | keys_that_need(wall, "entity_daily", "opened")
    assert "没有主题表 kitchen_daily" in found["map"]["why"] and "缺列 opened" in found["business"]["why"]
    assert found["data"]["state"] in ("ok", "partial") and found["progress"]["state"] in ("ok", "partial")


def test_the_doctor_and_the_health_look_at_the_data_center(centre: Filled, tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, marts_url=centre.url)
    assert doctor.marts(chosen, AS_OF).state == doctor.FINE and newest_batch(chosen) is not None
    away = chosen.model_copy(update={"marts_url": "postgresql+psycopg://u:geheim@127.0.0.1:1/db"})
    found = doctor.marts(away, datetime.now(UTC))
    assert found.state == doctor.BROKEN and "连不上" in found.remedy and "geheim" not in found.remedy
