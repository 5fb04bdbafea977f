"""The classes of a map: at most five steps, rising cuts, and the natural ones really are the best."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.classes import METHODS, natural, quantile, step_of

pytestmark = pytest.mark.row("M-01")
VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=40)


@given(VALUES, st.sampled_from(sorted(METHODS)))
def test_cuts_rise_and_every_value_has_a_step(values: list[float], method: str) -> None:
    cuts = METHODS[method][1](values)
    assert len(cuts) <= 4 and list(cuts) == sorted(set(cuts))
    steps = [step_of(value, cuts) for value in values]
    assert all(step is not None and 1 <= step <= 5 for step in steps) and step_of(None, cuts) is None


def test_quantiles_put_as_many_places_into_each_step() -> None:
    cuts = quantile([float(n) for n in range(100)])
    assert [sum(step_of(float(n), cuts) == step for n in range(100)) for step in range(1, 6)] == [20] * 5


def test_natural_breaks_have_the_least_spread_of_all_ways_to_cut() -> None:
    values = [1.0, 1.2, 1.1, 4.0, 4.3, 9.0, 9.1, 9.3, 15.0, 30.0, 31.0]
    ordered = sorted(values)

    def spread(cuts: tuple[float, ...]) -> float:
        groups: dict[int | None, list[float]] = {}
        for value in ordered:
            groups.setdefault(step_of(value, cuts), []).append(value)
        return sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups.values())

    best = min(spread(cuts) for cuts in combinations(ordered[1:], 4))
    assert spread(natural(values)) == pytest.approx(best)


def test_equal_values_are_one_class() -> None:
    assert all(cut([3.0, 3.0, 3.0]) == () for _, cut in METHODS.values())
