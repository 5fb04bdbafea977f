"""The stage of endings and revisions: what a source says later about an alert that it has told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts import moves
from alerts.desk import Desk
from alerts.gravity import graver
from alerts.message import Fate, Occasion, Outcome
from alerts.stages.record import SYSTEM, Case
from data_access.stores import alert_writes as store
from data_access.stores.alert_writes import Row, Sheet, line, step


def end(connection: Connection, desk: Desk, known: Row, case: Case, now: datetime) -> Outcome:
    """The source says that it is over. The last end of a group that nobody has acknowledged closes it; else a person does."""
    head_id = known["head"] or known["id"]
    head = store.one(connection, head_id)  # the head first, as everybody locks: the last two ends of a group may come at once
    row = head if head_id == known["id"] else store.one(connection, known["id"])
    if head is None or row is None or row["resolved_at"] is not None:
        return Outcome(fate=Fate.DUPLICATE, reason="来源此前已报解除", id=known["id"], group=head_id)
    over = {"resolved_at": now}
    note = [step(row["id"], (row["state"], row["state"]), row["source"], "来源报告已解除", now)]
    store.write(connection, Sheet(changed={row["id"]: over}, steps=note), now)
    outcome = {"id": row["id"], "group": head_id}
    head = row | over if head_id == row["id"] else head
    if head["state"] == moves.CLOSED or store.still_firing(connection, head_id):
        return Outcome(fate=Fate.UPDATED, reason="来源报告已解除，已记入", **outcome)
    if head["state"] == moves.OPEN:
        end_all = moves.Move(sources=(moves.OPEN,), to=moves.CLOSED, who=row["source"], why="来源报告已全部解除")
        moves.tell(connection, head, "alert_close", f"{head['title']}，来源已解除", now)
        moves.announce(connection, desk, head, Occasion.RESOLVED, now, "来源报告已全部解除")
        moves.close(connection, desk, head, end_all, now)
        return Outcome(fate=Fate.UPDATED, reason="来源报告已全部解除，告警自动办结", occasion=Occasion.RESOLVED, **outcome)
    store.write(connection, Sheet(changed={head_id: {"reopen_at": None}}), now)
    moves.tell(connection, head, "alert_resolved", f"{head['title']} 来源已解除，待办结", now)
    moves.announce(connection, desk, head | {"reopen_at": None}, Occasion.RESOLVED, now, "来源报告已解除，待经办人办结")
    return Outcome(fate=Fate.UPDATED, reason="来源报告已解除，待经办人办结", occasion=Occasion.RESOLVED, **outcome)


def revise(connection: Connection, desk: Desk, known: Row, case: Case, now: datetime) -> Outcome:
    """The source's own new words take the place of the old ones. A graver level lifts the group and is told again."""
    head_id = known["head"] or known["id"]
    head = store.one(connection, head_id)
    is_head = head_id == known["id"]
    row = (head if is_head else store.one(connection, known["id"])) or known
    values = _words(case)
    if is_head and row["merged"] > 1 and graver(row["level"], case.level):
        values["level"] = row["level"]  # other alerts of the group may be as grave
    steps = [step(row["id"], (row["state"], row["state"]), row["source"], f"来源更新了内容：{row['level']} 级 → {values['level']} 级", now)]
    store.write(connection, Sheet(changed={row["id"]: values}, steps=steps), now)
    head = row | values if is_head else head
    outcome = {"id": row["id"], "group": head_id}
    before = row["level"] if is_head else (head or row)["level"]
    if head is None or head["state"] == moves.CLOSED or not graver(case.level, before):
        return Outcome(fate=Fate.UPDATED, reason="来源更新了内容，已记入", **outcome)
    return _lift(connection, desk, head, (before, case.level), now)


def _words(case: Case) -> dict[str, Any]:
    told = case.told.message
    return {
        "title": told.title, "detail": told.detail, "level": case.level, "lon": told.lon, "lat": told.lat, "entity": dict(told.entity) or None,
        "inputs": dict(told.inputs) if told.inputs else None, "evidence": list(told.evidence) or None, "digest": case.told.digest,
    }  # fmt: skip


def _lift(connection: Connection, desk: Desk, head: Row, levels: tuple[str, str], now: datetime) -> Outcome:
    """A graver group stands for itself, whatever it was a consequence of as a lesser one."""
    changed = {head["id"]: {"level": levels[1], "inhibited_by": None}}
    lines = [line(head, "alert_level", head["title"], now, levels)] if head["status"] == "actual" else []
    store.write(connection, Sheet(changed=changed, lines=lines), now)
    row = head | changed[head["id"]]
    if head["state"] == moves.ACKNOWLEDGED:
        row = reopen(connection, row, f"来源由 {levels[0]} 级改为 {levels[1]} 级，需重新确认", now) or row
    moves.announce(connection, desk, row, Occasion.RAISED, now, f"{levels[0]} 级升为 {levels[1]} 级")
    return Outcome(fate=Fate.UPDATED, reason="来源更新并升级，已重新通知", id=head["id"], group=head["id"], occasion=Occasion.RAISED)


def reopen(connection: Connection, head: Row, why: str, now: datetime) -> Row | None:
    """An acknowledged group waits for an answer again."""
    again = moves.Move(
        sources=(moves.ACKNOWLEDGED,), to=moves.OPEN, who=SYSTEM, why=why, values={"owner": None}, head_values={"reopen_at": None}
    )
    return moves.move(connection, head, again, now)
