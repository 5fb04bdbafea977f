"""The panels of the indices: a shown score recomputes from the shown components, and the choice of a city is held to the scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from components.panel import Panel, View
from components.panels import climate
from components.panels.index_standing import PANELS
from components.printer import to_html
from components.sources import Sources
from data_access.scope import Scope
from indicators.environment import BUSINESS, CREDIT
from indicators.formula import formula
from tests.demo.conftest import NOON, Stood

WHOLE, NANJING = Scope.whole("320000"), Scope.of("320000", "320100")
INDICES = {BUSINESS: PANELS[0], CREDIT: PANELS[1]}


@pytest.fixture(scope="module")
def marts(stood: Stood) -> Iterator[Any]:
    with stood.marts.snapshot() as shot:
        yield shot


def drawn(panel: Panel, marts: Any, scope: Scope = WHOLE, **params: str) -> str:
    view = View(scope=scope, role="leader", now=NOON, sources=Sources(marts=marts, store=None, changes=0), params=params)
    reading = panel.load(view)
    assert reading.data is not None, reading.note
    drawing = panel.chart(reading, view)
    return to_html(drawing.body) + to_html(drawing.subtitle)


def numbers(text: str, code: str, **marks: str) -> dict[str, float]:
    """Values by part (or region) of the marked numbers."""
    found = {}
    for tag in re.findall(r"<b [^>]*>", text):
        told = dict(re.findall(r'data-([\w-]+)="([^"]*)"', tag))
        if told.get("indicator") == code and told.get("value") and all(told.get(name) == value for name, value in marks.items()):
            found[told.get("part", told.get("region", ""))] = float(told["value"])
    return found


@pytest.mark.row("B-02")
@pytest.mark.parametrize("index", INDICES)
def test_the_score_is_the_sum_of_the_shown_contributions(index: str, marts: Any) -> None:
    code = "index.business_environment" if index == BUSINESS else "index.credit"
    ranked = numbers(drawn(INDICES[index], marts), code)
    for city in list(ranked)[:3]:
        text = drawn(INDICES[index], marts, city=city)
        parts = numbers(text, "index.contribution", region=city)
        assert set(parts) == set(formula(index).codes)
        assert sum(parts.values()) == pytest.approx(ranked[city], abs=1e-9)


@pytest.mark.row("B-02")
def test_each_contribution_recomputes_from_the_shown_value_goalposts_and_weight(marts: Any) -> None:
    chosen = formula(BUSINESS)
    text = drawn(INDICES[BUSINESS], marts, city="320500")
    parts, total = numbers(text, "index.contribution", region="320500"), sum(chosen.weights.values())
    for one in chosen.components:
        assert one.goalposts is not None
        low, high = one.goalposts
        value = numbers(text, one.code, region="320500")["320500"]
        score = min(1.0, max(0.0, (value - low) / (high - low)))
        assert parts[one.code] == pytest.approx(score * one.weight / total * 100)
        assert f"{low:g}–{high:g}" in text
    assert chosen.version in text and "缺项权重由其余分项分担" in text


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("panel", [*PANELS, climate.PANEL], ids=lambda panel: panel.key)
def test_a_city_that_asks_for_another_sees_its_own_alone(panel: Panel, marts: Any) -> None:
    text = drawn(panel, marts, NANJING, city="320500")
    assert set(re.findall(r'data-region="(\d+)"', text)) == {"320100"}
    assert "苏州" not in text and "无锡" not in text


@pytest.mark.row("K-05")
@pytest.mark.parametrize("given", ["999999", "<script>", "x" * 200])
def test_a_city_that_does_not_exist_is_told_and_the_first_is_shown(given: str, marts: Any) -> None:
    text = drawn(INDICES[BUSINESS], marts, city=given)
    assert "不是可以查看的市，显示名次最前的市" in text and "<script>" not in text


@pytest.mark.row("B-02")
def test_the_climate_names_its_convention_and_its_interval(marts: Any) -> None:
    text = drawn(climate.PANEL, marts)
    assert "惯例：市场主体景气指数，0–200 点，100 为临界" in text and "95% 区间" in text
