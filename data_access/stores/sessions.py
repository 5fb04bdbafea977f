"""The sessions and tokens in the store: which credential stands for which account, since when, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.stores.accounts import split
from data_access.stores.tables import SESSION, TOKEN, USER


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The account behind a live credential."""

    user: str
    shown_name: str
    role: str
    cities: tuple[str, ...] | None
    kind: str
    seen_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A session that begins. `expires_at` None: it has no latest end."""

    token_hash: str
    user: str
    kind: str
    at: datetime
    expires_at: datetime | None
    address: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Token:
    """A token as the operator sees it; its secret is not kept."""

    name: str
    user: str
    kind: str
    created_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


def start(connection: Connection, entry: Entry) -> None:
    connection.execute(
        insert(SESSION).values(
            token_hash=entry.token_hash, user=entry.user, kind=entry.kind, created_at=entry.at, seen_at=entry.at,
            expires_at=entry.expires_at, address=entry.address[:64], agent=entry.agent[:256],
        )
    )  # fmt: skip


def holder(connection: Connection, token_hash: str) -> Holder | None:
    """Who holds this session; None for one that is unknown or ended, or whose account is disabled."""
    columns = (USER.c.name, USER.c.shown_name, USER.c.role, USER.c.cities, SESSION.c.kind, SESSION.c.seen_at, SESSION.c.expires_at)
    found = (
        select(*columns)
        .join_from(SESSION, USER)
        .where(SESSION.c.token_hash == token_hash, SESSION.c.ended_at.is_(None), USER.c.disabled.is_(False))
    )
    row = connection.execute(found).one_or_none()
    return None if row is None else _holder(row, row.expires_at)


def token_holder(connection: Connection, token_hash: str) -> Holder | None:
    """Who holds this API token; None for one that is unknown or revoked, or whose account is disabled."""
    columns = (USER.c.name, USER.c.shown_name, USER.c.role, USER.c.cities, TOKEN.c.kind, TOKEN.c.seen_at)
    live = (TOKEN.c.token_hash == token_hash, TOKEN.c.kind == "api", TOKEN.c.revoked_at.is_(None), USER.c.disabled.is_(False))
    row = connection.execute(select(*columns).join_from(TOKEN, USER).where(*live)).one_or_none()
    return None if row is None else _holder(row, None)


def touch(connection: Connection, token_hash: str, now: datetime) -> None:
    connection.execute(update(SESSION).where(SESSION.c.token_hash == token_hash, SESSION.c.seen_at < now).values(seen_at=now))


def touch_token(connection: Connection, token_hash: str, now: datetime) -> None:
    connection.execute(update(TOKEN).where(TOKEN.c.token_hash == token_hash).values(seen_at=now))


def end(connection: Connection, token_hash: str, why: str, now: datetime) -> bool:
    """Ends one session; False where it was not live."""
    live = update(SESSION).where(SESSION.c.token_hash == token_hash, SESSION.c.ended_at.is_(None))
    return connection.execute(live.values(ended_at=now, ended_why=why)).rowcount == 1


def end_all(connection: Connection, user: str, why: str, now: datetime) -> int:
    """Ends every session of one account; gives how many."""
    live = update(SESSION).where(SESSION.c.user == user, SESSION.c.ended_at.is_(None))
    return connection.execute(live.values(ended_at=now, ended_why=why)).rowcount


def forget_old(connection: Connection, before: datetime) -> int:
    """Removes sessions that ended or ran out before a time; the audit trail keeps who signed in when."""
    return connection.execute(delete(SESSION).where(func.coalesce(SESSION.c.ended_at, SESSION.c.expires_at) < before)).rowcount


def last_seen(connection: Connection, user: str) -> datetime | None:
    """When a live session of this account was last used."""
    return connection.execute(select(func.max(SESSION.c.seen_at)).where(SESSION.c.user == user, SESSION.c.ended_at.is_(None))).scalar()


def put_token(connection: Connection, token: Token, token_hash: str) -> None:
    """Adds a token; one of the same name that was revoked makes way. Raises IntegrityError for a name that is in use."""
    connection.execute(delete(TOKEN).where(TOKEN.c.name == token.name, TOKEN.c.revoked_at.is_not(None)))
    connection.execute(
        insert(TOKEN).values(
            name=token.name,
            token_hash=token_hash,
            user=token.user,
            kind=token.kind,
            created_at=token.created_at,
            seen_at=None,
            revoked_at=None,
        )
    )


def use_once(connection: Connection, token_hash: str, now: datetime, lasts: timedelta) -> str | None:
    """Spends a wall's entry token and gives its account; None for one that is unknown, spent, too old or revoked."""
    fresh = (
        TOKEN.c.token_hash == token_hash,
        TOKEN.c.kind == "wall",
        TOKEN.c.seen_at.is_(None),
        TOKEN.c.revoked_at.is_(None),
        TOKEN.c.created_at > now - lasts,
    )
    if connection.execute(update(TOKEN).where(*fresh).values(seen_at=now)).rowcount != 1:
        return None
    return connection.execute(select(TOKEN.c.user).where(TOKEN.c.token_hash == token_hash)).scalar_one()


def revoke_token(connection: Connection, name: str, kind: str, now: datetime) -> str | None:
    """Revokes a token and gives its account; None where no such token is in use."""
    user = connection.execute(select(TOKEN.c.user).where(TOKEN.c.name == name, TOKEN.c.kind == kind, TOKEN.c.revoked_at.is_(None))).scalar()
    connection.execute(update(TOKEN).where(TOKEN.c.name == name, TOKEN.c.kind == kind, TOKEN.c.revoked_at.is_(None)).values(revoked_at=now))
    return user


def tokens(connection: Connection, kind: str) -> list[Token]:
    columns = (TOKEN.c.name, TOKEN.c.user, TOKEN.c.kind, TOKEN.c.created_at, TOKEN.c.seen_at, TOKEN.c.revoked_at)
    return [Token(*row) for row in connection.execute(select(*columns).where(TOKEN.c.kind == kind).order_by(TOKEN.c.name))]


def _holder(row: Any, expires_at: datetime | None) -> Holder:
    return Holder(
        user=row.name,
        shown_name=row.shown_name,
        role=row.role,
        cities=split(row.cities),
        kind=row.kind,
        seen_at=row.seen_at,
        expires_at=expires_at,
    )
