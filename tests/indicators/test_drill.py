"""The tests of the way down: the records behind a number make the number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data_access.measure import MeasureFailed
from data_access.measure_terms import sums, terms
from data_access.records import DEEPEST, Slice, records
from data_access.scope import Scope
from indicators.drill import Place, drill, query_of, read_value, total_of
from indicators.failure import IndicatorFailed
from indicators.registry import catalogue, get
from tests.demo.conftest import Stood


def near(one: float | None, other: float | None) -> bool:
    return (one or 0.0) == pytest.approx(other or 0.0, rel=1e-9, abs=1e-9)


@pytest.mark.row("O-04")
@pytest.mark.parametrize(("region", "which"), [(None, slice(None)), ("320600", slice(0, None, 3)), ("320623", slice(1, None, 3))])
def test_the_records_of_every_indicator_sum_to_its_number(stood: Stood, region: str | None, which: slice) -> None:
    """Every one for the province; below it a third for a city and another third for a county, for the way is the same."""
    place = Place(scope=Scope.whole(stood.settings.province), region=region)
    wrong = []
    with stood.marts.snapshot() as shot:
        for one in list(catalogue().values())[which]:
            found, window = read_value(shot, one, place)
            if window is None or not sums(one.measure):
                continue
            listed = [(term, records(shot, query_of(one, place, window), term, Slice())) for term in terms(one.measure, one.mart)]
            for side, number in (("n", found.numerator), ("d", found.denominator)) if one.is_fraction else (("", found.value),):
                total = total_of([(t, found_of) for t, found_of in listed if t.side == side and found_of.count])
                if not near(total, number):
                    wrong.append((one.code, side, total, number))
    assert wrong == []


@pytest.mark.row("O-04")
def test_a_number_of_things_lists_as_many_named_things(stood: Stood) -> None:
    place = Place(scope=Scope.whole(stood.settings.province), region="320600")
    with stood.marts.snapshot() as shot:
        found = drill(shot, get("enterprise.standing"), place, 0, Slice(0, 500))
    assert found.listing.count == found.value.value
    assert found.listing.rows["name"].notna().all() and found.listing.rows["region"].str.startswith("3206").all()


@pytest.mark.row("O-04")
def test_pages_of_a_list_follow_each_other_without_gap_or_overlap(stood: Stood) -> None:
    place = Place(scope=Scope.whole(stood.settings.province))
    with stood.marts.snapshot() as shot:
        whole = drill(shot, get("complaint.received"), place, 0, Slice(0, 120)).listing.rows
        pages = [drill(shot, get("complaint.received"), place, 0, Slice(at, 40)).listing.rows for at in (0, 40, 80)]
    assert [row for page in pages for row in page.itertuples(index=False)] == list(whole.itertuples(index=False))


@pytest.mark.row("Z-02")
def test_a_city_lists_its_own_records_alone(stood: Stood) -> None:
    place = Place(scope=Scope.of(stood.settings.province, "320100"))
    with stood.marts.snapshot() as shot:
        for code in ("complaint.received", "enterprise.standing", "equipment.overdue"):
            found = drill(shot, get(code), place, 0, Slice(0, 500))
            assert set(found.listing.rows["region"].str[:4]) <= {"3201"}, code
            assert found.events.rows.empty or set(found.events.rows["region"].str[:4]) == {"3201"}


@pytest.mark.row("O-04")
def test_events_of_the_archive_stand_apart_and_are_named(stood: Stood) -> None:
    place = Place(scope=Scope.whole(stood.settings.province))
    with stood.marts.snapshot() as shot:
        found = drill(shot, get("complaint.received"), place, 0, Slice())
    assert found.events.count > 0 and found.events.rows["name"].notna().any()
    assert found.listing.total == found.value.value


def test_days_are_both_given_in_order_and_not_too_many() -> None:
    scope, day = Scope.whole("320000"), date(2026, 11, 1)
    for start, end in ((day, None), (None, day), (day, day), (day, day - timedelta(days=1)), (date(1990, 1, 1), day)):
        with pytest.raises(IndicatorFailed):
            Place(scope=scope, start=start, end=end)


def test_a_list_is_not_turned_over_without_end() -> None:
    with pytest.raises(MeasureFailed):
        Slice(DEEPEST, 50)
