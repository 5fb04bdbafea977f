"""The guard: what nobody, a city and a wall get, and from where."""

from __future__ import annotations

import json

import pytest

from security import guard
from security.identity import AccessFailed
from security.roles import Role
from tests.security.conftest import HERE, House, call

ROUTER = ".._pages_content.children..._pages_store.data.."


def route(browser, path: str, search: str = "", **more):
    """What the router callback gives for a page."""
    inputs = [
        {"id": "_pages_location", "property": "pathname", "value": path},
        {"id": "_pages_location", "property": "search", "value": search},
    ]
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    return call(browser, ROUTER, inputs=inputs, outputs=outputs, **more)


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    "path", ["/_dash-layout", "/_dash-dependencies", "/api/v1/indicators", "/api/v1/undeclared", "/_reload-hash", "/api/nothing"]
)
def test_nobody_gets_anything_unasked(house: House, path: str) -> None:
    answer = house.browser().get(path)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert house.browser().post(path, headers=HERE).status_code == 401


@pytest.mark.row("Z-01")
def test_nobody_gets_a_callback(house: House) -> None:
    answer = call(house.browser())
    assert answer.status_code == 401
    assert "320000" not in answer.text


@pytest.mark.row("Z-01")
@pytest.mark.parametrize("path", ["/", "/cockpit", "/wall/overview", "/city/320100", "/nowhere", "/system/audit"])
def test_nobody_is_sent_to_sign_in_from_every_page(house: House, path: str) -> None:
    answer = house.browser().get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/login")


def test_anybody_gets_the_public_addresses(house: House) -> None:
    assert house.browser().get("/login").status_code == 200
    assert house.browser().get("/_favicon.ico").status_code == 200
    assert house.browser().get("/healthz").status_code != 303


def test_bundles_are_public_but_only_for_reading(house: House) -> None:
    browser = house.signed_in("leader")
    page = browser.get("/cockpit").text
    bundle = page.split('src="/_dash-component-suites/')[1].split('"')[0]
    assert house.browser().get(f"/_dash-component-suites/{bundle}").status_code == 200
    assert house.browser().post(f"/_dash-component-suites/{bundle}").status_code == 405


@pytest.mark.row("Z-01")
def test_a_city_opens_its_own_page_and_no_other(house: House) -> None:
    browser = house.signed_in("nanjing")
    assert browser.get("/city/320100").status_code == 200
    answer = browser.get("/city/320500")
    assert answer.status_code == 403
    assert "320500" not in answer.text
    deed = house.deeds(result="denied")[-1]
    assert (deed.who, deed.role, deed.scope, deed.object, deed.detail) == (
        "nanjing",
        "city",
        "320100",
        "GET /city/320500",
        "foreign region",
    )


@pytest.mark.row("Z-01")
def test_the_router_gives_a_city_no_other_citys_page(house: House) -> None:
    browser = house.signed_in("nanjing")
    browser.get("/city/320100")
    assert "city 320100" in route(browser, "/city/320100").text
    for path, search in [
        ("/city/320500", ""),
        ("city/320500", ""),
        ("/city/320100", "?adcode=320500"),
        ("/city/3205%30%30", ""),
        ("/city/320100/../320500", ""),
    ]:
        answer = route(browser, path, search)
        assert answer.status_code in {400, 403, 404}, path
        assert "320500" not in answer.text


@pytest.mark.row("Z-01")
def test_the_router_cannot_be_fooled_by_names_of_its_inputs(house: House) -> None:
    browser = house.signed_in("nanjing")
    browser.get("/city/320100")
    swapped = [
        {"id": "_pages_location", "property": "search", "value": "/city/320500"},
        {"id": "_pages_location", "property": "pathname", "value": ""},
    ]
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    assert call(browser, ROUTER, inputs=swapped, outputs=outputs).status_code == 403
    assert call(browser, ROUTER, inputs=[], state=swapped, outputs=outputs).status_code == 400
    assert call(browser, ROUTER, inputs=[swapped, swapped], outputs=outputs).status_code == 400


def test_a_page_address_with_an_overriding_query_is_refused(house: House) -> None:
    assert house.signed_in("nanjing").get("/city/320100?adcode=320500").status_code == 400


@pytest.mark.row("Z-01")
def test_a_wall_sees_the_wall_alone(house: House) -> None:
    browser = house.signed_in("screen")
    assert browser.get("/wall/overview").status_code == 200
    assert {browser.get(path).status_code for path in ("/cockpit", "/city/320100", "/duty", "/system/audit", "/indicators")} == {403}
    assert browser.get("/api/v1/indicators").status_code == 403


def test_an_address_that_is_no_page_is_not_there(house: House) -> None:
    browser = house.signed_in("leader")
    assert {browser.get(path).status_code for path in ("/nowhere", "/wall/nothing", "/city/abc", "/city/320100/x", "/_reload-hash")} == {
        404
    }


