"""The sites of the map: what was open at a moment, and what is where now; cut to the scope on both stores."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data_access.stores import alerts, cameras, orders, sites, teams
from data_access.stores.engine import Store
from tests.data_access.test_wall_reads import NANJING, NOW, WHOLE, ago, alert, order

pytestmark = pytest.mark.row("M-02")


def test_alerts_at_a_moment_are_those_that_had_occurred_and_were_not_closed(any_store: Store) -> None:
    rows = [
        alert("early", "320102", occurred_at=ago(600), lon=118.8, lat=32.0),
        alert("gone", "320102", occurred_at=ago(500), state="closed", closed_at=ago(200)),
        alert("late", "320505", occurred_at=ago(30), level="I"),
        alert("trial", "320102", occurred_at=ago(600), status="test"),
    ]
    with any_store.write() as connection:
        alerts.insert_many(connection, rows, [], NOW)
    with any_store.read() as connection:
        at = {minutes: [site.id for site in sites.alerts_at(connection, WHOLE, ago(minutes))] for minutes in (700, 400, 200, 100, 0)}
        own = sites.alerts_at(connection, NANJING, NOW)
    assert at == {700: [], 400: ["gone", "early"], 200: ["early"], 100: ["early"], 0: ["late", "early"]}
    assert [(site.id, site.lon, site.lat, site.level) for site in own] == [("early", 118.8, 32.0, "III")]


def test_orders_stand_where_their_alert_lies_and_not_in_a_foreign_one(any_store: Store) -> None:
    with any_store.write() as connection:
        alerts.insert_many(connection, [alert("a", "320102", lon=118.8, lat=32.0), alert("b", "320505", lon=120.6, lat=31.3)], [], NOW)
        near, far = {**order("near", "320102", None), "alert": "a"}, {**order("far", "320115", None), "alert": "b"}
        orders.insert_many(connection, [near, far, {**order("done", "320102", None, 6), "closed_at": ago(20)}], NOW)
    with any_store.read() as connection:
        now = {site.id: (site.lon, site.lat) for site in sites.orders_at(connection, NANJING, NOW)}
        before = {site.id for site in sites.orders_at(connection, NANJING, ago(25))}
    assert now == {"near": (118.8, 32.0), "far": (None, None)} and before == {"near", "far", "done"}


def test_cameras_and_teams_are_cut_to_the_scope(any_store: Store) -> None:
    camera = {
        "gb28181": None, "kind": "cold", "state": "live", "last_frame": NOW, "reading": None, "still": None, "watched": 0, "clue": None, "changed_at": NOW, "nature": "demo",
    }  # fmt: skip
    team = {
        "kind": "食品", "unit": "一局", "leader": "赵**", "phone": None, "members": 4, "lon": 118.8, "lat": 32.0, "state": "ready", "changed_at": NOW, "nature": "demo",
    }  # fmt: skip
    with any_store.write() as connection:
        cameras.insert_many(
            connection,
            [{**camera, "id": "c1", "name": "一号", "region": "320102"}, {**camera, "id": "c2", "name": "二号", "region": "320505"}],
            NOW,
        )
        teams.insert_many(
            connection,
            [{**team, "id": "t1", "name": "甲队", "region": "320102"}, {**team, "id": "t2", "name": "乙队", "region": "320505"}],
            NOW,
        )
    with any_store.read() as connection:
        assert [site.id for site in sites.cameras_now(connection, NANJING)] == ["c1"]
        assert [(site.id, site.told) for site in sites.teams_now(connection, NANJING)] == [("t1", "一局　食品　4 人")]
        assert len(sites.teams_now(connection, WHOLE)) == 2
    assert NOW - ago(0) == timedelta()
