"""The choices of the map: which place, number, basis, classes, day and layers its parameters ask for, and what is said where they mean nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from components.charts.classes import METHODS
from components.panel import View
from data_access.scope import Scope
from geo.regions import Regions, regions_of
from indicators.declaration import Indicator
from indicators.registry import catalogue, search

REGION = re.compile(r"[0-9]{6}")
LONGEST_SAID = 20
USUAL = "complaint.per_ten_thousand"
STOCK = "entity.stock"
SHORT_LIST = (
    USUAL, "entity.stock", "entity.opened_30_days", "entity.net_growth_rate", "inspection.found_rate_30_days", "enforcement.filed_year",
    "complaint.received_30_days", "sampling.failed_rate", "kitchen.online_rate", "cold_chain.online_rate", "equipment.overdue_rate",
    "equipment.trapped_year", "licence.on_time_rate", "draw.completion_rate_30_days", "platform.clues_year", "trace.complete_rate_30_days", "credit.high_risk_share",
)  # fmt: skip
"""The numbers that the list offers; any other registered number is found by its words or its code."""
BASES: Mapping[str, str] = MappingProxyType({"count": "原数", "stock": "每万户在营主体"})
LAYERS: Mapping[str, str] = MappingProxyType(
    {"alerts": "告警", "orders": "派单", "cameras": "摄像机", "teams": "队伍", "trace": "流向", "dots": "主体点值"}
)
NO_LAYERS = "none"
DATA = frozenset({"place", "code", "per", "at"})
NEEDS = DATA | {"cls", "layers"}
PARAMS = NEEDS | {"site", "find"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is chosen. `place` is a region of today in the scope: the province, a city or a county; `faults` are sentences."""

    scope: Scope
    place: str
    one: Indicator
    per: str
    cls: str
    at: date | None
    """The day that the map looks back to; None for the data's last."""
    layers: tuple[str, ...]
    faults: tuple[str, ...] = ()

    @property
    def regions(self) -> Regions:
        return regions_of(self.scope.province)

    @property
    def level(self) -> str:
        return self.regions.level(self.place) or "province"

    @property
    def city(self) -> str | None:
        """The city that is shown; None where the province is."""
        return self.regions.city_of(self.place)

    @property
    def codes(self) -> tuple[str, ...]:
        """The regions that are coloured: the cities, or the counties of the shown city."""
        if self.city is None:
            return tuple(code for code in self.regions.cities if self.scope.allows(code))
        return self.regions.counties_of(self.city)

    @property
    def reach(self) -> Scope:
        """The shown place as a scope, for reads that know no region."""
        return self.scope.narrow(self.city) if self.city else self.scope


def home_of(scope: Scope) -> str:
    """Where somebody's map begins: the province, or the one city of a city account."""
    cities = sorted(scope.cities or ())
    return cities[0] if len(cities) == 1 else scope.province


def admits(scope: Scope, params: Mapping[str, str]) -> int:
    """Whether the place exists (else 404) and lies in the scope (else 403); 200. A retired code is the region that it is today."""
    given = params.get("place", "")
    if not given or given == home_of(scope):
        return 200
    if not REGION.fullmatch(given):
        return 404
    regions = regions_of(scope.province)
    if given not in regions.all and given not in regions.retired:
        return 404
    today = regions.locate(given).region if given not in regions.all else given
    return 200 if scope.allows(today) else 403


def choice_of(view: View) -> Choice:
    """What the parameters ask for; a word that means nothing is replaced by the usual one and told."""
    faults: list[str] = []
    params = view.params
    one = _indicator(params.get("code", ""), faults)
    usual = "count" if one.is_fraction or one.unit in ("%", "") or one.code == STOCK else "stock"
    per = _known(params.get("per", ""), BASES, usual, ("口径", faults))
    if per == "stock" and usual == "count":
        faults.append(f"“{one.name}”不按户数折算，按原数显示。" if params.get("per") else "")
        per = "count"
    return Choice(
        scope=view.scope, place=_place(view, faults), one=one, per=per, at=_day(params.get("at", ""), view, faults), layers=_layers(params.get("layers", "")),
        cls=_known(params.get("cls", ""), {code: word for code, (word, _) in METHODS.items()}, "equal", ("分级方法", faults)),
        faults=tuple(filter(None, faults)),
    )  # fmt: skip


def said(given: str) -> str:
    """What somebody gave, cut to what a sentence holds."""
    return given if len(given) <= LONGEST_SAID else given[:LONGEST_SAID] + "…"


def _indicator(given: str, faults: list[str]) -> Indicator:
    known = catalogue()
    if given in known:
        return known[given]
    found = [one for one in search(given[:60]) if isinstance(one, Indicator)] if given.strip() else []
    exact = next((one for one in found if one.name == given.strip()), None)
    if exact or found:
        return exact or found[0]
    if given:
        faults.append(f"没有“{said(given)}”这个可上图的指标，按“{known[USUAL].name}”显示。")
    return known[USUAL]


def _known(given: str, known: Mapping[str, str], usual: str, told: tuple[str, list[str]]) -> str:
    if given in known:
        return given
    word, faults = told
    if given:
        faults.append(f"没有“{said(given)}”这种{word}，按{known[usual]}显示。")
    return usual


def _place(view: View, faults: list[str]) -> str:
    given, scope = view.params.get("place", ""), view.scope
    home, regions = home_of(scope), regions_of(view.scope.province)
    if not given or given == home:
        return home
    if admits(scope, view.params) != 200:
        faults.append(f"“{said(given)}”不是可以查看的地区，按{'全省' if scope.is_whole else '本市'}显示。")
        return home
    if given in regions.all:
        return given
    return regions.locate(given).region


def _day(given: str, view: View, faults: list[str]) -> date | None:
    if not given:
        return None
    today = view.now.date()
    try:
        found = date.fromisoformat(given)
    except ValueError:
        faults.append(f"“{said(given)}”不是日期（写作 {today.isoformat()}），按最近数据显示。")
        return None
    if found > today:
        faults.append(f"{found.isoformat()} 尚未到来，按最近数据显示。")
        return None
    if found.year < 1949:
        faults.append(f"{found.isoformat()} 早于可查的年代，按最近数据显示。")
        return None
    return None if found == today else found


def _layers(given: str) -> tuple[str, ...]:
    if not given:
        return ("alerts",)
    asked = set(given.split("|"))
    return tuple(code for code in LAYERS if code in asked)
