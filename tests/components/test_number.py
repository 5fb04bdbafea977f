"""The tests of numbers on a screen: the raw value for machines, the text for people, unknown never 0."""

from __future__ import annotations

import math

import pytest

from components.number import figure, marks, number
from components.printer import to_html
from indicators.read import Value


@pytest.mark.row("K-03")
@pytest.mark.parametrize("unknown", [None, math.nan, math.inf, -math.inf])
def test_an_unknown_number_is_never_zero(unknown: float | None) -> None:
    written = to_html(figure("alert.open", unknown, unit="件", size="n1"))
    assert written == '<b class="num n1 unknown" data-indicator="alert.open" data-value="">无数据</b>'
    assert marks("alert.open", unknown) == {"data-indicator": "alert.open", "data-value": ""}


def test_zero_is_a_number() -> None:
    assert (
        to_html(figure("alert.open", 0, unit="件"))
        == '<b class="num" data-indicator="alert.open" data-value="0">0<span class="unit">件</span></b>'
    )


@pytest.mark.parametrize(
    ("value", "raw", "shown"),
    [
        (148_200.0, "148200.0", '14.82<span class="unit">万户</span>'),
        (6_538_000_000, "6538000000", '65.38<span class="unit">亿户</span>'),
        (-3.0, "-3.0", '\u22123<span class="unit">户</span>'),
        (1e-9, "1e-09", '0<span class="unit">户</span>'),
        (0.1 + 0.2, "0.30000000000000004", '0<span class="unit">户</span>'),
    ],
)
def test_the_raw_value_is_whole_and_the_text_is_its_formatting(value: float, raw: str, shown: str) -> None:
    assert (
        to_html(figure("entity.stock", value, unit="户")) == f'<b class="num" data-indicator="entity.stock" data-value="{raw}">{shown}</b>'
    )


def test_a_number_of_an_indicator_carries_its_code() -> None:
    found = Value(code="kitchen.online_rate", value=98.64)
    written = to_html(number(found, unit="%", decimals=1, size="n3"))
    assert 'data-indicator="kitchen.online_rate"' in written and 'data-value="98.64"' in written and "98.6" in written
    assert "无数据" in to_html(number(Value(code="kitchen.online_rate", value=None), unit="%"))


def test_more_marks_stand_beside() -> None:
    assert marks("entity.stock", 5, region="320100")["data-region"] == "320100"


def test_numbers_of_numpy_are_written_plainly() -> None:
    import numpy as np

    assert marks("entity.stock", float(np.float64(5.5)))["data-value"] == "5.5"
