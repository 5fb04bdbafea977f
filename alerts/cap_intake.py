"""The CAP intake: a message is kept by its triple, its thread is folded, and the alerts are brought to what the fold says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from alerts.desk import Desk
from alerts.intake import accept_one
from alerts.message import Fate, Outcome
from alerts.ways.cap import CONTENT, Cap, source_of
from alerts.ways.cap_thread import Episode, Told, as_data, episodes, from_data
from data_access.stores import alert_writes, cap_messages
from data_access.stores.cap_messages import CapRow, Kept
from data_access.stores.engine import Store

ROUNDS = 5
"""How often a thread is folded again when other messages of it came in between."""


def accept_cap(store: Store, cap: Cap, desk: Desk, now: datetime) -> Outcome:
    """What becomes of a CAP message. Durable when it returns; asked again with the same message it changes nothing.

    The message is kept first and its thread settled then, so that a crash in between is made good by the sender's next try.
    Raises StoreFailed.
    """
    body = as_data(cap.message) if cap.message is not None else None
    digest = hashlib.sha256(json.dumps([cap.kind, sorted(cap.references), body], sort_keys=True).encode()).hexdigest()
    source = source_of(cap.sender)
    row = CapRow(
        key=cap.key, sender=source, kind=cap.kind, references=cap.references, sent_at=cap.sent, digest=digest, body=body
    )  # fmt: skip
    own = [(key, sent) for key, sender, sent in cap.named if sender == cap.sender] if cap.kind in (*CONTENT, "Cancel") else []
    with store.write() as connection:
        kept = cap_messages.put(connection, row, own, now)
    if kept is Kept.OTHER:
        return Outcome(fate=Fate.CONFLICT, reason="同一发送方、编号和时间的 CAP 消息已有不同内容在库，以先到的为准")
    if cap.kind not in (*CONTENT, "Cancel"):
        said = {"Ack": "收到对方的确认回执，已记录", "Error": "收到对方的错误回执，已记录"}[cap.kind]
        return Outcome(fate=Fate.DUPLICATE if kept is Kept.SAME else Fate.UPDATED, reason=said + (f"：{cap.note}" if cap.note else ""))
    return _settle(store, cap, desk, now)


def _settle(store: Store, cap: Cap, desk: Desk, now: datetime) -> Outcome:
    """Bring the alerts to what the thread says; again while other messages of it come in."""
    told = _thread(store, cap.key)
    mine: Outcome | None = None
    for _ in range(ROUNDS):
        taken: set[str] = set()
        for episode in episodes(told):
            outcome = _apply(store, episode, taken, desk, now)
            if outcome.fate is Fate.BUSY:
                return outcome
            if mine is None and cap.key in episode.keys:
                mine = outcome
        before, told = {one.key for one in told}, _thread(store, cap.key)
        if {one.key for one in told} == before:
            break
    return mine or Outcome(fate=Fate.ACCEPTED, reason="所取消的告警尚未收到：取消已留存，收到后即生效")


def _thread(store: Store, key: str) -> list[Told]:
    with store.read() as connection:
        rows = cap_messages.thread(connection, key)
    return [
        Told(
            key=row.key, kind=row.kind, references=row.references, sent=row.sent_at, alert=row.alert,
            message=from_data(row.body) if row.body is not None else None,
        )
        for row in rows
    ]  # fmt: skip


def _apply(store: Store, episode: Episode, taken: set[str], desk: Desk, now: datetime) -> Outcome:
    """One episode is one alert: a new one, or the first that its messages were taken for; what else they were taken for is over."""
    mine = [alert for alert in episode.alerts if alert not in taken]
    numbers = _numbers(store, mine)
    message = episode.message
    if not numbers:
        outcome = accept_one(store, message, desk, now)
    else:
        message = replace(message, source_id=next(iter(numbers.values())))
        outcome = accept_one(store, replace(message, resolved=False), desk, now, revising=True)
        if message.resolved and outcome.fate is not Fate.BUSY:
            ended = accept_one(store, message, desk, now)
            outcome = ended if ended.fate is not Fate.DUPLICATE or outcome.fate is Fate.DUPLICATE else outcome
        for other in list(numbers.values())[1:]:
            accept_one(store, replace(message, source_id=other, resolved=True), desk, now)
    if outcome.id is not None:
        taken.add(outcome.id)
        with store.write() as connection:
            cap_messages.bind(connection, episode.keys, outcome.id)
    return outcome


def _numbers(store: Store, alerts: Sequence[str]) -> dict[str, str]:
    """The sender's numbers of these alerts, by alert."""
    with store.read() as connection:
        rows = [alert_writes.one(connection, alert) for alert in alerts]
    return {row["id"]: row["source_id"] for row in rows if row is not None}
