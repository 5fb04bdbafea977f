"""The tests of counted numbers: declared and registered like indicators, but without a series."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data_access.stores.alerts import LEVELS
from indicators.counted import Counted
from indicators.failure import CountedOnly, IndicatorFailed, UnknownIndicator
from indicators.registry import catalogue, collect, counted, find, get, registered, search

WHAT = Counted(
    code="alert.test", name="测试", unit="件", owner="应急指挥处", definition="测试", counted_in=("alert",), rhythm=timedelta(minutes=15)
)


@pytest.mark.row("O-03")
def test_counted_numbers_are_registered_beside_the_indicators() -> None:
    assert {f"alert.open.{level}" for level in LEVELS} | {"alert.open", "camera.live", "opinion.hot", "source.systems.none"} <= set(
        counted()
    )
    assert not set(counted()) & set(catalogue())
    assert set(registered()) == set(counted()) | set(catalogue())
    assert len({one.name for one in registered().values()}) == len(registered())
    assert all(one.owner and one.wording.endswith("。") and one.rhythm for one in counted().values())


def test_a_counted_number_is_found_but_cannot_be_measured() -> None:
    assert find("alert.open") is counted()["alert.open"]
    with pytest.raises(CountedOnly, match=r"alert\.open is counted in the store \(alert\).*no series"):
        get("alert.open")
    with pytest.raises(UnknownIndicator, match=r"did you mean .*alert\.open"):
        find("alert.opend")


def test_a_search_finds_both_kinds() -> None:
    assert {"opinion.hot", "opinion.items"} <= {one.code for one in search("舆情")}
    assert [one.code for one in search("opinion_item 热度 高热")] == ["opinion.hot"]


def test_a_code_is_used_once_by_both_kinds_together() -> None:
    measured = next(iter(catalogue().values()))
    with pytest.raises(IndicatorFailed, match="declared twice"):
        collect([measured, replace(WHAT, code=measured.code)])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": "Alert open"}, "must read like"),
        ({"counted_in": ("alarm",)}, "no table 'alarm'"),
        ({"counted_in": ()}, "needs a name, an owner"),
        ({"definition": ""}, "needs a name, an owner"),
    ],
)
def test_a_wrong_declaration_fails_and_names_itself(wrong: dict, says: str) -> None:
    with pytest.raises(IndicatorFailed, match=says):
        replace(WHAT, **wrong)
