"""The tests of the periods."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.buckets import Grain
from indicators.failure import IndicatorFailed
from indicators.period import Span, months_later, period

D = date
CASES = [
    (Span.MONTH, D(2026, 11, 20), (D(2026, 11, 1), D(2026, 11, 21)), (D(2026, 10, 1), D(2026, 10, 21)), (D(2025, 11, 1), D(2025, 11, 21))),
    (Span.MONTH, D(2026, 3, 30), (D(2026, 3, 1), D(2026, 3, 31)), (D(2026, 2, 1), D(2026, 3, 1)), (D(2025, 3, 1), D(2025, 3, 31))),
    (Span.MONTH, D(2026, 4, 30), (D(2026, 4, 1), D(2026, 5, 1)), (D(2026, 3, 1), D(2026, 4, 1)), (D(2025, 4, 1), D(2025, 5, 1))),
    (Span.MONTH, D(2024, 2, 29), (D(2024, 2, 1), D(2024, 3, 1)), (D(2024, 1, 1), D(2024, 2, 1)), (D(2023, 2, 1), D(2023, 3, 1))),
    (Span.FULL_MONTH, D(2026, 11, 20), (D(2026, 10, 1), D(2026, 11, 1)), (D(2026, 9, 1), D(2026, 10, 1)), (D(2025, 10, 1), D(2025, 11, 1))),
    (Span.FULL_MONTH, D(2026, 10, 31), (D(2026, 10, 1), D(2026, 11, 1)), (D(2026, 9, 1), D(2026, 10, 1)), (D(2025, 10, 1), D(2025, 11, 1))),
    (Span.FULL_MONTH, D(2026, 1, 5), (D(2025, 12, 1), D(2026, 1, 1)), (D(2025, 11, 1), D(2025, 12, 1)), (D(2024, 12, 1), D(2025, 1, 1))),
    (Span.YEAR, D(2026, 11, 20), (D(2026, 1, 1), D(2026, 11, 21)), (D(2025, 1, 1), D(2025, 11, 21)), (D(2025, 1, 1), D(2025, 11, 21))),
    (Span.YEAR, D(2026, 1, 20), (D(2026, 1, 1), D(2026, 1, 21)), (D(2025, 1, 1), D(2025, 1, 21)), (D(2025, 1, 1), D(2025, 1, 21))),
    (Span.YEAR, D(2026, 12, 31), (D(2026, 1, 1), D(2027, 1, 1)), (D(2025, 1, 1), D(2026, 1, 1)), (D(2025, 1, 1), D(2026, 1, 1))),
    (Span.DAY, D(2024, 2, 29), (D(2024, 2, 29), D(2024, 3, 1)), (D(2024, 2, 28), D(2024, 2, 29)), (D(2023, 2, 28), D(2023, 3, 1))),
    (
        Span.DAYS_30,
        D(2026, 11, 20),
        (D(2026, 10, 22), D(2026, 11, 21)),
        (D(2026, 9, 22), D(2026, 10, 22)),
        (D(2025, 10, 22), D(2025, 11, 21)),
    ),
    (
        Span.MONTHS_12,
        D(2026, 11, 20),
        (D(2025, 11, 21), D(2026, 11, 21)),
        (D(2024, 11, 21), D(2025, 11, 21)),
        (D(2024, 11, 21), D(2025, 11, 21)),
    ),
]


@pytest.mark.row("K-05")
@pytest.mark.parametrize(("span", "last", "window", "previous", "year_ago"), CASES)
def test_a_period_ends_with_the_data_and_compares_with_the_like_stretch(
    span: Span, last: date, window: tuple, previous: tuple, year_ago: tuple
) -> None:
    found = period(span, last, Grain.DAY)
    assert (found.window, found.previous, found.year_ago) == (window, previous, year_ago)


def test_today_by_hours_compares_with_yesterday_up_to_the_same_hour() -> None:
    found = period(Span.DAY, datetime(2026, 11, 20, 9), Grain.HOUR)
    assert found.window == (datetime(2026, 11, 20), datetime(2026, 11, 20, 10))
    assert found.previous == (datetime(2026, 11, 19), datetime(2026, 11, 19, 10))
    assert found.like == found.window


def test_the_last_hour_compares_with_the_same_hour_of_yesterday() -> None:
    found = period(Span.HOUR, datetime(2026, 11, 20, 0), Grain.HOUR)
    assert found.previous == (datetime(2026, 11, 19, 0), datetime(2026, 11, 19, 1))


def test_a_monthly_mart_counts_its_month_as_whole() -> None:
    found = period(Span.MONTH, date(2026, 10, 1), Grain.MONTH)
    assert (found.window, found.previous) == ((date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 9, 1), date(2026, 10, 1)))


@pytest.mark.parametrize(
    ("span", "grain"), [(Span.HOUR, Grain.DAY), (Span.DAY, Grain.MONTH), (Span.DAYS_30, Grain.MONTH), (Span.HOUR, Grain.MONTH)]
)
def test_a_period_finer_than_the_mart_is_refused(span: Span, grain: Grain) -> None:
    with pytest.raises(IndicatorFailed, match="coarser"):
        period(span, date(2026, 10, 1), grain)


UNENDED = [
    (Span.MONTH, D(2026, 11, 20), (D(2026, 11, 1), D(2026, 11, 21)), (D(2026, 11, 1), D(2026, 11, 20)), (D(2026, 10, 1), D(2026, 10, 20))),
    (Span.MONTH, D(2026, 10, 31), (D(2026, 10, 1), D(2026, 11, 1)), (D(2026, 10, 1), D(2026, 10, 31)), (D(2026, 9, 1), D(2026, 10, 1))),
    (Span.MONTH, D(2026, 11, 1), (D(2026, 11, 1), D(2026, 11, 2)), None, (D(2026, 10, 1), D(2026, 10, 2))),
    (Span.FULL_MONTH, D(2026, 10, 31), (D(2026, 9, 1), D(2026, 10, 1)), (D(2026, 9, 1), D(2026, 10, 1)), (D(2026, 8, 1), D(2026, 9, 1))),
    (Span.YEAR, D(2026, 11, 20), (D(2026, 1, 1), D(2026, 11, 21)), (D(2026, 1, 1), D(2026, 11, 20)), (D(2025, 1, 1), D(2025, 11, 20))),
    (Span.DAY, D(2026, 11, 20), (D(2026, 11, 20), D(2026, 11, 21)), None, (D(2026, 11, 19), D(2026, 11, 20))),
    (
        Span.DAYS_30,
        D(2026, 11, 20),
        (D(2026, 10, 21), D(2026, 11, 20)),
        (D(2026, 10, 21), D(2026, 11, 20)),
        (D(2026, 9, 21), D(2026, 10, 21)),
    ),
    (
        Span.MONTHS_12,
        D(2026, 11, 20),
        (D(2025, 11, 20), D(2026, 11, 20)),
        (D(2025, 11, 20), D(2026, 11, 20)),
        (D(2024, 11, 20), D(2025, 11, 20)),
    ),
]


@pytest.mark.row("K-03")
@pytest.mark.parametrize(("span", "last", "window", "like", "previous"), UNENDED)
def test_a_day_that_has_not_ended_is_counted_but_not_compared(span: Span, last: date, window: tuple, like: tuple, previous: tuple) -> None:
    found = period(span, last, Grain.DAY, complete=False)
    assert (found.window, found.like, found.previous) == (window, like, previous)


def test_an_hour_that_has_not_ended_is_not_compared() -> None:
    found = period(Span.DAY, datetime(2026, 11, 20, 9), Grain.HOUR, complete=False)
    assert found.window == (datetime(2026, 11, 20), datetime(2026, 11, 20, 10))
    assert found.like == (datetime(2026, 11, 20), datetime(2026, 11, 20, 9))
    assert found.previous == (datetime(2026, 11, 19), datetime(2026, 11, 19, 9))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([s for s in Span if s is not Span.HOUR]), st.booleans())
def test_the_windows_of_a_period_are_filled_and_never_overlap(last: date, span: Span, complete: bool) -> None:
    found = period(span, last, Grain.DAY, complete=complete)
    assert found.like is None or found.window[0] <= found.like[0] < found.like[1] <= found.window[1]
    ordered = sorted(found.compared)
    assert all(start < end for start, end in ordered)
    assert all(a[1] <= b[0] for a, b in zip(ordered, ordered[1:], strict=False))
    assert found.window[1] <= date.fromordinal(last.toordinal() + 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-30, 30))
def test_months_later_lands_in_the_month_that_was_meant(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
