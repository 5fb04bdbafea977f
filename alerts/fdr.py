"""The cap on the day's alarms: Benjamini and Hochberg's control of the false discovery rate over all cells that were judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def kept(chances: Sequence[float], rate: float, judged: int | None = None) -> list[bool]:
    """Which of some cells stay alarms when at most a part `rate` of the alarms may be false.

    `chances` are the probabilities of each cell's value without a cause (NaN is never kept); `judged` is the number of all cells that
    were looked at, where the others' chances were not worked out because they were large.
    """
    values = np.asarray(chances, dtype=float)
    known = ~np.isnan(values)
    cells = max(judged or 0, int(known.sum()))
    order = np.sort(values[known])
    below = np.nonzero(order <= rate * np.arange(1, len(order) + 1) / max(cells, 1))[0]
    limit = order[below[-1]] if len(below) else -1.0
    return [bool(ok and value <= limit) for ok, value in zip(known, values, strict=True)]
