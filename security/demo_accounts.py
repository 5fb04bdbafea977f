"""The demo accounts: one for each role, with random passwords in a file that only the product's user reads; in demo mode alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data_access.stores import accounts as kept
from data_access.stores.engine import Store
from security import accounts, passwords
from security.accounts import Applicant
from security.identity import AccessFailed
from security.roles import Role
from settings import Settings

FILE = "demo-accounts.json"
ORDER = (Role.LEADER, Role.DUTY, Role.CITY, Role.BRIEFER, Role.AUDITOR, Role.ADMIN, Role.WALL)


def ensure(settings: Settings, store: Store, cities: Mapping[str, str], shown: Mapping[str, str] | None = None) -> Path:
    """Makes the demo accounts where they are missing and gives the file with their passwords (mode 0600). Doing it again changes nothing.

    `cities`: account name → city adcode; `shown`: account name → the city's name on screen. Raises AccessFailed outside demo mode.
    """
    if not settings.demo:
        raise AccessFailed("Demo accounts exist in demo mode alone: start with --demo, or add accounts with `yiping user add`.")
    now = datetime.now(UTC)
    written = _written(settings)
    with store.read() as connection:
        known = {account.name: account for account in kept.everyone(connection)}
    for applicant in _applicants(cities, shown or {}):
        name = applicant.name
        password = written.get(name, {}).get("password") or passwords.made(name)
        if name not in known:
            accounts.add(store, applicant, password, now, settings.province)
        elif name not in written or known[name].disabled:
            accounts.reset(store, name, password, now)
        written[name] = {"password": password, "role": applicant.role.value, "scope": "+".join(applicant.cities) or settings.province}
    return _write(settings, written)


def names(settings: Settings) -> tuple[str, ...]:
    """The demo accounts that offer one-click entry; none outside demo mode."""
    return tuple(_written(settings)) if settings.demo else ()


def close(settings: Settings, store: Store) -> int:
    """Shuts the demo accounts of a home that is no longer in demo mode, and removes their file; gives how many."""
    left = _written(settings)
    if not left:
        return 0
    now = datetime.now(UTC)
    for name in left:
        with suppress(AccessFailed):  # the account went before its line in the file
            accounts.disable(store, name, now)
    (settings.home / FILE).unlink(missing_ok=True)
    return len(left)


def _applicants(cities: Mapping[str, str], shown: Mapping[str, str]) -> list[Applicant]:
    made: list[Applicant] = []
    for role in ORDER:
        if role is Role.CITY:
            made += [
                Applicant(name=name, role=role, cities=(code,), shown_name=shown.get(name, f"{role.shown} {code}"))
                for name, code in cities.items()
            ]
        else:
            made.append(Applicant(name=role.value, role=role))
    return made


def _written(settings: Settings) -> dict[str, dict[str, Any]]:
    path = settings.home / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise AccessFailed(f"{path} is broken: delete it to have new demo passwords made.") from error
    return dict(found)


def _write(settings: Settings, accounts_by_name: dict[str, dict[str, Any]]) -> Path:
    path, fresh = settings.home / FILE, settings.home / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(accounts_by_name, file, ensure_ascii=False, indent=1)
    fresh.replace(path)
    return path