@pytest.mark.row("Z-01")
def test_a_callback_without_policy_is_refused_and_written_down(house: House) -> None:
    answer = call(house.signed_in("leader"), "secret.data")
    assert answer.status_code == 403
    assert "secret" not in answer.text
    assert house.deeds(result="denied")[-1].object == "POST callback secret.data"


@pytest.mark.row("Z-01")
def test_a_declared_callback_answers_in_the_callers_scope(house: House) -> None:
    assert "320000:320100" in call(house.signed_in("nanjing")).text
    assert "320000:*" in call(house.signed_in("leader")).text


@pytest.mark.row("Z-01")
def test_a_callback_is_for_the_declared_roles_alone(house: House, declared) -> None:
    declared("secret.data", Role.AUDITOR)
    assert call(house.signed_in("leader"), "secret.data").status_code == 403
    assert call(house.signed_in("auditor"), "secret.data").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('"x"', 400),
        ("{}", 400),
        ('{"output": 7}', 400),
        ('{"output": ".."}', 400),
        ('{"output": "' + "a" * 9000 + '.b"}', 400),
        ("[" * 50_000, 400),
        ('{"output": "a.b", "inputs": {}}', 400),
        ("x" * 1_100_000, 413),
        ("\x00", 400),
    ],
)
def test_a_malformed_callback_gets_a_clean_refusal(house: House, body: str, status: int) -> None:
    answer = house.signed_in("leader").post("/_dash-update-component", data=body, content_type="application/json", headers=HERE)
    assert answer.status_code == status


def test_a_callback_of_another_type_gets_a_clean_refusal(house: House) -> None:
    browser = house.signed_in("leader")
    assert browser.post("/_dash-update-component", data=json.dumps({"output": "panel-answer.data"}), headers=HERE).status_code == 415
    assert browser.post("/_dash-update-component", data=b"\xff\xfe", content_type="application/json", headers=HERE).status_code == 400
    assert browser.get("/_dash-update-component").status_code == 405


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    "marks",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "http://evil.example/x"},
        {"Origin": "http://[bad"},
        {"Origin": "http://evil.example", "Authorization": "Basic eDp5"},
    ],
)
def test_a_change_from_a_foreign_page_is_refused(house: House, marks: dict[str, str]) -> None:
    browser = house.signed_in("leader")
    assert browser.post("/_dash-update-component", json={"output": "panel-answer.data"}, headers=marks).status_code == 403
    assert browser.post("/login", data={"username": "leader", "password": "x"}, headers=marks).status_code == 403


def test_pages_take_no_other_method(house: House) -> None:
    browser = house.signed_in("leader")
    assert {browser.open("/cockpit", method=verb, headers=HERE).status_code for verb in ("POST", "PUT", "DELETE", "PATCH")} == {405}


@pytest.mark.row("Z-01")
def test_an_undeclared_api_call_is_not_there(house: House) -> None:
    browser = house.signed_in("leader")
    assert browser.get("/api/v1/undeclared").status_code == 404
    assert browser.get("/api/v1/indicators").json == {"who": "leader"}
    assert browser.post("/api/v1/indicators", headers=HERE).status_code == 404


def test_metrics_are_for_this_machine_and_the_operators(house: House) -> None:
    browser = house.browser()
    assert browser.get("/metrics").status_code != 401
    assert browser.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 401
    assert browser.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.1.2.3"}).status_code == 401


def test_nobody_is_known_outside_the_guard(house: House) -> None:
    with pytest.raises(AccessFailed), house.app.server.test_request_context("/"):
        guard.current()
    with pytest.raises(AccessFailed):
        guard.current()


def test_a_store_that_fails_gives_503_and_no_page(house: House) -> None:
    browser = house.signed_in("leader")
    house.clock.pass_by(seconds=5)
    house.store.close()
    for path in house.settings.home.glob("store.sqlite*"):
        path.unlink()
    (house.settings.home / "store.sqlite").write_bytes(b"no database at all, only words" * 200)
    answer = browser.get("/cockpit")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert browser.get("/_dash-layout").status_code == 503


@pytest.mark.row("Z-01")
def test_a_session_changes_the_api_only_as_json_from_our_own_pages(house: House) -> None:
    browser, path = house.signed_in("duty"), "/api/v1/alerts/a1/ack"
    passed = browser.post(path, json={}, headers=HERE).status_code
    assert passed not in {401, 403, 415}
    assert browser.post(path, data="{}", content_type="text/plain", headers=HERE).status_code == 415
    assert browser.post(path, data={"x": "1"}, headers=HERE).status_code == 415
    assert browser.post(path, json={}).status_code == 403, "without any mark of its origin"
    assert browser.post(path, json={}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert browser.post(path, json={}, headers={**HERE, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert house.signed_in("auditor").post(path, json={}, headers=HERE).status_code == 403
