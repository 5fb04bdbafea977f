"""The registry of numbers: every declaration of the catalogue, indicators and counted numbers, found by discovery."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TypeVar

from indicators import catalogue as folder
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.failure import CountedOnly, IndicatorFailed, UnknownIndicator

Declaration = TypeVar("Declaration", Indicator, Counted, Indicator | Counted)


def declared(module: ModuleType) -> list[Indicator | Counted]:
    """The declarations of a catalogue file: those at module level and those in module-level tuples, in the file's order."""
    found: list[Indicator | Counted] = []
    for value in vars(module).values():
        found += [item for item in (value if isinstance(value, tuple | list) else (value,)) if isinstance(item, Indicator | Counted)]
    return found


def collect(declarations: Iterable[Declaration]) -> Mapping[str, Declaration]:
    """The declarations by code; two of one code are an error."""
    found: dict[str, Declaration] = {}
    for one in declarations:
        if found.setdefault(one.code, one) is not one:
            names = f"{found[one.code].name}, {one.name}"
            raise IndicatorFailed(f"indicator {one.code} is declared twice ({names}): give one of them another code.")
    return MappingProxyType(found)


@cache
def registered() -> Mapping[str, Indicator | Counted]:
    """All numbers by code, family by family."""
    modules = (importlib.import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return collect(one for module in modules for one in declared(module))


@cache
def catalogue() -> Mapping[str, Indicator]:
    """The indicators by code: numbers that are measured over a mart."""
    return MappingProxyType({code: one for code, one in registered().items() if isinstance(one, Indicator)})


@cache
def counted() -> Mapping[str, Counted]:
    """The counted numbers by code: those that are counted in the store."""
    return MappingProxyType({code: one for code, one in registered().items() if isinstance(one, Counted)})


def get(code: str) -> Indicator:
    """One indicator; an unknown code raises with the nearest ones, a counted number says that it cannot be measured."""
    one = find(code)
    if isinstance(one, Counted):
        raise CountedOnly(
            f"{code} is counted in the store ({', '.join(one.counted_in)}): it has its present value on the screen alone, no series and no value by date."
        )
    return one


def find(code: str) -> Indicator | Counted:
    """One registered number; an unknown code raises with the nearest ones."""
    known = registered()
    if code in known:
        return known[code]
    short = code[:64]
    near = difflib.get_close_matches(short, known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else "`yiping indicator list` shows them all."
    raise UnknownIndicator(f"there is no indicator {short!r}; {hint}")


@dataclass(frozen=True)
class Card:
    """What a search reads of one number, folded once: its title, and all that can be said of it."""

    one: Indicator | Counted
    title: str
    whole: str


def card(one: Indicator | Counted) -> Card:
    """The search card of a number: code and name; and with them owner, definition, marts or tables, and how it is watched."""
    title = f"{one.code} {one.name}".casefold()
    where = f"{one.mart} {one.watch}" if isinstance(one, Indicator) else " ".join(one.counted_in)
    return Card(one, title, f"{title} {one.owner} {one.definition} {where}".casefold())


@cache
def _cards() -> tuple[Card, ...]:
    return tuple(card(one) for one in registered().values())


def search(text: str, among: Iterable[Card] | None = None) -> list[Indicator | Counted]:
    """The numbers of which every word of the text is a part of the code, name, owner, definition or mart.

    A code or name that is the text comes first, then matches of code and name, then the others; the catalogue's order within each.
    """
    words = text.casefold().split()
    found = [known for known in (_cards() if among is None else among) if all(word in known.whole for word in words)]
    plain = " ".join(words)

    def rank(known: Card) -> int:
        if plain in (known.one.code.casefold(), known.one.name.casefold()):
            return 0
        return 1 if all(word in known.title for word in words) else 2

    return [known.one for known in sorted(found, key=rank)]
