"""The subject of a skeleton board: one business of the regulator, and by which numbers each of its six blocks answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from components.panels.board_choice import Cut
from indicators.failure import IndicatorFailed
from indicators.provenance import marts_of
from indicators.registry import get


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One business and its six blocks, each a tuple of codes of indicators.

    `volume`, `progress` and `deadline` are read over the chosen period (stocks at its end), `risk` over each number's usual period, because its
    normal band is of that; `trend` by month, of one mart and unit; `ranking` is one rate, which has a denominator.
    """

    key: str
    name: str
    owner: str
    volume: tuple[str, ...]
    progress: tuple[str, ...]
    risk: tuple[str, ...]
    deadline: tuple[str, ...]
    trend: tuple[str, ...]
    ranking: str
    clocks: tuple[str, ...] = ()
    """Codes of the statutory limits of this business."""
    rules: tuple[str, ...] = ()
    """Codes of the alert rules that watch it."""
    cut: Cut | None = None
    """The limit that its board offers beside period and place."""
    remark: str = ""
    """What the marts do not tell of its deadlines, in a sentence."""

    def __post_init__(self) -> None:
        blocks = {name: getattr(self, name) for name in ("volume", "progress", "risk", "deadline", "trend")}
        if empty := [name for name, codes in blocks.items() if not codes]:
            raise IndicatorFailed(f"subject {self.key} has no number for {', '.join(empty)}.")
        if len({(get(code).mart, get(code).unit) for code in self.trend}) > 1:
            raise IndicatorFailed(f"subject {self.key}: the lines of its trend must be of one mart and one unit.")
        if not get(self.ranking).is_fraction:
            raise IndicatorFailed(f"subject {self.key}: {self.ranking} is a total; a ranking needs a denominator.")

    @cached_property
    def timed(self) -> tuple[str, ...]:
        """All codes that are read over the chosen period: they share their statements, whichever block asks first."""
        return tuple(dict.fromkeys((*self.volume, *self.progress, *self.deadline, self.ranking)))

    @property
    def mart(self) -> str:
        """The mart whose last day names the board's months."""
        return get(self.trend[0]).mart


def marts_behind(*codes: str) -> frozenset[str]:
    """The marts that these numbers are read from."""
    return frozenset(mart for code in codes for mart in marts_of(get(code)))
