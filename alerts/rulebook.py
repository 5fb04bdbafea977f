"""The rulebook: every rule of the folder, found by discovery, and the edition that a back-test belongs to."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType

from alerts import rules as folder
from alerts.failure import AlertsFailed
from alerts.rule import Rule

METHODS = (
    "chance", "ears", "farrington", "fdr", "weekdays", "judgements", "event_judgements", "feeds", "entity_feeds", "source_feeds", "excursion",
)  # fmt: skip
"""The files that a verdict depends on besides the rule's own: a change of method is a change of every rule."""


def declared(module: ModuleType) -> list[Rule]:
    """The rules of a file: those at module level and those in module-level tuples."""
    found: list[Rule] = []
    for value in vars(module).values():
        found += [one for one in (value if isinstance(value, tuple | list) else (value,)) if isinstance(one, Rule)]
    return found


@cache
def modules() -> tuple[ModuleType, ...]:
    return tuple(importlib.import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))


@cache
def rulebook() -> Mapping[str, Rule]:
    """The rules by code, family by family."""
    return collect(rule for module in modules() for rule in declared(module))


def collect(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules by code; two of one code are an error."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if found.setdefault(rule.code, rule) is not rule:
            raise AlertsFailed(f"rule {rule.code} is declared twice: give one of them another code.")
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: (pair[1].family, pair[0]))))


def find(code: str) -> Rule:
    """One rule; an unknown code raises with the nearest ones."""
    known = rulebook()
    if code in known:
        return known[code]
    near = difflib.get_close_matches(code[:64], known, n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else "`yiping rule list` shows them all."
    raise AlertsFailed(f"there is no rule {code[:64]!r}; {hint}")


@cache
def edition(code: str) -> str:
    """The edition of a rule: a digest of its file and of the methods it uses. A back-test of another edition says nothing of this one."""
    find(code)
    module = next(one for one in modules() if any(rule.code == code for rule in declared(one)))
    digest = hashlib.sha256(code.encode())
    for path in (Path(inspect.getfile(module)), *(Path(__file__).parent / f"{name}.py" for name in METHODS)):
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
