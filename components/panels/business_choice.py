"""The choices of the business pages: what their parameters ask for, and what is said where they ask for nothing that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from components.number import limits
from components.panel import View
from data_access.measure import Where
from data_access.scope import Scope
from geo.groups import groups_of
from geo.regions import regions_of
from indicators.period import Span
from indicators.question import Ask

PERIODS: Mapping[str, tuple[Span, str]] = MappingProxyType(
    {"year": (Span.YEAR, "本年累计"), "month": (Span.MONTH, "本月"), "rolling": (Span.MONTHS_12, "近 12 月")}
)
KINDS: Mapping[str, str] = MappingProxyType({"all": "全部", "enterprise": "企业", "individual": "个体户", "coop": "合作社"})
ZOMBIES: Mapping[str, str] = MappingProxyType({"with": "含", "without": "不含"})
SPLITS: Mapping[str, str] = MappingProxyType({"industry": "按行业", "city": "按地市"})
NEEDS = frozenset({"period", "area", "kind"})
FLOW_NEEDS = NEEDS
STOCK_NEEDS = NEEDS | {"zombies"}
PARAMS = STOCK_NEEDS | {"split"}
LONGEST_SAID = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is chosen. `scope` is the caller's own, cut to a chosen group of cities; `region` is a chosen city; `faults` are sentences about
    what could not be meant.
    """

    period: str
    area: str
    kind: str
    zombies: str
    split: str
    scope: Scope
    region: str | None
    place: str
    cities: tuple[str, ...]
    """The cities of the place, in order."""
    faults: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        return PERIODS[self.period][0]

    @property
    def where(self) -> Where:
        return {} if self.kind == "all" else {"type": self.kind}

    @property
    def reach(self) -> Scope:
        """The chosen place as a scope, for reads that know no region."""
        return self.scope.narrow(self.region) if self.region else self.scope

    def ask(self, *codes: str, limited: bool = True) -> Ask:
        """The question to the indicators over the chosen period and place; `limited` to the chosen kind, for marts that know kinds."""
        return Ask(codes=codes, scope=self.scope, region=self.region, span=self.span, where=self.where if limited else {})

    def told(self, part: Where, region: str | None = None) -> dict[str, str]:
        """What a number of a part of the place tells besides its code, so that it can be asked again."""
        several = region is None and self.region is None and self.scope.cities is not None and len(self.scope.cities) > 1
        found = {
            "region": region or self.region or "", "where": limits({**self.where, **part}), "cities": "|".join(sorted(self.scope.cities or ())) if several else "",
        }  # fmt: skip
        return {name: text for name, text in found.items() if text}

    @property
    def words(self) -> str:
        """The choice in words: place and kind, without what is usual."""
        kind = "" if self.kind == "all" else KINDS[self.kind]
        return "　".join(word for word in (self.place, kind) if word)


def choice_of(view: View) -> Choice:
    """What the parameters ask for; a word that means nothing, or a place outside the scope, is replaced by the usual one and told."""
    faults: list[str] = []
    chosen = {
        name: _known(view.params.get(name, ""), known, usual, (word, faults))
        for name, known, usual, word in (
            ("period", {code: word for code, (_, word) in PERIODS.items()}, "year", "期间"),
            ("kind", KINDS, "all", "主体"),
            ("zombies", ZOMBIES, "without", "疑似僵尸主体"),
            ("split", SPLITS, "industry", "拆分方式"),
        )
    }
    area, place, scope = _place(view, faults)
    region = area if area in regions_of(view.scope.province).cities else None
    cities = tuple(city for city in regions_of(view.scope.province).cities if (region in (None, city)) and scope.allows(city))
    return Choice(**chosen, area=area, place=place, scope=scope, region=region, cities=cities, faults=tuple(faults))


def _known(given: str, known: Mapping[str, str], usual: str, told: tuple[str, list[str]]) -> str:
    if given in known:
        return given
    word, faults = told
    if given:
        faults.append(f"没有“{_said(given)}”这种{word}，按{known[usual]}显示。")
    return usual


def _said(given: str) -> str:
    return given if len(given) <= LONGEST_SAID else given[:LONGEST_SAID] + "…"


def _place(view: View, faults: list[str]) -> tuple[str, str, Scope]:
    """The code, the name and the scope of the place. A foreign place and one that does not exist are told alike."""
    given, scope, province = view.params.get("area", ""), view.scope, view.scope.province
    regions = regions_of(province)
    if given in regions.cities and scope.allows(given):
        return given, regions.short(given), scope
    for group in groups_of(province):
        cities = [city for city in group.cities if scope.allows(city)]
        if group.code == given and cities:
            return given, group.name, Scope.of(province, *cities)
    if given not in ("", "all"):
        faults.append(f"“{_said(given)}”不是可以查看的地区，按{'全省' if scope.is_whole else '本市'}显示。")
    return "all", "", scope


def through(span: Span, last: object, year: int) -> str:
    """The days that a period covers, in words of a subtitle: 11 月, 2026 年 1–11 月, 近 12 月."""
    month = getattr(last, "month", 1)
    if span is Span.MONTH:
        return f"{year} 年 {month} 月"
    return f"{year} 年 1–{month} 月" if span is Span.YEAR and month > 1 else f"{year} 年 1 月" if span is Span.YEAR else "近 12 月"
