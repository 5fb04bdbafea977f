"""The drawing of things by number: every quality of a thing follows from the seed, the quality's name and the thing's number alone.

So any thing can be made again without the others, a whole column at once (SplitMix64, Steele et al. 2014).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
_ALL = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


def _bits(seed: int, salt: str, index: Index) -> NDArray[np.uint64]:
    start = np.uint64((seed * _STEP ^ zlib.crc32(salt.encode()) * 0xD1342543DE82EF95) & _ALL)
    found = (index.astype(np.uint64) + np.uint64(1)) * np.uint64(_STEP) + start
    found ^= found >> np.uint64(30)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    return np.asarray(found ^ (found >> np.uint64(31)))


def chance(seed: int, salt: str, index: Index) -> NDArray[np.float64]:
    """One number in [0, 1) for each thing."""
    return np.asarray((_bits(seed, salt, index) >> np.uint64(11)) * 2.0**-53)


def among(seed: int, salt: str, index: Index, number: int | Index) -> Index:
    """One of `number` places for each thing, all alike."""
    return np.asarray(np.floor(chance(seed, salt, index) * number)).astype(np.int64)


def weighted(seed: int, salt: str, index: Index, weights: Sequence[float] | NDArray[np.float64]) -> Index:
    """One place for each thing, by weight."""
    sums = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(sums[:-1] / sums[-1], chance(seed, salt, index), side="right").astype(np.int64)


def taken(entries: Sequence[str | None], places: Index) -> NDArray[np.object_]:
    """The entries at some places."""
    known = np.empty(len(entries), dtype=object)
    known[:] = entries
    return known[places]
