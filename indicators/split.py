"""The exact split of a change into parts: what each part of a sum, or of a ratio, adds to the change of the whole.

Everything is reckoned in fractions, so that the parts sum to the change to the last digit, whatever the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.words import unknown

REST = ""
"""The key of what no known part accounts for: rows whose part is unknown, or a part that is unknown on one side."""
Pair = tuple[float | Fraction | None, float | Fraction | None]
"""A number before and now; None where there is none."""
ROUNDING = Fraction(1, 10**9)
"""The part of a whole below which a rest is rounding."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a change. `exact` sums to the change over all parts; so do `volume` + `rate` of a ratio, part by part.

    For a sum: `before` and `now` are the part's own numbers. For a ratio: its own rate before and now, `volume` what its weight in the
    whole does, `rate` what its own rate does. None: there was nothing.
    """

    key: str
    before: float | None
    now: float | None
    exact: Fraction
    volume: Fraction | None = None
    rate: Fraction | None = None
    weight: Pair = (None, None)
    """Of a ratio: the part's denominator before and now."""

    @property
    def change(self) -> float:
        """What the part adds to the change, in the indicator's unit."""
        return float(self.exact)

    def share(self, whole: Fraction) -> float | None:
        """The part's share of the whole change, which all parts' shares make 1 of; None where nothing changed in all."""
        return float(self.exact / whole) if whole else None


def fraction(number: float | Fraction | None) -> Fraction:
    """A number exactly as it is held; what is not there adds nothing."""
    return Fraction(0) if number is None or unknown(float(number)) else Fraction(number)


def _floats(pair: Pair) -> tuple[float | None, float | None]:
    """A pair as it is shown."""
    return None if pair[0] is None else float(pair[0]), None if pair[1] is None else float(pair[1])


def additive(parts: Mapping[str, Pair], whole: Pair) -> list[Part]:
    """The parts of a sum: each its own change. What they do not account for is the part REST, which is left out when it is nothing."""
    found = []
    for key, pair in parts.items():
        before, now = _floats(pair)
        found += [Part(key=key, before=before, now=now, exact=fraction(now) - fraction(before))] if key != REST else []
    rest = [
        fraction(whole[side]) - sum((fraction(pair[side]) for key, pair in parts.items() if key != REST), Fraction(0)) for side in (0, 1)
    ]
    return _closed(found, (float(rest[0]), float(rest[1])), rest[1] - rest[0])


def _closed(found: list[Part], rest: tuple[float, float], exact: Fraction) -> list[Part]:
    """The parts with the rest. What is smaller than the rounding of the numbers goes to the largest part: a closing cent is no part."""
    largest = max((max(abs(one.before or 0), abs(one.now or 0)) for one in found), default=0.0)
    if not exact and not any(rest):
        return found
    if found and max(abs(rest[0]), abs(rest[1])) <= ROUNDING * Fraction(largest):
        place = max(range(len(found)), key=lambda n: (abs(found[n].exact), found[n].key))
        closing = found[place]
        return [
            *found[:place],
            Part(key=closing.key, before=closing.before, now=closing.now, exact=closing.exact + exact),
            *found[place + 1 :],
        ]
    return [*found, Part(key=REST, before=rest[0], now=rest[1], exact=exact)]


@dataclass(frozen=True)
class Cell:
    """Numerator and denominator of a part, before and now."""

    part: Pair
    whole: Pair


def ratio(parts: Mapping[str, Cell], whole: Cell, scale: float) -> list[Part]:
    """The parts of a ratio whose numerator and denominator both add up.

    The ratio is the mean of the parts' rates by their weights in the denominator. A part's rate effect is the change of its rate at its
    mean weight; its volume effect is the change of its weight times how far its mean rate lies from the mean of the whole. This is the
    Shapley value of the two factors: the order in which they change plays no role, and nothing is left over.
    """
    sides = [_sides(cell, whole, scale) for cell in _with_rest(parts, whole).values()]
    mean = (_rate(whole, 0, scale) + _rate(whole, 1, scale)) / 2
    found = []
    for (key, cell), (weights, rates) in zip(_with_rest(parts, whole).items(), sides, strict=True):
        volume = (weights[1] - weights[0]) * ((rates[0] + rates[1]) / 2 - mean)
        rate = (weights[0] + weights[1]) / 2 * (rates[1] - rates[0])
        volume += _weightless(cell, whole, scale)
        own = tuple(float(_rate(cell, side, scale)) if fraction(cell.whole[side]) else None for side in (0, 1))
        found.append(Part(key=key, before=own[0], now=own[1], exact=volume + rate, volume=volume, rate=rate, weight=_floats(cell.whole)))
    return found


