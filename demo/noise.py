"""The keyed noise: every draw comes from a generator named by the seed and what is drawn, so any piece can be made again alone."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

Key = int | str | date


def generator(seed: int, *key: Key) -> np.random.Generator:
    """The generator of one named piece: equal names give equal numbers on every machine."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *map(_word, key)])))


def _word(part: Key) -> int:
    if isinstance(part, date):
        return part.toordinal()
    return zlib.crc32(part.encode()) if isinstance(part, str) else part


def apportion(total: int, weights: Sequence[float] | NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole numbers in proportion to weights that sum to the total (largest remainder)."""
    shares = np.asarray(weights, dtype=float)
    exact = shares / shares.sum() * total
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole
