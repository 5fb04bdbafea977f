"""The tests of the desk's acts over HTTP: many at once each by itself, opened again with a reason, a silence lifted, nothing of another city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import api
from alerts import life
from alerts.intake import accept
from alerts.life import Wish
from data_access.scope import Scope
from data_access.stores import audit, silences
from data_access.stores.engine import Store, ensure_schema, open_store
from tests.alerts.making import NOW, SUZHOU, WHOLE, desk, hand, later, message, person, rows
from tests.indicators.small_marts import Bench

ALERTS = "/api/v1/alerts"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(opened)
    yield opened
    opened.close()


@pytest.fixture
def ask_as(store: Store) -> Callable[[Scope], FlaskClient]:
    def client(scope: Scope = WHOLE) -> FlaskClient:
        server, at = Flask("server"), desk()
        who = api.Alerts(identity=lambda: person(scope), store=lambda: store, desk=lambda: at)
        api.install(server, lambda: person(scope), Bench, now=lambda: later(1), alerting=who)
        return server.test_client()

    return client


def three(store: Store) -> list[str]:
    regions = ("320102", "320104", "320505")
    found = accept(store, [message(str(n), region=region, cause=str(n)) for n, region in enumerate(regions)], desk(), NOW)
    return [one.id or "" for one in found]


def states(store: Store) -> list[str]:
    return [row["state"] for _, row in sorted(rows(store).items())]


@pytest.mark.row("A-03")
def test_many_are_acknowledged_and_the_one_of_another_city_is_refused_by_name(store: Store, ask_as: Callable[..., FlaskClient]) -> None:
    ids = three(store)
    answer = ask_as(SUZHOU).post(f"{ALERTS}/ack", json={"ids": ids}).get_json()
    assert [one["id"] for one in answer["done"]] == ids[2:]
    assert {one["id"] for one in answer["refused"]} == set(ids[:2])
    assert answer["detail"] == "已确认 1 件，2 件未成"
    assert states(store) == ["open", "open", "acknowledged"]
    with store.read() as connection:
        assert len(audit.entries(connection, limit=9, result="denied")) == 2
    assert ask_as().post(f"{ALERTS}/ack", json={"ids": ids}).get_json()["detail"] == "已确认 3 件"


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": "x"}, {"ids": [1]}, {"ids": ["x"] * 501}, {"ids": ["x"], "more": 1}])
def test_a_body_that_names_no_alerts_changes_nothing(store: Store, ask_as: Callable[..., FlaskClient], body: dict[str, Any]) -> None:
    three(store)
    assert ask_as().post(f"{ALERTS}/ack", json=body).status_code == 400
    assert states(store) == ["open"] * 3


@pytest.mark.row("A-03")
def test_a_closed_one_is_opened_again_for_a_reason(store: Store, ask_as: Callable[..., FlaskClient]) -> None:
    one = three(store)[0]
    life.close(hand(store, desk()), one, "查无异常")
    client = ask_as()
    assert client.post(f"{ALERTS}/{one}/reopen", json={"why": ""}).status_code == 400
    assert client.post(f"{ALERTS}/{one}/reopen", json={"why": "又报"}).get_json()["state"] == "open"
    assert ask_as(SUZHOU).post(f"{ALERTS}/{one}/reopen", json={"why": "x"}).status_code == 404


@pytest.mark.row("A-03")
def test_a_silence_is_lifted_once_by_its_own_scope(store: Store, ask_as: Callable[..., FlaskClient]) -> None:
    one = three(store)[0]
    name = life.silence(hand(store, desk()), Wish(matcher={"alert": one}, until=later(60), why="检修"))
    path = f"/api/v1/silences/{name}/lift"
    assert ask_as(SUZHOU).post(path, json={"why": "x"}).status_code == 404
    assert ask_as().post(path, json={"why": "检修完毕"}).status_code == 200
    with store.read() as connection:
        assert silences.standing(connection)[0]["ends_at"] == later(1)
    again = ask_as().post(path, json={"why": "再来"})
    assert (again.status_code, again.get_json()["detail"]) == (409, "静默已经结束。")
