"""The tokens: API tokens of programs, and wall devices with their one-time entry."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from data_access.stores import accounts, sessions
from data_access.stores.engine import Store
from data_access.stores.sessions import Token
from security import audit
from security.accounts import Applicant, put
from security.identity import AccessFailed
from security.passwords import UNUSABLE
from security.roles import Role
from security.sessions import TOKEN_MARK, digest

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
WALL_MARK = "wall:"
"""Begins the account of a wall device; a person's name cannot hold a colon."""


@dataclass(frozen=True)
class Wall:
    """A wall device as the operator sees it."""

    name: str
    added_at: datetime
    entered_at: datetime | None
    seen_at: datetime | None
    revoked_at: datetime | None


def add(store: Store, name: str, user: str, now: datetime) -> str:
    """Makes an API token of an account and gives it; it is not kept. Raises AccessFailed."""
    _check(name)
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    with store.read() as connection:
        account = accounts.find(connection, user)
    if account is None or account.disabled or account.role == Role.WALL:
        raise AccessFailed(f"There is no open account {user} that may hold a token: see `yiping user list`.")
    _put(store, Token(name, user, "api", now, None, None), secret, now)
    return secret


def revoke(store: Store, name: str, now: datetime) -> None:
    """Revokes an API token. Raises AccessFailed where none of this name is in use."""
    with store.write() as connection:
        if sessions.revoke_token(connection, name, "api", now) is None:
            raise AccessFailed(f"No API token {name} is in use: see `yiping token list`.")
        audit.add_operator(connection, "token revoke", name, now)


def everything(store: Store) -> list[Token]:
    with store.read() as connection:
        return sessions.tokens(connection, "api")


def add_wall(store: Store, name: str, now: datetime) -> str:
    """Registers a wall device and gives its one-time entry token; a revoked device may be registered anew. Raises AccessFailed."""
    _check(name)
    user = WALL_MARK + name
    secret = secrets.token_urlsafe(32)
    with store.read() as connection:
        known = accounts.find(connection, user)
    if known is None:
        put(store, Applicant(name=user, role=Role.WALL, shown_name=name), UNUSABLE, now)
    _put(store, Token(user, user, "wall", now, None, None), secret, now)
    with store.write() as connection:
        accounts.change(connection, user, now, disabled=False)
    return secret


def revoke_wall(store: Store, name: str, now: datetime) -> int:
    """Shuts a wall device out and ends its sessions; gives how many. Raises AccessFailed where there is no such device."""
    user = WALL_MARK + name
    with store.write() as connection:
        if sessions.revoke_token(connection, user, "wall", now) is None:
            raise AccessFailed(f"No wall {name} is in use: see `yiping wall list`.")
        accounts.change(connection, user, now, disabled=True)
        ended = sessions.end_all(connection, user, "revoke", now)
        audit.add_operator(connection, "wall revoke", name, now, f"{ended} sessions ended")
    return ended


def walls(store: Store) -> list[Wall]:
    with store.read() as connection:
        found = sessions.tokens(connection, "wall")
        return [
            Wall(t.name.removeprefix(WALL_MARK), t.created_at, t.seen_at, sessions.last_seen(connection, t.user), t.revoked_at)
            for t in found
        ]


def _put(store: Store, token: Token, secret: str, now: datetime) -> None:
    try:
        with store.write() as connection:
            sessions.put_token(connection, token, digest(secret))
            audit.add_operator(connection, f"{token.kind} token add", token.name, now, token.user)
    except IntegrityError as error:
        raise AccessFailed(f"The name {token.name.removeprefix(WALL_MARK)} is in use: revoke it first, or choose another.") from error


def _check(name: str) -> None:
    if not NAME.fullmatch(name):
        raise AccessFailed("A name has 1 to 32 small letters, digits, dots, dashes or underscores, and begins with a letter or digit.")
