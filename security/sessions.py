"""The sessions: from a cookie or a bearer token to an identity, cheap enough for every request and socket."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import Connection
from werkzeug.http import parse_cookie

from data_access.stores import sessions as kept
from data_access.stores.engine import Store, StoreFailed, store_of
from data_access.stores.sessions import Entry, Holder
from security.identity import Identity, Kind, scope_of
from security.origin import Headers
from security.roles import Role
from settings import Settings, settings

COOKIE = "yiping"
TOKEN_MARK = "yp_"  # noqa: S105 - the mark of a token, no secret
FRESH = timedelta(seconds=2)
"""How long an answer of the store is believed; a revocation bites within it."""
SEEN_EVERY = timedelta(seconds=30)
MOST_CACHED = 10_000
KEPT_AFTER_END = timedelta(days=30)


@dataclass(frozen=True)
class Known:
    """What the store said about a credential, and when."""

    identity: Identity
    seen_at: datetime
    written_at: datetime
    expires_at: datetime | None
    asked_at: datetime


@dataclass(frozen=True, eq=False)
class Sessions:
    """The sessions of one store, with a cache of two seconds in each process."""

    store: Store
    settings: Settings
    known: dict[str, Known] = field(default_factory=dict)

    def identify(self, credential: str | None, now: datetime, *, active: bool = True) -> Identity | None:
        """Who holds this credential; None for nobody. `active` False: a mere check (an open socket), no use, no write."""
        if not credential or not 20 <= len(credential) <= 100:
            return None
        key = digest(credential)
        known = self.known.get(key)
        if known is None or not timedelta(0) <= now - known.asked_at < FRESH:
            known = self._ask(key, credential.startswith(TOKEN_MARK), now, known)
            if known is None:
                return None
        if self._over(known, now):
            self._end_over(key, known, now, active)
            return None
        return self._used(key, known, now).identity if active else known.identity

    def begin(self, connection: Connection, user: str, kind: Kind, now: datetime, *, address: str = "", agent: str = "") -> str:
        """Begins a session inside the caller's write and gives the cookie's value, which is not kept."""
        value = secrets.token_urlsafe(32)
        ends = now + timedelta(hours=self.settings.session_hours) if kind is Kind.PERSON else None
        kept.forget_old(connection, now - KEPT_AFTER_END)
        kept.start(
            connection, Entry(token_hash=digest(value), user=user, kind=kind.value, at=now, expires_at=ends, address=address, agent=agent)
        )
        return value

    def end(self, connection: Connection, credential: str, why: str, now: datetime) -> None:
        """Ends a session inside the caller's write, in this process at once, in others within two seconds."""
        kept.end(connection, digest(credential), why, now)
        self.known.pop(digest(credential), None)

    def _ask(self, key: str, is_token: bool, now: datetime, before: Known | None) -> Known | None:
        with self.store.read() as connection:
            holder = kept.token_holder(connection, key) if is_token else kept.holder(connection, key)
        if holder is None:
            self.known.pop(key, None)
            return None
        if len(self.known) >= MOST_CACHED:
            self.known.clear()
        written = holder.seen_at or datetime.min.replace(tzinfo=UTC)
        seen = max(written, before.seen_at) if before else written
        known = Known(self._identity(holder, is_token), seen, written, holder.expires_at, now)
        self.known[key] = known
        return known

    def _identity(self, holder: Holder, is_token: bool) -> Identity:
        scope = scope_of(self.settings.province, holder.cities)
        return Identity(holder.user, holder.shown_name, Role(holder.role), scope, Kind.TOKEN if is_token else Kind(holder.kind))

    def _over(self, known: Known, now: datetime) -> bool:
        if known.identity.kind is not Kind.PERSON:
            return False
        idle = timedelta(minutes=self.settings.session_idle_minutes)
        return now - known.seen_at >= idle or (known.expires_at is not None and now >= known.expires_at)

    def _end_over(self, key: str, known: Known, now: datetime, active: bool) -> None:
        self.known.pop(key, None)
        if active:
            with suppress(StoreFailed), self.store.write() as connection:
                kept.end(connection, key, "expired" if known.expires_at and now >= known.expires_at else "idle", now)

    def _used(self, key: str, known: Known, now: datetime) -> Known:
        written = known.written_at
        if now - written >= SEEN_EVERY:
            with suppress(StoreFailed), self.store.write() as connection:  # a full disk may not turn readers away
                (kept.touch_token if known.identity.kind is Kind.TOKEN else kept.touch)(connection, key, now)
            written = now
        known = replace(known, seen_at=max(known.seen_at, now), written_at=written)
        self.known[key] = known
        return known


def digest(credential: str) -> str:
    """What the store keeps of a credential."""
    return hashlib.sha256(credential.encode("utf-8", "replace")).hexdigest()


@cache
def sessions_of(settings: Settings) -> Sessions:
    """The sessions of these settings in this process."""
    return Sessions(store_of(settings), settings)


def identify(cookie_or_bearer: str | None, now: datetime, *, active: bool = True) -> Identity | None:
    """Who holds this cookie value or token, by this process's settings. Sockets ask with `active=False` every few seconds."""
    return sessions_of(settings()).identify(cookie_or_bearer, now, active=active)


def identify_cookie(cookie: str | None) -> Identity | None:
    """Who holds this cookie value now, as a socket asks every few seconds: a mere check. Raises StoreFailed."""
    return identify(cookie, datetime.now(UTC), active=False)


def is_operators_token(token: str) -> bool:
    """Whether this is a token of an operator's account, who may read the product's own measurements. Raises StoreFailed."""
    identity = identify(token, datetime.now(UTC), active=False)
    return identity is not None and identity.kind is Kind.TOKEN and identity.role in {Role.ADMIN, Role.AUDITOR}


def credential_of(headers: Headers) -> str | None:
    """The credential of a request or socket: its bearer token, else its session cookie."""
    bearer = headers.get("Authorization", "")
    if bearer[:7].lower() == "bearer ":
        token = bearer[7:].strip()
        return token if token.startswith(TOKEN_MARK) else None
    value = parse_cookie(headers.get("Cookie", "")).get(COOKIE)
    return None if value is None or value.startswith(TOKEN_MARK) else value
