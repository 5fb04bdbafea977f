"""The query of the registry: which numbers the parameters of its page ask for, with the choices that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from data_access.sources import nets
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.fields import FIELDS, NETS, family_name, field_of
from indicators.provenance import marts_of, sources_of
from indicators.read import recalled
from indicators.registry import search

NEEDS = frozenset({"q", "field", "net", "office", "watch", "family", "source"})
STEP, MOST = 30, 1000
One = Indicator | Counted
WATCHES = MappingProxyType({"core": "核心指标", "run": "运行指标", "counted": "业务库计数", "none": "未列入监测"})
COUNTED_ONLY = "counted"
ORDER = ("core", "run", "none", COUNTED_ONLY)


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list: its parameter, its word, and what a number is under it."""

    name: str
    word: str
    of: Callable[[One, Traits], tuple[str, ...]]
    say: Callable[[str], str] = str


@dataclass(frozen=True)
class Traits:
    """What is known of numbers from the marts' own lists: the nets and the source systems by mart."""

    nets: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]

    def nets_of(self, one: One) -> tuple[str, ...]:
        return self.nets.get(one.mart, ()) if isinstance(one, Indicator) else ()

    def sources_of(self, one: One) -> tuple[str, ...]:
        return self.sources.get(one.code, ())


def watch_of(one: One) -> str:
    """How a number is watched."""
    return COUNTED_ONLY if isinstance(one, Counted) else one.watch or "none"


FACETS = (
    Facet("field", "业务领域", lambda one, _: (field_of(one),), lambda code: FIELDS.get(code, code)),
    Facet("net", "业务网", lambda one, traits: traits.nets_of(one), lambda code: NETS.get(code, code)),
    Facet("watch", "监测", lambda one, _: (watch_of(one),), lambda code: WATCHES.get(code, code)),
    Facet("family", "类别", lambda one, _: (one.family,), family_name),
    Facet("office", "责任处室", lambda one, _: (one.owner,)),
    Facet("source", "来源系统", lambda one, traits: traits.sources_of(one)),
)


def traits_of(marts: Any) -> Traits:
    """The traits of all numbers, found once for a version of the marts."""
    return recalled(marts, "registry traits", lambda: Traits(nets(marts), _sources(marts)))


def _sources(marts: Any) -> dict[str, tuple[str, ...]]:
    by_marts: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = {}
    for one in search(""):
        if isinstance(one, Indicator):
            key = (*marts_of(one), *one.sources)
            if key not in by_marts:
                by_marts[key] = sources_of(marts, one)
            found[one.code] = by_marts[key]
    return found


def found_by(params: Mapping[str, str], traits: Traits, but: str = "") -> list[One]:
    """The numbers that the parameters ask for; `but` names a facet that is left out of account."""
    chosen = [(facet, params[facet.name]) for facet in FACETS if params.get(facet.name) and facet.name != but]
    found = [one for one in search(params.get("q", "")) if all(value in facet.of(one, traits) for facet, value in chosen)]
    # where no words were asked for, what is watched comes first and what is counted in the store last
    return found if params.get("q") else sorted(found, key=lambda one: ORDER.index(watch_of(one)))


def counts(facet: Facet, params: Mapping[str, str], traits: Traits) -> list[tuple[str, int]]:
    """The values of a facet with how many numbers each would leave, the most first; the chosen one is always among them."""
    found: dict[str, int] = dict.fromkeys([params[facet.name]], 0) if params.get(facet.name) else {}
    for one in found_by(params, traits, but=facet.name):
        for value in facet.of(one, traits):
            found[value] = found.get(value, 0) + 1
    return sorted(found.items(), key=lambda pair: -pair[1])


def limit_of(params: Mapping[str, str]) -> int:
    """How many rows are asked for."""
    asked = params.get("n", "")
    return min(MOST, max(STEP, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 5 else STEP


def measured(numbers: Iterable[One]) -> Sequence[Indicator]:
    """Those that are measured over a mart."""
    return [one for one in numbers if isinstance(one, Indicator)]
