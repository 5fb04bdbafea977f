"""The conformance test of a city's system: numbered checks of the contract, each passed or failed with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bureaus.checks import manifest, reach, running
from bureaus.checks.evidence import Check, gathered
from bureaus.contract import based
from bureaus.fetching import Bounds, inside
from bureaus.systems import bounds_of
from data_access.scope import Scope
from data_access.stores import city_systems
from data_access.stores.engine import store_of
from settings import Settings

CHECKS: tuple[Check, ...] = (*reach.CHECKS, *manifest.CHECKS, *running.CHECKS)


@dataclass(frozen=True)
class Result:
    """What became of one check; `why` is empty where it passed."""

    number: int
    part: str
    text: str
    why: str

    @property
    def passed(self) -> bool:
        return not self.why


def check(base: str, now: datetime, bounds: Bounds, city: str = "") -> list[Result]:
    """All checks of the system at a base address; `city` is whose it must be, empty for whichever city it names."""
    evidence = gathered(based(base), city, now, bounds, private=inside(base, bounds))
    return [Result(number, one.part, one.text, one.judge(evidence)) for number, one in enumerate(CHECKS, 1)]


def run(settings: Settings, now: datetime) -> None:
    """The worker's test of every allowed system: how many checks it passes stands beside its frame."""
    store, bounds = store_of(settings), bounds_of(settings)
    with store.read() as connection:
        known = city_systems.listed(connection, Scope.whole(settings.province))
    for system in known:
        found = check(system.base, now, bounds, system.adcode)
        with store.write() as connection:
            city_systems.conformed(connection, system.id, sum(one.passed for one in found), len(found), now)
