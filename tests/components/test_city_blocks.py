"""The tests of a city's blocks: bars by working days, class limits, a box around a city, rows of sizes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.clocks.working_days import calendar_of
from bureaus.blocks import read
from components.blocks.clocks import BARS, bars_of
from components.blocks.maps import _cuts, box_of
from components.city_board import panels_of
from layouts.city import rows_of
from tests.bureaus.making import CITY, OTHER, number, trend

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)


def end(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.row("T-02")
def test_clocks_stand_by_the_working_days_that_are_left_and_never_in_two_bars() -> None:
    due = {end(19): 4, end(20): 1, end(23): 2, end(24): 3, end(1, 12): 5, end(2, 12): 6, None: 7}
    assert dict(zip(BARS, bars_of(due, FRIDAY, calendar_of()), strict=True)) == {
        "超期": 4, "0": 1, "1": 2, "2": 3, "3": 0, "4": 0, "5": 0, "6": 0, "7+": 11,
    }  # fmt: skip


@pytest.mark.row("T-02")
@pytest.mark.parametrize(
    "values", [[], [0.0], [1.5, 1.5], [0.71, 0.88, 2.31], [0, 3, 7], [99.1, 99.9], [-4.0, 12.0], [1e-6, 3e-6], [12_345.0, 900_000.0]]
)
def test_class_limits_rise_and_lie_between_the_values(values: list[float]) -> None:
    cuts = _cuts(values)
    assert cuts == sorted(set(cuts)) and len(cuts) in (0, 4)
    assert all(cut > min(values) for cut in cuts) and (not cuts or cuts[0] <= max(values))


def test_the_box_of_a_city_is_around_its_own_counties() -> None:
    (west, north), (east, south) = box_of("320000", CITY)
    assert west < 120.2 and east > 121.9 and south < 31.7 and north > 32.7
    assert box_of("320000", OTHER) != box_of("320000", CITY)


@pytest.mark.row("T-02")
def test_neighbouring_numbers_make_strips_and_sizes_fill_rows() -> None:
    told = [number(f"n{n}") for n in range(7)] + [{**trend(f"t{n}"), "size": size} for n, size in enumerate("3213322211")]
    rows = [[panel.size for panel in row] for row in rows_of(panels_of(CITY, read(told)))]
    assert rows == [[0] * 6, [0], [3, 2, 1], [3, 3], [2, 2, 2], [1, 1]]


@pytest.mark.row("T-02", "Z-02")
def test_two_cities_and_two_configurations_never_share_a_kept_answer() -> None:
    one, other = panels_of(CITY, read([number()]))[0], panels_of(OTHER, read([number()]))[0]
    again, changed = panels_of(CITY, read([number()]))[0], panels_of(CITY, read([number(title="别的")]))[0]
    assert one.edition == again.edition
    assert len({one.edition, other.edition, changed.edition}) == 3 and one.edition.startswith(CITY)


def test_the_nearest_limit_is_told_in_working_days() -> None:
    assert calendar_of().worked_between(FRIDAY.date(), (FRIDAY + timedelta(days=4)).date()) == 2
