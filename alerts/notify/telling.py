"""The telling: an occasion of an alert becomes notices and a running escalation, in the transaction that changes the alert."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts.message import Occasion, Outcome, Status
from alerts.notify.book import Book, Receiver, Shelf
from alerts.notify.routing import Reach, reach, routes_for
from data_access.stores import changes, duty, escalations, notices

CALLS = frozenset({Occasion.FIRED, Occasion.RAISED, Occasion.REOPENED, Occasion.SILENCE_ENDED})
"""Occasions that call for an answer."""
DRILL = "演练或测试，不向任何人发送"
SHOWN = (
    "id",
    "level",
    "title",
    "detail",
    "region",
    "family",
    "rule",
    "merged",
    "state",
    "owner",
    "status",
    "source",
    "source_id",
    "nature",
)


class Telling:
    """What the intake and the life call when an alert fires, rises, reopens, ends, or when its silence is over."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __call__(self, connection: Connection, alert: Mapping[str, Any], outcome: Outcome, now: datetime) -> None:
        """Write the notices of an occasion and set the chain going, or take back what waits. `alert` is the head's row after the change."""
        occasion = outcome.occasion
        if occasion in (Occasion.ACKNOWLEDGED, Occasion.CLOSED, Occasion.RESOLVED):
            why = {Occasion.ACKNOWLEDGED: "已确认", Occasion.CLOSED: "已办结"}.get(occasion, "来源已解除")
            escalations.stop(connection, alert["id"], why, now)
            notices.hold(connection, [alert["id"]], why, now)
            if occasion == Occasion.RESOLVED or (occasion == Occasion.CLOSED and alert["resolved_at"] is None):
                _over(connection, self._shelf.book(), alert, now)
        elif occasion in CALLS and not outcome.held:
            self._call(connection, alert, occasion, now)

    def _call(self, connection: Connection, alert: Mapping[str, Any], occasion: Occasion, now: datetime) -> None:
        book = self._shelf.book()
        found = routes_for(book, alert)
        reached = reach(book, [who for route in found for who in route.who], duty.now(connection, now))
        tell(connection, alert, Call(occasion, notices.times(connection, alert["id"], occasion)), reached, now)
        chain = next((route.chain for route in found if route.chain), None)
        if chain and alert["status"] == Status.ACTUAL:
            escalations.start(connection, alert["id"], chain, now + book.chains[chain][0].after, now)


class Call:
    """Why somebody is told, and the how-manieth time of its kind: what makes a notice one."""

    def __init__(self, kind: str, number: int = 0, note: str = "") -> None:
        self.kind, self.number, self.note = kind, number, note

    @property
    def key(self) -> str:
        return f"{self.kind}{self.number}"


def tell(connection: Connection, alert: Mapping[str, Any], occasion: Call, reached: Reach, now: datetime) -> int:
    """Write one notice for each receiver; those of a drill are written as held. Says in the ticker when nobody can be reached."""
    rows = [_row(alert, occasion, receiver, now) for receiver in reached.receivers]
    if reached.missing and not reached.receivers:
        _nobody(connection, alert, reached.missing, now)
    return notices.put(connection, rows, now)


def _row(alert: Mapping[str, Any], occasion: Call, receiver: Receiver, now: datetime) -> dict[str, Any]:
    drill = alert["status"] != Status.ACTUAL
    body = {name: alert[name] for name in SHOWN} | {
        "occasion": occasion.kind,
        "note": occasion.note,
        "occurred_at": alert["occurred_at"].isoformat(),
    }
    return {
        "id": uuid.uuid4().hex[:26],
        "key": f"{alert['id']}|{occasion.key}|{receiver.name}",
        "alert": alert["id"],
        "receiver": receiver.name,
        "channel": receiver.channel,
        "occasion": occasion.kind,
        "state": "held" if drill else "waiting",
        "error": DRILL if drill else None,
        "exercise": drill,
        "body": body,
        "due_at": now,
    }


def _over(connection: Connection, book: Book, alert: Mapping[str, Any], now: datetime) -> None:
    """Tell those who were told of it that it is over, if they want to know."""
    told = [book.receivers[name] for name in sorted(notices.told(connection, alert["id"])) if name in book.receivers]
    number = notices.times(connection, alert["id"], "resolved")
    tell(connection, alert, Call("resolved", number), Reach(tuple(one for one in told if one.resolved)), now)


def _nobody(connection: Connection, alert: Mapping[str, Any], missing: Sequence[str], now: datetime) -> None:
    said = "、".join(missing)
    escalations.note(connection, alert, f"无人可通知：{said}", now)
    line = {"at": now, "kind": "alert_unreachable", "region": alert["region"], "object": alert["id"], "nature": alert["nature"]}
    line |= {"text": f"{alert['title'][:24]}：无人可通知（{said}）"[:200], "level_from": None, "level_to": alert["level"]}
    changes.insert_many(connection, [line], now)
