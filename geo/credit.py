"""The credit of a map: where its boundaries come from, under what terms, and its review number. No view and no export is without it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.regions import MAPS, RegionsFailed
from settings import settings

WANTING = "待填报"
NUMBER = "审图号："
SAMPLE = "样稿"


@dataclass(frozen=True)
class Credit:
    """What stands beside a map. `number` is the review number alone, empty where none was given."""

    source: str
    licence: str
    number: str

    @property
    def reviewed(self) -> bool:
        return bool(self.number)

    @property
    def review(self) -> str:
        """审图号：苏S(2026)001号, or that it is wanting."""
        return f"{NUMBER}{self.number or WANTING}"

    @property
    def lines(self) -> tuple[str, str, str]:
        """The three lines in their order."""
        return self.source, self.licence, self.review

    @property
    def mark(self) -> str:
        """What an export says across itself: 样稿 as long as the map has no review number."""
        return "" if self.reviewed else SAMPLE


def credit_of(province: str) -> Credit:
    """The credit of a province's map: its ``map.json``, with the review number of the setting before its own. Raises RegionsFailed without source."""
    told = _told(province)
    return Credit(told["source"], told.get("licence", ""), _number(settings().map_review) or _number(told.get("review", "")))


@cache
def _told(province: str) -> dict[str, Any]:
    path = MAPS / province / "map.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RegionsFailed(f"{path} 读不出（{type(error).__name__}）：请放入该省的 map.json。") from error
    if not str(found.get("source", "")).strip():
        raise RegionsFailed(f"{path} 没有写明底图来源（source）：没有来源的地图不得显示。")
    return found


def _number(text: str) -> str:
    """The number without its word; a placeholder is no number."""
    number = text.strip().removeprefix("审图号").lstrip("：: ").strip()
    return "" if number == WANTING else number
