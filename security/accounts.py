"""The accounts: who gets one, in which role, for which cities; each change ends what it must and leaves a trace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from data_access.stores import accounts, sessions
from data_access.stores.accounts import Account
from data_access.stores.engine import Store
from security import audit, passwords
from security.identity import AccessFailed
from security.roles import Role
from security.sign_in import NAME

ADCODE = re.compile(r"\d{4}00")


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """An account to be: `cities` are city adcodes, empty for the whole province."""

    name: str
    role: Role
    cities: tuple[str, ...] = ()
    shown_name: str = ""


def add(store: Store, applicant: Applicant, password: str, now: datetime, province: str) -> None:
    """Adds an account. Raises AccessFailed for a bad name, role, city or password, or a taken name."""
    _check(applicant, province)
    passwords.check_rule(password, applicant.name)
    put(store, applicant, passwords.hashed(password), now)


def put(store: Store, applicant: Applicant, password_hash: str, now: datetime) -> None:
    """Writes a checked account and its trace."""
    account = Account(
        name=applicant.name, shown_name=applicant.shown_name or applicant.role.shown, role=applicant.role.value,
        cities=applicant.cities or None, password_hash=password_hash,
    )  # fmt: skip
    try:
        with store.write() as connection:
            accounts.add(connection, account, now)
            detail = f"{applicant.role} {'+'.join(applicant.cities) or 'whole province'}"
            audit.add_operator(connection, "user add", applicant.name, now, detail)
    except IntegrityError as error:
        raise AccessFailed(
            f"There is an account {applicant.name} already: choose another name, or use `yiping user reset {applicant.name}`."
        ) from error


def disable(store: Store, name: str, now: datetime) -> int:
    """Shuts an account and ends its sessions; gives how many. Raises AccessFailed for an unknown name."""
    return _change(store, name, now, "user disable", disabled=True)


def reset(store: Store, name: str, password: str, now: datetime) -> int:
    """Gives an account a new password, opens it again and ends its sessions; gives how many. Raises AccessFailed."""
    passwords.check_rule(password, name)
    return _change(store, name, now, "user reset", disabled=False, password_hash=passwords.hashed(password), failures=0, locked_until=None)


def everyone(store: Store) -> list[Account]:
    with store.read() as connection:
        return accounts.everyone(connection)


def _change(store: Store, name: str, now: datetime, action: str, **values: Any) -> int:
    with store.write() as connection:
        if not accounts.change(connection, name, now, **values):
            raise AccessFailed(f"There is no account {name}: see `yiping user list`.")
        ended = sessions.end_all(connection, name, action.split()[1], now)
        audit.add_operator(connection, action, name, now, f"{ended} sessions ended")
    return ended


def _check(applicant: Applicant, province: str) -> None:
    if not NAME.fullmatch(applicant.name):
        raise AccessFailed(
            "An account's name has 1 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter or digit."
        )
    if any(ord(sign) < 32 for sign in applicant.shown_name) or len(applicant.shown_name) > 64:
        raise AccessFailed("The shown name has at most 64 characters and no control characters.")
    foreign = [city for city in applicant.cities if not ADCODE.fullmatch(city) or city[:2] != province[:2] or city == province]
    if foreign:
        raise AccessFailed(
            f"{', '.join(foreign)} is no city of province {province}: give adcodes that begin with {province[:2]} and end with 00."
        )
    if applicant.role is Role.CITY and not applicant.cities:
        raise AccessFailed("A city account needs its city: add --city ADCODE.")
    if applicant.role is not Role.CITY and applicant.cities:
        raise AccessFailed(f"The role {applicant.role} sees the whole province: leave --city out, or take the role city.")
