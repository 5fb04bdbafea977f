"""The tests of the alerts' addresses: durable or refused with a reason, cut to the scope, and every act in the history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import api
from alerts.desk import Gate
from api.bodies import LARGEST
from data_access.scope import Scope
from data_access.stores import audit
from data_access.stores.alert_tables import QUARANTINE
from data_access.stores.engine import Store, StoreFailed, ensure_schema, open_store
from tests.alerts.making import NANJING, NOW, SUZHOU, WHOLE, desk, person, rows
from tests.indicators.small_marts import Bench

ALERTS = "/api/v1/alerts"
GOOD: dict[str, Any] = {
    "source": "12345", "source_id": "A-1", "rule": "电梯困人", "level": "II", "title": "电梯困人 2 人", "region": "320102",
    "occurred_at": "2026-11-20T10:40:00+08:00", "entity": {"uscc": "91320100MA1"}, "evidence": [{"photo": "1.jpg"}], "status": "actual",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(opened)
    yield opened
    opened.close()


@pytest.fixture
def ask_as(store: Store) -> Callable[..., FlaskClient]:
    def client(scope: Scope = WHOLE, **more: Any) -> FlaskClient:
        server, at = Flask("server"), desk(**more)
        who = api.Alerts(identity=lambda: person(scope), store=lambda: store, desk=lambda: at)
        api.install(server, lambda: person(scope), Bench, now=lambda: NOW, alerting=who)
        return server.test_client()

    return client


@pytest.fixture
def duty(ask_as: Callable[..., FlaskClient]) -> FlaskClient:
    return ask_as()


def kept(store: Store) -> list[tuple[str, str, bytes]]:
    with store.read() as connection:
        columns = (QUARANTINE.c.way, QUARANTINE.c.reason, QUARANTINE.c.body)
        return [tuple(row) for row in connection.execute(select(*columns).order_by(QUARANTINE.c.at))]


def denied(store: Store) -> list[str]:
    with store.read() as connection:
        return [f"{deed.action} {deed.detail}" for _, deed in audit.entries(connection, limit=99, result="denied")]


@pytest.mark.row("I-02")
def test_an_alert_is_accepted_once_and_told_again_a_duplicate(duty: FlaskClient, store: Store) -> None:
    first, again = duty.post(ALERTS, json=GOOD), duty.post(ALERTS, json=GOOD)
    assert first.status_code == again.status_code == 202
    body = first.get_json()
    assert body == {"id": body["id"], "state": "accepted", "group": body["id"]}
    assert again.get_json() == body | {"state": "duplicate"}
    assert list(rows(store)) == ["A-1"] and first.headers["Cache-Control"] == "no-store"


@pytest.mark.row("I-02")
def test_another_body_under_the_same_number_is_a_conflict_in_audit_and_quarantine(duty: FlaskClient, store: Store) -> None:
    duty.post(ALERTS, json=GOOD)
    answer = duty.post(ALERTS, json=GOOD | {"title": "别的"})
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert answer.get_json()["parameter"] == "source_id" and rows(store)["A-1"]["title"] == GOOD["title"]
    assert len(kept(store)) == len(denied(store)) == 1


BAD: list[tuple[bytes, str, int, str]] = [
    (b"", "application/json", 400, "no JSON"), (b"{", "application/json", 400, "no JSON"), (b"[]", "application/json", 400, "one JSON object"),
    (b"[{}]", "application/json", 400, "one JSON object"), (b'"x"', "application/json", 400, "one JSON object"), (b"{}", "text/plain", 415, "application/json"),
    (b"{}", "", 415, "application/json"), ('{"a":"中"}'.encode("gbk"), "application/json", 400, "UTF-8"), ('{}'.encode("utf-16"), "application/json", 400, "UTF-8"),
    (b"{}", "application/json; charset=gbk", 415, "UTF-8"), (b'{"a":1,"a":2}', "application/json", 400, "twice"), (b'{"a":NaN}', "application/json", 400, "NaN"),
    (b'{"a":1e999}', "application/json", 400, "too large"), (b'{"a":' + b"9" * 5000 + b"}", "application/json", 400, "too long"),
    (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json", 400, "deeply"), (b'{"x":"' + b"a" * LARGEST + b'"}', "application/json", 413, "larger"),
]  # fmt: skip


@pytest.mark.row("I-02")
@pytest.mark.parametrize("case", range(len(BAD)))
def test_a_body_that_cannot_be_read_is_a_problem_and_is_kept(duty: FlaskClient, store: Store, case: int) -> None:
    body, kind, status, said = BAD[case]
    answer = duty.post(ALERTS, data=body, headers={"Content-Type": kind} if kind else {})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert said in answer.get_json()["detail"]
    assert [row[0] for row in kept(store)] == ["json"] and not rows(store)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"level": "V"}, "level"), ({"level": "0"}, "level"), ({"title": ""}, "title"), ({"title": 7}, "title"), ({"extra": 1}, "extra"), ({"region": "32010"}, "region"),
        ({"occurred_at": "gestern"}, "occurred_at"), ({"occurred_at": 5}, "occurred_at"), ({"status": "real"}, "status"), ({"source": "rule"}, "source"),
        ({"entity": {"uscc": 1}}, "entity.uscc"), ({"evidence": {}}, "evidence"), ({"lon": 500}, "lon"), ({"source_id": None}, "source_id"),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named(duty: FlaskClient, store: Store, wrong: dict[str, Any], name: str) -> None:
    answer = duty.post(ALERTS, json=GOOD | wrong)
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, name)
    assert len(kept(store)) == 1 and not rows(store)


@pytest.mark.parametrize(
    "wrong", [{"occurred_at": "2026-11-20T10:40:00"}, {"occurred_at": "2036-11-20T10:40:00Z"}, {"region": "320199"}, {"title": "\u200e\u0000"}, {"title": "\ud800"}]
)  # fmt: skip
def test_what_the_stages_refuse_is_a_400_with_their_reason(duty: FlaskClient, store: Store, wrong: dict[str, Any]) -> None:
    answer = duty.post(ALERTS, data=json.dumps(GOOD | wrong), content_type="application/json")
    assert answer.status_code == 400 and len(answer.get_json()["detail"]) > 4
    assert len(kept(store)) == 1 and not rows(store)


@pytest.mark.row("Z-02")
def test_a_foreign_region_is_403_and_audited(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    answer = ask_as(SUZHOU).post(ALERTS, json=GOOD)
    assert (answer.status_code, answer.get_json()["parameter"]) == (403, "region")
    assert len(denied(store)) == 1 and not rows(store)


def test_over_capacity_is_a_429_that_says_when(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    client = ask_as(gate=Gate(rate=0.5, burst=1, clock=lambda: 0.0))
    assert client.post(ALERTS, json=GOOD).status_code == 202
    answer = client.post(ALERTS, json=GOOD | {"source_id": "A-2"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert len(rows(store)) == 1 and not kept(store)


def test_a_store_that_does_not_answer_is_a_503_and_no_202(ask_as: Callable[..., FlaskClient], store: Store, tmp_path: Path) -> None:
    broken = open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    server = Flask("server")
    at = desk()
    who = api.Alerts(identity=person, store=lambda: broken, desk=lambda: at)
    api.install(server, person, Bench, now=lambda: NOW, alerting=who)
    answer = server.test_client().post(ALERTS, json=GOOD)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) >= 1
    assert "sqlite" not in answer.text and isinstance(StoreFailed("x"), RuntimeError)
    broken.close()


def test_the_list_is_cut_to_the_scope_and_goes_on_by_its_cursor(ask_as: Callable[..., FlaskClient]) -> None:
    client = ask_as()
    for number in range(7):
        client.post(
            ALERTS,
            json=GOOD
            | {"source_id": str(number), "region": "320505" if number % 2 else "320102", "occurred_at": f"2026-11-20T02:0{number}:00Z"},
        )
    page = client.get(f"{ALERTS}?limit=3").get_json()
    seen = [row["source_id"] for row in page["alerts"]]
    while page["next"]:
        page = client.get(f"{ALERTS}?limit=3&cursor={page['next']}").get_json()
        seen += [row["source_id"] for row in page["alerts"]]
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]
    assert {row["region"] for row in ask_as(NANJING).get(ALERTS).get_json()["alerts"]} == {"320102"}
    heads = client.get(f"{ALERTS}?heads=true&level=II&state=open").get_json()["alerts"]
    assert sorted((row["region"], row["merged"]) for row in heads) == [("320102", 4), ("320505", 3)]
    assert client.get(f"{ALERTS}?since=2026-11-20T02:42:00Z").get_json()["count"] == 7
    assert client.get(f"{ALERTS}?since=2026-11-20T02:43:00Z").get_json()["count"] == 0


@pytest.mark.parametrize(
    "tail", ["since=yesterday", "level=V", "state=half", "status=real", "limit=0", "cursor=%00", "cursor=WzFd", "other=1"]
)
def test_a_bad_parameter_of_the_list_is_a_problem(duty: FlaskClient, tail: str) -> None:
    assert duty.get(f"{ALERTS}?{tail}").status_code == 400


@pytest.mark.row("Z-02")
def test_a_foreign_region_or_alert_is_a_404_and_audited(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    name = ask_as().post(ALERTS, json=GOOD).get_json()["id"]
    stranger = ask_as(SUZHOU)
    assert stranger.get(f"{ALERTS}?region=320102").status_code == stranger.get(f"{ALERTS}?region=990000").status_code == 404
    answers = [stranger.get(f"{ALERTS}/{which}") for which in (name, "01UNKNOWN")]
    answers += [stranger.post(f"{ALERTS}/{name}/{act}", json=body) for act, body in (
        ("ack", {}), ("silence", {"minutes": 5, "why": "x"}), ("dismiss", {"disposition": "false", "why": "x"}))]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404} and len({answer.text for answer in answers}) == 1
    assert len(denied(store)) == 7 and rows(store)["A-1"]["state"] == "open"


@pytest.mark.row("A-01")
def test_one_alert_tells_its_inputs_its_owner_and_its_history(duty: FlaskClient) -> None:
    name = duty.post(ALERTS, json=GOOD).get_json()["id"]
    other = duty.post(ALERTS, json=GOOD | {"source_id": "A-2"}).get_json()["id"]
    assert duty.post(f"{ALERTS}/{other}/ack", json={"owner": "李敏", "why": "已出发", "minutes": 30}).get_json()["id"] == name
    silenced = duty.post(f"{ALERTS}/{name}/silence", json={"minutes": 60, "why": "处置中"}).get_json()
    found = duty.get(f"{ALERTS}/{name}").get_json()
    assert (found["owner"], found["state"], found["merged"], found["members"]) == ("李敏", "acknowledged", 2, [other])
    assert [(step["state_from"], step["state_to"]) for step in found["history"]] == [(None, "open"), ("open", "acknowledged")]
    assert found["evidence"] == GOOD["evidence"] and found["inputs"] is None and found["rule"] == "电梯困人"
    assert [each["id"] for each in found["silences"]] == [silenced["silence"]]
    done = duty.post(f"{ALERTS}/{name}/dismiss", json={"disposition": "confirmed", "why": "人员已救出"})
    assert done.get_json()["state"] == "closed"
    assert duty.post(f"{ALERTS}/{name}/ack").status_code == 409
    assert duty.get(f"{ALERTS}/{other}").get_json()["disposition"] == "confirmed"


@pytest.mark.parametrize(
    ("act", "body"), [("ack", {"minutes": 0}), ("ack", {"who": "x"}), ("silence", {}), ("silence", {"minutes": 5}), ("dismiss", {"disposition": "maybe", "why": "x"})]
)  # fmt: skip
def test_an_act_that_is_not_said_rightly_changes_nothing(duty: FlaskClient, store: Store, act: str, body: dict[str, Any]) -> None:
    name = duty.post(ALERTS, json=GOOD).get_json()["id"]
    assert duty.post(f"{ALERTS}/{name}/{act}", json=body).status_code == 400
    assert rows(store)["A-1"]["state"] == "open"


def test_the_document_describes_the_alerts(duty: FlaskClient) -> None:
    document = duty.get("/api/v1/openapi.json").get_json()
    operation = document["paths"]["/api/v1/alerts"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert {"source", "source_id", "level", "title", "region", "occurred_at"} == set(schema["required"])
    assert {"202", "400", "403", "409", "413", "415", "429", "503"} <= set(operation["responses"])
    assert {"post", "get"} == set(document["paths"]["/api/v1/alerts"]) and "/api/v1/alerts/{id}/dismiss" in document["paths"]
