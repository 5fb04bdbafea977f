"""The choices of the business pages: those of every board, and the kind of entities, suspected zombies and the way of splitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from components.panel import View
from components.panels import board_choice
from components.panels.board_choice import PERIODS, BoardChoice, period_of, place_of, through, word_of

__all__ = ["PERIODS", "Choice", "choice_of", "through"]

KINDS: Mapping[str, str] = MappingProxyType({"all": "全部", "enterprise": "企业", "individual": "个体户", "coop": "合作社"})
ZOMBIES: Mapping[str, str] = MappingProxyType({"with": "含", "without": "不含"})
SPLITS: Mapping[str, str] = MappingProxyType({"industry": "按行业", "city": "按地市"})
NEEDS = board_choice.NEEDS | {"kind"}
FLOW_NEEDS = NEEDS
STOCK_NEEDS = NEEDS | {"zombies"}
PARAMS = STOCK_NEEDS | {"split"}


@dataclass(frozen=True, kw_only=True)
class Choice(BoardChoice):
    """What is chosen: the limit is the kind of entities. `split` is how a change is split."""

    kind: str
    zombies: str
    split: str


def choice_of(view: View) -> Choice:
    """What the parameters ask for; a word that means nothing, or a place outside the scope, is replaced by the usual one and told."""
    faults: list[str] = []
    period = period_of(view, faults)
    chosen = {
        name: word_of(view.params.get(name, ""), known, usual, (word, faults))
        for name, known, usual, word in (
            ("kind", KINDS, "all", "主体"),
            ("zombies", ZOMBIES, "without", "疑似僵尸主体"),
            ("split", SPLITS, "industry", "拆分方式"),
        )
    }
    place, kind = place_of(view, faults, counties=False), chosen["kind"]
    return Choice(
        **chosen, period=period, area=place.area, scope=place.scope, region=place.region, place=place.place, cities=place.cities,
        where={} if kind == "all" else {"type": kind}, limit="" if kind == "all" else KINDS[kind], faults=tuple(faults),
    )  # fmt: skip
