"""The tests of the loop: found by one, judged by another, put into the marts, seen by all, and held against the old value."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from corrections import keeping
from data_access.stores import corrections
from tests.corrections.making import CITY, CODE, DUTY, ITEMS, KEY, LEADER, OTHER, Office, doubt, filed


@pytest.mark.row("K-04")
def test_a_doubt_goes_from_found_to_reviewed_to_stored_with_persons_and_times(here: Office) -> None:
    before = here.pushed(DUTY, region="320102")
    id = filed(here.client(CITY))
    assert (here.item(id)["state"], here.item(id)["value_before"], here.item(id)["change"]["old"]) == ("found", before, 12)
    here.now += timedelta(minutes=5)
    answer = here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "与台账一致"})
    assert (answer.status_code, answer.json["state"]) == (200, "reviewed")
    assert here.pushed(DUTY, region="320102") == before
    here.now += timedelta(minutes=1)
    here.keep()
    row = here.item(id)
    assert before is not None and here.pushed(DUTY, region="320102") == before - 2 == row["value_after"]
    assert (row["state"], row["batch"], row["change"]["batch"], row["waits"]) == ("stored", 2, 1, None)
    assert row["reported_at"] < row["reviewed_at"] < row["stored_at"]
    assert here.steps(id) == [(None, "found", "nanjing先生"), ("found", "reviewed", "duty先生"), ("reviewed", "stored", "系统")]


@pytest.mark.row("K-04")
def test_the_passport_tells_the_open_doubt_and_then_the_old_value(here: Office) -> None:
    id = filed(here.client(CITY))
    asked = f"/api/v1/indicators/{CODE}/passport?region=320102&drawn=true"
    assert "此数有 1 项待核" in here.client(DUTY).get(asked).json["html"]
    here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实"})
    here.keep()
    told = here.client(DUTY).get(asked).json["html"]
    assert "12 → 10" in told and "待核" not in told and f'data-corrected="{id}"' in told
    assert "12 → 10" not in here.client(OTHER).get(f"/api/v1/indicators/{CODE}/passport?drawn=true").json["html"]


@pytest.mark.row("K-04")
def test_nobody_judges_what_they_found_themselves(here: Office) -> None:
    id = filed(here.client(DUTY))
    for way in ("approve", "reject"):
        answer = here.client(DUTY).post(f"{ITEMS}/{id}/{way}", json={"why": "自审"})
        assert answer.status_code == 409 and "他人审核" in answer.json["detail"]
    assert here.item(id)["state"] == "found" and len(here.steps(id)) == 1
    assert here.client(LEADER).post(f"{ITEMS}/{id}/approve", json={"why": "同意"}).status_code == 200


@pytest.mark.row("K-04")
def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told(here: Office) -> None:
    id = filed(here.client(CITY))
    clients = [here.client(DUTY), here.client(LEADER)] * 4

    def judge(n: int) -> int:
        way = "approve" if n % 3 else "reject"
        return clients[n].post(f"{ITEMS}/{id}/{way}", json={"why": f"第 {n} 人"}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(judge, range(8)))
    assert sorted(statuses) == [200] + [409] * 7
    assert len(here.steps(id)) == 2


@pytest.mark.row("K-04")
def test_a_rejected_doubt_changes_nothing_and_says_why(here: Office) -> None:
    before = here.pushed(DUTY)
    id = filed(here.client(CITY))
    assert here.client(DUTY).post(f"{ITEMS}/{id}/reject", json={"why": "台账为旧版"}).json["detail"] == "已驳回，数值不变"
    here.keep()
    assert here.pushed(DUTY) == before and here.item(id)["state"] == "rejected"
    assert here.client(CITY).get(f"{ITEMS}/{id}").json["history"][-1]["why"] == "台账为旧版"
    assert here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "改主意"}).status_code == 409


@pytest.mark.row("K-04")
def test_a_source_that_sends_the_old_value_again_is_corrected_again(here: Office) -> None:
    id = filed(here.client(CITY))
    here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实"})
    here.keep()
    right = here.pushed(DUTY)
    here.publish(12)
    assert here.pushed(DUTY) != right
    here.keep()
    assert here.pushed(DUTY) == right
    assert here.steps(id)[-1] == ("stored", "stored", "系统")
    here.publish(17)
    here.keep()
    assert here.item(id)["kept"] is False
    here.publish(12)
    here.keep()
    assert here.item(id)["state"] == "stored" and len(here.steps(id)) == 5


@pytest.mark.row("K-04")
def test_without_a_row_the_reviewer_has_to_find_it(here: Office) -> None:
    id = filed(here.client(CITY), change=None)
    answer = here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实"})
    assert answer.status_code == 400 and "选定" in answer.json["detail"]
    change = {"mart": "notice_daily", "key": KEY, "column": "pushed", "value": 11}
    assert here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实", "change": change}).status_code == 200
    here.keep()
    assert here.item(id)["change"]["new"] == 11 and here.item(id)["state"] == "stored"


@pytest.mark.row("K-04")
def test_marts_of_a_data_center_wait_for_its_next_batch(here: Office) -> None:
    class Centre:
        """Marts that are read and never written."""

        snapshot = here.marts.snapshot

    id = filed(here.client(CITY))
    here.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实"})
    keeping.keep(here.store, Centre(), "320000", here.now)
    assert here.item(id)["state"] == "reviewed" and "待数据中心入仓" in here.item(id)["waits"]
    here.publish(10)
    keeping.keep(here.store, Centre(), "320000", here.now)
    row = here.item(id)
    assert (row["state"], row["batch"], row["kept"]) == ("stored", 2, False)


@pytest.mark.row("K-04")
def test_the_age_of_the_oldest_open_doubt_is_a_number(here: Office) -> None:
    asked = "/api/v1/indicators/correction.oldest_hours/passport"
    assert here.client(DUTY).get(asked).json["value"] is None
    id = filed(here.client(CITY))
    here.now += timedelta(hours=3, minutes=59)
    assert here.client(DUTY).get(asked).json["value"] == 3
    assert here.client(OTHER).get(asked).json["value"] is None
    here.client(DUTY).post(f"{ITEMS}/{id}/reject", json={"why": "不属实"})
    assert here.client(DUTY).get(asked).json["value"] is None


@pytest.mark.row("K-04")
def test_a_city_files_for_itself_alone_and_sees_its_own_alone(here: Office) -> None:
    city, other = here.client(CITY), here.client(OTHER)
    id = filed(city)
    province = filed(here.client(DUTY), region=None, change=None)
    assert [row["id"] for row in city.get(ITEMS).json["rows"]] == [id]
    assert other.get(ITEMS).json["rows"] == []
    assert (
        other.get(f"{ITEMS}/{id}").status_code
        == city.get(f"{ITEMS}/{province}").status_code
        == other.get(f"{ITEMS}/{'0' * 26}").status_code
        == 404
    )
    assert any(id in deed for deed in here.denied("suzhou"))
    assert other.post(ITEMS, json=doubt()).status_code == 404
    foreign = {"mart": "notice_daily", "key": KEY, "column": "pushed", "value": 3}
    answer = other.post(ITEMS, json=doubt(region="320505", change=foreign))
    assert answer.status_code == 404 and "320102" not in answer.text
    assert other.get(f"/api/v1/indicators/{CODE}/rows?region=320102").status_code == 404
    own = other.get(f"/api/v1/indicators/{CODE}/rows").json
    assert {row["key"]["region"] for row in own["rows"]} == {"320505"}


def test_the_rows_of_a_number_are_those_of_its_last_day_with_their_words(here: Office) -> None:
    told = here.client(CITY).get(f"/api/v1/indicators/{CODE}/rows?region=320102").json
    assert (told["day"], len(told["rows"]), told["more"]) == ("2026-11-19", 2, False)
    assert KEY in [row["key"] for row in told["rows"]]
    assert {column["name"] for column in told["columns"]} == {"pushed", "claimed", "handled", "overdue"}
    assert here.client(CITY).get(f"/api/v1/indicators/{CODE}/rows?day=2026-11-03").json["day"] == "2026-11-03"


def test_the_same_doubt_twice_is_refused_with_the_number_of_the_first(here: Office) -> None:
    id = filed(here.client(CITY))
    answer = here.client(CITY).post(ITEMS, json=doubt())
    assert answer.status_code == 409 and id in answer.json["detail"]
    filed(here.client(DUTY))


HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>\u202e\x07"


@pytest.mark.row("K-04")
def test_hostile_words_are_kept_as_words(here: Office) -> None:
    id = filed(here.client(CITY), text=HOSTILE, evidence="@SUM(A1)")
    row = here.client(DUTY).get(f"{ITEMS}/{id}").json
    assert "\u202e" not in row["text"] and "\x07" not in row["text"]
    lines = here.client(DUTY).get(f"{ITEMS}/export.csv").get_data(as_text=True)
    assert "'=HYPERLINK" in lines and "'@SUM" in lines
    assert here.client(DUTY).get(f"{ITEMS}/export.xlsx").status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "no.such"}, {"code": "alert.open"}, {"kind": "evil"}, {"text": ""}, {"text": " \u202e "}, {"text": "x" * 1500}, {"region": "999999"}, {"region": "3201"},
        {"span": "fortnight"}, {"from": "2026-11-31", "to": "2026-12-01"}, {"from": "2026-11-01"}, {"where": "department:'; DROP TABLE x"}, {"where": "x"}, {"seen": "viel"},
        {"change": {"mart": "audit", "key": KEY, "column": "pushed", "value": 1}}, {"change": {"mart": "notice_daily", "key": KEY, "column": "pushed", "value": -1}},
        {"change": {"mart": "notice_daily", "key": KEY, "column": "pushed", "value": 12}}, {"change": {"mart": "notice_daily", "key": {"day": "x"}, "column": "pushed", "value": 1}},
        {"change": {"mart": "notice_daily", "key": {**KEY, "day": "2026-11-19' OR 1=1"}, "column": "pushed", "value": 1}},
        {"change": {"mart": "notice_daily", "key": KEY, "column": "pushed"}}, {"more": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(here: Office, bad: dict) -> None:
    answer = here.client(DUTY).post(ITEMS, json=doubt() | bad)
    assert answer.status_code in (400, 404), answer.text
    assert answer.json["detail"]
    assert here.client(DUTY).get(ITEMS).json["rows"] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", json.dumps({"why": ""}).encode(), json.dumps({"why": "x", "y": 1}).encode()])
def test_a_judgement_without_a_reason_is_refused(here: Office, body: bytes) -> None:
    id = filed(here.client(CITY))
    answer = here.client(DUTY).post(f"{ITEMS}/{id}/reject", data=body, content_type="application/json")
    assert answer.status_code == 400 and here.item(id)["state"] == "found"


def test_the_store_counts_what_is_open_on_both_engines(any_store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from tests.corrections.making import NANJING, WHOLE, office

    made = office(any_store, tmp_path / "marts")
    id = filed(made.client(CITY))
    with any_store.read() as connection:
        assert corrections.open_codes(connection, WHOLE) == corrections.open_codes(connection, NANJING) == {CODE: 1}
        assert corrections.counts(connection, WHOLE) == {"found": 1}
        assert corrections.oldest_open(connection, WHOLE) == made.now
    made.client(DUTY).post(f"{ITEMS}/{id}/approve", json={"why": "属实"})
    made.keep()
    with any_store.read() as connection:
        assert (
            corrections.stored_since(connection, WHOLE, made.now) == 1
            and corrections.of_mart(connection, WHOLE, ("notice_daily",))[0]["id"] == id
        )