def _with_rest(parts: Mapping[str, Cell], whole: Cell) -> dict[str, Cell]:
    """The parts with what is left of the whole: a part of its own, or, where it is but rounding, in the largest one."""
    known = {key: cell for key, cell in parts.items() if key != REST}
    part, base = _left(known, whole, "part"), _left(known, whole, "whole")
    if not any((*part, *base)):
        return known
    if known and _is_rounding(part, whole.part) and _is_rounding(base, whole.whole):
        key = max(known, key=lambda name: (fraction(known[name].whole[1]), fraction(known[name].part[1]), name))
        return known | {key: Cell(_plus(known[key].part, part), _plus(known[key].whole, base))}
    return known | {REST: Cell(part, base)}


def _left(known: Mapping[str, Cell], whole: Cell, name: str) -> tuple[Fraction, Fraction]:
    sums = [sum((fraction(getattr(cell, name)[side]) for cell in known.values()), Fraction(0)) for side in (0, 1)]
    return fraction(getattr(whole, name)[0]) - sums[0], fraction(getattr(whole, name)[1]) - sums[1]


def _plus(pair: Pair, more: tuple[Fraction, Fraction]) -> Pair:
    found = [None if old is None and not new else fraction(old) + new for old, new in zip(pair, more, strict=True)]
    return found[0], found[1]


def _is_rounding(rest: tuple[Fraction, Fraction], whole: Pair) -> bool:
    """Whether a rest is no more than the last digits of the numbers that were added."""
    return all(abs(one) <= ROUNDING * abs(fraction(number)) for one, number in zip(rest, whole, strict=True))


def _rate(cell: Cell, side: int, scale: float) -> Fraction:
    whole = fraction(cell.whole[side])
    return Fraction(scale) * fraction(cell.part[side]) / whole if whole else Fraction(0)


def _sides(cell: Cell, whole: Cell, scale: float) -> tuple[list[Fraction], list[Fraction]]:
    """Weights and rates of a part before and now. Without a weight there is no rate: it is taken as on the other side, so that all is volume."""
    weights = [fraction(cell.whole[side]) / fraction(whole.whole[side]) for side in (0, 1)]
    rates = [_rate(cell, side, scale) for side in (0, 1)]
    for side in (0, 1):
        if not fraction(cell.whole[side]):
            rates[side] = rates[1 - side]
    return weights, rates


def _weightless(cell: Cell, whole: Cell, scale: float) -> Fraction:
    """What a numerator without a denominator adds."""
    sides = [
        Fraction(0) if fraction(cell.whole[side]) else Fraction(scale) * fraction(cell.part[side]) / fraction(whole.whole[side])
        for side in (0, 1)
    ]
    return sides[1] - sides[0]


def common(parts: Mapping[str, Pair], whole: Cell, scale: float) -> list[Part]:
    """The parts of a ratio whose denominator is one for all: `rate` is what the part's own count does, `volume` what the denominator does."""
    over = [Fraction(scale) / fraction(whole.whole[side]) for side in (0, 1)]
    found = []
    for key, cell in _with_rest({key: Cell(pair, (0, 0)) for key, pair in parts.items()}, Cell(whole.part, (0, 0))).items():
        before, now = (fraction(number) for number in cell.part)
        rate, volume = (now - before) * (over[0] + over[1]) / 2, (over[1] - over[0]) * (before + now) / 2
        own = [None if number is None else float(fraction(number) * per) for number, per in zip(cell.part, over, strict=True)]
        found.append(Part(key=key, before=own[0], now=own[1], exact=rate + volume, volume=volume, rate=rate, weight=_floats(whole.whole)))
    return found


def shown(numbers: Sequence[float], decimals: int = 1, total: float = 100.0) -> list[float]:
    """Numbers rounded so that the rounded ones sum to the total as well: the largest remainders are rounded up."""
    step = Fraction(1, 10**decimals)
    exact = [Fraction(number) / step for number in numbers]
    floors = [number.__floor__() for number in exact]
    missing = round(Fraction(total) / step) - sum(floors)
    order = sorted(range(len(exact)), key=lambda n: (floors[n] - exact[n], n))
    for place in order[: max(0, min(missing, len(order)))]:
        floors[place] += 1
    return [float(number * step) for number in floors]
