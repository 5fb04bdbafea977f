"""The formulas of indices as data: which registered indicators, between which goalposts, with which weights, from when on."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.index import composite, scores
from indicators.registry import get

FOLDER = Path(__file__).parent / "formulas"
FULL = 100.0
"""The top of the scale on which an index is shown."""


@dataclass(frozen=True, kw_only=True)
class Component:
    """One component. With goalposts (low, high; low above high: less is better) and a weight, or with points for each percent of it."""

    code: str
    group: str
    weight: float = 0.0
    goalposts: tuple[float, float] | None = None
    points: float | None = None

    @property
    def indicator(self) -> Indicator:
        return get(self.code)


@dataclass(frozen=True, kw_only=True)
class Formula:
    """An open formula. `kind` goalposts: the weighted mean of scores; points: the sum of shares in percent times points, over 100."""

    key: str
    name: str
    version: str
    effective: date
    owner: str
    kind: Literal["goalposts", "points"]
    how: Literal["arithmetic", "geometric"]
    missing: Literal["propagate", "reweight"]
    least_known: float
    """The least weight of known components with which a place is scored."""
    source: str
    components: tuple[Component, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.components)

    @property
    def goalposts(self) -> dict[str, tuple[float, float]]:
        return {one.code: one.goalposts for one in self.components if one.goalposts is not None}

    @property
    def weights(self) -> dict[str, float]:
        return {one.code: one.weight for one in self.components}

    def known(self, values: pd.DataFrame) -> pd.Series:
        """The share of the weight whose components are known."""
        shares = pd.Series(self.weights if self.kind == "goalposts" else dict.fromkeys(self.codes, 1.0))
        return values[list(self.codes)].notna().mul(shares).sum(axis=1) / shares.sum()

    def scored(self, values: pd.DataFrame) -> pd.DataFrame:
        """What each component scores, 0…1, or for points its share of the whole."""
        return scores(values, self.goalposts) if self.kind == "goalposts" else values[list(self.codes)] / FULL

    def index(self, values: pd.DataFrame) -> pd.Series:
        """The index 0…100 of each row, from components in the indicators' units; NaN where too little is known."""
        if self.kind == "goalposts":
            found = composite(values, self.goalposts, self.weights, self.how, self.missing) * FULL
        else:
            found = (
                sum((values[one.code] * (one.points or 0.0) for one in self.components), start=pd.Series(0.0, index=values.index)) / FULL
            )
        return found.where(self.known(values) >= self.least_known).rename("index")

    def contributions(self, values: pd.DataFrame) -> pd.DataFrame:
        """What each component adds to an arithmetic index; the row's sum is the index."""
        if self.kind == "points":
            parts = pd.DataFrame({one.code: values[one.code] * (one.points or 0.0) / FULL for one in self.components})
        elif self.how == "geometric":
            raise IndicatorFailed(f"{self.name}按几何平均合成，各分项不能相加。")
        else:
            known = values[list(self.codes)].notna()
            shares = known.mul(pd.Series(self.weights)).div(known.mul(pd.Series(self.weights)).sum(axis=1), axis=0)
            parts = self.scored(values) * shares * FULL
        return parts.where(self.index(values).notna(), axis=0)

    @property
    def wording(self) -> str:
        """The formula in words."""
        if self.kind == "points":
            terms = " + ".join(f"{one.points:g} × {one.indicator.name}" for one in self.components)
            return f"{self.name} =（{terms}）÷ 100"
        total = sum(self.weights.values())
        terms = "；".join(
            f"{one.indicator.name}（权重 {one.weight / total:.0%}，{one.goalposts[0]:g} 计 0 分，{one.goalposts[1]:g} 计满分）"
            for one in self.components
            if one.goalposts
        )
        mean = "加权算术平均" if self.how == "arithmetic" else "加权几何平均"
        lack = "缺项权重由其余分项分担" if self.missing == "reweight" else "缺项不计分"
        return f"{self.name} = 各分项得分的{mean} × 100；{terms}；{lack}，已知权重不足 {self.least_known:.0%} 不计分"


@cache
def formulas() -> Mapping[str, Formula]:
    """The formulas by key, from the folder. Raises IndicatorFailed that names the file and the line of the formula that cannot hold."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        one = parsed(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
        if one.key in found:
            raise IndicatorFailed(f"{path.name}: the formula {one.key!r} is declared twice.")
        found[one.key] = one
    return MappingProxyType(found)


def formula(key: str) -> Formula:
    """One formula by key."""
    if key not in formulas():
        raise IndicatorFailed(f"没有指数 {key!r:.40}：现有 {'、'.join(formulas())}。")
    return formulas()[key]


def parsed(data: Mapping[str, Any], name: str) -> Formula:
    """A formula from the data of its file, checked."""
    rows = data.get("component", [])
    components = []
    for row in rows:
        posts = row.get("goalposts")
        components.append(Component(**{**row, "goalposts": tuple(float(end) for end in posts) if posts is not None else None}))
    try:
        one = Formula(**{key: value for key, value in data.items() if key != "component"}, components=tuple(components))
    except TypeError as error:
        raise IndicatorFailed(f"{name}: {error}") from error
    _check(one, name)
    return one


def _check(one: Formula, name: str) -> None:
    if not one.components or len(set(one.codes)) != len(one.codes):
        raise IndicatorFailed(f"{name}: a formula needs components, each once.")
    for part in one.components:
        part.indicator  # noqa: B018 -- an unknown code raises with the nearest ones
        if one.kind == "goalposts" and (part.goalposts is None or part.goalposts[0] == part.goalposts[1] or not part.weight > 0):
            raise IndicatorFailed(f"{name}: component {part.code} needs two different goalposts and a weight above 0.")
        if one.kind == "points" and (part.points is None or not math.isfinite(part.points)):
            raise IndicatorFailed(f"{name}: component {part.code} needs points.")
