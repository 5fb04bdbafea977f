"""The tests of the watch: who is watched, against which band, and in which state each number is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from data_access.scope import Scope
from indicators.declaration import Band, Indicator
from indicators.failure import IndicatorFailed
from indicators.read import Value, value
from indicators.registry import catalogue, get
from indicators.watch import Look, Stand, against, look, stand, watched
from tests.demo.conftest import NOON, Stood
from tests.indicators.small_marts import NANJING, WHOLE, Bench

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
RATE = "kitchen.online_rate"


@pytest.mark.row("O-03")
def test_twenty_are_the_core_and_ninety_four_the_run() -> None:
    assert Counter(one.watch for one in watched()) == {"core": 20, "run": 94}
    assert [one.watch for one in watched()] == ["core"] * 20 + ["run"] * 94
    assert watched("core") == watched()[:20]
    with pytest.raises(IndicatorFailed, match="there is no watch 'all'"):
        watched("all")  # type: ignore[arg-type]


@pytest.mark.row("O-03")
def test_every_watched_indicator_has_a_band_and_says_where_it_comes_from() -> None:
    for one in watched():
        assert one.band and len(one.band.source) >= 8, one.code
        assert one.band.low is not None or one.band.high is not None, one.code
        assert one.band.low is None or one.band.high is None or one.band.low < one.band.high, one.code


def test_a_watched_indicator_without_a_band_is_refused() -> None:
    one = get("entity.closed")
    with pytest.raises(IndicatorFailed, match="is watched, so it needs a normal band"):
        Indicator(code="entity.test", name="测试", unit="户", mart="entity_daily", measure=one.measure, definition="测试", watch="run")


@pytest.mark.row("O-03")
def test_each_of_them_has_a_state_in_the_province_and_most_are_normal(stood: Stood) -> None:
    with stood.marts.snapshot() as shot:
        found = look(shot, Look(scope=Scope.whole(stood.settings.province), now=NOON))
    counts = Counter(one.stand for one in found)
    assert len(found) == 114
    assert counts[Stand.IN] >= 0.8 * 114, [
        (one.indicator.code, one.stand, one.value.value, one.indicator.band) for one in found if one.stand != "in"
    ]
    assert {one.indicator.mart for one in found if one.stand is Stand.LATE} <= {"draw_daily"}
    assert all(one.stand is Stand.UNKNOWN for one in found if one.value.value is None)


@pytest.mark.row("Z-02")
def test_a_bureau_looks_at_its_own_numbers(stood: Stood) -> None:
    code = "entity.opened_7_days"
    with stood.marts.snapshot() as shot:
        own = look(shot, Look(scope=NANJING, now=NOON, watch="core"))
        assert next(one.value.value for one in own if one.indicator.code == code) == value(shot, code, WHOLE, region="320100").value


@pytest.mark.row("K-03")
def test_without_any_data_all_are_unknown() -> None:
    assert {one.stand for one in look(Bench(), Look(scope=WHOLE, now=NOW))} == {Stand.UNKNOWN}


@pytest.mark.parametrize(
    ("number", "age", "state"),
    [
        (97.0, timedelta(hours=1), Stand.IN),
        (95.0, timedelta(hours=1), Stand.IN),
        (94.9, timedelta(hours=1), Stand.BELOW),
        (101.0, timedelta(hours=1), Stand.ABOVE),
        (94.9, timedelta(hours=27), Stand.LATE),
        (None, timedelta(hours=1), Stand.UNKNOWN),
        (None, timedelta(hours=27), Stand.UNKNOWN),
    ],
)
@pytest.mark.row("K-03")
def test_unknown_and_late_come_before_the_band(number: float | None, age: timedelta, state: Stand) -> None:
    assert stand(get(RATE), Value(code=RATE, value=number, as_of=NOW - age), NOW) is state


def test_an_open_end_holds_everything_on_its_side() -> None:
    assert [against(Band(low=3), number) for number in (2.9, 3, 1e12)] == [Stand.BELOW, Stand.IN, Stand.IN]
    assert against(Band(high=3), float("nan")) is Stand.UNKNOWN
    assert all(one.band is None or one.band.source for one in catalogue().values())
