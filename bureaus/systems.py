"""The cities' own systems: who may be shown, and the look at their health that the worker takes."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bureaus.contract import MANIFEST, NAME_MOST, based, below, frameable, manifest_of, parsed
from bureaus.failure import BureausFailed, Why
from bureaus.fetching import Bounds, Fetched, FetchFailed, fetch, inside, networks_of, origin_of
from data_access.scope import Scope
from data_access.stores import city_systems
from data_access.stores.city_systems import Health, System
from data_access.stores.engine import Store, store_of
from geo.regions import regions_of
from security import audit
from settings import Settings

SLOW = 2500
"""Milliseconds from which a system that answers is slow."""
LOOPBACK = ("127.0.0.0/8", "::1/128")
SIDE_BY_SIDE = 4


def bounds_of(settings: Settings, seconds: float = 8.0) -> Bounds:
    """What a call may cost and reach: public addresses, the networks of the settings, and in a demonstration the machine itself."""
    told = [*settings.city_networks.split(","), *(LOOPBACK if settings.demo else ())]
    return Bounds(seconds=seconds, private=networks_of(told))


@dataclass(frozen=True, kw_only=True)
class Admission:
    """A system that is to be let in: whose, at which base address, under which name, and who decides it."""

    adcode: str
    base: str
    name: str = ""
    who: str = "operator"


def allow(settings: Settings, store: Store, wanted: Admission, now: datetime) -> System:
    """Put a city's system on the allow-list. Raises BureausFailed."""
    adcode, base, who = wanted.adcode, wanted.base, wanted.who
    regions = regions_of(settings.province)
    if adcode not in regions.cities:
        raise BureausFailed(f"{adcode} is no city of the province: `yiping connector list` shows what is known.", why=Why.UNKNOWN)
    try:
        origin = origin_of(base)
    except FetchFailed as failed:
        raise BureausFailed(f"{base} cannot be used: {failed}") from failed
    if origin.startswith("http:") and not inside(base, bounds_of(settings)):
        raise BureausFailed(f"{origin} is not encrypted: use https://, or name its network in YIPING_CITY_NETWORKS.")
    at = based(base)
    with store.write() as connection:
        row = _row(adcode, at, origin, wanted.name or f"{regions.short(adcode)}自建系统", now) | {
            "allowed_by": who,
            "nature": "demo" if who == "demo" else "production",
        }
        city_systems.put(connection, row, now)
        if who != "demo":
            audit.add_operator(connection, "connector allow", f"{adcode} {at}"[:256], now)
        known = city_systems.listed(connection, Scope.whole(settings.province), adcode)
    return next(one for one in known if one.base == at)


def _row(adcode: str, base: str, origin: str, name: str, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex[:26], "adcode": adcode, "name": name[:NAME_MOST], "origin": origin, "base": base, "embed": base, "allowed": True,
        "allowed_at": now, "state": "unchecked", "since": now, "detail": "",
    }  # fmt: skip


def forbid(settings: Settings, store: Store, adcode: str, base: str, now: datetime) -> None:
    """Take a system off the allow-list: its frame is gone with the next answer. Raises BureausFailed."""
    with store.write() as connection:
        if not city_systems.shut(connection, adcode, based(base), now):
            raise BureausFailed(f"{base} is not on the list of {adcode}: see `yiping connector list`.", why=Why.UNKNOWN)
        audit.add_operator(connection, "connector forbid", f"{adcode} {base}"[:256], now)


STATES = {
    "timeout": "down",
    "refused": "down",
    "tls": "down",
    "broken": "down",
    "large": "down",
    "private": "down",
    "address": "down",
    "redirected": "redirected",
}


def looked(system: System, bounds: Bounds) -> Health:
    """How a system is: its manifest, its health and its page are asked for, in that order; the first that fails says why."""
    name, embed, millis = system.name, system.embed, None
    try:
        manifest = manifest_of(parsed(_good(fetch(system.base + MANIFEST, bounds), "清单")))
        name = manifest.name[:NAME_MOST] or name
        embed = below(system.base, manifest.embed or ".")
        if manifest.adcode != system.adcode:
            return Health(state="down", detail="清单写的不是本市", millis=None, embed=system.embed, name=system.name)
        if manifest.health:
            _good(fetch(below(system.base, manifest.health), bounds), "健康检查")
        page = _good(fetch(embed, bounds), "嵌入页面")
        millis = page.millis
    except FetchFailed as failed:
        return Health(state=STATES.get(failed.kind, "down"), detail=str(failed)[:200], millis=millis, embed=embed, name=name)
    why = frameable(page)
    if why:
        return Health(state="unframeable", detail=why[:200], millis=millis, embed=embed, name=name)
    slow = page.millis > SLOW
    return Health(
        state="slow" if slow else "ok", detail=f"应答 {page.millis / 1000:.1f} 秒" if slow else "", millis=millis, embed=embed, name=name
    )


def _good(found: Fetched, what: str) -> Fetched:
    if found.status != 200:
        raise FetchFailed("broken", f"{what}应答 {found.status}。")
    return found


def run(settings: Settings, now: datetime) -> None:
    """The worker's look at every allowed system."""
    store, bounds = store_of(settings), bounds_of(settings)
    with store.read() as connection:
        known = city_systems.listed(connection, Scope.whole(settings.province))
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="system") as pool:  # one that is slow holds no other up
        for system, found in zip(known, pool.map(lambda one: looked(one, bounds), known), strict=True):
            with store.write() as connection:
                city_systems.look(connection, system, found, now)
