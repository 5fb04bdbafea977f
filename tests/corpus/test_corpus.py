"""The hostile corpus over every way in: never a failure of ours, never slow, never a good alert lost beside a bad one, nothing lost without a trace."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import api
from data_access.stores.alert_tables import ALERT, QUARANTINE
from data_access.stores.engine import Store, ensure_schema, open_store
from tests.alerts.making import NOW, WHOLE, desk, person
from tests.corpus.make import Case, cases, dumped, event, native, webhook
from tests.corpus.words import WORDS
from tests.indicators.small_marts import Bench

CASES = cases()
KINDS = sorted({case.kind for case in CASES})
SLOWEST = 2.0
"""Seconds of computing that any answer may cost."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('corpus') / 'store.sqlite'}")
    ensure_schema(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    server, at = Flask("server"), desk()
    who = api.Alerts(identity=lambda: person(WHOLE), store=lambda: store, desk=lambda: at)
    api.install(server, lambda: person(WHOLE), Bench, now=lambda: NOW, alerting=who)
    return server.test_client()


def deliver(client: FlaskClient, case: Case) -> Any:
    return client.post(case.address, data=case.body, content_type=case.content_type, headers=case.headers)


def kept(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.coalesce(func.sum(QUARANTINE.c.times), 0))).scalar_one()


def judged(client: FlaskClient, store: Store, case: Case) -> str | None:
    """What is wrong with the answer to a case; None where all is as it should be."""
    before, started = kept(store), time.thread_time()
    answer = deliver(client, case)
    cost = time.thread_time() - started
    if cost > SLOWEST:
        return f"took {cost:.1f} s"
    if answer.status_code == 202:
        return None if answer.is_json else "accepted without a word"
    if not 400 <= answer.status_code < 500 or answer.mimetype != "application/problem+json":
        return f"answered {answer.status_code} {answer.mimetype}"
    if not json.loads(answer.data).get("detail"):
        return "refused without a reason"
    return None if kept(store) > before else f"{answer.status_code} left no trace in the quarantine"


def test_the_corpus_is_large_and_its_names_are_its_own() -> None:
    assert len(CASES) >= 300 and len({case.name for case in CASES}) == len(CASES)
    assert min(Counter(case.way for case in CASES).values()) >= 100
    assert len(KINDS) >= 8


@pytest.mark.row("I-02")
@pytest.mark.parametrize("kind", KINDS)
def test_every_hostile_delivery_is_refused_with_a_trace_or_stored_as_text(
    client: FlaskClient, store: Store, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        wrong = {case.name: fault for case in CASES if case.kind == kind and (fault := judged(client, store, case))}
    assert wrong == {}
    forged = [record.getMessage() for record in caplog.records if any(sign in record.getMessage() for sign in "\r\n\x1b\u2028")]
    assert forged == [], "no sender writes a line of the log"


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_alert_after_hostile_ones_is_stored(client: FlaskClient, store: Store, kind: str) -> None:
    for case in (case for case in CASES if case.kind == kind):
        deliver(client, case)
        break
    good = client.post("/api/v1/alerts", json=native(f"good-after-{kind}", title="好告警"))
    assert (good.status_code, good.json["state"]) == (202, "accepted")


def test_a_good_alert_beside_hostile_ones_is_stored(client: FlaskClient, store: Store) -> None:
    """Two hundred hostile neighbours in one call cost the good one nothing."""
    texts = [(f"{kind}-{name}", text) for kind, words in WORDS.items() for name, text in words.items() if len(text) < 10_000]
    alerts = [{**webhook(f"beside-{name}")["alerts"][0], "labels": {text: text, "alertname": text, "adcode": text}} for name, text in texts]
    alerts += [None, 7, [], {}, {"status": "firing"}, {**alerts[0], "startsAt": "now"}, {**alerts[0], "labels": {"alertname": 7}}]
    alerts.insert(30, webhook("good-beside")["alerts"][0])
    answer = client.post("/api/v1/alerts/alertmanager", data=dumped({**webhook("x"), "alerts": alerts}), content_type="application/json")
    assert answer.status_code == 202 and answer.json["outcomes"][30]["state"] == "accepted"
    events = [event("bad-1", region="x"), event("good-event"), {"specversion": "1.0"}, None, event("bad-2", title="\ud800")]
    batch = client.post("/api/v1/alerts/cloudevents", data=dumped(events), content_type="application/cloudevents-batch+json")
    assert [outcome["state"] for outcome in batch.json["outcomes"]] == ["refused", "accepted", "refused", "refused", "refused"]


def test_what_was_stored_is_text_everywhere(client: FlaskClient, store: Store) -> None:
    """Nothing that was accepted holds a control, half a character or a mark that turns a line around."""
    with store.read() as connection:
        rows = connection.execute(select(ALERT.c.title, ALERT.c.detail, ALERT.c.source, ALERT.c.source_id, ALERT.c.rule)).all()
    assert len(rows) > 50
    texts = [text for row in rows for text in row if text]
    assert not [text for text in texts if any(sign in text for sign in "\x00\x07\x08\x1b\u202e\u2066\ufeff")]
    for text in texts:
        text.encode()
    listed = client.get("/api/v1/alerts?limit=200")
    assert listed.status_code == 200 and listed.mimetype == "application/json"
    shown = client.get("/api/v1/quarantine?limit=200")
    assert shown.status_code == 200 and shown.json["count"] > 50
    for row in shown.json["rows"][:50]:
        assert client.get(f"/api/v1/quarantine/{row['id']}").status_code == 200


def test_every_stored_alert_goes_out_as_valid_cap(client: FlaskClient, store: Store) -> None:
    from alerts.ways.xml import alert_of

    with store.read() as connection:
        ids = list(connection.execute(select(ALERT.c.id)).scalars())
    for id in ids:
        answer = client.get(f"/api/v1/alerts/{id}.cap")
        assert answer.status_code == 200
        assert alert_of(answer.data) is not None
