"""The terms of a measure: the plain sums that a number is made of, each with the rows that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from data_access.measure import Combined, Count, Events, Last, Mean, Measure, Per, Ratio, Standing, Sum
from data_access.measure_rows import Leaf
from data_access.measure_sql import needs_of

Side = Literal["", "n", "d"]
"""Of a fraction the numerator or the denominator; empty for a number that is a sum."""


@dataclass(frozen=True)
class Term:
    """One sum: its side and sign in the formula, its mart, its rows, and what its sum is divided by."""

    side: Side
    sign: int
    mart: str
    measure: Measure
    leaf: Leaf
    divisor: int = 1


def terms(measure: Measure, mart: str) -> tuple[Term, ...]:
    """The terms of a measure in the order of its formula.

    The terms of one side, each with its sign, sum to that side. Of a sum of means no such thing is true: `sums` says so.
    """
    return tuple(_terms(measure, mart, "", 1, needs_of(measure, mart)))


def sums(measure: Measure) -> bool:
    """Whether the terms of each side sum to it: not for means that are added up."""
    return not (isinstance(measure, Combined) and any(isinstance(term, Mean | Ratio | Per) for _, term in measure.terms))


Needs = dict[type, frozenset[str]]


def _terms(measure: Measure, mart: str, side: Side, sign: int, needs: Needs) -> Iterator[Term]:
    match measure:
        case Combined():
            for own, term in measure.terms:
                yield from _terms(term, mart, side, sign * own, needs)
        case Ratio():
            yield from _terms(measure.part, mart, "n", sign, needs)
            yield from _terms(measure.whole, mart, "d", sign, needs)
        case Per():
            base = measure.base
            yield from _terms(measure.part, mart, "n", sign, needs)
            yield from _terms(base.measure, base.mart, "d", sign, needs if base.mart == mart else needs_of(base.measure, base.mart))
        case Mean():
            leaf = Leaf("weighted", measure.column, measure.where, weight=measure.weight or "")
            yield Term("n", sign, mart, measure, leaf)
            yield Term("d", sign, mart, measure, Leaf("weight", measure.column, measure.where, weight=measure.weight or ""))
        case Sum() | Last():
            kind = "sum" if isinstance(measure, Sum) else "last"
            needed = needs.get(type(measure), frozenset()) - {measure.column}
            yield Term(side, sign, mart, measure, Leaf(kind, measure.column, measure.where, needed), measure.divisor)
        case Count():
            yield Term(side, sign, mart, measure, Leaf("count", where=measure.where))
        case Standing() | Events():
            yield Term(side, sign, mart, measure, Leaf("thing", thing=measure), measure.divisor)
