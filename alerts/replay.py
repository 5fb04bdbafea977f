"""The replay of the quarantine: a refused delivery goes the same way again, by a person's decision, and the row says what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from alerts import gate
from alerts.desk import Desk
from alerts.failure import AlertsFailed, Why
from alerts.gate import KEPT
from alerts.message import Fate
from alerts.ways.part import Delivery
from data_access.scope import Scope
from data_access.stores import quarantine
from data_access.stores.engine import Store
from data_access.stores.quarantine import BEGINNING, DISMISSED, LARGEST, REPLAYED, WAITING, Handled, Kept

WORDS = {
    Fate.ACCEPTED: "已受理", Fate.DUPLICATE: "已在库", Fate.UPDATED: "已更新", Fate.CONFLICT: "与在库内容冲突", Fate.REFUSED: "仍被拒收",
    Fate.BUSY: "超过接收能力",
}  # fmt: skip


def replay(store: Store, desk: Desk, scope: Scope, id: str, who: str, now: datetime) -> Kept:
    """Send a row's bytes the same way again. Accepted: the row is done; refused again: it goes on waiting with the new reason.

    Raises AlertsFailed for a row that is not there, was handled, or whose bytes were not kept whole.
    """
    row = _waiting(store, scope, id)
    if len(row.body) == BEGINNING and f"{LARGEST // 1_048_576} MB" in row.reason:
        raise AlertsFailed("这条来文过大，只留存了开头，不能重放：请来源改小后重发。")
    delivery = Delivery(way=row.way, body=row.body, sender=row.sender, content_type=row.content_type, scope=scope)
    taken = gate.take(store, delivery, desk, now, keep=False)
    outcome = "；".join(f"{WORDS[each.fate]}：{each.reason}" for each in taken.outcomes)[:2000]
    with store.write() as connection:
        if any(each.fate in KEPT or each.fate is Fate.BUSY for each in taken.outcomes):
            quarantine.noted(connection, id, outcome, now)
        else:
            quarantine.handled(connection, id, Handled(state=REPLAYED, who=who, outcome=outcome), now)
        return _found(connection, scope, id)


def dismiss(store: Store, scope: Scope, id: str, who: str, why: str, now: datetime) -> Kept:
    """Set a row aside for good, with the reason. Raises AlertsFailed for a row that is not there or was handled."""
    _waiting(store, scope, id)
    with store.write() as connection:
        quarantine.handled(connection, id, Handled(state=DISMISSED, who=who, outcome=why[:500]), now)
        return _found(connection, scope, id)


def _waiting(store: Store, scope: Scope, id: str) -> Kept:
    with store.read() as connection:
        row = _found(connection, scope, id)
    if row.state != WAITING:
        raise AlertsFailed(f"隔离区的 {id} 已由 {row.handled_by} 处理：请刷新后再看。")
    return row


def _found(connection: Connection, scope: Scope, id: str) -> Kept:
    row = quarantine.one(connection, id, scope)
    if row is None:
        raise AlertsFailed(f"隔离区没有 {id[:26]!r}，或不在您的范围内。", why=Why.UNKNOWN)
    return row
