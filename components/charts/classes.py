"""The classes of a map: where five steps of colour meet, by a method that the legend names."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

STEPS = 5
Cuts = tuple[float, ...]


def equal(values: Sequence[float]) -> Cuts:
    """Steps of one round width from the least value to the largest."""
    low, high = min(values), max(values)
    if low == high:
        return ()
    width = _nice((high - low) / STEPS)
    first = math.floor(low / width) * width
    cuts = tuple(_plain(first + width * n) for n in range(1, STEPS))
    return tuple(cut for cut in cuts if low < cut <= high)


def quantile(values: Sequence[float]) -> Cuts:
    """As many places in each step: the cuts are values that occur, so that equal values stay together."""
    ordered = sorted(values)
    cuts = (ordered[round(len(ordered) * n / STEPS)] for n in range(1, STEPS) if round(len(ordered) * n / STEPS) < len(ordered))
    return tuple(sorted({cut for cut in cuts if cut > ordered[0]}))


def natural(values: Sequence[float]) -> Cuts:
    """Natural breaks (Fisher 1958, Jenks 1977): the steps with the least sum of squared distances from their means, found exactly."""
    ordered = sorted(values)
    steps = min(STEPS, len(set(ordered)))
    if steps < 2:
        return ()
    count = len(ordered)
    sums = [0.0]
    squares = [0.0]
    for value in ordered:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def spread(first: int, after: int) -> float:
        total = sums[after] - sums[first]
        return squares[after] - squares[first] - total * total / (after - first)

    best = [[math.inf] * (count + 1) for _ in range(steps + 1)]
    begin = [[0] * (count + 1) for _ in range(steps + 1)]
    best[0][0] = 0.0
    for step in range(1, steps + 1):
        for after in range(step, count + 1):
            best[step][after], begin[step][after] = min(
                (best[step - 1][first] + spread(first, after), first) for first in range(step - 1, after)
            )
    cuts, after = [], count
    for step in range(steps, 1, -1):
        after = begin[step][after]
        cuts.append(ordered[after])
    return tuple(sorted(set(cuts)))


METHODS: Mapping[str, tuple[str, Callable[[Sequence[float]], Cuts]]] = MappingProxyType(
    {"equal": ("等距取整", equal), "quantile": ("分位数", quantile), "natural": ("自然断点", natural)}
)
"""The methods by code: their word and how they cut. All give at most four rising cuts; a cut belongs to the step above it."""


def step_of(value: float | None, cuts: Cuts) -> int | None:
    """The step of a value, from 1 (the palest) on; None for unknown. Fewer classes than five are spread to the darker steps."""
    if value is None:
        return None
    return sum(value >= cut for cut in cuts) + 1


def _nice(width: float) -> float:
    """The round width not below a given one."""
    size = 10.0 ** math.floor(math.log10(width))
    return next(nice * size for nice in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if nice * size >= width * 0.999999)


def _plain(value: float) -> float:
    return float(f"{value:.6g}")
