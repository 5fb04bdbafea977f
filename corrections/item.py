"""The item of a correction: its words, who acts on it, and what cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from alerts.stages.texts import broken, plain
from data_access.stores import corrections as store
from data_access.stores.corrections import Step
from data_access.stores.engine import Store
from security import audit
from security.audit import Act
from security.identity import Identity

STATES: Mapping[str, str] = MappingProxyType({"found": "发现", "reviewed": "审核通过", "stored": "已入仓", "rejected": "已驳回"})
KINDS: Mapping[str, str] = MappingProxyType(
    {"value": "数值错误", "missing": "漏报缺报", "double": "重复计数", "place": "归属有误", "other": "其他"}
)
LONGEST_TEXT, LONGEST_WHY = 1000, 500
MOST_OPEN = 100
"""Open items of one person: nobody fills the list for the others."""
NOT_HERE = "没有这件查纠，或它不在您的数据范围内。"


class Why(StrEnum):
    """In which way something cannot be done."""

    UNKNOWN = "unknown"
    STATE = "state"
    WORDS = "words"
    ROLE = "role"


class CorrectionFailed(RuntimeError):
    """What cannot be done with a correction; one sentence that names the part and the remedy."""

    def __init__(self, sentence: str, why: Why = Why.STATE) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who acts, in which store, over which pinned marts, at which time. The scope is the identity's alone."""

    store: Store
    marts: Any
    identity: Identity
    now: datetime
    address: str = ""

    @property
    def who(self) -> str:
        return self.identity.shown_name or self.identity.user

    def step(self, why: str) -> Step:
        return Step(who=self.who, role=self.identity.role.value, why=why)

    def note(self, connection: Connection, action: str, id: str, detail: str) -> None:
        """The audit row of a deed, in the deed's own transaction."""
        act = Act(action=action, object=id, result="ok", now=self.now, detail=detail, address=self.address)
        audit.add(connection, self.identity, act)


def found(connection: Connection, hand: Hand, id: str) -> dict[str, Any]:
    """The item. An unknown one and a foreign one raise the same words."""
    row = store.one(connection, id, hand.identity.scope)
    if row is None:
        raise CorrectionFailed(NOT_HERE, Why.UNKNOWN)
    return row


def said(text: str | None, word: str, *, needed: bool = True, most: int = LONGEST_TEXT) -> str:
    """A text that somebody gave, made plain. Raises CorrectionFailed for one that cannot be kept."""
    if broken(text or ""):
        raise CorrectionFailed(f"{word}含有不完整的字符，请重新填写。", Why.WORDS)
    kept = plain(text or "", lines=True)
    if needed and not kept:
        raise CorrectionFailed(f"请填写{word}。", Why.WORDS)
    if len(kept) > most:
        raise CorrectionFailed(f"{word}超过 {most} 个字，请缩短。", Why.WORDS)
    return kept
