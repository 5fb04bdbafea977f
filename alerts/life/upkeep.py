"""The upkeep of alerts, by the due-times in the store: forgotten acknowledgements reopen, silences announce their end and end aloud."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from alerts import moves
from alerts.desk import Desk, desk_of
from alerts.gravity import ANSWER
from alerts.message import Occasion
from alerts.stages.silence import covers, fits, silence_of
from data_access.stores import alert_writes, changes
from data_access.stores import silences as store
from data_access.stores.alert_writes import Row
from data_access.stores.engine import Store, store_of
from settings import Settings

WARN_BEFORE = timedelta(minutes=10)
"""How long before its end a silence is announced; a short one in the last half of its time."""
SYSTEM = "system"


def tick(settings: Settings, now: datetime) -> None:
    """The job: do what is due. Again: nothing changes."""
    keep(store_of(settings), desk_of(settings), now)


def keep(into: Store, desk: Desk, now: datetime) -> int:
    """Do what is due; gives how many things were done. Each is a transaction of its own, decided by compare-and-set."""
    with into.read() as connection:
        forgotten = store.forgotten(connection, now)
        silences = [row for row in store.standing(connection) if now >= _warn_at(row)]
    done = 0
    for name in forgotten:
        with into.write() as connection:
            done += _reopen(connection, desk, name, now)
    for row in silences:
        with into.write() as connection:
            done += _end(connection, desk, row, now) if row["ends_at"] <= now else _warn(connection, desk, row, now)
    return done


def _reopen(connection: Connection, desk: Desk, name: str, now: datetime) -> int:
    head = alert_writes.one(connection, name)
    if head is None or head["state"] != moves.ACKNOWLEDGED or head["reopen_at"] is None or head["reopen_at"] > now:
        return 0
    why = f"{head['owner']} 确认后逾期没有下一步，自动重开"
    again = moves.Move(
        sources=(moves.ACKNOWLEDGED,), to=moves.OPEN, who=SYSTEM, why=why, values={"owner": None},
        head_values={"reopen_at": None, "due_at": now + ANSWER[head["level"]], "reopened": head["reopened"] + 1},
    )  # fmt: skip
    row = moves.move(connection, head, again, now)
    if row is None:
        return 0
    moves.tell(connection, row, "alert_reopen", f"{row['title']} 确认后无下文，重开", now)
    moves.announce(connection, desk, row, Occasion.REOPENED, now, why)
    return 1


def _warn_at(row: Row) -> datetime:
    length = row["ends_at"] - row["starts_at"]
    ahead: datetime = row["ends_at"] - min(WARN_BEFORE, length / 2)
    return ahead if row["warned_at"] is None else row["ends_at"]


def _warn(connection: Connection, desk: Desk, row: Row, now: datetime) -> int:
    if not store.warned(connection, row["id"], now):
        return 0
    minutes = max(1, round((row["ends_at"] - now).total_seconds() / 60))
    _tell(connection, desk, row, f"静默约 {minutes} 分钟后结束：{row['why']}", now)
    return 1


def _end(connection: Connection, desk: Desk, row: Row, now: datetime) -> int:
    """The silence is over: what still fires and nothing else silences is told at once."""
    if not store.ended(connection, row["id"], now):
        return 0
    others = alert_writes.active_silences(connection, now)
    loud = [
        head
        for head in store.firing(connection)
        if fits(row["matcher"], head)
        and covers(row["region"], head["region"])
        and not head["inhibited_by"]
        and not silence_of(head, others)
    ]
    still = [head for head in loud if alert_writes.still_firing(connection, head["id"])]
    text = f"静默结束，仍有 {len(still)} 件在报：{row['why']}" if still else f"静默结束，无在报告警：{row['why']}"
    _tell(connection, desk, row, text, now)
    for head in still:
        moves.announce(connection, desk, head, Occasion.SILENCE_ENDED, now, f"静默结束仍在报（静默期扣下 {row['held_back']} 次通知）")
    return 1


def _tell(connection: Connection, desk: Desk, row: Row, text: str, now: datetime) -> None:
    told = {"at": now, "kind": "silence", "region": row["region"], "text": text[:200], "level_from": None, "level_to": None, "object": None}
    changes.insert_many(connection, [told | {"nature": desk.nature}], now)
