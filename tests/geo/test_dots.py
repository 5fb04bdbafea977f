"""The dots of a dot map: as many as the numbers say, each in its county, the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from geo.areas import areas_of
from geo.dots import GRID, MOST, scattered, value_of_dot

PROVINCE = "320000"
pytestmark = pytest.mark.row("M-02")


def test_each_county_has_its_dots_and_they_lie_in_it() -> None:
    numbers = {"320102": 1000.0, "320623": 2600.0, "999999": 5000.0, "320000": 10.0}
    found = scattered(PROVINCE, numbers, 10)
    west, south, east, north = found.box
    points = found.places / GRID * (east - west, north - south) + (west, south)
    areas = {area.code: area for area in areas_of(PROVINCE)}
    assert len(points) == 360
    for code, count in (("320102", 100), ("320623", 260)):
        assert np.count_nonzero(areas[code].hold(points)) >= count - 2  # a dot on the very border may fall over it on the grid


def test_the_same_numbers_give_the_same_dots_and_more_keep_those_that_were() -> None:
    few, again, many = (scattered(PROVINCE, {"320102": n}, 1).places for n in (500.0, 500.0, 900.0))
    assert (few == again).all() and (many[:500] == few).all()


@pytest.mark.parametrize("total", [0, 1, 99_999, 100_001, 13_421_405, 4_000_000_000])
def test_the_value_of_a_dot_is_round_and_keeps_the_dots_few(total: float) -> None:
    value = value_of_dot(total)
    assert total / value <= MOST and (value == 1 or total / value > MOST / 2.1)


def test_the_answer_for_many_points_is_the_answer_for_each() -> None:
    area = next(area for area in areas_of(PROVINCE) if area.code == "320623")
    points = np.random.default_rng(3).uniform(area.box[:2], area.box[2:], size=(300, 2))
    assert area.hold(points).tolist() == [area.holds(*point) for point in points]
