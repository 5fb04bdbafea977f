"""Counted numbers: what the wall shows is what a passport counts again."""

from __future__ import annotations

import json

import pytest

from components.board import answer
from components.panel import View
from components.sources import open_sources
from data_access.cache import AnswerCache
from data_access.scope import Scope
from indicators.passport import same
from indicators.recount import COUNTS, Counting, recount
from tests.access.conftest import House
from tests.access.test_numbers import Numbers
from tests.demo.conftest import NOON, Stood


@pytest.mark.row("K-05")
def test_a_counted_number_is_counted_again_as_the_wall_shows_it(house: House, stood: Stood) -> None:
    with open_sources(stood.marts, stood.store) as sources:
        scope = Scope.whole(stood.settings.province)
        view = View(scope=scope, role="leader", now=NOON, sources=sources)
        text = answer(house.app.parts.boards["overview"], view, AnswerCache())
        seen: dict[tuple[str, str | None], float | None] = {}
        for panel in json.loads(text)["panels"]:
            for _, told, _ in Numbers(f"<div>{panel['html']}</div>").found:
                if told.get("data-indicator") in COUNTS:
                    value = told.get("data-value")
                    seen[told["data-indicator"], told.get("data-region")] = float(value) if value else None
        counting = {region: Counting(store=stood.store, marts=sources.marts, scope=scope, now=NOON, region=region) for _, region in seen}
        found = {(code, region): recount(code, counting[region]) for code, region in seen}
    assert len(seen) > 15
    assert {key: value for key, value in found.items() if not same(value, seen[key])} == {}
