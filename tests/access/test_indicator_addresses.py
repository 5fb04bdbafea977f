"""Numbers within a scope: passports, recomputations, exports and the indicator's page tell nobody of another's, and note who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from data_access.scope import Scope
from data_access.stores import audit
from indicators.registry import registered
from tests.access.conftest import HERE, House, answered, ask
from tests.access.foreign import of_others
from tests.access.test_numbers import Numbers

NANJING, SUZHOU, COUNTY = "320100", "320500", "320583"
CODES = (
    "entity.opened",
    "complaint.on_time_rate",
    "enterprise.standing",
    "equipment.overdue",
    "credit.prosperity",
    "alert.open",
    "source.arrival_rate",
)
API = "/api/v1/indicators"
OWN = Scope.of("320000", NANJING)


def recompute(client: FlaskClient, code: str, **body: Any) -> Any:
    return client.post(f"{API}/{code}/recompute", json=body, headers=HERE)


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("region", [SUZHOU, COUNTY, "310000", "999999", "320199"])
def test_a_foreign_or_unknown_region_is_one_answer_and_is_audited(house: House, clients: Mapping[str, FlaskClient], region: str) -> None:
    client, before = clients["nanjing"], len(house.denied("nanjing"))
    asked = [
        client.get(f"{API}/entity.opened/passport?region={region}"),
        client.get(f"{API}/entity.opened/export.csv?region={region}"),
        client.get(f"{API}/entity.opened/export.xlsx?region={region}&what=split&by=region"),
        recompute(client, "entity.opened", region=region),
    ]
    assert [one.status_code for one in asked] == [404] * 4
    assert len({one.get_json()["detail"] for one in asked}) == 1
    assert len(house.denied("nanjing")) == before + 4


@pytest.mark.row("Z-02", "K-02")
def test_several_cities_together_are_asked_as_one_place_and_no_foreign_one_among_them(
    house: House, clients: Mapping[str, FlaskClient]
) -> None:
    leader, city = clients["leader"], clients["nanjing"]

    def value(tail: str) -> float:
        return float(leader.get(f"{API}/entity.opened/passport?{tail}").get_json()["value"])

    both = leader.get(f"{API}/entity.opened/passport?cities={NANJING}|{SUZHOU}").get_json()
    assert both["value"] == value(f"region={NANJING}") + value(f"region={SUZHOU}")
    assert both["place"] == "南京、苏州"
    again = recompute(leader, "entity.opened", cities=f"{NANJING}|{SUZHOU}", seen=both["value"], told=True).get_json()
    assert (again["agrees"], again["value"]) == (True, both["value"])
    assert leader.get(f"/indicators/entity.opened?cities={NANJING}|{SUZHOU}").status_code == 200
    before = len(house.denied("nanjing"))
    assert city.get(f"{API}/entity.opened/passport?cities={NANJING}|{SUZHOU}").status_code == 404
    assert city.get(f"/indicators/entity.opened?cities={NANJING}|{SUZHOU}").status_code == 403
    assert city.get(f"{API}/entity.opened/passport?cities={NANJING}|{NANJING}&region={NANJING}").status_code == 404
    assert len(house.denied("nanjing")) == before + 3
    assert city.get(f"{API}/entity.opened/passport?cities=abc").status_code == 400


@pytest.mark.row("Z-02")
@pytest.mark.parametrize(
    ("region", "status"), [(SUZHOU, 403), (COUNTY, 403), ("999999", 404), ("abc", 404), (NANJING, 200), ("320102", 200)]
)
def test_the_page_of_an_indicator_is_refused_for_what_is_not_ones_own(
    house: House, clients: Mapping[str, FlaskClient], region: str, status: int
) -> None:
    client, before = clients["nanjing"], len(house.denied("nanjing"))
    assert client.get(f"/indicators/entity.opened?region={region}").status_code == status
    given = ask(client, {"page": "indicator", "keys": None, "params": {"code": "entity.opened", "region": region}}).get_json()["response"]
    assert ("panel-answer" in given) is (status == 200)
    assert len(house.denied("nanjing")) == before + (2 if status != 200 else 0)


@pytest.mark.row("Z-01")
def test_an_unknown_code_is_not_found(clients: Mapping[str, FlaskClient]) -> None:
    client = clients["leader"]
    for path in (f"{API}/no.such/passport", f"{API}/no.such/export.csv", "/indicators/no.such", "/indicators/nonsense"):
        assert client.get(path).status_code == 404, path
    assert recompute(client, "no.such").status_code == 404


@pytest.mark.row("Z-02")
def test_what_a_city_is_told_of_numbers_holds_no_other_city(clients: Mapping[str, FlaskClient]) -> None:
    client = clients["nanjing"]
    for code in CODES:
        for query in ("", f"&region={NANJING}"):
            told = client.get(f"{API}/{code}/passport?drawn=true{query}")
            assert told.status_code == 200, (code, told.text)
            assert of_others(told.text, OWN) == set(), code
    for code in ("entity.opened", "enterprise.standing"):
        for query in ("", "?what=split&by=city", "?what=split&by=region"):
            file = client.get(f"{API}/{code}/export.csv{query}")
            assert file.status_code == 200 and of_others(file.text, OWN) == set(), (code, query)
    assert of_others(client.get(f"{API}/export.csv?q=投诉").text, OWN) == set()


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("code", CODES)
def test_the_page_of_an_indicator_holds_no_other_city(clients: Mapping[str, FlaskClient], code: str) -> None:
    for params in (
        {},
        {"by": "region"},
        {"region": NANJING},
        {"region": "320102"},
        {"by": "city"},
        {"against": "year_ago", "wby": "region"},
    ):
        told = answered(ask(clients["nanjing"], {"page": "indicator", "keys": None, "params": {"code": code, **params}}))
        assert told is not None
        for panel in told["panels"]:
            assert panel["state"] != "error", (code, params, panel["key"])
            assert of_others(str(panel), OWN) == set(), (code, params, panel["key"])


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    "query",
    ["region=1", "span=century", "span=hour", "from=2026-13-40&to=2026-01-01", "from=2026-01-01", "from=2026-02-01&to=2026-01-01", "from=0001-01-01&to=9999-12-31", "where=x",
     "where=nothing:1", "where=industry:" + "x" * 500, "grain=day", "term=-1", "term=999", "what=all"],
)  # fmt: skip
def test_bad_parameters_are_answered_with_a_sentence(clients: Mapping[str, FlaskClient], query: str) -> None:
    told = clients["leader"].get(f"{API}/entity.opened/export.csv?{query}")
    assert told.status_code == 400 and told.get_json()["detail"], query


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    "params",
    [{"span": "century"}, {"from": "x", "to": "y"}, {"from": "2026-01-01"}, {"from": "0001-01-01", "to": "9999-12-31"}, {"where": "nothing:1"}, {"where": "industry:\x00"},
     {"by": "password"}, {"term": "99"}, {"term": "-1"}, {"p": "999999"}, {"p": "1e9"}, {"wby": "x", "against": "y"}],
)  # fmt: skip
def test_bad_parameters_of_the_page_are_said_and_never_break_a_panel(clients: Mapping[str, FlaskClient], params: dict[str, str]) -> None:
    told = answered(ask(clients["leader"], {"page": "indicator", "keys": None, "params": {"code": "entity.opened", **params}}))
    assert told is not None
    assert {panel["state"] for panel in told["panels"]} <= {"ok", "partial", "nodata"}, told


@pytest.mark.row("Z-01")
def test_an_export_is_in_the_audit_trail_with_who_and_what(house: House, clients: Mapping[str, FlaskClient]) -> None:
    file = clients["briefer"].get(f"{API}/enterprise.opened/export.csv?region={NANJING}")
    assert file.status_code == 200 and "演示数据" in file.text and "导出人" in file.text
    with house.store.read() as connection:
        deeds = [deed for _, deed in audit.entries(connection, limit=100, who="briefer") if deed.action == "export"]
    assert any("档案新成立主体" in deed.object and NANJING in deed.detail for deed in deeds)


@pytest.mark.row("K-02")
def test_a_recomputation_tells_whether_what_was_seen_still_holds(clients: Mapping[str, FlaskClient]) -> None:
    client = clients["leader"]
    shown = client.get(f"{API}/entity.opened/passport").get_json()["value"]
    right = recompute(client, "entity.opened", seen=shown, told=True).get_json()
    wrong = recompute(client, "entity.opened", seen=shown + 1, told=True).get_json()
    assert right["agrees"] and right["value"] == right["kept"] == shown
    assert not wrong["agrees"] and "第" in wrong["detail"] and "发布" in wrong["detail"]
    assert recompute(client, "alert.open", seen=None, told=False).get_json()["agrees"]


@pytest.mark.row("K-02")
def test_a_wall_device_asks_no_number(clients: Mapping[str, FlaskClient]) -> None:
    assert clients["wall"].get(f"{API}/entity.opened/passport").status_code == 403
    assert (
        'data-passport=""' not in clients["wall"].get("/wall/overview").text
        and " data-passport>" not in clients["wall"].get("/wall/overview").text
    )
    assert " data-passport>" in clients["leader"].get("/wall/overview").text


@pytest.mark.row("O-03")
@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_an_indicators_page_is_a_registered_one(clients: Mapping[str, FlaskClient], code: str) -> None:
    told = answered(ask(clients["leader"], {"page": "indicator", "keys": None, "params": {"code": code}}))
    assert told is not None
    for panel in told["panels"]:
        for tag, attributes, text in Numbers(f"<div>{panel['html']}</div>").found:
            named = {attributes[name] for name in ("data-indicator", "data-change") if name in attributes}
            assert named <= set(registered()), (code, panel["key"], named)
            assert tag != "b" or named or not any(letter.isdigit() for letter in text), (code, panel["key"], text)
