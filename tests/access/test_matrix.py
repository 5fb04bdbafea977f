"""The access matrix: everything that the real application offers, for everybody, against the policy table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dash
import pytest
from dash import Input, Output
from flask.testing import FlaskClient

from security import policy
from security import policy_table as table
from security.roles import Role
from settings import Settings
from tests.access.conftest import CALLBACK, CALLERS, HERE, House, build

FILLED = {"version": "0", "adcode": "320100", "id": "a1", "uscc": "91320100MA1", "code": "entity.opened", "part": "sheet"}
EVERYBODY = ("anonymous", *CALLERS)
OWN_CITY, FOREIGN_CITY = "320100", "320500"


def role_of(name: str) -> Role:
    return Role.CITY if name in ("nanjing", "suzhou") else Role(name)


def own(name: str) -> str:
    return FOREIGN_CITY if name == "suzhou" else OWN_CITY


def address(pattern: str, adcode: str = OWN_CITY) -> str:
    for name, value in {**FILLED, "adcode": adcode}.items():
        pattern = pattern.replace(f"<{name}>", value)
    return pattern


def offered(house: House) -> Iterator[tuple[str, str]]:
    """Method and address of every route of the server, with the pages of the registry in the place of Dash's catch-all."""
    for rule in house.app.server.url_map.iter_rules():
        if rule.rule == "/<path:path>":
            for page in dash.page_registry.values():
                yield "GET", page["path_template"] or page["path"]
        elif not rule.rule.startswith(table.PUBLIC_FILES):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.rule


def expected(name: str, method: str, path: str) -> set[int]:
    """What the policy table lets this caller have; everything that is not in it is refused."""
    if path in table.PUBLIC:
        return {200, 204, 302, 303, 400, 401, 404, 429, 503}
    if name == "anonymous":
        return {401} if path.startswith(("/api/", "/_")) or method != "GET" else {303}
    role = role_of(name)
    if path == CALLBACK:
        return {415}  # no body at all; the callbacks themselves have a matrix of their own
    if path in table.SIGNED_IN:
        return {200}
    if path.startswith("/api/"):
        roles = table.API.get((method, path))
        empty = {400, 404, 415} if method == "POST" else {404} if "<id>" in path else {200}  # no body, and nothing of that id
        return {404} if roles is None else empty if role in roles else {403}
    roles = table.PAGES.get(path) or next((table.PAGES[p] for p in table.PAGES if policy._match((p,), path)), None)
    return {404} if roles is None else {303 if path == "/" else 200} if role in roles else {403}


@pytest.mark.row("Z-01")
def test_everything_that_the_application_offers_has_a_policy(house: House, clients: Mapping[str, FlaskClient]) -> None:
    listed = clients["leader"].get("/_dash-dependencies").json
    pages = [page["path_template"] or page["path"] for page in dash.page_registry.values()]
    assert len(pages) >= 2 and any(c["output"] == "panel-answer.data" for c in listed)
    assert policy.unpolicied(listed, house.app.server.url_map, pages) == []


@pytest.mark.row("Z-01")
def test_every_route_answers_every_caller_as_the_table_says(house: House, clients: Mapping[str, FlaskClient]) -> None:
    wrong = []
    for method, pattern in offered(house):
        for name in EVERYBODY:
            client = house.anonymous() if pattern in table.PUBLIC else clients[name]  # a visit to /logout would end the session
            status = client.open(address(pattern, own(name)), method=method, headers=HERE).status_code
            if status not in expected(name, method, pattern):
                wrong.append((name, method, pattern, status))
    assert wrong == []


@pytest.mark.row("Z-01")
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_the_table_is_refused_to_all_others(clients: Mapping[str, FlaskClient], name: str) -> None:
    """Also addresses that no page stands at yet: a role outside of the row never comes past the guard."""
    for pattern, roles in table.PAGES.items():
        status = clients[name].get(address(pattern, own(name))).status_code
        if name == "anonymous":
            assert status == 303, pattern
        elif role_of(name) not in roles:
            assert status == 403, pattern
        else:
            assert status in {200, 303}, pattern


@pytest.mark.row("Z-02")
@pytest.mark.parametrize(("name", "foreign"), [("nanjing", FOREIGN_CITY), ("suzhou", OWN_CITY)])
def test_a_city_gets_no_address_of_another(clients: Mapping[str, FlaskClient], name: str, foreign: str) -> None:
    for pattern in (p for p in table.PAGES if "<adcode>" in p):
        answer = clients[name].get(address(pattern, foreign))
        assert answer.status_code == 403, pattern
        assert foreign not in answer.text


def _call(client: FlaskClient, listed: Mapping[str, Any]) -> int:
    """A callback asked for by its own declaration, every input unknown."""
    names = listed["output"][2:-2].split("...") if listed["output"].startswith("..") else [listed["output"]]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    body = {
        "output": listed["output"],
        "outputs": outputs if listed["output"].startswith("..") else outputs[0],
        "inputs": [{**part, "value": "/" if part["property"] == "pathname" else None} for part in listed["inputs"]],
        "state": [{**part, "value": None} for part in listed["state"]],
        "changedPropIds": [],
    }
    return client.post(CALLBACK, json=body, headers=HERE).status_code


@pytest.mark.row("Z-01")
def test_every_callback_answers_every_caller_as_the_table_says(clients: Mapping[str, FlaskClient]) -> None:
    listed = clients["leader"].get("/_dash-dependencies").json
    wrong = []
    for callback in listed:
        roles = policy.roles_of_output(callback["output"])
        for name in EVERYBODY:
            status = _call(clients[name], callback)
            allowed = name != "anonymous" and role_of(name) in roles
            if status != (200 if allowed else 401 if name == "anonymous" else 403) and not (allowed and status == 204):
                wrong.append((name, callback["output"], status))
    assert wrong == []


@pytest.fixture
def another(house: House) -> Iterator[Any]:
    """The application of a process of its own, with one of each kind added behind the policy's back."""
    before = dict(dash.page_registry)
    app = build(Settings(home=house.settings.home, demo=True, demo_scale="small"))
    dash.register_page("tests.secret", path="/secret", layout="secret")
    app.callback(Output("secret", "data"), Input("panel-ask", "data"))(lambda _: "secret")
    app.server.add_url_rule("/api/v1/secret", "secret", lambda: "secret")
    yield app
    dash.page_registry.clear()
    dash.page_registry.update(before)


@pytest.mark.row("Z-01")
def test_a_new_callback_route_or_page_without_a_policy_is_found_and_refused(house: House, another: Any) -> None:
    client = another.server.test_client()
    client.post("/login", data={"username": "admin", "password": house.passwords["admin"]}, headers=HERE)
    listed = client.get("/_dash-dependencies").json
    pages = [page["path_template"] or page["path"] for page in dash.page_registry.values()]
    assert policy.unpolicied(listed, another.server.url_map, pages) == ["callback secret.data", "page /secret", "route GET /api/v1/secret"]
    assert client.get("/api/v1/secret").status_code == 404
    assert client.get("/secret").status_code == 404
    assert _call(client, next(c for c in listed if c["output"] == "secret.data")) == 403


@pytest.mark.row("Z-01")
def test_a_process_that_has_drawn_no_page_answers_its_first_callback(house: House, another: Any) -> None:
    value = house.signed_in("leader").get_cookie("yiping")
    assert value is not None
    client = another.server.test_client()
    client.set_cookie("yiping", value.value)
    listed = {"output": "panel-answer.data", "inputs": [{"id": "panel-ask", "property": "data"}], "state": []}
    assert _call(client, listed) == 200
