"""The accounts in the store: who exists, with which role and cities, and whether the account is locked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data_access.stores.tables import FAILED_NAME, USER


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account. `cities` is None for the whole province."""

    name: str
    shown_name: str
    role: str
    cities: tuple[str, ...] | None
    password_hash: str
    disabled: bool = False
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """A counted attempt to sign in: the account, if there is one, and the end of the lock that forbids the attempt."""

    account: Account | None
    locked_until: datetime | None


@dataclass(frozen=True)
class LockRule:
    """How many failed sign-ins lock a name, and for how long."""

    after: int
    lasts: timedelta


def joined(cities: tuple[str, ...] | None) -> str | None:
    """Cities as the tables hold them: adcodes joined by +, null for the whole province."""
    return None if cities is None else "+".join(sorted(cities))


def split(cities: str | None) -> tuple[str, ...] | None:
    return None if cities is None else tuple(code for code in cities.split("+") if code)


def find(connection: Connection, name: str) -> Account | None:
    row = connection.execute(select(USER).where(USER.c.name == name)).one_or_none()
    return None if row is None else _account(row)


def everyone(connection: Connection) -> list[Account]:
    return [_account(row) for row in connection.execute(select(USER).order_by(USER.c.name))]


def add(connection: Connection, account: Account, now: datetime) -> None:
    """Raises IntegrityError for a name that is taken."""
    values = {"name": account.name, "shown_name": account.shown_name, "role": account.role, "cities": joined(account.cities)}
    connection.execute(
        insert(USER).values(
            **values, password_hash=account.password_hash, disabled=account.disabled, failures=0, created_at=now, changed_at=now
        )
    )


def change(connection: Connection, name: str, now: datetime, **values: Any) -> bool:
    """Writes some columns of one account; False where there is none."""
    return connection.execute(update(USER).where(USER.c.name == name).values(**values, changed_at=now)).rowcount == 1


def count_attempt(connection: Connection, name: str, rule: LockRule, now: datetime) -> Attempt:
    """Counts one attempt before its password is looked at, so that parallel guesses cannot outrun the lock.

    A name without account is counted alike: a lock tells nobody which names exist.
    """
    row = connection.execute(select(USER).where(USER.c.name == name).with_for_update()).one_or_none()
    if row is None:
        return Attempt(None, _count_unknown(connection, name, rule, now))
    account = _account(row)
    if account.locked_until is not None and account.locked_until > now:
        return Attempt(account, account.locked_until)
    failures, until = _next(account.failures, account.locked_until, rule, now)
    connection.execute(update(USER).where(USER.c.name == name).values(failures=failures, locked_until=until))
    return Attempt(account, None)


def clear_failures(connection: Connection, name: str) -> None:
    connection.execute(update(USER).where(USER.c.name == name).values(failures=0, locked_until=None))


def lock_of(connection: Connection, name: str, now: datetime) -> datetime | None:
    """End of the lock that is on this name now."""
    found = connection.execute(select(USER.c.locked_until).where(USER.c.name == name)).one_or_none()
    if found is None:
        found = connection.execute(select(FAILED_NAME.c.locked_until).where(FAILED_NAME.c.name_hash == _hashed(name))).one_or_none()
    until = found[0] if found else None
    return until if until is not None and until > now else None


def _count_unknown(connection: Connection, name: str, rule: LockRule, now: datetime) -> datetime | None:
    connection.execute(
        delete(FAILED_NAME).where(FAILED_NAME.c.changed_at < now - rule.lasts)
    )  # the table stays as small as the last minutes
    key = _hashed(name)  # what was typed may be a password in the wrong field: it is not kept
    row = connection.execute(select(FAILED_NAME).where(FAILED_NAME.c.name_hash == key).with_for_update()).one_or_none()
    if row is None:
        failures, until = _next(0, None, rule, now)
        connection.execute(insert(FAILED_NAME).values(name_hash=key, failures=failures, locked_until=until, changed_at=now))
        return None
    if row.locked_until is not None and row.locked_until > now:
        return row.locked_until
    failures, until = _next(row.failures, row.locked_until, rule, now)
    connection.execute(
        update(FAILED_NAME).where(FAILED_NAME.c.name_hash == key).values(failures=failures, locked_until=until, changed_at=now)
    )
    return None


def _next(failures: int, locked_until: datetime | None, rule: LockRule, now: datetime) -> tuple[int, datetime | None]:
    failures = 1 if locked_until is not None else failures + 1  # a lock that has run out starts the count anew
    return failures, now + rule.lasts if failures >= rule.after else None


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def _account(row: Any) -> Account:
    return Account(
        name=row.name, shown_name=row.shown_name, role=row.role, cities=split(row.cities), password_hash=row.password_hash,
        disabled=row.disabled, failures=row.failures, locked_until=row.locked_until,
    )  # fmt: skip
