"""What the tests of rules make: readings of a province, mart rows put into it, frames by hand, and a bench that judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Table, select

from alerts.intake import accept
from alerts.judging import Bench
from alerts.message import Message, Outcome
from alerts.reading import Reading
from alerts.rule import Frame, Grade, Rule
from data_access.marts import Marts, Part
from data_access.stores.engine import Store
from tests.alerts.making import PROVINCE, desk

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime.fromisoformat("2026-11-20T10:42:18+08:00")


def reading(marts: Any, now: datetime = NOON, **more: Any) -> Reading:
    return Reading(reader=marts, province=PROVINCE, zone=ZONE, now=now, **more)


def rewritten(marts: Marts, table: Table, first: date, last: date, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Publish some days of a mart again, changed: what a correction of a data center does."""
    time = table.c[table.info["time"]]
    rows = marts.read(select(table).where(time >= first, time <= last)).drop(columns="batch_id")
    marts.publish([Part(table=table.name, data=change(rows))], source="demo", nature="demo", as_of=NOON)


def things(marts: Marts, **tables: Sequence[Mapping[str, Any]]) -> None:
    """Publish enterprises, events, devices, lots."""
    parts = [Part(table=name, data=pd.DataFrame(list(rows))) for name, rows in tables.items()]
    marts.publish(parts, source="demo", nature="demo", as_of=NOON)


def bench(store: Store, now: datetime = NOON, sent: list[Message] | None = None) -> Bench:
    at = desk()

    def send(told: Sequence[Message], again: bool) -> list[Outcome]:
        if sent is not None:
            sent.extend(told)
        return accept(store, told, at, now, revising=again)

    return Bench(store=store, send=send, now=now)


def frame(rows: Mapping[str, Sequence[Any]], **more: Any) -> Frame:
    usual: dict[str, Any] = {"cell": "320100", "region": "320100", "place": "南京市", "now": NOON, "keys": {"city": "320100"}}
    return Frame(rows=pd.DataFrame(rows), **usual | more)


class Played:
    """A feed of which the test says what it gives, one round after the other."""

    replayable, ends_by_absence = True, False

    def __init__(self, *rounds: Mapping[str, float | None]) -> None:
        self.rounds, self.turn = rounds, -1

    def covers(self, at: Reading) -> bool:
        return False

    def inputs(self) -> tuple[str, ...]:
        return ("complaint.received",)

    def frames(self, at: Reading) -> list[Frame]:
        self.turn += 1
        now = self.rounds[min(self.turn, len(self.rounds) - 1)]
        return [
            frame({"t": [pd.Timestamp("2026-11-19")], "value": [value]}, cell=cell, region=cell, standing=at.standing.get(cell))
            for cell, value in now.items()
            if value is not None
        ]


def above(limit: float = 10, grave: float = 100) -> Callable[[Frame], Grade | None]:
    def judge(seen: Frame) -> Grade | None:
        value = float(seen.rows["value"].iloc[-1])
        level = "II" if value > grave else "IV"
        return Grade(level=level, title=f"{seen.place}数值 {value:.0f}", value=value, threshold=limit) if value > limit else None

    return judge


def rule(feed: Any, judge: Callable[[Frame], Grade | None] | None = None, **more: Any) -> Rule:
    usual: dict[str, Any] = {
        "code": "test_rule", "name": "试", "family": "综合", "owner": "处", "question": "问？", "cell": "市", "citation": "据", "limit": "限", "level": "II",
        "every": timedelta(0),
    }  # fmt: skip
    return Rule(feed=feed, judge=judge or above(), **usual | more)
