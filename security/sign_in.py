"""The sign-in: a name and a password, or a wall's entry token, become a session; and the sign-out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from data_access.stores import accounts, sessions
from data_access.stores.accounts import Account, Attempt, LockRule
from security import audit, passwords, policy
from security.audit import Act, neutral
from security.identity import Identity, Kind, scope_of
from security.roles import Role, first_page
from security.sessions import Sessions, digest
from settings import Settings

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
NEXT = re.compile(r"/(?:[A-Za-z0-9._~%&=?:,/+-]*)")
ENTRY_LASTS = timedelta(hours=24)


class Result(StrEnum):
    """How a sign-in ended."""

    OK = "ok"
    WRONG = "wrong"
    LOCKED = "locked"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Visitor:
    """From where somebody signs in, and the session that the browser held before."""

    address: str = ""
    agent: str = ""
    old: str | None = None


@dataclass(frozen=True)
class Outcome:
    """The end of a sign-in: the new cookie and who it stands for, or the end of the lock."""

    result: Result
    cookie: str = ""
    identity: Identity | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True)
class SignIn:
    """Sign-in and sign-out over the sessions of one store."""

    sessions: Sessions

    @property
    def _settings(self) -> Settings:
        return self.sessions.settings

    def by_password(self, name: str, password: str, visitor: Visitor, now: datetime) -> Outcome:
        """Signs a person in. The outcome never tells whether the name or the password was wrong."""
        name = name.strip().lower()
        if not NAME.fullmatch(name) or not 0 < len(password) <= passwords.LONGEST or "\0" in password:
            return Outcome(Result.MALFORMED)
        rule = LockRule(self._settings.lock_after, timedelta(minutes=self._settings.lock_minutes))
        with self.sessions.store.write() as connection:
            attempt = accounts.count_attempt(connection, name, rule, now)
            if attempt.locked_until is not None:
                self._note(connection, attempt, "locked", visitor, now)
                return Outcome(Result.LOCKED, locked_until=attempt.locked_until)
        account = attempt.account
        right = passwords.fits(password, account.password_hash if account else None)
        if account is not None and right and not account.disabled:
            return self._welcome(account, visitor, now, "password")
        with self.sessions.store.write() as connection:
            until = accounts.lock_of(connection, name, now)
            self._note(connection, attempt, "fail" if until is None else "locked", visitor, now)
        return Outcome(Result.WRONG if until is None else Result.LOCKED, locked_until=until)

    def by_name(self, name: str, visitor: Visitor, now: datetime) -> Outcome:
        """Signs a demo account in without its password; the caller makes sure that this is demo mode and a demo account."""
        with self.sessions.store.read() as connection:
            account = accounts.find(connection, name)
        if account is None or account.disabled:
            return Outcome(Result.WRONG)
        return self._welcome(account, visitor, now, "demo entry")

    def by_entry_token(self, token: str, visitor: Visitor, now: datetime) -> Outcome:
        """Signs a wall device in, once for each token and within a day of its making."""
        if not 20 <= len(token) <= 100:
            return Outcome(Result.MALFORMED)
        with self.sessions.store.write() as connection:
            user = sessions.use_once(connection, digest(token), now, ENTRY_LASTS)
            account = accounts.find(connection, user) if user else None
            if account is None or account.disabled:
                audit.add(connection, None, Act(action="sign-in", object="wall", result="fail", now=now, address=visitor.address))
                return Outcome(Result.WRONG)
        return self._welcome(account, visitor, now, "entry token")

    def out(self, credential: str | None, identity: Identity | None, address: str, now: datetime) -> None:
        """Ends the session behind a cookie."""
        if credential is None or identity is None:
            return
        with self.sessions.store.write() as connection:
            self.sessions.end(connection, credential, "sign-out", now)
            audit.add(connection, identity, Act(action="sign-out", object=identity.user, result="ok", now=now, address=address))

    def _welcome(self, account: Account, visitor: Visitor, now: datetime, how: str) -> Outcome:
        """A new session under a new id, whatever the browser brought; the old one ends."""
        kind = Kind.WALL if account.role == Role.WALL else Kind.PERSON
        scope = scope_of(self._settings.province, account.cities)
        identity = Identity(account.name, account.shown_name, Role(account.role), scope, kind)
        with self.sessions.store.write() as connection:
            if visitor.old:
                self.sessions.end(connection, visitor.old, "replaced", now)
            accounts.clear_failures(connection, account.name)
            cookie = self.sessions.begin(connection, account.name, kind, now, address=visitor.address, agent=neutral(visitor.agent))
            done = Act(action="sign-in", object=account.name, result="ok", now=now, detail=how, address=visitor.address)
            audit.add(connection, identity, done)
        return Outcome(Result.OK, cookie, identity)

    def _note(self, connection: Connection, attempt: Attempt, result: str, visitor: Visitor, now: datetime) -> None:
        named = attempt.account.name if attempt.account else "(no such account)"  # a typed name may be a password in the wrong field
        audit.add(connection, None, Act(action="sign-in", object=named, result=result, now=now, address=visitor.address))


def next_page(identity: Identity, asked: str | None) -> str:
    """Where to go after sign-in: the page asked for when it is one of ours that the caller may open, else the caller's first page."""
    if asked and len(asked) <= policy.LONGEST_PATH and NEXT.fullmatch(asked) and not asked.startswith("//"):
        path = asked.split("?", 1)[0]
        if path != "/" and policy.may_open(identity, path).allowed:
            return asked
    return first_page(identity)
