"""The CAP channel: the alert's present CAP 1.2 message, posted to a receiver that speaks the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.notify.book import Receiver
from alerts.notify.channels.channel import Channel, Letter, NotSent
from alerts.notify.channels.webhook import post
from alerts.ways import cap_out
from data_access.scope import Scope
from data_access.stores import alert_reads
from data_access.stores.engine import Store


@dataclass(frozen=True)
class ByCap(Channel):
    """POST of the message as it is now: Alert, then Update, Cancel once the alert is closed. A notice sent again carries the same key."""

    store: Store
    office: cap_out.Office
    province: str

    def send(self, receiver: Receiver, letter: Letter) -> Mapping[str, Any]:
        alert = str(letter.body["id"])
        with self.store.read() as connection:
            row = alert_reads.one(connection, Scope.whole(self.province), alert)
            history = alert_reads.history(connection, alert)
        if row is None:
            raise NotSent("告警已不在库中", again=False)
        return post(receiver, letter, cap_out.write(row, history, self.office), "application/cap+xml; charset=utf-8")
