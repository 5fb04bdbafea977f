"""The state of watched sites: gathered minutes count, a single reading never does, and who is silent is not well."""

from __future__ import annotations

import pytest

from alerts.excursion import product
from alerts.remote_sites import State, _lacks, state_of

FROZEN = product("frozen")
WELL = {"came": 1, "due": 4, "reporting": 4, "minutes": 0.0, "degree_minutes": 0.0}


@pytest.mark.row("V-07")
def test_three_minutes_too_warm_and_three_hours_too_warm_are_not_the_same() -> None:
    assert state_of({**WELL, "minutes": 3, "degree_minutes": 30}, FROZEN) is State.BRIEF
    assert state_of({**WELL, "minutes": 180, "degree_minutes": 900}, FROZEN) is State.BEYOND


@pytest.mark.row("V-07")
def test_many_minutes_just_above_the_limit_are_borne() -> None:
    assert state_of({**WELL, "minutes": 180, "degree_minutes": 100}, FROZEN) is State.BRIEF


@pytest.mark.row("V-07")
def test_the_limits_are_those_of_the_product() -> None:
    row = {**WELL, "minutes": 15, "degree_minutes": 200}
    assert state_of(row, FROZEN) is State.BRIEF and state_of(row, product("vaccine")) is State.BEYOND
    assert state_of(row, None) is State.BRIEF, "nobody knows the limits of an unknown product"


@pytest.mark.row("K-03")
@pytest.mark.parametrize("gone", [{"came": float("nan")}, {"came": 0}, {"reporting": float("nan")}, {"reporting": 0}])
def test_a_site_that_is_not_heard_is_not_normal(gone: dict[str, float]) -> None:
    assert state_of({**WELL, **gone}, FROZEN) is State.UNHEARD
    assert state_of({**WELL, "reporting": 3}, FROZEN) is State.PARTIAL
    assert state_of(WELL, FROZEN) is State.NORMAL


@pytest.mark.row("T-04")
def test_what_is_not_bound_is_named() -> None:
    whole = {"kind": "store", "camera": "C1", "sensors": 4, "uscc": "91320102DYAAAAAAAA", "lon": 118.8, "lat": 32.0, "lots": 2}
    assert _lacks(whole) == ()
    assert _lacks({**whole, "camera": None, "lots": 0}) == ("camera", "lot")
    assert _lacks({**whole, "uscc": float("nan"), "lon": float("nan"), "sensors": 0}) == ("sensor", "place")
    assert _lacks({**whole, "kind": "vaccine", "lots": 0}) == (), "vaccines are followed by other records"
