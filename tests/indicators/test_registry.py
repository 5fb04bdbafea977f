"""The tests of declarations and their discovery."""

from __future__ import annotations

import time
from dataclasses import replace
from types import ModuleType

import pytest

from data_access.mart_tables import FACTS
from data_access.measure import Last, Share, Sum
from indicators.declaration import Band, Indicator
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.period import Span
from indicators.registry import card, catalogue, collect, declared, get, search

WHAT = {"code": "entity.test", "name": "测试", "unit": "户", "mart": "entity_daily", "measure": Sum("opened"), "definition": "测试"}


@pytest.mark.row("O-03")
def test_the_catalogue_covers_every_mart_with_owned_and_defined_indicators() -> None:
    found = catalogue()
    assert len(found) >= 240
    assert {indicator.mart for indicator in found.values()} == {table.name for table in FACTS} | {
        "enterprise",
        "equipment",
        "kitchen_site",
        "product_batch",
        "remote_site",
    }
    assert all(i.owner and i.rhythm and i.span and i.wording.endswith("。") for i in found.values())
    assert all(i.decimals >= 1 for i in found.values() if i.unit == "%")
    assert len({i.name for i in found.values()}) == len(found)


@pytest.mark.row("O-03")
def test_a_search_answers_within_a_fifth_of_a_second() -> None:
    start = time.perf_counter()
    found = search("在线率")
    assert time.perf_counter() - start < 0.2
    assert {"cold_chain.online_rate", "kitchen.online_rate"} <= {i.code for i in found}


def test_matches_of_the_name_come_before_matches_of_the_definition() -> None:
    assert search("新设")[0].name.startswith("新设")


def test_an_unknown_code_suggests_the_nearest() -> None:
    with pytest.raises(UnknownIndicator, match=r"did you mean entity\.opened"):
        get("entity.opend")
    with pytest.raises(UnknownIndicator):
        get("x" * 100_000)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"measure": Sum("openend")}, "entity.test.*'openend'"),
        ({"mart": "entities"}, "no mart"),
        ({"dims": ("colour",)}, "no dimension 'colour'"),
        ({"measure": Sum("opened", where={"colour": "red"})}, "no dimension"),
        ({"code": "Entity Opened"}, "must read like"),
        ({"name": ""}, "needs a name"),
    ],
)
def test_a_wrong_declaration_fails_at_discovery_and_names_itself(wrong: dict, says: str) -> None:
    with pytest.raises(IndicatorFailed, match=says):
        Indicator(**{**WHAT, **wrong})


def test_two_indicators_of_one_code_are_an_error() -> None:
    first = Indicator(**WHAT)
    with pytest.raises(IndicatorFailed, match="declared twice"):
        collect([first, replace(first, name="另一个")])
    with pytest.raises(IndicatorFailed, match="declared twice"):
        collect([first, replace(first)])


def test_a_file_may_declare_one_by_one_or_in_a_tuple() -> None:
    module = ModuleType("family")
    module.ONE, module.MORE, module.OTHER = Indicator(**WHAT), (Indicator(**{**WHAT, "code": "entity.two"}), 3), "text"  # type: ignore[attr-defined]
    assert [i.code for i in declared(module)] == ["entity.test", "entity.two"]


def test_what_a_declaration_leaves_out_comes_from_its_mart() -> None:
    flow, stock = Indicator(**WHAT), Indicator(**{**WHAT, "measure": Last("stock"), "time": "stock"})
    assert (flow.owner, flow.dims, flow.span, stock.span) == ("登记注册处", ("industry", "type"), Span.MONTH, Span.DAY)
    assert "相同天数" in flow.wording
    assert not flow.is_fraction and Indicator(**{**WHAT, "measure": Share(Sum("closed"), Sum("opened"))}).is_fraction


def test_a_band_does_not_judge_an_unknown_value() -> None:
    assert [Band(1, 5).holds(v) for v in (1, 5, 0.9, None, float("nan"))] == [True, True, False, None, None]
    assert Band(low=3).holds(1e9)


@pytest.mark.row("O-03")
def test_a_search_of_six_hundred_declarations_is_right_and_quick() -> None:
    offices = ("登记注册处", "特种设备局", "餐饮处")
    many = [
        card(Indicator(**{**WHAT, "code": f"entity.n{i:03}", "name": f"指标{i:03}", "definition": f"口径{i % 7}", "owner": offices[i % 3]}))
        for i in range(600)
    ]
    start = time.perf_counter()
    assert [one.code for one in search("n599", many)] == ["entity.n599"]
    assert [one.code for one in search("指标07", many)] == [f"entity.n{i:03}" for i in range(70, 80)]
    assert len(search("餐饮处 口径3", many)) == len([i for i in range(600) if i % 3 == 2 and i % 7 == 3])
    assert search("指标005 没有", many) == []
    assert len(search("entity_daily", many)) == len(search("", many)) == 600
    assert search("ENTITY.N042 登记", many)[0].code == "entity.n042"
    assert time.perf_counter() - start < 6 * 0.2


@pytest.mark.row("O-03")
def test_a_search_finds_by_code_name_office_and_mart() -> None:
    assert search("equipment.lift_overdue")[0].code == "equipment.lift_overdue"
    assert search("本年立案")[0].code == "enforcement.filed_year"
    assert {i.mart for i in search("特种设备局 equipment_daily") if isinstance(i, Indicator)} == {"equipment_daily"}
    assert len({i.code for i in search("core") if isinstance(i, Indicator) and i.watch == "core"}) == 20


def test_the_wording_tells_the_period_that_was_asked_for() -> None:
    one = get("entity.opened")
    assert one.wording == one.worded(one.span) and "当月" in one.wording
    assert "当年" in one.worded(Span.YEAR) and "当月" not in one.worded(Span.YEAR)
    assert one.worded(None) == one.definition
