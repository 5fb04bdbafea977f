"""The registry of indicators: every declaration of the catalogue, found by discovery."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from indicators import catalogue as folder
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed, UnknownIndicator


def declared(module: ModuleType) -> list[Indicator]:
    """The indicators of a catalogue file: its module-level declarations and those in module-level tuples, in the file's order."""
    found: list[Indicator] = []
    for value in vars(module).values():
        found += [item for item in (value if isinstance(value, tuple | list) else (value,)) if isinstance(item, Indicator)]
    return found


def collect(indicators: Iterable[Indicator]) -> Mapping[str, Indicator]:
    """The indicators by code; two of one code are an error."""
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        if found.setdefault(indicator.code, indicator) is not indicator:
            names = f"{found[indicator.code].name}, {indicator.name}"
            raise IndicatorFailed(f"indicator {indicator.code} is declared twice ({names}): give one of them another code.")
    return MappingProxyType(found)


@cache
def catalogue() -> Mapping[str, Indicator]:
    """All indicators by code, family by family."""
    modules = (importlib.import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return collect(indicator for module in modules for indicator in declared(module))


def get(code: str) -> Indicator:
    """One indicator; an unknown code raises with the nearest ones."""
    known = catalogue()
    if code in known:
        return known[code]
    short = code[:64]
    near = difflib.get_close_matches(short, known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else "`yiping indicator list` shows them all."
    raise UnknownIndicator(f"there is no indicator {short!r}; {hint}")


def search(text: str) -> list[Indicator]:
    """The indicators whose code, name, owner or definition holds every word of the text; matches of code and name come first."""
    words = text.casefold().split()
    ranked = []
    for indicator in catalogue().values():
        title = f"{indicator.code} {indicator.name}".casefold()
        whole = f"{title} {indicator.owner} {indicator.definition} {indicator.mart}".casefold()
        if all(word in whole for word in words):
            ranked.append((0 if all(word in title for word in words) else 1, indicator))
    return [indicator for _, indicator in sorted(ranked, key=lambda pair: pair[0])]
