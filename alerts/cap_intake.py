"""The CAP intake: a message is kept by its triple, its thread is folded, and the alerts are brought to what the fold says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from alerts.desk import Desk
from alerts.intake import accept_one
from alerts.message import Fate, Message, Outcome
from alerts.ways.cap import CONTENT, Cap, source_of
from alerts.ways.cap_thread import Episode, Told, as_data, episodes, from_data
from data_access.stores import alert_writes, cap_messages
from data_access.stores.alert_writes import Row, Sheet
from data_access.stores.cap_messages import CapRow, Kept
from data_access.stores.engine import Store

ROUNDS = 5
"""How often a thread is folded again when other messages of it came in between."""
DUPLICATE = "duplicate"
AGAIN = ("~2", "~3", "~4")
"""Endings of the numbers of alerts that were begun, found to be duplicates, and begun again."""


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
        bound = {one.alert for one in told if one.alert is not None}
        for episode in episodes(told):
            outcome = _apply(store, episode, bound, desk, now)
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


def _apply(store: Store, episode: Episode, bound: Collection[str], desk: Desk, now: datetime) -> Outcome:
    """One episode is one alert: the first that any of its messages began, else a new one. What else its messages began is a duplicate."""
    known = _known(store, episode)
    begun = [row for row in known.values() if row["id"] in bound and row["disposition"] != DUPLICATE]
    if not begun:
        outcome = accept_one(store, replace(episode.message, source_id=_free(episode, known)), desk, now)
    else:
        outcome = _brought(store, replace(episode.message, source_id=begun[0]["source_id"]), desk, now)
        for other in begun[1:]:
            accept_one(store, replace(episode.message, source_id=other["source_id"], resolved=True), desk, now)
            _mark_duplicate(store, other["id"], begun[0]["id"], now)
    if outcome.id is not None and outcome.fate is not Fate.CONFLICT:
        with store.write() as connection:
            cap_messages.bind(connection, episode.keys, outcome.id)
    return outcome


def _brought(store: Store, message: Message, desk: Desk, now: datetime) -> Outcome:
    """Bring a known alert to what its episode says: the words first, then the end."""
    said = accept_one(store, replace(message, resolved=False), desk, now, revising=True)
    if not message.resolved or said.fate is Fate.BUSY:
        return said
    ended = accept_one(store, message, desk, now)
    return said if ended.fate is Fate.DUPLICATE else ended


def _known(store: Store, episode: Episode) -> dict[str, Row]:
    """The alerts under the numbers of an episode's messages, in the messages' order."""
    source = episode.message.source
    numbers = [f"{number[:120]}{tail}" if tail else number for number in episode.numbers for tail in ("", *AGAIN)]
    with store.read() as connection:
        rows = alert_writes.known(connection, {(source, number) for number in numbers})
    return {number: rows[source, number] for number in numbers if (source, number) in rows}


def _free(episode: Episode, known: Mapping[str, Row]) -> str:
    """The number of a new alert: the first message's own. Where that one was found to be a duplicate of another episode, its next."""
    number = episode.numbers[0]
    taken = {name for name, row in known.items() if row["disposition"] == DUPLICATE}
    return next((name for name in (number, *(f"{number[:120]}{tail}" for tail in AGAIN)) if name not in taken), number)


def _mark_duplicate(store: Store, alert: str, of: str, now: datetime) -> None:
    with store.write() as connection:
        row = alert_writes.one(connection, alert)
        if row is None:
            return
        judged = {"disposition": DUPLICATE, "disposed_by": "system", "disposed_at": now}
        why = f"与 {of} 是同一件事：连接两者的 CAP 消息已到"
        steps = [alert_writes.step(alert, (row["state"], row["state"]), "system", why, now)]
        alert_writes.write(connection, Sheet(changed={alert: judged}, steps=steps), now)
