"""The hand that acts on alerts: who it is, with which scope, at which time, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from alerts.desk import Desk
from alerts.failure import AlertsFailed, Why
from alerts.stages.texts import broken, plain
from data_access.stores import alert_writes as store
from data_access.stores.alert_writes import Row
from data_access.stores.engine import Store
from security import audit
from security.audit import Act
from security.identity import Identity

LONGEST_WHY = 500
NOT_HERE = "没有这条告警，或它不在您的数据范围内。"


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who acts, in which store, at which time. The scope is the identity's alone."""

    store: Store
    desk: Desk
    identity: Identity
    now: datetime
    address: str = ""

    @property
    def who(self) -> str:
        """The name in the alert's history."""
        return self.identity.shown_name or self.identity.user

    def note(self, connection: Connection, action: str, object: str, detail: str) -> None:
        """The audit row of a deed, in the deed's own transaction."""
        audit.add(
            connection, self.identity, Act(action=action, object=object, result="ok", now=self.now, detail=detail, address=self.address)
        )


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of an act on one group."""

    id: str
    state: str
    reason: str
    ok: bool = True
    why: Why | None = None


def head_for(connection: Connection, hand: Hand, alert: str) -> Row:
    """The head of an alert's group, locked. Raises AlertsFailed for an unknown one and, in the same words, for a foreign one."""
    row = store.one(connection, alert)
    if row is not None and row["head"] not in (None, row["id"]):
        row = store.one(connection, row["head"])
    if row is None or not hand.identity.scope.allows(row["region"]):
        raise AlertsFailed(NOT_HERE, why=Why.UNKNOWN)
    return row


def said(text: str, word: str, *, needed: bool = True, most: int = LONGEST_WHY) -> str:
    """A text that somebody gave with an act, made plain. Raises AlertsFailed for one that cannot be kept."""
    if broken(text):
        raise AlertsFailed(f"{word}含有不完整的字符，请重新填写。", why=Why.WORDS)
    found = plain(text, lines=True)
    if needed and not found:
        raise AlertsFailed(f"请填写{word}。", why=Why.WORDS)
    if len(found) > most:
        raise AlertsFailed(f"{word}超过 {most} 个字，请缩短。", why=Why.WORDS)
    return found
