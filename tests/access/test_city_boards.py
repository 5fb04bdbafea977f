"""The tests of the cities' boards in the real application: a city's own alone, hostile asks answered with a sentence, frames of the list alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from bureaus.systems import Admission, allow, forbid
from data_access.scope import Scope
from data_access.stores import city_staff
from tests.access.conftest import HERE, House, answered, ask
from tests.access.foreign import of_others
from tests.bureaus.making import number, trend

NANJING, SUZHOU, NANTONG, PROVINCE = "320100", "320500", "320600", "320000"
ORIGIN = "https://food.nanjing.example"
OWN = Scope.of(PROVINCE, NANJING)
ACTS = ("draft", "preview", "publish", "rollback")
Clients = Mapping[str, FlaskClient]


def at(adcode: str, rest: str = "") -> str:
    return f"/api/v1/city-boards/{adcode}{rest}"


def post(client: FlaskClient, path: str, body: Any) -> Any:
    return client.post(path, json=body, headers=HERE)


@pytest.fixture
def fresh(house: House) -> Iterator[FlaskClient]:
    """Nanjing, whose board is shown as shipped again afterwards."""
    client = house.signed_in("nanjing")
    yield client
    board = client.get(at(NANJING)).json
    if board["published"]:
        post(client, at(NANJING, "/rollback"), {"base": board["head"], "to": 0, "note": "复原"})


def published(client: FlaskClient, *blocks: Mapping[str, Any]) -> int:
    head = client.get(at(NANJING)).json["head"]
    saved = post(client, at(NANJING, "/draft"), {"base": head, "blocks": list(blocks)})
    assert saved.status_code == 200, saved.text
    assert post(client, at(NANJING, "/publish"), {"version": head + 1, "note": ""}).status_code == 200
    return head + 1


@pytest.mark.row("T-02", "Z-02")
def test_another_citys_code_in_any_address_is_refused_audited_and_answered_with_nothing_of_it(house: House, clients: Clients) -> None:
    before = len(house.denied("nanjing"))
    pages = [clients["nanjing"].get(f"/city/{SUZHOU}{rest}") for rest in ("", "/edit")]
    reads = [clients["nanjing"].get(at(SUZHOU, rest)) for rest in ("", "/versions", "/versions/0", "/catalogue", "/numbers")]
    acts = [post(clients["nanjing"], at(SUZHOU, f"/{act}"), {"blocks": [], "base": 0, "version": 1, "to": 0, "note": ""}) for act in ACTS]
    for answer in (*pages, *reads, *acts):
        assert answer.status_code == 403
        assert not of_others(answer.text, OWN)
    assert len(house.denied("nanjing")) == before + len(pages) + len(reads) + len(acts)


@pytest.mark.row("T-02", "Z-02")
@pytest.mark.parametrize(
    ("code", "status"),
    [("320000", 404), ("320102", 404), ("329900", 404), ("320602", 404), ("32010", 404), ("x", 404), ("３２０１００", 403)],
)
def test_a_code_that_is_no_city_is_not_found_by_the_province(clients: Clients, code: str, status: int) -> None:
    assert clients["duty"].get(f"/city/{code}").status_code == status
    assert clients["duty"].get(at(code)).status_code == status


@pytest.mark.row("T-02", "Z-02")
@pytest.mark.parametrize(
    "params", [{"adcode": SUZHOU}, {"adcode": NANJING, "city": SUZHOU}, {}, {"adcode": "320102"}, {"adcode": f"{NANJING}/../{SUZHOU}"}]
)
@pytest.mark.parametrize("page", ["city", "city-edit"])
def test_the_panel_callback_gives_a_city_its_own_board_and_nothing_else(clients: Clients, page: str, params: dict[str, str]) -> None:
    answer = ask(clients["nanjing"], {"page": page, "keys": None, "params": params})
    assert answer.status_code in (200, 204)
    assert not of_others(answer.text.encode().decode("unicode_escape"), OWN)
    if params.get("adcode") != NANJING:
        assert "panels" not in answer.text


@pytest.mark.row("T-02", "Z-02")
def test_a_citys_board_holds_no_other_citys_name_code_or_figure(clients: Clients) -> None:
    answer = answered(ask(clients["nanjing"], {"page": "city", "keys": None, "params": {"adcode": NANJING}}))
    assert answer and len(answer["panels"]) > 12
    assert not of_others(json.dumps(answer, ensure_ascii=False), OWN)
    states = {panel["key"]: panel["state"] for panel in answer["panels"]}
    assert "error" not in states.values() and states["block-c1"] == "ok"
    comparison = next(panel for panel in answer["panels"] if panel["key"] == "block-c1")
    assert "peers.median" in comparison["html"]


@pytest.mark.row("T-02")
def test_the_province_sees_each_city_cut_to_it_and_switches_by_a_list(clients: Clients) -> None:
    found = {
        city: answered(ask(clients["leader"], {"page": "city", "keys": None, "params": {"adcode": city}})) for city in (NANJING, NANTONG)
    }
    for city, answer in found.items():
        others = Scope.of(PROVINCE, city)
        kept = [panel for panel in (answer or {})["panels"] if panel["key"].startswith("block-")]
        assert kept and not of_others(json.dumps(kept, ensure_ascii=False), others)
    assert "data-go" in json.dumps(found[NANJING]) and "/edit" not in json.dumps(found[NANJING])
    assert "编辑板块" in clients["duty"].get(f"/city/{NANTONG}").text


@pytest.mark.row("T-02")
def test_a_change_is_on_the_board_after_its_publication_and_gone_after_going_back(fresh: FlaskClient) -> None:
    note = {"id": "w", "kind": "note", "title": "<b>通知</b>", "text": "<script>alert(1)</script>\n第二行"}
    version = published(fresh, number(title="存量"), note)
    answer = answered(ask(fresh, {"page": "city", "keys": None, "params": {"adcode": NANJING}}))
    shown = {panel["key"]: panel for panel in (answer or {})["panels"]}
    assert {"block-a", "block-w"} <= set(shown) and "block-m1" not in shown
    assert "&lt;script&gt;" in shown["block-w"]["html"] and "<script" not in shown["block-w"]["html"]
    assert f'data-city-version="{version}"' in shown["city-head"]["html"]
    head = fresh.get(at(NANJING)).json["head"]
    assert post(fresh, at(NANJING, "/rollback"), {"base": head, "to": 0, "note": "试完"}).status_code == 200
    again = answered(ask(fresh, {"page": "city", "keys": None, "params": {"adcode": NANJING}}))
    assert "block-m1" in {panel["key"] for panel in (again or {})["panels"]}
    versions = fresh.get(at(NANJING, "/versions")).json
    assert [one["state"] for one in versions["versions"]][:2] == ["published", "rolled_back"] and versions["versions"][0]["came_from"] == 0


@pytest.mark.row("T-02")
def test_what_is_previewed_is_drawn_as_it_would_be_shown_and_written_nowhere(fresh: FlaskClient) -> None:
    head = fresh.get(at(NANJING)).json["head"]
    answer = post(fresh, at(NANJING, "/preview"), {"blocks": [number(code="staff.subjects_per_officer"), trend()]}).json
    assert [panel["key"] for panel in answer["panels"]] == ["block-a", "block-t"]
    assert answer["page"] == "city-edit" and answer["params"] == {"adcode": NANJING}
    assert fresh.get(at(NANJING)).json["head"] == head


@pytest.mark.row("T-02")
@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("draft", {"base": 0, "blocks": [{**number(), "html": "x"}]}, 400), ("draft", {"base": 0, "blocks": [{**number(), "region": SUZHOU}]}, 400),
        ("draft", {"base": 0, "blocks": "x"}, 400), ("draft", {"base": -1, "blocks": []}, 400), ("draft", {"base": 0, "blocks": [], "adcode": SUZHOU}, 400),
        ("draft", {"blocks": []}, 400), ("draft", {"base": 9, "blocks": []}, 409), ("draft", [], 400), ("preview", {"blocks": [number(code="x")]}, 400),
        ("preview", {"blocks": [None] * 101}, 400), ("publish", {"version": 999}, 404), ("publish", {"version": "1; DROP TABLE"}, 400),
        ("rollback", {"base": 0, "to": 999}, 404), ("rollback", {"base": 0, "to": 0}, 409), ("draft", {"base": 0, "blocks": [], "note": "长" * 150}, 400),
    ],
)  # fmt: skip
def test_a_hostile_ask_is_answered_with_a_sentence_and_never_fails(clients: Clients, act: str, body: Any, status: int) -> None:
    answer = post(clients["suzhou"], at(SUZHOU, f"/{act}"), body)
    assert answer.status_code == status, answer.text
    assert answer.json["detail"] and answer.mimetype == "application/problem+json"


@pytest.mark.row("T-02")
def test_only_who_keeps_a_board_may_edit_it(clients: Clients) -> None:
    for name in ("leader", "briefer", "auditor", "admin", "wall"):
        assert clients[name].get(f"/city/{NANJING}/edit").status_code == 403
        assert post(clients[name], at(NANJING, "/draft"), {"base": 0, "blocks": []}).status_code == 403
    assert clients["duty"].get(f"/city/{NANJING}/edit").status_code == 200


def frames(answer: Any) -> str:
    found = re.search(r"frame-src ([^;]*);", answer.headers["Content-Security-Policy"])
    assert found
    return found[1]


@pytest.mark.row("T-03")
def test_a_page_may_frame_the_allowed_systems_of_its_city_and_nothing_else(house: House, clients: Clients) -> None:
    now = datetime.now(UTC)
    assert frames(clients["nanjing"].get(f"/city/{NANJING}")) == "'none'"
    one = allow(house.settings, house.store, Admission(adcode=NANJING, base=ORIGIN), now)
    try:
        assert frames(clients["nanjing"].get(f"/city/{NANJING}")) == ORIGIN
        assert frames(clients["leader"].get(f"/city/{NANTONG}")) == "'none'"
        assert frames(clients["leader"].get("/business")) == "'none'"
        assert ORIGIN not in clients["suzhou"].get(f"/city/{SUZHOU}").text
        panel = _system(clients["nanjing"])
        assert panel["state"] == "ok" and "data-city-frame" not in panel["html"] and "待检查" in panel["subtitle"]
    finally:
        forbid(house.settings, house.store, NANJING, one.base, now)
    assert frames(clients["nanjing"].get(f"/city/{NANJING}")) == "'none'"
    assert _system(clients["nanjing"])["state"] == "nodata"


def _system(client: FlaskClient) -> dict[str, Any]:
    answer = answered(ask(client, {"page": "city", "keys": ["block-s1"], "params": {"adcode": NANJING}}))
    found: dict[str, Any] = (answer or {})["panels"][0]
    return found


@pytest.mark.row("T-02")
def test_the_subjects_of_an_officer_stand_with_the_day_of_the_count_or_are_unknown(house: House, fresh: FlaskClient) -> None:
    board = {"blocks": [number(code="staff.subjects_per_officer")]}
    empty = post(fresh, at(NANJING, "/preview"), board).json["panels"][0]
    assert empty["state"] == "nodata" and "监管人员数" in empty["note"]
    with house.store.write() as connection:
        row = {
            "adcode": NANJING,
            "as_of": datetime(2026, 6, 30).date(),
            "officers": 564,
            "source": "编制报表",
            "noted_by": "test",
            "nature": "production",
        }  # noqa: DTZ001
        city_staff.put(connection, row, datetime.now(UTC))
    drawn = post(fresh, at(NANJING, "/preview"), board).json["panels"][0]
    assert drawn["state"] == "ok" and "截至 2026-06-30" in drawn["html"] and 'data-indicator="staff.subjects_per_officer"' in drawn["html"]
