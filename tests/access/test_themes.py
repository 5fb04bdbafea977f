"""The safety themes over the small demo province: lists that agree with their numbers, six blocks, bindings by name, and no city's page tells of another."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.board import answer
from components.panel import View
from components.sources import open_sources
from data_access.cache import AnswerCache
from data_access.scope import Scope
from data_access.site_reads import Slice, Wanted, missing_kitchens
from indicators.period import Span
from indicators.read import Ask, ask, current
from tests.access.conftest import House
from tests.access.foreign import of_others, panels
from tests.access.test_numbers import Numbers
from tests.demo.conftest import NOON, Stood

PROVINCE = "320000"
WHOLE, NANJING = Scope.whole(PROVINCE), Scope.of(PROVINCE, "320100")
THEMES = ("kitchen", "cold-chain", "infant-formula", "vaccine", "equipment")
SIX = ("维保信息", "监督检查", "检验检测", "电梯应急处置平台故障信息", "物联网接入故障", "群众投诉举报")
HOSTILE = (
    {"area": "320500"}, {"area": "' OR 1=1 --"}, {"area": "999999", "kind": "<script>", "show": "nothing", "p": "-1"},
    {"p": "999999999999"}, {"kind": "x" * 150, "p": "½"}, {"area": "320106"},
)  # fmt: skip
pytestmark = pytest.mark.row("T-04")


def drawn(house: House, stood: Stood, board: str, scope: Scope = WHOLE, **params: Any) -> dict[str, Any]:
    with open_sources(stood.marts, stood.store) as sources:
        view = View(scope=scope, role="leader" if scope.is_whole else "city", now=NOON, sources=sources, params=params)
        return {panel["key"]: panel for panel in panels(answer(house.app.parts.boards[board], view, AnswerCache()))}


def told(panel: dict[str, Any], code: str) -> list[float]:
    found = Numbers(f"<div>{panel['html']}</div>").found
    return [float(marks["data-value"]) for _, marks, _ in found if marks.get("data-indicator") == code and marks["data-value"]]


@pytest.mark.row("S-89")
@pytest.mark.parametrize("params", [{}, {"kind": "restaurant"}, {"area": "320100"}, {"area": "320115", "kind": "elder_care"}])
def test_the_list_of_the_missing_is_as_long_as_the_number_says(house: House, stood: Stood, params: dict[str, Any]) -> None:
    shown = drawn(house, stood, "kitchen", **params)
    missing = shown["kitchen-missing"]["html"]
    number = told(shown["kitchen-numbers"], "kitchen.unconnected")[0]
    agrees, register = re.findall(r'data-agrees="(\w+)" data-register="(\d+)"', missing)[0]
    assert agrees == "true" and float(register) == number
    count = int(re.findall(r'data-listed="(\d+)"', missing)[0])
    where = {"kind": {"restaurant": "餐饮单位", "elder_care": "养老机构食堂"}[params["kind"]]} if "kind" in params else {}
    with stood.marts.snapshot() as shot:
        asked = Ask(codes=("kitchen.unconnected",), scope=WHOLE, region=params.get("area"), by=("city",), span=Span.DAY, where=where)
        late = ask(shot, asked).missing
        register_number = current(shot, ("kitchen_site.missing",), Ask(codes=(), scope=WHOLE, region=params.get("area"), where=where))
    assert count == register_number["kitchen_site.missing"].value
    assert (count > number) == bool(late), "who has not reported today is listed apart"


def test_the_pages_of_the_list_hold_everybody_once(stood: Stood) -> None:
    with stood.marts.snapshot() as shot:
        whole = missing_kitchens(shot, Wanted(scope=WHOLE), Slice(0, 1000))
        parts = [missing_kitchens(shot, Wanted(scope=WHOLE), Slice(at, 12)) for at in range(0, whole.count, 12)]
    assert [site for part in parts for site in part.rows["site"]] == list(whole.rows["site"]) and whole.rows["site"].is_unique


@pytest.mark.row("T-05")
@pytest.mark.row("S-91")
def test_special_equipment_has_exactly_the_six_blocks(house: House, stood: Stood) -> None:
    shown = drawn(house, stood, "equipment")
    blocks = [
        panel
        for key, panel in shown.items()
        if key.rpartition("-")[2] in ("maintenance", "supervision", "inspection", "emergency", "wired", "complaints")
    ]
    assert tuple(panel["title"] for panel in blocks) == SIX
    assert all(told(panel, code) for panel, code in zip(blocks, _firsts(), strict=True))
    rescue = told(shown["equipment-emergency"], "equipment.rescue_minutes_30_days")
    assert rescue and 5 < rescue[0] < 40 and "起平均" in shown["equipment-emergency"]["html"]
    lifts = drawn(house, stood, "equipment", kind="lift")
    assert told(lifts["equipment-emergency"], "equipment_service.rescued_rate"), "rescue times are of lifts"


def _firsts() -> tuple[str, ...]:
    return (
        "equipment_service.maintained_rate", "equipment_service.supervised", "equipment.inspected_rate_30_days", "equipment.rescue_minutes_30_days",
        "equipment_service.wired_online_rate", "equipment_service.complaints",
    )  # fmt: skip


@pytest.mark.row("S-48")
def test_sites_that_are_not_bound_are_listed_with_what_they_lack(house: House, stood: Stood) -> None:
    for board, panel in (("cold-chain", "cold-chain-sites"), ("vaccine", "vaccine-sites"), ("infant-formula", "infant-formula-sites")):
        shown = drawn(house, stood, board, show="unbound")[panel]["html"]
        rows = shown.count("<tr>") - 1
        assert shown.count("缺") >= rows > 0, board
    numbers = drawn(house, stood, "cold-chain")["cold-chain-numbers"]
    listed = drawn(house, stood, "cold-chain", show="unbound")["cold-chain-sites"]["html"]
    assert told(numbers, "remote_site.unbound") == [float(re.findall(r'data-listed="(\d+)"', listed)[0])]


@pytest.mark.row("K-03")
def test_vaccine_sites_without_report_are_unknown_and_named(house: House, stood: Stood) -> None:
    shown = drawn(house, stood, "vaccine", show="unheard")
    assert "无数据" in shown["vaccine-numbers"]["html"] and "不等于 0" in shown["vaccine-numbers"]["html"]
    sites = shown["vaccine-sites"]["html"]
    assert "末次" in sites and "未知 / " in sites
    assert told(shown["vaccine-numbers"], "remote_site.unheard") == [float(re.findall(r'data-listed="(\d+)"', sites)[0])]


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("board", THEMES)
@pytest.mark.parametrize("params", [{}, *HOSTILE])
def test_a_city_reads_nothing_of_another_whatever_it_asks(house: House, stood: Stood, board: str, params: dict[str, Any]) -> None:
    for key, panel in drawn(house, stood, board, NANJING, **params).items():
        assert panel["state"] != "error", (key, panel)
        if "area" in params:
            said = panel["html"].replace(params["area"], "")
            assert not of_others(said, NANJING), key
        else:
            assert not of_others(str(panel), NANJING), key


@pytest.mark.parametrize("board", THEMES)
@pytest.mark.parametrize("params", HOSTILE)
def test_what_cannot_be_meant_is_said_and_breaks_nothing(house: House, stood: Stood, board: str, params: dict[str, Any]) -> None:
    shown = drawn(house, stood, board, **params)
    assert {panel["state"] for panel in shown.values()} <= {"ok", "partial", "nodata"}
    assert "<script" not in "".join(panel["html"] for panel in shown.values())


@pytest.mark.row("S-89")
def test_the_file_of_the_missing_holds_them_all_and_says_where_it_comes_from(clients: Mapping[str, FlaskClient], stood: Stood) -> None:
    for name, scope in (("leader", WHOLE), ("nanjing", NANJING)):
        response = clients[name].get("/api/v1/sites/kitchen/export.csv")
        assert response.status_code == 200, response.text
        text = response.get_data().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        body = rows[rows.index([]) + 2 :]
        with stood.marts.snapshot() as shot:
            assert len(body) == missing_kitchens(shot, Wanted(scope=scope), Slice(0, 1)).count > 0
        assert not of_others(text, scope) if name == "nanjing" else "演示数据" in text


@pytest.mark.row("Z-02")
def test_a_foreign_place_and_one_that_is_none_have_no_file(clients: Mapping[str, FlaskClient]) -> None:
    for path in ("kitchen", "remote", "devices"):
        for area in ("320500", "320508", "999999", "';--"):
            response = clients["nanjing"].get(f"/api/v1/sites/{path}/export.csv", query_string={"area": area})
            assert response.status_code == 404, (path, area, response.text)
        assert clients["nanjing"].get(f"/api/v1/sites/{path}/export.xlsx").status_code == 200
        assert clients["wall"].get(f"/api/v1/sites/{path}/export.csv").status_code == 403
    assert clients["leader"].get("/api/v1/sites/remote/export.csv?theme=nothing").status_code == 404
    assert clients["leader"].get("/api/v1/sites/remote/export.csv?theme=vaccine&show=unheard&area=320100").status_code == 200
