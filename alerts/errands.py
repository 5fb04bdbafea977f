"""The errands of the ways in: what the timetable does for them — empty the stream, pull the foreign table, sweep the quarantine."""

from __future__ import annotations

import logging
import os
import socket
from datetime import datetime
from functools import cache

from alerts import gate
from alerts.desk import Desk, desk_of
from alerts.gate import Taken
from alerts.ways import sql, stream
from alerts.ways.part import Delivery
from alerts.ways.strict_json import LARGEST
from data_access import alert_source
from data_access.alert_source import AlertSource, Columns
from data_access.alert_stream import AlertStream, Entry
from data_access.stores import quarantine
from data_access.stores.engine import Store, store_of
from settings import Settings

LOG = logging.getLogger("yiping.alerts")
ROUNDS = 50
"""Pages of entries in one run: the next run goes on, and other jobs get their turn."""


def take_stream(settings: Settings, now: datetime) -> int:
    """Take in what waits in the stream; gives the number of entries. Raises TransportError and StoreFailed: the entries stay."""
    return emptied(_inbox(settings.redis, os.getpid()), store_of(settings), desk_of(settings), now)


def emptied(inbox: AlertStream, store: Store, desk: Desk, now: datetime) -> int:
    """Take in entry after entry. One is acknowledged when it is durable or lies in the quarantine; where there is no room it stays."""
    number = 0
    for _ in range(ROUNDS):
        entries = inbox.taken()
        done: list[str] = []
        for entry in entries:
            if _entry(entry, store, desk, now).busy is not None:
                break
            done.append(entry.place)
        inbox.finished(done)
        number += len(done)
        if not entries or len(done) < len(entries):
            break
    return number


def pull_table(settings: Settings, now: datetime) -> int:
    """Take in what changed in the foreign table; gives the number of rows. Raises StoreFailed. Without the two knobs nothing is done."""
    if not settings.alert_sql_url or not settings.alert_sql_table:
        return 0
    source = AlertSource(settings.alert_sql_url, settings.alert_sql_table, Columns(needed=sql.NEEDED, optional=sql.OPTIONAL))
    return pulled(source, f"sql:{settings.alert_sql_table}"[:64], store_of(settings), desk_of(settings), now)


def pulled(source: AlertSource, name: str, store: Store, desk: Desk, now: datetime) -> int:
    """Take in page after page; the watermark moves behind what is durable, so that a crash in between only repeats."""
    with store.read() as connection:
        mark = alert_source.watermark(connection)
    number = 0
    for page in source.changed(mark):
        for body in _together([sql.packed(row, name, desk.zone) for row in page]):
            delivery = Delivery(way="sql", body=body, sender=name, content_type="application/json")
            if gate.take(store, delivery, desk, now).busy is not None:
                return number
        number += len(page)
        with store.write() as connection:
            mark = alert_source.advance(connection, mark, page, now)
    return number


def _together(rows: list[bytes]) -> list[bytes]:
    """Rows as one delivery; each by itself where they would be too large together."""
    joined = b"[" + b",".join(rows) + b"]"
    return [joined] if len(joined) <= LARGEST else rows


def sweep_quarantine(settings: Settings, now: datetime) -> int:
    """Forget what was handled long ago."""
    with store_of(settings).write() as connection:
        return quarantine.sweep(connection, now)


def _entry(entry: Entry, store: Store, desk: Desk, now: datetime) -> Taken:
    """One entry; a poisonous one ends in the quarantine like anything else that is refused."""
    delivery = Delivery(way="stream", body=stream.packed(entry.fields), sender="stream", content_type="application/json")
    return gate.take(store, delivery, desk, now)


@cache
def _inbox(url: str, pid: int) -> AlertStream:
    return AlertStream(url, f"{socket.gethostname()}:{pid}")
