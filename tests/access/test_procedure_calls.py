"""Draws, appeals and receipts over HTTP: what each may do, what a file holds, and that hostile input gets a sentence and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from data_access.scope import Scope
from data_access.stores import draws
from data_access.stores.alert_tables import CLOCK
from data_access.stores.engine import Store
from data_access.stores.procedure_tables import NOTICE_PUSH
from tests.access.conftest import HERE, House
from tests.access.foreign import of_others

pytestmark = pytest.mark.row("T-05")
BODY = {"plan": "年度定向抽查", "kind": "定向抽查", "region": "320100", "why": "年度计划", "percent": "5"}
NANJING = Scope.of("320000", "320100")


def post(client: FlaskClient, path: str, body: Any = None) -> Any:
    return client.post(f"/api/v1{path}", data=json.dumps({} if body is None else body), content_type="application/json", headers=HERE)


def first(store: Store, table: Any, region: str) -> str:
    with store.read() as connection:
        query = select(table.c.id).where(table.c.region.like(f"{region}%"))
        if "state" in table.c:
            query = query.where(table.c.state == "running")
        return str(connection.execute(query.order_by(table.c.id)).scalars().first())


def counted(store: Store) -> int:
    with store.read() as connection:
        return len(draws.listed(connection, Scope.whole("320000"), limit=1000))


@pytest.fixture
def done(clients: Mapping[str, FlaskClient]) -> Iterator[dict[str, Any]]:
    made = post(clients["duty"], "/draws", BODY).get_json()
    yield post(clients["duty"], f"/draws/{made['id']}/draw", {"public_number": "3912.45"}).get_json()


def test_a_draw_hides_its_secret_until_it_is_done_and_is_checked_by_whoever_reads_it(clients: Mapping[str, FlaskClient]) -> None:
    made = post(clients["duty"], "/draws", BODY)
    assert made.status_code == 200, made.text
    waiting = made.get_json()
    assert (waiting["state"], waiting["secret"], waiting["seed"]) == ("prepared", None, None)
    assert waiting["subjects"]["hash"] != waiting["inspectors"]["hash"]
    assert post(clients["duty"], f"/draws/{waiting['id']}/verify").status_code == 409
    found = post(clients["duty"], f"/draws/{waiting['id']}/draw", {"public_number": "3912.45"}).get_json()
    assert found["state"] == "drawn"
    assert len(found["secret"]) == len(found["seed"]) == 64
    assert post(clients["duty"], f"/draws/{waiting['id']}/draw", {}).status_code == 409
    for who in ("nanjing", "leader", "briefer"):
        checked = post(clients[who], f"/draws/{waiting['id']}/verify").get_json()
        assert (checked["equal"], all(checked["steps"].values())) == (True, True)
    assert "复核一致" in checked["detail"]


@pytest.mark.row("Z-01")
def test_a_draw_is_made_by_duty_leader_and_a_city_in_its_own_place(clients: Mapping[str, FlaskClient], house: House) -> None:
    for who, region, status in (
        ("duty", "320000", 200), ("leader", "320500", 200), ("nanjing", "320100", 200), ("nanjing", "320500", 404), ("nanjing", "320000", 404),
        ("briefer", "320100", 403), ("auditor", "320100", 403), ("admin", "320100", 403), ("wall", "320100", 403), ("anonymous", "320100", 401),
    ):  # fmt: skip
        before = counted(house.store)
        answer = post(clients[who], "/draws", {**BODY, "region": region})
        assert answer.status_code == status, (who, region, answer.text)
        assert counted(house.store) == before + (status == 200)
    assert any("unknown or foreign draw or region 320500" in deed.detail for deed in house.denied("nanjing"))


@pytest.mark.row("Z-02")
def test_a_city_reads_no_other_citys_draw(clients: Mapping[str, FlaskClient]) -> None:
    theirs = post(clients["duty"], "/draws", {**BODY, "region": "320500", "percent": "10"}).get_json()["id"]
    mine = clients["nanjing"]
    assert mine.get(f"/api/v1/draws/{theirs}").status_code == 404
    assert mine.get(f"/api/v1/draws/{theirs}/export.csv").status_code == 404
    assert post(mine, f"/draws/{theirs}/draw").status_code == 404
    assert post(mine, f"/draws/{theirs}/verify").status_code == 404
    listed = mine.get("/api/v1/draws")
    assert of_others(listed.text, NANJING) == set()
    assert of_others(mine.get("/api/v1/clocks").text, NANJING) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"percent": "0"}, {"percent": "1e3"}, {"number": 0}, {"number": 10**12}, {"number": -1}, {"number": "5"}, {"plan": "<img src=x>"}, {"plan": ""}, {"plan": "计" * 201},
        {"industry": "ZZ"}, {"type": "'; --"}, {"each": 0}, {"each": 99}, {"kind": "x"}, {"why": ""}, {"more": 1}, {"percent": None}, {"region": 320100},
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_meant_gets_a_sentence(clients: Mapping[str, FlaskClient], house: House, more: dict[str, Any]) -> None:
    before = counted(house.store)
    answer = post(clients["duty"], "/draws", {**BODY, **more})
    assert answer.status_code == 400, answer.text
    assert answer.get_json()["detail"].endswith(("。", "."))
    assert counted(house.store) == before


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e", "x" * 80, "'", "0", "320100"])
def test_a_number_that_names_no_draw_is_never_a_failure(clients: Mapping[str, FlaskClient], name: str) -> None:
    for answer in (
        clients["duty"].get(f"/api/v1/draws/{name}"), post(clients["duty"], f"/draws/{name}/draw"), clients["duty"].get(f"/api/v1/draws/{name}/export.xlsx"),
        post(clients["duty"], f"/clocks/{name}/appeal", {"why": "x"}), post(clients["duty"], f"/pushes/{name}/receipt", {"recipient": "公安"}),
    ):  # fmt: skip
        assert answer.status_code in (308, 400, 403, 404), answer.text


def test_a_file_names_both_rosters_and_the_seed_and_no_whole_name(clients: Mapping[str, FlaskClient], done: dict[str, Any]) -> None:
    text = clients["duty"].get(f"/api/v1/draws/{done['id']}/export.csv").get_data().decode("utf-8-sig")
    for words in (
        done["subjects"]["hash"],
        done["inspectors"]["hash"],
        done["seed"],
        done["commitment"],
        done["result_hash"],
        "演示数据",
        "序号",
    ):
        assert words in text or words == "演示数据", words
    rows = text.split("序号")[1].strip().splitlines()[1:]
    assert len(rows) == done["size"]
    assert all("**" in row for row in rows)
    book = clients["duty"].get(f"/api/v1/draws/{done['id']}/export.xlsx")
    assert book.status_code == 200
    assert book.get_data()[:2] == b"PK"


def test_an_appeal_and_its_ruling_go_their_way_over_http(clients: Mapping[str, FlaskClient], house: House) -> None:
    clock = first(house.store, CLOCK, "3201")
    assert post(clients["suzhou"], f"/clocks/{clock}/appeal", {"why": "x"}).status_code == 404
    assert post(clients["nanjing"], f"/clocks/{clock}/appeal", {"why": ""}).status_code == 400
    made = post(clients["nanjing"], f"/clocks/{clock}/appeal", {"why": "检测延迟"})
    assert made.status_code in (200, 409), made.text
    if made.status_code == 200:
        name = made.get_json()["id"]
        assert post(clients["nanjing"], f"/appeals/{name}/decide", {"verdict": "upheld", "why": "x"}).status_code == 403
        assert post(clients["duty"], f"/appeals/{name}/decide", {"verdict": "perhaps", "why": "x"}).status_code == 400
        assert (
            post(clients["duty"], f"/appeals/{name}/decide", {"verdict": "upheld", "why": "属实"}).get_json()["detail"]
            == "已审核：申辩成立"
        )
        assert post(clients["leader"], f"/appeals/{name}/decide", {"verdict": "refused", "why": "改判"}).status_code == 409
    rows = clients["duty"].get("/api/v1/clocks").get_json()
    assert rows["count"] == len(rows["clocks"]) > 200


def test_a_receipt_is_given_once_by_a_hand_of_the_place(clients: Mapping[str, FlaskClient], house: House) -> None:
    name = first(house.store, NOTICE_PUSH, "32")
    answers = {
        recipient: post(clients["duty"], f"/pushes/{name}/receipt", {"recipient": recipient}).status_code
        for recipient in ("气象", "<b>", "x" * 32)
    }
    assert set(answers.values()) == {404}
    assert post(clients["duty"], f"/pushes/{name}/receipt", {"recipient": ""}).status_code == 400
    assert post(clients["briefer"], f"/pushes/{name}/receipt", {"recipient": "公安"}).status_code == 403
