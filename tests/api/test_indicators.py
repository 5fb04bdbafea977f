"""The tests of the indicators' addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import api
from data_access.batches import MartsFailed
from data_access.mart_tables import COLD_CHAIN_HOURLY, COMPLAINT_DAILY, ENTITY_DAILY, REGION
from data_access.scope import Scope
from tests.indicators.small_marts import NANJING, PROVINCE, WHOLE, Bench, Known, days, regions

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SERIES = "/api/v1/indicators/entity.opened/series"


@dataclass(frozen=True)
class Someone:
    scope: Scope


@pytest.fixture(scope="module")
def bench() -> Bench:
    found = Bench()
    found.put(REGION, regions())
    entity = {"industry": "A", "type": "enterprise", "closed": 1, "revoked": 0}
    rows = [
        {**entity, "day": day, "region": region, "opened": count, "stock": 1000 * (count or 1)}
        for day in days(date(2026, 9, 1), date(2026, 11, 20))
        for region, count in (("320102", 2), ("320505", 3), ("321302", None))
    ]
    found.put(ENTITY_DAILY, rows)
    found.put(COMPLAINT_DAILY, [], Known(as_of=None, batch=None))
    hourly = {"hour": datetime(2026, 11, 20, 9), "region": "320102", "site": "store", "sensors": 10, "reporting": 9, "excursions": 0}
    return found.put(COLD_CHAIN_HOURLY, [hourly])


@pytest.fixture(scope="module")
def ask_as(bench: Bench) -> Callable[[Scope], FlaskClient]:
    def client(scope: Scope) -> FlaskClient:
        server = Flask("server")
        api.install(server, lambda: Someone(scope), lambda: bench, now=lambda: NOW)
        return server.test_client()

    return client


@pytest.fixture(scope="module")
def province(ask_as: Callable[[Scope], FlaskClient]) -> FlaskClient:
    return ask_as(WHOLE)


@pytest.fixture(scope="module")
def nanjing(ask_as: Callable[[Scope], FlaskClient]) -> FlaskClient:
    return ask_as(NANJING)


def rows(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(answer.get_json()["rows"])


@pytest.mark.row("O-03")
def test_the_catalogue_lists_every_indicator_with_its_definition(province: FlaskClient) -> None:
    listed = province.get("/api/v1/indicators").get_json()
    assert listed["count"] == len(listed["indicators"]) >= 255
    assert all(item["definition"] and item["owner"] and item["rhythm_minutes"] for item in listed["indicators"])


@pytest.mark.row("O-03")
def test_the_catalogue_can_be_searched(province: FlaskClient) -> None:
    found = province.get("/api/v1/indicators?search=按期 办结").get_json()
    assert "complaint.on_time_rate" in [item["code"] for item in found["indicators"]]


def test_one_indicator_tells_its_state(province: FlaskClient) -> None:
    shown = province.get("/api/v1/indicators/entity.opened").get_json()
    assert (shown["name"], shown["batch"], shown["state"], shown["nature"]) == ("新设主体", 7, "ok", "demo")
    assert province.get("/api/v1/indicators/complaint.received").get_json()["state"] == "nodata"
    assert province.get("/api/v1/indicators/draw.drawn").get_json()["as_of"] is None


@pytest.mark.row("O-03")
def test_a_counted_number_is_listed_and_has_no_series(province: FlaskClient) -> None:
    shown = province.get("/api/v1/indicators/camera.live").get_json()
    assert (shown["kind"], shown["counted_in"], shown["mart"], shown["state"]) == ("counted", ["camera"], None, None)
    assert shown in province.get("/api/v1/indicators?search=camera").get_json()["indicators"]
    answer = province.get("/api/v1/indicators/camera.live/series")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert "is counted in the store (camera)" in answer.get_json()["detail"]


def test_a_series_by_month_ends_with_the_data(province: FlaskClient) -> None:
    found = rows(province, SERIES)
    assert [(row["t"], row["value"]) for row in found] == [("2026-09-01", 150.0), ("2026-10-01", 155.0), ("2026-11-01", 100.0)]
    assert {(row["batch"], row["state"]) for row in found} == {(7, "ok")}
    assert found[0]["as_of"] == "2026-11-20T02:42:00Z"


def test_a_series_takes_days_that_are_both_included(province: FlaskClient) -> None:
    assert len(rows(province, SERIES + "?grain=day&from=2026-11-01&to=2026-11-03")) == 3
    assert [row["value"] for row in rows(province, SERIES + "?from=2026-10&to=2026-10")] == [155.0]


@pytest.mark.row("K-03")
def test_an_unknown_value_is_null_and_marked(province: FlaskClient) -> None:
    by_city = {row["city"]: row for row in rows(province, SERIES + "?by=city&from=2026-11-01")}
    assert by_city["321300"]["value"] is None
    assert by_city["321300"]["state"] == "nodata"
    assert by_city["320500"]["value"] == 60.0


def test_hours_carry_the_zone_of_the_province(province: FlaskClient) -> None:
    found = rows(province, "/api/v1/indicators/cold_chain.online_rate/series?by=site")
    assert [(row["t"], row["site"], row["value"]) for row in found] == [("2026-11-20T09:00:00+08:00", "store", 90.0)]


def test_a_limit_keeps_one_value_of_a_dimension(province: FlaskClient) -> None:
    assert rows(province, SERIES + "?where=type:individual") == []
    assert len(rows(province, SERIES + "?where=type:individual&where=type:enterprise")) == 3


def test_a_mart_without_data_gives_no_row(province: FlaskClient) -> None:
    assert rows(province, "/api/v1/indicators/complaint.received/series") == []
    assert rows(province, "/api/v1/indicators/draw.drawn/series") == []


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_rows_alone(nanjing: FlaskClient) -> None:
    answer = nanjing.get(SERIES + "?by=city,region")
    assert "3205" not in answer.text
    assert {row["region"] for row in answer.get_json()["rows"]} == {"320102"}


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("region", ["320500", "320505", PROVINCE, "320199", "110000", "999999"])
def test_a_foreign_and_an_unknown_region_are_not_told_apart(nanjing: FlaskClient, region: str) -> None:
    answer = nanjing.get(f"{SERIES}?region={region}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"] == f"there is no region {region} among those that you may see."


@pytest.mark.row("Z-02")
def test_an_empty_scope_gets_no_row(ask_as: Callable[[Scope], FlaskClient]) -> None:
    assert rows(ask_as(Scope.nothing(PROVINCE)), SERIES + "?by=city") == []


HOSTILE = [
    ("?by=';drop table entity_daily", "by"),
    ("?by=%00", "by"),
    ("?by=stock", "by"),
    ("?by=" + "x" * 10_000, "by"),
    ("?by=city,region,industry,type", "by"),
    ("?region=3201", "region"),
    ("?region=320102'--", "region"),
    ("?region=" + "3" * 10_000, "region"),
    ("?region=３２０１００", "region"),
    ("?region=%00", "region"),
    ("?grain=week", "grain"),
    ("?grain=hour", "grain"),
    ("?from=yesterday", "from"),
    ("?from=2026-02-30", "from"),
    ("?to=9999-12", "to"),
    ("?from=0000-01-01", "from"),
    ("?from=2026-11-02&to=2026-11-01", "from"),
    ("?where=type", "where"),
    ("?where=stock:1", "where"),
    ("?where=type:%00", "where"),
    ("?where=type:" + "x" * 10_000, "where"),
    ("?where=batch_id:7", "where"),
    ("?code=entity.closed", "code"),
    ("?limit=1", "limit"),
    ("?scope=320000", "scope"),
]


@pytest.mark.parametrize(("tail", "parameter"), HOSTILE, ids=[f"{i}-{name}" for i, (_, name) in enumerate(HOSTILE)])
def test_a_bad_parameter_is_named_in_a_problem_answer(province: FlaskClient, tail: str, parameter: str) -> None:
    answer = province.get(SERIES + tail)
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert (problem["status"], problem["parameter"]) == (400, parameter)
    assert len(answer.text) < 1500


@pytest.mark.parametrize("code", ["entity.opend", "';drop", "%00", "..%2f..%2fetc"])
def test_an_unknown_code_is_a_404_problem(province: FlaskClient, code: str) -> None:
    answer = province.get(f"/api/v1/indicators/{code}")
    assert answer.status_code == 404


def test_an_endless_code_is_refused(province: FlaskClient) -> None:
    answer = province.get("/api/v1/indicators/" + "x" * 10_000)
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "code")


def test_too_many_rows_are_an_error_and_not_a_silent_cut(province: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.indicators.MOST_ROWS", 5)
    answer = province.get(SERIES + "?grain=day&from=2026-11-01")
    assert answer.status_code == 400
    assert "more than 5 rows" in answer.get_json()["detail"]


def test_marts_that_cannot_be_read_are_a_problem_and_not_a_crash() -> None:
    def broken() -> Bench:
        raise MartsFailed("主题表目录损坏：请运行 yiping mart verify。")

    server = Flask("server")
    api.install(server, lambda: Someone(WHOLE), broken)
    answer = server.test_client().get(SERIES)
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert "mart verify" in answer.get_json()["detail"]


def test_no_answer_may_be_kept_by_a_shared_cache(province: FlaskClient) -> None:
    assert province.get(SERIES).headers["Cache-Control"] == "private, no-store"
    assert province.get(SERIES + "?region=999999").headers["Cache-Control"] == "no-store"


def test_the_document_describes_the_addresses_and_their_errors(province: FlaskClient) -> None:
    document = province.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    operation = document["paths"]["/api/v1/indicators/{code}/series"]["get"]
    assert [p["name"] for p in operation["parameters"]] == ["code", "region", "by", "from", "to", "grain", "where"]
    assert "application/problem+json" in operation["responses"]["404"]["content"]
    assert {"Series", "Problem", "IndicatorModel"} <= set(document["components"]["schemas"])
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


@pytest.mark.row("O-03")
def test_the_watch_lists_each_number_with_its_band_and_state(province: FlaskClient) -> None:
    core = province.get("/api/v1/indicators?watch=core").get_json()
    assert core["count"] == 20
    by_code = {item["code"]: item for item in core["indicators"]}
    known = by_code["cold_chain.reporting_rate_day"]
    assert (known["value"], known["stand"], known["state"], known["watch"]) == (90.0, "below", "ok", "core")
    assert known["band"]["source"].startswith("演示省") and known["as_of"]
    assert (by_code["kitchen.offline_rate"]["value"], by_code["kitchen.offline_rate"]["stand"]) == (None, "unknown")
    assert province.get("/api/v1/indicators?watch=run").get_json()["count"] == 94
    assert province.get("/api/v1/indicators?watch=all").status_code == 400


@pytest.mark.row("O-03")
def test_q_searches_as_search_does(province: FlaskClient) -> None:
    for words in ("按期 办结", "complaint_daily", "消费者权益保护处"):
        one, other = (province.get("/api/v1/indicators", query_string={name: words}).get_json() for name in ("q", "search"))
        assert one == other and one["count"] > 0
    assert province.get("/api/v1/indicators?watch=core&q=许可").get_json()["count"] == 1
