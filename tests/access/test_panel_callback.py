"""The panel callback, called directly: nobody and no wrong role gets a panel, and no ask breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.access.conftest import CALLBACK, HERE, House, answered, ask

WHOLE = {"page": "overview"}
ENVELOPE: dict[str, Any] = {
    "output": "panel-answer.data",
    "outputs": {"id": "panel-answer", "property": "data"},
    "inputs": [{"id": "panel-ask", "property": "data", "value": {"page": "overview", "keys": ["duty"]}}],
    "changedPropIds": ["panel-ask.data"],
}


@pytest.mark.row("Z-01")
def test_nobody_gets_a_panel(clients: Mapping[str, FlaskClient]) -> None:
    answer = ask(clients["anonymous"], WHOLE)
    assert answer.status_code == 401
    assert "panels" not in answer.text


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    ("name", "page"), [("nanjing", "overview"), ("suzhou", "overview"), ("leader", "sheet"), ("wall", "sheet"), ("briefer", "sheet")]
)
def test_a_role_that_may_not_open_a_page_gets_none_of_its_panels_and_is_noted(
    house: House, clients: Mapping[str, FlaskClient], name: str, page: str
) -> None:
    before = len(house.denied(name))
    answer = ask(clients[name], {"page": page})
    assert answer.status_code == 200
    assert answer.get_json()["response"] == {}
    noted = house.denied(name)[before:]
    assert [(deed.who, deed.result) for deed in noted] == [(name, "denied")]
    assert noted[0].object == f"panels of {house.app.parts.boards[page].path}"


@pytest.mark.row("Z-01")
def test_a_foreign_page_cannot_call_for_a_reader(house: House, clients: Mapping[str, FlaskClient]) -> None:
    before = len(house.denied("leader"))
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert ask(clients["leader"], WHOLE, **headers).status_code == 403
    assert [deed.detail for deed in house.denied("leader")[before:]] == ["foreign origin"] * 2


@pytest.mark.row("Z-01")
def test_the_scope_comes_from_the_session_and_never_from_the_ask(clients: Mapping[str, FlaskClient]) -> None:
    liar = {"page": "overview", "params": {"scope": "320000:*", "role": "leader"}, "scope": "320000:*", "role": "leader"}
    assert ask(clients["nanjing"], liar).get_json()["response"] == {}
    assert answered(ask(clients["leader"], {**liar, "keys": ["duty"]})) is not None


ODD = [
    None, 1, True, "overview", [], ["overview"], {}, {"page": 1}, {"page": None}, {"page": ["overview"]}, {"page": "\0"}, {"page": "nowhere"},
    {"page": "../overview"}, {"page": "x" * 900_000}, {"page": "overview", "keys": "risk"}, {"page": "overview", "keys": [1, None]},
    {"page": "overview", "keys": {"risk": 1}}, {"page": "overview", "keys": ["risk"] * 1_000}, {"page": "overview", "params": [1]},
    {"page": "overview", "params": {"a": 1}}, {"page": "overview", "params": {"a": "x" * 201}},
    {"page": "overview", "params": {str(i): "x" for i in range(17)}},
]  # fmt: skip


@pytest.mark.parametrize("asked", ODD, ids=range(len(ODD)))
def test_what_is_no_ask_gets_no_update(clients: Mapping[str, FlaskClient], asked: Any) -> None:
    answer = ask(clients["leader"], asked)
    assert answer.status_code == 200
    assert answer.get_json()["response"] == {}


@pytest.mark.parametrize("keys", [[], ["\0"], ["no such panel", "<script>"], ["../risk"]])
def test_unknown_panels_are_left_out(clients: Mapping[str, FlaskClient], keys: list[str]) -> None:
    found = answered(ask(clients["leader"], {"page": "overview", "keys": keys, "params": {"\0": "\ud800"}}))
    assert found is not None and found["panels"] == []


BROKEN: list[dict[str, Any]] = [
    {"inputs": []}, {"inputs": [1]}, {"inputs": [None]}, {"inputs": [{}]}, {"inputs": ENVELOPE["inputs"] * 2}, {"inputs": [ENVELOPE["inputs"]]},
    {"inputs": [{"id": {"a": 1}, "property": "data"}]}, {"inputs": [{"id": [1], "property": "data"}]}, {"inputs": 3}, {"state": [1]},
    {"state": [{"id": "a", "property": "b"}]}, {"outputs": None}, {"outputs": []}, {"outputs": 3}, {"outputs": "x"},
    {"outputs": {"id": "x", "property": "y"}}, {"output": "panel-answer.data@abc"}, {"output": "..panel-answer.data.."}, {"output": None},
    {"output": "x" * 10_000}, {"changedPropIds": [[1]]}, {"changedPropIds": 1},
]  # fmt: skip


@pytest.mark.parametrize("wrong", BROKEN, ids=range(len(BROKEN)))
def test_a_body_that_the_renderer_would_not_send_is_refused(clients: Mapping[str, FlaskClient], wrong: dict[str, Any]) -> None:
    assert clients["leader"].post(CALLBACK, json={**ENVELOPE, **wrong}, headers=HERE).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"\0" * 1000, "application/json", 400),
        (b"[1, 2]", "application/json", 400),
        (b"output=panel-answer.data", "application/x-www-form-urlencoded", 415),
        (b'{"x": "' + b"x" * 1_200_000 + b'"}', "application/json", 413),
    ],
    ids=range(8),
)
def test_a_body_that_is_no_json_or_too_large_is_refused(clients: Mapping[str, FlaskClient], body: bytes, kind: str, status: int) -> None:
    assert clients["leader"].post(CALLBACK, data=body, content_type=kind, headers=HERE).status_code == status


@pytest.mark.row("Z-01")
def test_what_nobody_declared_is_refused_and_noted(house: House, clients: Mapping[str, FlaskClient]) -> None:
    before = len(house.denied("duty"))
    for output in ("secret.data", "panel-drawn.data", "panel-answer.data\0"):
        assert clients["duty"].post(CALLBACK, json={**ENVELOPE, "output": output}, headers=HERE).status_code == 403
    assert len(house.denied("duty")) == before + 3


@pytest.mark.row("Z-01")
def test_the_variable_part_of_an_address_is_judged_with_the_panels_that_depend_on_it(clients: Mapping[str, FlaskClient]) -> None:
    given = answered(ask(clients["leader"], {"page": "alert-rule", "keys": None, "params": {"code": "food_cold_chain"}}))
    assert given is not None
    assert given["params"] == {"code": "food_cold_chain"}
    empty = answered(ask(clients["leader"], {"page": "alert-rule", "keys": ["rule"], "params": {"code": ""}}))
    assert empty is not None
    assert [panel["state"] for panel in empty["panels"]] == ["nodata"]
    wrong = [("leader", {"page": "alert-rule", "params": {"code": code}}) for code in ("../x", "a/b", "x" * 80)]
    for name, asked in (*wrong, ("auditor", {"page": "alerts"}), ("wall", {"page": "quarantine"}), ("nanjing", {"page": "quarantine"})):
        answer = ask(clients[name], {"keys": None, **asked})
        assert (answer.status_code, answer.get_json()["response"]) == (200, {}), asked
