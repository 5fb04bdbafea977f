"""The movements of lots as numbers: who gave how much of which lot to whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.things.draws import Index

UNKNOWN, TO_CUSTOMERS, UNDER_SEAL = -1, -2, -3
"""Takers that are no enterprise."""


@dataclass(frozen=True)
class Moves:
    """Movements; the takers are numbers of enterprises or one of the three above."""

    codes: NDArray[np.object_]
    lots: NDArray[np.object_]
    giver: Index
    taker: Index
    quantity: Index
    at: Index

    @classmethod
    def of(cls, lots: Sequence[str], slot: int, ends: tuple[Index, Index], quantity: Index, at: Index) -> Moves:
        """One movement of each lot; lots of which nothing moves have none."""
        some = np.flatnonzero(quantity > 0)
        known = np.array(lots, dtype=object)[some]
        codes = np.array([f"M{lot}-{slot:02d}" for lot in known], dtype=object)
        return cls(codes, known, ends[0][some], ends[1][some].astype(np.int64), quantity[some], at[some])

    def keep(self, which: NDArray[np.bool_]) -> Moves:
        """Some of the movements."""
        return Moves(self.codes[which], self.lots[which], self.giver[which], self.taker[which], self.quantity[which], self.at[which])


def joined(parts: Sequence[Moves]) -> Moves:
    """Movements one after the other."""
    return Moves(*(np.concatenate([getattr(part, name) for part in parts]) for name in Moves.__dataclass_fields__))
