"""The candidates for the cause of a change: the few elements of one dimension, or of two, that explain it and that moved unlike the rest.

Method: Bhagwan et al. (2014), Adtributor: Revenue Debugging in Advertising Systems, NSDI. Causes of two dimensions are
looked for where one element of each meets, and only what the remainder of both did not do is told of the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

ENOUGH, EACH = 0.67, 0.1
"""The share of the change that the elements must explain together, and each alone."""
MOST = 4
"""Elements that an explanation may name: more explain nothing."""
TOO_MUCH = 1.5
"""From here on elements explain more than the change: others went the other way, and no few elements are its cause."""
APART = 2.0
"""How many times as much the meeting of two elements must have moved as either's remainder."""
NUMBERS = ("before", "now", "before_whole", "now_whole")


@dataclass(frozen=True)
class Candidate:
    """Elements by dimension that explain a change: `power` is their share of it (1 = all), `surprise` how unlike the rest they moved."""

    elements: tuple[tuple[str, tuple[str, ...]], ...]
    power: float
    surprise: float

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.elements)


def candidates(cells: pd.DataFrame, dims: Sequence[str]) -> list[Candidate]:
    """The candidates, the best first. `cells`: the dimensions, `before` and `now`, and for a ratio `before_whole` and `now_whole`.

    Empty where nothing changed, where no few elements explain the change, or where a number is below 0, of which no share can be told.
    """
    numbers = cells[[name for name in NUMBERS if name in cells]].fillna(0.0)
    cells = pd.concat([cells[list(dims)].astype("object"), numbers], axis=1)
    if (numbers < 0).any().any() or not _change(cells):
        return []
    single = [found for dim in dims if (found := _explained(cells, dim)) is not None]
    single.sort(key=lambda one: (-one.surprise, one.dimensions))
    crossed = [found for pair in combinations(dims, 2) if (found := _met(cells, pair)) is not None]
    crossed.sort(key=lambda one: (-one.surprise, one.dimensions))
    return [*crossed[:1], *single]


def _change(cells: pd.DataFrame) -> float:
    totals = cells[[name for name in cells if name in NUMBERS]].sum()
    if "now_whole" not in cells:
        return float(totals["now"] - totals["before"])
    if not totals["now_whole"] or not totals["before_whole"]:
        return 0.0
    return float(totals["now"] / totals["now_whole"] - totals["before"] / totals["before_whole"])


def _powers(sums: pd.DataFrame) -> pd.Series:
    """Each element's share of the change: the change of its own numbers alone, over that of all."""
    whole = _change(sums)
    if "now_whole" not in sums:
        return (sums["now"] - sums["before"]) / whole
    totals = sums.sum()
    before = totals["before"] / totals["before_whole"]
    # what the ratio would have become had this element alone moved, made to sum to the change
    alone = (totals["before"] - sums["before"] + sums["now"]) / (totals["before_whole"] - sums["before_whole"] + sums["now_whole"]) - before
    return alone / alone.sum() if abs(alone.sum()) > 1e-15 else alone * np.nan


def _surprises(sums: pd.DataFrame) -> pd.Series:
    """How unlike each element's shares before and now are: its term of the Jensen–Shannon divergence; a ratio's are those of both sums."""
    found = pd.Series(0.0, index=sums.index)
    for before, now in (("before", "now"), ("before_whole", "now_whole")):
        if now in sums and sums[before].sum() > 0 and sums[now].sum() > 0:
            p, q = sums[before] / sums[before].sum(), sums[now] / sums[now].sum()
            found = found + (_term(p, p + q) + _term(q, p + q)) / 2
    return found


def _term(p: pd.Series, both: pd.Series) -> pd.Series:
    known = p > 0
    return (p[known] * np.log10(2 * p[known] / both[known])).reindex(p.index, fill_value=0.0)


def _explained(cells: pd.DataFrame, dim: str) -> Candidate | None:
    """The fewest surprising elements of a dimension that explain the change, or None."""
    sums = cells.groupby(dim, sort=True, dropna=True)[[c for c in cells if c in NUMBERS]].sum()
    if len(sums) < 2 or not _change(sums):
        return None
    powers, surprises = _powers(sums), _surprises(sums)
    chosen: list[str] = []
    power = surprise = 0.0
    for element in surprises.sort_values(ascending=False, kind="stable").index:
        if not powers[element] > EACH:
            continue
        chosen.append(str(element))
        power += float(powers[element])
        surprise += float(surprises[element])
        if power > ENOUGH:
            break
    if not ENOUGH < power <= TOO_MUCH or len(chosen) > MOST or len(chosen) == len(sums):
        return None
    return Candidate(((dim, tuple(sorted(chosen))),), power, surprise)


def _met(cells: pd.DataFrame, pair: tuple[str, str]) -> Candidate | None:
    """One element of each of two dimensions where the change is only where both meet: neither's remainder moved as they did."""
    sums = cells.groupby(list(pair), sort=True)[[c for c in cells if c in NUMBERS]].sum()
    if len(sums) < 4 or not _change(sums):
        return None
    powers = _powers(sums).fillna(0.0)
    place = int(powers.to_numpy().argmax())
    power = float(powers.iloc[place])
    best: tuple[Any, ...] = sums.index[place]
    if not ENOUGH < power <= TOO_MUCH:
        return None
    moved = abs(_moved(sums.iloc[[place]]))
    for level, element in enumerate(best):
        beside = np.asarray(sums.index.get_level_values(level) == element) & (np.arange(len(sums)) != place)
        rest = sums.loc[beside]
        if not len(rest) or abs(_moved(rest)) * APART > moved:
            return None
    elements = tuple((name, (str(element),)) for name, element in zip(pair, best, strict=True))
    return Candidate(elements, power, float(_surprises(sums).iloc[place]))


def _moved(sums: pd.DataFrame) -> float:
    """By which part of itself a number moved; without a number before, by more than any."""
    total = sums.sum()
    before, now = total["before"], total["now"]
    if "now_whole" in sums:
        before = before / total["before_whole"] if total["before_whole"] else 0.0
        now = now / total["now_whole"] if total["now_whole"] else 0.0
    return float(now / before - 1) if before else (np.inf if now else 0.0)
