"""The lineage of regions: what a place was on a past day, and where an old code or name has gone."""

from __future__ import annotations

from datetime import date

import pytest

from data_access.scope import Scope
from geo.lineage import sought, then
from geo.regions import regions_of

REGIONS = regions_of("320000")
WHOLE, NANJING = Scope.whole("320000"), Scope.of("320000", "320100")
pytestmark = pytest.mark.row("M-02")


def test_a_past_day_names_what_the_regions_of_today_were_then() -> None:
    told = then(REGIONS, REGIONS.counties_of("320600"), date(2019, 5, 1))
    assert any("崇川区（320602）＋港闸区（320611）" in sentence and sentence.startswith("崇川区：") for sentence in told)
    assert any("海门市（320684）" in sentence for sentence in told) and not any("海安县" in sentence for sentence in told)
    assert any("海安县（320621）" in sentence for sentence in then(REGIONS, REGIONS.counties_of("320600"), date(2018, 1, 1)))
    assert then(REGIONS, REGIONS.counties_of("320600"), date(2026, 1, 1)) == ()


def test_rows_of_that_day_lie_in_the_region_that_the_sentence_names() -> None:
    for code in ("320602", "320611"):
        assert REGIONS.locate(code, on=date(2019, 5, 1)).region == "320613"


def test_a_retired_code_leads_to_its_successor_with_a_sentence() -> None:
    one = sought(REGIONS, WHOLE, "320611")[0]
    assert one.code == "320613" and "港闸区（320611）" in one.sentence and "2020-06-19" in one.sentence
    assert sought(REGIONS, WHOLE, "如东")[0].sentence == "如东县（320623）"
    assert sought(REGIONS, WHOLE, "  ") == () and sought(REGIONS, WHOLE, "%_'; --") == ()


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("text", ["320611", "港闸", "320500", "苏州", "32"])
def test_what_is_foreign_is_as_what_does_not_exist(text: str) -> None:
    assert all(NANJING.allows(found.code) for found in sought(REGIONS, NANJING, text))
    assert not any("苏州" in found.sentence or "港闸" in found.sentence for found in sought(REGIONS, NANJING, text))
