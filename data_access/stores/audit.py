"""The audit trail in the store: rows chained by hash, added under one lock, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data_access.stores.tables import AUDIT, AUDIT_HEAD


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Who did what to what, when, from where, and how it ended."""

    at: datetime
    who: str
    role: str
    scope: str
    action: str
    object: str
    result: str
    detail: str = ""
    address: str = ""


def append(connection: Connection, deed: Deed) -> int:
    """Adds one row inside the caller's write, so that the deed and its trace stand or fall together; gives its number."""
    head = connection.execute(select(AUDIT_HEAD).where(AUDIT_HEAD.c.id == 1).with_for_update()).one()
    seq = head.seq + 1
    digest = link(head.digest, seq, deed)
    connection.execute(
        insert(AUDIT).values(seq=seq, before=head.digest, digest=digest, **{part.name: getattr(deed, part.name) for part in fields(deed)})
    )
    connection.execute(update(AUDIT_HEAD).where(AUDIT_HEAD.c.id == 1).values(seq=seq, digest=digest))
    return seq


def link(before: str, seq: int, deed: Deed) -> str:
    """sha256 of the previous digest and the row in canonical form."""
    row = [seq, deed.at.astimezone(UTC).isoformat(timespec="microseconds")]
    row += [deed.who, deed.role, deed.scope, deed.action, deed.object, deed.result, deed.detail, deed.address]
    return hashlib.sha256(f"{before}\n{json.dumps(row, ensure_ascii=True, separators=(',', ':'))}".encode()).hexdigest()


def first_break(connection: Connection) -> int | None:
    """Number of the first row that is missing, changed or out of chain; None for a whole trail."""
    before, expected = "0" * 64, 1
    for seq, kept_before, digest, deed in _rows(connection):
        if seq != expected or kept_before != before or link(before, seq, deed) != digest:
            return min(seq, expected)
        before, expected = digest, seq + 1
    head = connection.execute(select(AUDIT_HEAD).where(AUDIT_HEAD.c.id == 1)).one_or_none()
    return None if head is not None and (head.seq, head.digest) == (expected - 1, before) else expected


def entries(connection: Connection, *, after: int = 0, limit: int = 200, **equals: str) -> list[tuple[int, Deed]]:
    """Rows after a number, oldest first, whose columns (who, action, object, result …) equal what is given."""
    asked = (
        select(AUDIT)
        .where(AUDIT.c.seq > after, *(AUDIT.c[name] == value for name, value in equals.items()))
        .order_by(AUDIT.c.seq)
        .limit(limit)
    )
    return [(row.seq, _deed(row)) for row in connection.execute(asked)]


def _rows(connection: Connection) -> Iterator[tuple[int, str, str, Deed]]:
    for row in connection.execution_options(yield_per=1000).execute(select(AUDIT).order_by(AUDIT.c.seq)):
        yield row.seq, row.before, row.digest, _deed(row)


def _deed(row: Any) -> Deed:
    return Deed(**{part.name: getattr(row, part.name) for part in fields(Deed)})
