"""Tests of number tiles and loading shapes."""

from __future__ import annotations

from typing import Any

import pytest

from components.charts.states import KINDS, skeleton
from components.charts.tile import Look, tile


def found(node: Any, name: str) -> list[Any]:
    children = getattr(node, "children", None)
    nodes = children if isinstance(children, list) else [children]
    here = [getattr(node, name)] if hasattr(node, name) and getattr(node, name) is not None else []
    return here + [value for child in nodes if child is not None for value in found(child, name)]


@pytest.mark.row("K-03")
def test_a_tile_tells_a_machine_its_raw_value_and_an_unknown_one_nothing() -> None:
    known = tile(148_200.0, Look(code="entity.opened", unit="户"), note="同比 +6.3%", line=[1, 2, None, 3], band=[(0, 2)])
    assert found(known, "data-indicator") == ["entity.opened"] and found(known, "data-value") == ["148200.0"]
    assert "14.82" in str(known) and any("spark-band" in markup for markup in found(known, "markup"))
    unknown = tile(None, Look(code="entity.opened", unit="户"))
    assert found(unknown, "data-value") == [""] and "无数据" in found(unknown, "children") and "0" not in found(unknown, "children")


def test_every_chart_type_has_a_loading_shape_that_says_that_it_loads() -> None:
    for kind in (*KINDS, "something else"):
        shape = skeleton(kind)
        assert getattr(shape, "aria-busy") == "true" and getattr(shape, "data-waiting") == "仍在取数"
        assert found(shape, "className")[0].startswith("sk sk-")
