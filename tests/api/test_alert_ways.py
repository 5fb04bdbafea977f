"""The tests of the ways in over HTTP: durable or refused with a reason, and whatever is refused waits in the quarantine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select

from alerts.desk import Gate
from alerts.ways import cap
from alerts.ways.xml import SCHEMA
from data_access.stores.alert_tables import ALERT
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, NOW, rows
from tests.alerts.ways.caps import PROVINCE, Written
from tests.api.test_alerts import ask_as, duty, kept, store

__all__ = ["ask_as", "duty", "store"]
CAP, MANAGER, EVENTS = "/api/v1/alerts/cap", "/api/v1/alerts/alertmanager", "/api/v1/alerts/cloudevents"
NATIVE: dict[str, Any] = {"source": "物联平台", "source_id": "E-1", "level": "III", "title": "冷库超温", "region": "320623"}
"""NOW in these tests is 10:42 in Beijing on 20 November."""
ALERT_1 = Written(identifier="A1", minute=-2 * 1440 - 60)
FIRING: dict[str, Any] = {
    "status": "firing", "labels": {"alertname": "冷库超温", "severity": "critical", "adcode": "320623"}, "fingerprint": "f1",
    "annotations": {"summary": "三号冷库 -9 ℃"}, "startsAt": "2026-11-20T08:00:00.123456789+08:00", "endsAt": "0001-01-01T00:00:00Z",
}  # fmt: skip
CALL: dict[str, Any] = {"version": "4", "groupKey": "{}:{alertname}", "receiver": "yiping", "status": "firing", "alerts": [FIRING]}


def send_cap(client: FlaskClient, message: Written, kind: str = "application/cap+xml") -> Any:
    return client.post(CAP, data=message.body, content_type=kind)


def event(number: str = "1", **more: Any) -> dict[str, Any]:
    usual = {"specversion": "1.0", "id": number, "source": "/iot/1", "type": "cn.alert.raised", "time": "2026-11-20T08:00:00+08:00"}
    return {**usual, "datacontenttype": "application/json", "data": {**NATIVE, "source_id": f"E-{number}"}, **more}


@pytest.mark.row("I-02")
def test_a_cap_message_is_an_alert(duty: FlaskClient, store: Store) -> None:
    answer = send_cap(duty, ALERT_1)
    assert (answer.status_code, answer.json["state"]) == (202, "accepted")
    row = rows(store)["A1"]
    assert (row["level"], row["title"], row["region"], row["source"]) == ("II", "冷库氨泄漏", "320623", f"cap:{ALERT_1.sender}")
    assert send_cap(duty, ALERT_1).json["state"] == "duplicate"


@pytest.mark.row("I-02")
def test_a_cap_update_and_cancel_change_and_end_the_alert(duty: FlaskClient, store: Store) -> None:
    send_cap(duty, ALERT_1)
    first = (ALERT_1.identifier, ALERT_1.minute)
    send_cap(duty, Written(identifier="U2", kind="Update", minute=ALERT_1.minute + 5, names=(first,), severity="Extreme"))
    assert rows(store)["A1"]["level"] == "I"
    send_cap(duty, Written(identifier="C3", kind="Cancel", minute=ALERT_1.minute + 9, names=(first,)))
    assert rows(store)["A1"]["state"] == "closed"


def test_a_refused_cap_message_waits_in_the_quarantine(duty: FlaskClient, store: Store) -> None:
    answer = duty.post(CAP, data=b"<alert/>", content_type="application/xml")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "CAP 1.2" in answer.json["detail"] and "隔离区" in answer.json["detail"]
    assert [(way, body) for way, _, body in kept(store)] == [("cap", b"<alert/>")]


@pytest.mark.parametrize(
    ("status", "kind", "body", "headers"),
    [
        (415, "text/plain", ALERT_1.body, {}),
        (415, "application/xml", b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}),
        (413, "application/xml", b"<alert>" + b" " * 1_100_000, {}),
    ],
)
def test_what_is_not_to_be_read_is_refused_and_kept(
    duty: FlaskClient, store: Store, status: int, kind: str, body: bytes, headers: dict[str, str]
) -> None:
    answer = duty.post(CAP, data=body, content_type=kind, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert len(kept(store)) == 1


def test_the_same_triple_with_another_body_is_a_conflict(duty: FlaskClient, store: Store) -> None:
    send_cap(duty, ALERT_1)
    assert send_cap(duty, Written(identifier="A1", minute=ALERT_1.minute, headline="别的事")).status_code == 409
    assert rows(store)["A1"]["title"] == "冷库氨泄漏"
    assert len(kept(store)) == 1


@pytest.mark.row("A-02")
def test_a_webhook_brings_its_alerts_once_and_ends_them(duty: FlaskClient, store: Store) -> None:
    first = duty.post(MANAGER, json=CALL)
    assert (first.status_code, first.json["state"]) == (202, "accepted")
    assert duty.post(MANAGER, json=CALL).json["state"] == "duplicate"
    ended = {**CALL, "alerts": [{**FIRING, "status": "resolved"}]}
    assert duty.post(MANAGER, json=ended).json["state"] == "updated"
    (row,) = rows(store).values()
    assert (row["level"], row["title"], row["region"], row["state"]) == ("I", "三号冷库 -9 ℃", "320623", "closed")


@pytest.mark.row("A-02")
def test_a_bad_alert_in_a_webhook_keeps_only_itself_back(duty: FlaskClient, store: Store) -> None:
    bad = {**FIRING, "fingerprint": "f2", "startsAt": "yesterday"}
    good = {**FIRING, "fingerprint": "f3", "labels": {**FIRING["labels"], "adcode": "320102"}}
    answer = duty.post(MANAGER, json={**CALL, "alerts": [FIRING, bad, good]})
    assert [outcome["state"] for outcome in answer.json["outcomes"]] == ["accepted", "refused", "accepted"]
    assert len(rows(store)) == 2
    ((way, reason, body),) = kept(store)
    assert way == "alertmanager" and "startsAt" in reason
    assert [alert["fingerprint"] for alert in json.loads(body)["alerts"]] == ["f2"]


def test_an_alert_whose_words_change_while_it_fires_is_told_anew(duty: FlaskClient, store: Store) -> None:
    duty.post(MANAGER, json=CALL)
    warmer = {**FIRING, "annotations": {"summary": "三号冷库 -5 ℃"}}
    assert duty.post(MANAGER, json={**CALL, "alerts": [warmer]}).json["state"] == "updated"
    assert [row["title"] for row in rows(store).values()] == ["三号冷库 -5 ℃"]


def test_an_event_is_read_in_every_mode(duty: FlaskClient, store: Store) -> None:
    single = duty.post(EVENTS, data=json.dumps(event("1")), content_type="application/cloudevents+json")
    several = duty.post(
        EVENTS, data=json.dumps([event("2"), event("3", specversion="0.3")]), content_type="application/cloudevents-batch+json"
    )
    context = {
        "ce-specversion": "1.0",
        "ce-id": "4",
        "ce-source": "/iot/1",
        "ce-type": "cn.alert.raised",
        "ce-time": "2026-11-20T08:00:00+08:00",
    }
    binary = duty.post(
        EVENTS, data=json.dumps({**NATIVE, "source_id": "E-4", "title": "二进制"}), content_type="application/json", headers=context
    )
    assert [single.status_code, several.status_code, binary.status_code] == [202, 202, 202], binary.text
    assert [outcome["state"] for outcome in several.json["outcomes"]] == ["accepted", "refused"]
    assert set(rows(store)) == {"E-1", "E-2", "E-4"}
    assert [way for way, *_ in kept(store)] == ["cloudevents"]


def test_nobody_outside_speaks_in_the_name_of_our_rules(duty: FlaskClient, store: Store) -> None:
    forged = event("1", data={**NATIVE, "source": "rule"})
    assert duty.post(EVENTS, data=json.dumps(forged), content_type="application/cloudevents+json").status_code == 400
    assert not rows(store)


def test_over_capacity_is_told_with_a_time_to_come_again(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    full = ask_as(gate=Gate(0.5, 1))
    assert full.post(MANAGER, json=CALL).status_code == 202
    answer = full.post(MANAGER, json={**CALL, "alerts": [{**FIRING, "fingerprint": "f9"}]})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1
    assert kept(store) == []


def test_an_alert_of_a_foreign_region_is_refused(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    assert send_cap(ask_as(NANJING), ALERT_1).status_code == 400
    assert not rows(store)


@pytest.mark.row("I-02")
def test_an_alert_goes_out_as_cap_and_comes_back_the_same(duty: FlaskClient, ask_as: Callable[..., FlaskClient], store: Store) -> None:
    duty.post(
        "/api/v1/alerts", json={**NATIVE, "occurred_at": "2026-11-20T08:00:00+08:00", "detail": "库温 -9 ℃", "entity": {"camera": "C1"}}
    )
    (row,) = rows(store).values()
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    sent = duty.get(f"/api/v1/alerts/{row['id']}.cap")
    assert sent.mimetype == "application/cap+xml" and schema.validate(etree.fromstring(sent.data)), schema.error_log
    read = cap.read(sent.data, PROVINCE, NOW).message
    assert read is not None
    for name in ("level", "title", "detail", "region", "occurred_at", "lon", "lat", "entity", "family"):
        assert (getattr(read, name) or None) == (row[name] or None), name
    assert duty.post(CAP, data=sent.data, content_type=sent.content_type).status_code == 202
    duty.post(f"/api/v1/alerts/{row['id']}/ack")
    update = duty.get(f"/api/v1/alerts/{row['id']}.cap")
    duty.post(f"/api/v1/alerts/{row['id']}/dismiss", json={"disposition": "false", "why": "误报"})
    cancel = duty.get(f"/api/v1/alerts/{row['id']}.cap")
    for message, kind in ((update, "Update"), (cancel, "Cancel")):
        assert schema.validate(etree.fromstring(message.data)), schema.error_log
        assert cap.read(message.data, PROVINCE, NOW).kind == kind
        assert duty.post(CAP, data=message.data, content_type=message.content_type).status_code == 202
    with store.read() as connection:
        back = connection.execute(select(ALERT).where(ALERT.c.source.startswith("cap:"))).mappings().all()
    assert [(alert["title"], alert["state"]) for alert in back] == [("冷库超温", "closed")]


def test_a_foreign_alert_has_no_cap_message(duty: FlaskClient, ask_as: Callable[..., FlaskClient], store: Store) -> None:
    send_cap(duty, ALERT_1)
    (row,) = rows(store).values()
    assert ask_as(NANJING).get(f"/api/v1/alerts/{row['id']}.cap").status_code == 404
