"""The tests of the official wording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import words

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (6_538_000_000, "条", 0, "65.38 亿条"),
        (148_200, "户", 0, "14.82 万户"),
        (1286, "条", 0, "1,286 条"),
        (0, "起", 0, "0 起"),
        (97.64, "%", 1, "97.6%"),
        (102.6, "", 1, "102.6"),
        (9_999, "户", 0, "9,999 户"),
        (9_999.6, "户", 0, "1.00 万户"),
        (10_000, "", 0, "1.00 万"),
        (99_999_999, "户", 0, "1.00 亿户"),
        (-12_500, "户", 0, "−1.25 万户"),
        (-0.2, "户", 0, "0 户"),
        (2.5, "件", 0, "3 件"),
        (0.125, "%", 2, "0.13%"),
        (100, "%", 0, "100.0%"),
        (None, "户", 0, "无数据"),
        (nan, "户", 0, "无数据"),
        (inf, "户", 0, "无数据"),
    ],
)
def test_a_number_is_written_officially(value: float | None, unit: str, decimals: int, text: str) -> None:
    assert words.number(value, unit, decimals) == text


def test_a_column_is_written_at_one_level() -> None:
    column = [148_200, 9_300, None]
    assert [words.number(v, "户", at_level=words.level(column)) for v in column] == ["14.82 万户", "0.93 万户", "无数据"]


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (106.3, 100, "+6.3%"),
        (98.8, 100, "−1.2%"),
        (100, 100, "持平"),
        (100.04, 100, "持平"),
        (0, 0, "持平"),
        (5, 0, "上期为 0"),
        (-50, -100, "+50.0%"),
        (12345, 100, "+12,245.0%"),
        (None, 1, "无数据"),
        (1, nan, "无数据"),
    ],
)
def test_a_change_has_a_sign_and_no_word(now: float | None, before: float | None, text: str) -> None:
    assert words.change(now, before) == text


@pytest.mark.parametrize(
    ("now", "before", "text"), [(97.6, 97.3, "+0.3 个百分点"), (97.3, 97.6, "−0.3 个百分点"), (97.6, 97.58, "持平"), (None, 1, "无数据")]
)
def test_rates_differ_by_percentage_points(now: float | None, before: float | None, text: str) -> None:
    assert words.points(now, before) == text


def test_small_counts_differ_by_things() -> None:
    assert (words.difference(8, 5, "起"), words.difference(5, 8, "起"), words.difference(5, 5, "起")) == ("+3 起", "−3 起", "持平")


def test_a_fraction_names_its_denominator() -> None:
    assert words.fraction(18_203, 18_443, "户") == "18,203 / 18,443 户"
    assert words.fraction(None, 18_443, "户") == "无数据"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0′00″"),
        (1421, "23′41″"),
        (3599.9, "59′59″"),
        (3600, "1时00分"),
        (18_120, "5时02分"),
        (94_320, "26时12分"),
        (-380, "−6′20″"),
        (None, "无数据"),
    ],
)
def test_a_duration_cannot_be_taken_for_a_time_of_day(seconds: float | None, text: str) -> None:
    assert words.duration(seconds) == text


def test_a_moment_is_as_short_as_it_may_be() -> None:
    now = datetime(2026, 11, 20, 10, 42, tzinfo=BEIJING)
    assert words.moment(datetime(2026, 11, 20, 2, 42, tzinfo=UTC), now) == "10:42"
    assert words.moment(datetime(2026, 11, 19, 22, 0, tzinfo=UTC), now) == "06:00"
    assert words.moment(datetime(2026, 11, 19, 6, 0, tzinfo=BEIJING), now) == "11-19 06:00"
    assert words.moment(datetime(2019, 4, 30, 6, 0, tzinfo=BEIJING), now) == "2019-04-30"
    assert words.moment(None, now) == "无数据"


@pytest.mark.row("K-03")
@given(st.floats(allow_nan=True, allow_infinity=True, width=32), st.sampled_from(("", "户", "%")))
def test_no_number_is_written_with_a_hyphen_or_in_powers(value: float, unit: str) -> None:
    text = words.number(value, unit)
    assert "-" not in text and "E" not in text and "nan" not in text
