"""The tests of formulas in words."""

from __future__ import annotations

import pytest

from indicators.formula_words import formula, sum_of
from indicators.registry import catalogue, get


@pytest.mark.row("K-02")
def test_every_indicator_says_in_words_how_it_is_computed() -> None:
    for one in catalogue().values():
        told = formula(one)
        assert told.text, one.code
        assert not one.is_fraction or (told.part and told.whole), one.code
        assert all(column not in told.text for column in ("_fen", "excursion", "opened_on")), one.code


def test_a_share_reads_as_numerator_over_denominator() -> None:
    assert formula(get("complaint.on_time_rate")).text == "期内按期办结合计 ÷ 期内办结合计 × 100%"


def test_a_base_of_another_mart_is_told_by_its_name() -> None:
    assert "「市场主体日报」期末在营" in formula(get("complaint.per_ten_thousand")).text


def test_limits_and_signs_are_told() -> None:
    assert formula(get("entity.net_enterprises")).text.count("主体类型＝enterprise") == 3
    assert " － " in formula(get("entity.net")).text


@pytest.mark.parametrize(
    ("code", "numbers", "text"),
    [
        ("complaint.on_time_rate", (98.104, 4812.0, 4905.0), "4,812 ÷ 4,905 = 98.104%"),
        ("entity.opened", (1286.0, None, None), "1,286 户"),
        ("complaint.per_ten_thousand", (2.5, 5.0, 20000.0), "5 ÷ 20,000 × 10,000 = 2.5 件"),
        ("entity.net", (-7.0, None, None), "−7 户"),
        ("entity.opened", (None, None, None), ""),
    ],
)
def test_the_sum_is_written_out_with_its_numbers(code: str, numbers: tuple[float | None, ...], text: str) -> None:
    assert sum_of(get(code), *numbers) == text
