"""The CAP messages of the store: each by its triple, with what it names and what names it, so that a thread is found from any of its messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.stores.alert_tables import CAP_MESSAGE

AWAITED = "awaited"
"""The kind of a message that others name and that has not come."""
LONGEST_THREAD = 2_000
AT_ONCE = 500


class Kept(StrEnum):
    """What became of a message that was to be kept."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"
    """The triple is known with another body: the first one stands."""


@dataclass(frozen=True, kw_only=True)
class CapRow:
    """A message as it is kept. `body` is the alert that it tells of, as plain data, or None."""

    key: str
    sender: str
    kind: str
    references: tuple[str, ...]
    sent_at: datetime
    digest: str
    body: Mapping[str, Any] | None
    alert: str | None = None


def put(connection: Connection, row: CapRow, own: Iterable[tuple[str, datetime]], now: datetime) -> Kept:
    """Keep a message. `own` are the referenced keys of the same sender with their times: they are remembered as awaited until they come."""
    found = _locked(connection, row.key)
    if found is not None and found["kind"] != AWAITED:
        return Kept.SAME if found["body"].get("digest") == row.digest else Kept.OTHER
    named_by = found["body"]["named_by"] if found is not None else []
    values = {
        "kind": row.kind, "references": list(row.references), "sent_at": row.sent_at, "received_at": now, "sender": row.sender[:64],
        "body": {"message": row.body, "digest": row.digest, "named_by": named_by},
    }  # fmt: skip
    if found is not None:
        connection.execute(update(CAP_MESSAGE).where(CAP_MESSAGE.c.key == row.key).values(**values))
    elif not _inserted(connection, {"key": row.key, **values}):
        return put(connection, row, own, now)  # another process kept it in between
    for key, sent_at in own:
        _name(connection, key, row, sent_at, now)
    return Kept.NEW


def thread(connection: Connection, key: str) -> list[CapRow]:
    """All messages that came and hang together with this one by references of the same sender, over awaited ones too."""
    sender = connection.execute(select(CAP_MESSAGE.c.sender).where(CAP_MESSAGE.c.key == key)).scalar()
    rows: list[RowMapping] = []
    seen: set[str] = set()
    wanted = {key}
    while wanted and len(rows) < LONGEST_THREAD:
        asked = sorted(wanted)[:AT_ONCE]
        seen |= set(asked)
        found = connection.execute(select(CAP_MESSAGE).where(CAP_MESSAGE.c.key.in_(asked), CAP_MESSAGE.c.sender == sender)).mappings().all()
        rows += found
        wanted = (wanted | {other for row in found for other in (*row["references"], *row["body"]["named_by"])}) - seen
    return [_row(row) for row in rows if row["kind"] != AWAITED]


def bind(connection: Connection, keys: Collection[str], alert: str) -> None:
    """Note which alert these messages tell of."""
    connection.execute(update(CAP_MESSAGE).where(CAP_MESSAGE.c.key.in_(list(keys))).values(alert=alert))


def of_alert(connection: Connection, alert: str) -> list[CapRow]:
    """The messages that tell of an alert, in the order in which they were sent."""
    rows = connection.execute(select(CAP_MESSAGE).where(CAP_MESSAGE.c.alert == alert).order_by(CAP_MESSAGE.c.sent_at, CAP_MESSAGE.c.key))
    return [_row(row) for row in rows.mappings()]


def _name(connection: Connection, key: str, row: CapRow, sent_at: datetime, now: datetime) -> None:
    """Remember on the named message who names it."""
    found = _locked(connection, key)
    if found is None:
        body = {"message": None, "digest": "", "named_by": [row.key]}
        awaited = {
            "key": key,
            "kind": AWAITED,
            "references": [],
            "sent_at": sent_at,
            "received_at": now,
            "sender": row.sender[:64],
            "body": body,
        }
        if _inserted(connection, awaited):
            return
        found = _locked(connection, key)
    if found is not None and row.key not in found["body"]["named_by"]:
        body = {**found["body"], "named_by": [*found["body"]["named_by"], row.key]}
        connection.execute(update(CAP_MESSAGE).where(CAP_MESSAGE.c.key == key).values(body=body))


def _locked(connection: Connection, key: str) -> Mapping[str, Any] | None:
    row = connection.execute(select(CAP_MESSAGE).where(CAP_MESSAGE.c.key == key).with_for_update()).mappings().first()
    return dict(row) if row else None


def _inserted(connection: Connection, values: Mapping[str, Any]) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(insert(CAP_MESSAGE).values(**values))
    except IntegrityError:
        return False
    return True


def _row(row: RowMapping) -> CapRow:
    return CapRow(
        key=row["key"], sender=row["sender"], kind=row["kind"], references=tuple(row["references"]), sent_at=row["sent_at"],
        digest=row["body"]["digest"], body=row["body"]["message"], alert=row["alert"],
    )  # fmt: skip
