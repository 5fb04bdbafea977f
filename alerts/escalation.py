"""The escalation: what happens when nobody answers. Due-times lie in the store; each step is done once, by whichever worker comes first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from alerts.notify.book import Book, ChainStep
from alerts.notify.routing import reach
from alerts.notify.telling import Call, tell
from alerts.stages.silence import silence_of
from data_access.stores import alert_writes, changes, duty, escalations, outbox
from data_access.stores.duty import Shift
from data_access.stores.engine import Store
from data_access.stores.escalations import ANSWERED, Standing

AT_ONCE = 200
"""Steps done in one transaction."""
PROMPT = timedelta(seconds=30)
"""A step done later than this starts the next wait anew: after an outage the steps do not come all at once."""


@dataclass(frozen=True)
class Turn:
    """What all steps of one transaction go by: the chains, who is on duty, what is silenced, the time."""

    book: Book
    shift: Shift
    silences: Sequence[Mapping[str, Any]]
    now: datetime


def step_all(store: Store, book: Book, now: datetime) -> int:
    """Do all steps that are due. Returns their number."""
    with store.read() as connection:  # most looks find nothing, and a look should not take the writer's place
        if not escalations.any_due(connection, now):
            return 0
    done = 0
    while True:
        with store.write() as connection:
            found = escalations.due(connection, now, AT_ONCE)
            turn = Turn(book, duty.now(connection, now), alert_writes.active_silences(connection, now), now)
            done += sum(_step(connection, turn, standing, alert) for standing, alert in found)
        if len(found) < AT_ONCE:
            return done


def _step(connection: Connection, turn: Turn, standing: Standing, alert: Mapping[str, Any]) -> bool:
    """One step of one chain; False when there is none to do."""
    chain, now = turn.book.chains.get(standing.chain, ()), turn.now
    if alert["state"] in ANSWERED or alert["resolved_at"] is not None:
        return escalations.go(connection, standing, {"state": "stopped", "note": "已有人处置"}, now) and False
    if alert["inhibited_by"] or silence_of(alert, turn.silences):
        return escalations.go(connection, standing, {"state": "stopped", "note": "已静默或被抑制"}, now) and False
    if standing.step >= len(chain):
        return escalations.go(connection, standing, {"state": "done", "note": "升级链已无此步"}, now) and False
    step = chain[standing.step]
    values = _next(chain, standing, step, now)
    if not escalations.go(connection, standing, values, now):
        return False
    if step.who:
        _notify(connection, turn, standing, alert)
    elif step.open_incident:
        _incident(connection, alert, now)
    return True


def _next(chain: Sequence[ChainStep], standing: Standing, step: ChainStep, now: datetime) -> dict[str, Any]:
    """Where the chain stands after a step."""
    base = standing.due_at if now - standing.due_at < PROMPT else now
    if step.repeat and standing.round < step.repeat:
        return {"step": 0, "round": standing.round + 1, "due_at": base + chain[0].after}
    following = standing.step + 1
    if following >= len(chain):
        return {"state": "done", "step": following, "note": "升级链已走完，仍无人确认"}
    return {"step": following, "due_at": base + chain[following].after}


def _notify(connection: Connection, turn: Turn, standing: Standing, alert: Mapping[str, Any]) -> None:
    chain, now = turn.book.chains[standing.chain], turn.now
    reached = reach(turn.book, chain[standing.step].who, turn.shift)
    number = standing.round * 100 + standing.step
    waited = _waited(now - alert["occurred_at"])
    tell(connection, alert, Call("escalated", number, f"已 {waited}无人确认"), reached, now)
    names = "、".join(sorted({receiver.name for receiver in reached.receivers})) or "无"
    gone = f"；未达：{'、'.join(reached.missing)}" if reached.missing else ""
    escalations.note(connection, alert, f"第 {standing.step + 1} 步：{waited}无人确认，通知 {names}{gone}", now)
    if not reached.receivers and standing.step + 1 < len(chain):
        escalations.hasten(connection, standing.alert, now)  # nobody was reached: the next step does not wait


def _incident(connection: Connection, alert: Mapping[str, Any], now: datetime) -> None:
    if escalations.open_incident(connection, alert["id"], f"E{uuid.uuid4().hex[:12]}"):
        escalations.note(connection, alert, "持续无人确认，已建突发事件", now)
        line = {"at": now, "kind": "incident_open", "region": alert["region"], "object": alert["id"], "nature": alert["nature"]}
        line |= {"text": f"{alert['title'][:24]}：持续无人确认，已建突发事件", "level_from": None, "level_to": alert["level"]}
        changes.insert_many(connection, [line], now)
        outbox.put(connection, ("alert",), now)


def _waited(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    return f"{minutes} 分钟" if minutes < 60 else f"{minutes // 60} 时 {minutes % 60:02d} 分"
