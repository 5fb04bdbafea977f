"""The random draw (双随机) as arithmetic: the same rosters and the same seed give the same subjects and the same inspectors, anywhere.

Everything is SHA-256 over UTF-8 text whose parts are joined by line feeds, written in hexadecimal:

1. A roster's text is its lines, sorted by code: of subjects `code`; of inspectors `code<TAB>unit<TAB>avoided codes, sorted, by commas`.
   Its hash is the hash of that text.
2. The commitment is the hash of a secret of 64 hexadecimal digits, shown before the draw. The seed is the hash of the secret and the public
   number (an empty text where none was given): the drawer cannot know it before, and nobody can choose it alone.
3. A subject's key is the hash of seed, subject roster's hash and code. The subjects with the smallest keys are drawn, in that order.
4. The inspectors are dealt like cards: deck n (1, 2, …) holds all of them by the hash of seed, inspector roster's hash, n and code. For each
   subject, in order, the first card that may go is taken, then the next one that may go with it; cards that may not stay where they are,
   and a deck that has none is followed by the next. A card may not go to an entity in which it declares an interest, nor, where the
   inspectors of one subject come from different units, beside its own unit.
5. The result's hash is the hash of the lines `place<TAB>code<TAB>inspectors, by commas`.

The steps are this product's own; no regulation prescribes an algorithm. Fairness follows from SHA-256 giving keys like random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from enterprises.failure import EnterprisesFailed

ALGORITHM = "yiping-draw-1"


@dataclass(frozen=True, order=True)
class Inspector:
    """One inspector as a roster knows them: certificate number, unit, and the entities that they may not inspect."""

    code: str
    unit: str
    avoids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """One subject and who inspects it, in the order in which they were dealt."""

    place: int
    code: str
    inspectors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How much is drawn. `each`: inspectors a subject; `apart`: they come from different units."""

    size: int
    each: int = 2
    apart: bool = True


def digest(*parts: str) -> str:
    """The hash of some texts, joined by line feeds."""
    return sha256("\n".join(parts).encode()).hexdigest()


def subjects_text(codes: Iterable[str]) -> str:
    """The canonical text of a roster of subjects; codes that come twice count once."""
    return "\n".join(sorted(set(codes)))


def inspectors_text(inspectors: Iterable[Inspector]) -> str:
    """The canonical text of a roster of inspectors."""
    return "\n".join("\t".join((one.code, one.unit, ",".join(sorted(set(one.avoids))))) for one in sorted(inspectors))


def subjects_of(text: str) -> tuple[str, ...]:
    """The codes of a canonical text."""
    return tuple(text.split("\n")) if text else ()


def inspectors_of(text: str) -> tuple[Inspector, ...]:
    """The inspectors of a canonical text."""
    rows = (line.split("\t") for line in text.split("\n")) if text else ()
    return tuple(Inspector(code, unit, tuple(avoids.split(",")) if avoids else ()) for code, unit, avoids in rows)


def seed_of(secret: str, public_number: str) -> str:
    """The seed of a secret and a public number."""
    return digest(secret, public_number)


def share_of(count: int, percent: float | str) -> int:
    """How many a share of a roster is: rounded up, so that a share above nought draws at least one."""
    return math.ceil(Fraction(str(percent)) * count / 100)


def draw(seed: str, subjects: str, inspectors: str, terms: Terms) -> tuple[Drawn, ...]:
    """The draw from two canonical texts. Raises EnterprisesFailed where the rosters do not hold enough."""
    codes = subjects_of(subjects)
    if not 1 <= terms.size <= len(codes):
        raise EnterprisesFailed(f"名录有 {len(codes):,} 户，不能抽取 {terms.size:,} 户：请在 1 至 {len(codes):,} 之间。")
    roster = digest(subjects)
    chosen = sorted(codes, key=lambda code: (digest(seed, roster, code), code))[: terms.size]
    deck = Deck(seed, inspectors, terms)
    return tuple(Drawn(place, code, deck.deal(code)) for place, code in enumerate(chosen, 1))


class Deck:
    """The cards of the inspectors; a new deck follows when no card of the old ones may go."""

    def __init__(self, seed: str, inspectors: str, terms: Terms) -> None:
        self._seed, self._roster, self._terms = seed, digest(inspectors), terms
        self._inspectors = inspectors_of(inspectors)
        self._cards: list[Inspector] = []
        self._number = 0
        units = {one.unit for one in self._inspectors}
        if len(self._inspectors) < terms.each:
            raise EnterprisesFailed(f"检查人员名录有 {len(self._inspectors)} 人，每户需 {terms.each} 人：请先补充名录。")
        if terms.apart and len(units) < terms.each:
            raise EnterprisesFailed(
                f"检查人员来自 {len(units)} 个单位，不能为每户配 {terms.each} 名不同单位的人员：请补充名录或允许同单位。"
            )

    def deal(self, subject: str) -> tuple[str, ...]:
        """The inspectors of one subject. Raises EnterprisesFailed when all who are left must avoid it."""
        hand: list[Inspector] = []
        while len(hand) < self._terms.each:
            hand.append(self._card(subject, hand))
        return tuple(one.code for one in hand)

    def _card(self, subject: str, hand: Sequence[Inspector]) -> Inspector:
        for _ in range(2):  # a whole new deck has everybody: who is not found in it is not there
            for at, card in enumerate(self._cards):
                if self._may(card, subject, hand):
                    return self._cards.pop(at)
            self._shuffle()
        for at, card in enumerate(self._cards):
            if self._may(card, subject, hand):
                return self._cards.pop(at)
        raise EnterprisesFailed(f"按回避条件，检查人员名录中没有足够的人员可以检查 {subject}：请补充名录。")

    def _may(self, card: Inspector, subject: str, hand: Sequence[Inspector]) -> bool:
        together = any(one.code == card.code or (self._terms.apart and one.unit == card.unit) for one in hand)
        return not together and subject not in card.avoids

    def _shuffle(self) -> None:
        self._number += 1
        key = f"{self._number}"
        self._cards += sorted(self._inspectors, key=lambda one: (digest(self._seed, self._roster, key, one.code), one.code))


def result_text(drawn: Iterable[Drawn]) -> str:
    """The canonical text of a result."""
    return "\n".join(f"{one.place}\t{one.code}\t{','.join(one.inspectors)}" for one in drawn)
