"""The tests of passports: the number computed past every cache is the number, and what it says of its batches is true."""

from __future__ import annotations

import time

import pytest

from data_access.scope import Scope
from indicators.counted import Counted
from indicators.drill import Place
from indicators.passport import passport, recompute, same
from indicators.recount import COUNTS, SINGLE, WITH_PANEL
from indicators.registry import catalogue, counted, get
from tests.demo.conftest import NOON, Stood


@pytest.mark.row("K-02")
@pytest.mark.parametrize(("region", "which"), [(None, slice(None)), ("320500", slice(2, None, 3))])
def test_a_recomputation_from_the_rows_gives_the_same_number(stood: Stood, region: str | None, which: slice) -> None:
    place = Place(scope=Scope.whole(stood.settings.province), region=region)
    wrong = []
    with stood.marts.snapshot() as shot:
        for one in list(catalogue().values())[which]:
            found = recompute(shot, one, place, time.perf_counter)
            if not same(found.value.value, found.kept):
                wrong.append((one.code, found.value.value, found.kept))
    assert wrong == []


@pytest.mark.row("K-02")
def test_a_passport_names_sources_batches_quality_and_rows(stood: Stood) -> None:
    with stood.marts.snapshot() as shot:
        found = passport(shot, get("complaint.on_time_rate"), Place(scope=Scope.whole(stood.settings.province)), NOON)
        live = {batch.number: batch.sha256 for batch in shot.catalogue.live_batches}
    assert found.sources and found.quality is not None and found.rows
    assert found.batches and all(live[one.number].startswith(one.digest) for one in found.batches)
    assert len(found.trend) == 12 and found.next_due is not None
    assert found.value.numerator is not None and "÷" in found.sum


@pytest.mark.row("Z-02")
def test_a_citys_passport_tells_nothing_of_the_others(stood: Stood) -> None:
    with stood.marts.snapshot() as shot:
        whole = passport(shot, get("complaint.received"), Place(scope=Scope.whole(stood.settings.province)), NOON)
        found = passport(shot, get("complaint.received"), Place(scope=Scope.of(stood.settings.province, "320100")), NOON)
    assert found.value.value is not None and whole.value.value is not None and found.value.value < whole.value.value
    assert all(one.rows is None and one.rejected is None for one in found.batches)
    assert set(found.missing) <= {"320100"}


def test_every_number_that_is_counted_in_the_store_alone_can_be_counted_again() -> None:
    """Numbers of analyses are made with their chart; of the others only what is one thing's own is not counted."""
    known = {code for code, one in counted().items() if isinstance(one, Counted) and one.family not in WITH_PANEL}
    assert known == set(COUNTS) | SINGLE
