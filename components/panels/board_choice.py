"""The choices of a board: period, place and one limit, what its parameters ask for, and what is said where they ask for nothing that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from components.number import limits
from components.panel import View
from data_access.measure import Where
from data_access.scope import Scope
from geo.groups import groups_of
from geo.regions import regions_of
from indicators.period import Span
from indicators.question import Ask
from indicators.registry import get

PERIODS: Mapping[str, tuple[Span, str]] = MappingProxyType(
    {"year": (Span.YEAR, "本年累计"), "month": (Span.MONTH, "本月"), "rolling": (Span.MONTHS_12, "近 12 月")}
)
NEEDS = frozenset({"period", "area"})
CUT = "cut"
"""The parameter of the one limit that a board may offer beside period and place."""
PARAMS = NEEDS | {CUT}
ALL = "all"
LONGEST_SAID = 20


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of a limit: its word, and by mart the values that it leaves. A mart that is not named cannot be limited so."""

    word: str
    where: Mapping[str, Where]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A limit that a board offers, such as the field of cases: its word, its choices by code, and what is said of numbers that it cannot limit."""

    word: str
    options: Mapping[str, Option]
    unlimited: str

    @classmethod
    def of(cls, word: str, unlimited: str, mart: str, dimension: str, words: Mapping[str, str]) -> Cut:
        """A limit by one dimension of one mart; `words` by value."""
        options = {value: Option(word=shown, where={mart: {dimension: value}}) for value, shown in words.items()}
        return cls(word=word, unlimited=unlimited, options=options)


@dataclass(frozen=True, kw_only=True)
class BoardChoice:
    """What is chosen. `scope` is the caller's own, cut to a chosen group of cities; `region` is a chosen city or county; `faults` are sentences
    about what could not be meant.
    """

    period: str
    area: str
    scope: Scope
    region: str | None
    place: str
    cities: tuple[str, ...]
    """The cities of the place, in order; of a county the city that it lies in."""
    where: Where = field(default_factory=dict)
    """The chosen limit, for marts that know its dimension."""
    limit: str = ""
    """Its word."""
    cut: str = ALL
    faults: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        return PERIODS[self.period][0]

    @property
    def reach(self) -> Scope:
        """The chosen place as a scope, for reads that know no region."""
        return self.scope.narrow(self.region) if self.region else self.scope

    @property
    def by(self) -> str:
        """How the place falls into parts: by city, one city by county (`region`); a county does not (empty)."""
        if self.region and not self.region.endswith("00"):
            return ""
        return "region" if self.region or len(self.cities) == 1 else "city"

    def ask(self, *codes: str, limited: bool = True) -> Ask:
        """The question to the indicators over the chosen period and place; `limited` to the chosen limit, for marts that know its dimension."""
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
        """The choice in words: place and limit, without what is usual."""
        return "　".join(word for word in (self.place, self.limit) if word)

    def on(self, code: str, cut: Cut | None) -> BoardChoice:
        """The choice as it limits this indicator: what its mart or the indicator itself cannot be limited by is left out."""
        option = cut.options.get(self.cut) if cut else None
        if option is None:
            return self
        one = get(code)
        where = option.where.get(one.mart, {})
        fits = bool(where) and set(where) <= set(one.dims or ())
        return replace(self, where=where if fits else {}, limit=option.word if fits else "")


def board_choice(view: View, cut: Cut | None = None, *, counties: bool = True) -> BoardChoice:
    """What the parameters ask for; a word that means nothing, or a place outside the scope, is replaced by the usual one and told."""
    faults: list[str] = []
    period = period_of(view, faults)
    known = {ALL: "全部", **({code: one.word for code, one in cut.options.items()} if cut else {})}
    chosen = word_of(view.params.get(CUT, ""), known, ALL, (cut.word, faults)) if cut else ALL
    option = cut.options.get(chosen) if cut else None
    place = place_of(view, faults, counties=counties)
    return replace(place, period=period, cut=chosen, limit=option.word if option else "", faults=tuple(faults))


def period_of(view: View, faults: list[str]) -> str:
    """The code of the chosen period."""
    return word_of(view.params.get("period", ""), {code: word for code, (_, word) in PERIODS.items()}, "year", ("期间", faults))


def word_of(given: str, known: Mapping[str, str], usual: str, told: tuple[str, list[str]]) -> str:
    """The given code where it is known, else the usual one; `told` is the word of what is chosen and the list of faults."""
    if given in known:
        return given
    word, faults = told
    if given:
        faults.append(f"没有“{_said(given)}”这种{word}，按{known[usual]}显示。")
    return usual


def _said(given: str) -> str:
    return given if len(given) <= LONGEST_SAID else given[:LONGEST_SAID] + "…"


def place_of(view: View, faults: list[str], *, counties: bool = True) -> BoardChoice:
    """The place alone, of the usual period. A foreign place and one that does not exist are told alike."""
    given, scope, province = view.params.get("area", ""), view.scope, view.scope.province
    regions = regions_of(province)
    allowed = tuple(city for city in regions.cities if scope.allows(city))
    usual = BoardChoice(period="year", area=ALL, scope=scope, region=None, place="", cities=allowed)
    if given in allowed:
        return replace(usual, area=given, region=given, place=regions.short(given), cities=(given,))
    if counties and given in regions.counties and scope.allows(given):
        city = regions.city_of(given) or ""
        place = regions.short(given) if len(allowed) == 1 else regions.path(given)
        return replace(usual, area=given, region=given, place=place, cities=(city,))
    for group in groups_of(province):
        cities = tuple(city for city in allowed if city in group.cities)
        if group.code == given and cities:
            return replace(usual, area=given, scope=Scope.of(province, *cities), place=group.name, cities=cities)
    if given not in ("", ALL):
        faults.append(f"“{_said(given)}”不是可以查看的地区，按{'全省' if scope.is_whole else '本市'}显示。")
    return usual


def through(span: Span, last: date, year: int) -> str:
    """The days that a period covers, in words of a subtitle: 2026 年 11 月, 2026 年 1–11 月, 近 12 月."""
    if span is Span.MONTH:
        return f"{year} 年 {last.month} 月"
    return (
        f"{year} 年 1–{last.month} 月" if span is Span.YEAR and last.month > 1 else f"{year} 年 1 月" if span is Span.YEAR else "近 12 月"
    )
