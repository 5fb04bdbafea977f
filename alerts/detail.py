"""The whole of one alert for a person: what it says, on what evidence, what became of it, who was told, what holds its notices back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from alerts.stages.silence import covers, fits
from data_access.scope import Scope
from data_access.stores import alert_reads, silences

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One alert in full. `head` is its own row for the first of a group; the lists are its group's."""

    row: Row
    head: Row
    history: list[Row]
    members: list[Row]
    inhibits: list[Row]
    notices: list[Row]
    silences: list[Row]
    escalation: Row | None


def detail(connection: Connection, scope: Scope, alert: str, now: datetime) -> Detail | None:
    """One alert in full; None for an unknown one and for a foreign one alike."""
    row = alert_reads.one(connection, scope, alert)
    if row is None:
        return None
    head = row if row["head"] in (None, row["id"]) else alert_reads.one(connection, scope, row["head"]) or row
    standing = [each for each in silences.listed(connection, scope) if each["starts_at"] <= now < each["ends_at"]]
    return Detail(
        row=row,
        head=head,
        history=alert_reads.history(connection, row["id"]),
        members=alert_reads.members(connection, head["id"]),
        inhibits=alert_reads.held_down(connection, head["id"]),
        notices=alert_reads.notices(connection, head["id"]),
        silences=[each for each in standing if fits(each["matcher"], head) and covers(each["region"], head["region"])],
        escalation=alert_reads.escalation(connection, head["id"]),
    )
