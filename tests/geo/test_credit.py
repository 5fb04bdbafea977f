"""The credit of a map: the setting goes before the file, and without a number views say so and exports are marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.printer import to_html
from components.province import credit
from geo.credit import credit_of
from geo.regions import RegionsFailed
from settings import settings

PROVINCE = "320000"
pytestmark = pytest.mark.row("M-03")


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_a_number_the_view_says_so_and_an_export_is_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIPING_MAP_REVIEW", raising=False)
    told = credit_of(PROVINCE)
    assert told.review == "审图号：待填报" and told.mark == "样稿" and not told.reviewed


@pytest.mark.parametrize("given", ["苏S(2026)001号", "审图号：苏S(2026)001号", "审图号: 苏S(2026)001号 "])
def test_the_setting_gives_the_number_everywhere(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("YIPING_MAP_REVIEW", given)
    told = credit_of(PROVINCE)
    assert told.review == "审图号：苏S(2026)001号" and told.mark == ""
    shown = to_html(credit(PROVINCE))
    assert "审图号：苏S(2026)001号" in shown and told.source in shown and told.licence in shown and 'data-reviewed="true"' in shown


def test_a_placeholder_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_MAP_REVIEW", "审图号：待填报")
    assert not credit_of(PROVINCE).reviewed


def test_a_province_without_map_is_told() -> None:
    with pytest.raises(RegionsFailed, match="map.json"):
        credit_of("990000")
