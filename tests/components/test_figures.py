"""Tests of written figures, number tiles and loading shapes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from components.charts.states import KINDS, skeleton
from components.charts.tile import Look, tile
from components.figures import change, figure


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (6_538_000_000, "条", ("65.38", "亿条")),
        (148_200, "户", ("14.82", "万户")),
        (1_286, "条", ("1,286", "条")),
        (97.6, "%", ("97.6", "%")),
        (98, "%", ("98.0", "%")),
        (0, "件", ("0", "件")),
        (-11.24, "℃", ("−11.2", "℃")),
        (-0.04, "℃", ("0.0", "℃")),
        (None, "件", ("无数据", "")),
        (math.nan, "件", ("无数据", "")),
    ],
)
def test_a_figure_is_written_as_the_design_says(value: float | None, unit: str, written: tuple[str, str]) -> None:
    assert figure(value, unit) == written


def test_a_change_says_its_direction_once_and_nothing_when_unknown() -> None:
    assert [change(value) for value in (6.3, -1.2, 0, 0.04, None, math.nan)] == ["+6.3%", "−1.2%", "持平", "持平", "", ""]
    assert change(0.3, points=True) == "+0.3 个百分点"


def found(node: Any, name: str) -> list[Any]:
    children = getattr(node, "children", None)
    nodes = children if isinstance(children, list) else [children]
    here = [getattr(node, name)] if hasattr(node, name) and getattr(node, name) is not None else []
    return here + [value for child in nodes if child is not None for value in found(child, name)]


@pytest.mark.row("K-03")
def test_a_tile_tells_a_machine_its_raw_value_and_an_unknown_one_nothing() -> None:
    known = tile(148_200.0, Look(code="entity.opened", unit="户"), note="同比 +6.3%", line=[1, 2, None, 3])
    assert found(known, "data-indicator") == ["entity.opened"] and found(known, "data-value") == ["148200"]
    assert "14.82" in found(known, "children") and any("<svg" in markup for markup in found(known, "markup"))
    unknown = tile(None, Look(code="entity.opened", unit="户"))
    assert found(unknown, "data-value") == [""] and "无数据" in found(unknown, "children") and "0" not in found(unknown, "children")


def test_every_chart_type_has_a_loading_shape_that_says_that_it_loads() -> None:
    for kind in (*KINDS, "something else"):
        shape = skeleton(kind)
        assert getattr(shape, "aria-busy") == "true" and getattr(shape, "data-waiting") == "仍在取数"
        assert found(shape, "className")[0].startswith("sk sk-")
