"""The quarantine: whatever a way in refuses is kept as it came, with its reason, for an operator to look at and replay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from data_access.stores import quarantine
from data_access.stores.quarantine import Refused
from security.audit import neutral


def put(  # noqa: PLR0913 - what is known of a refused delivery, by name
    connection: Connection, *, way: str, sender: str, content_type: str, body: bytes, reason: str, now: datetime, region: str | None = None
) -> str:
    """Keep a refused delivery in the caller's transaction; gives the row's id. Equal bytes are one row that counts them.

    `way` is json, cap, alertmanager, cloudevents, stream or sql. Texts from outside are neutralised: no line breaks, controls or
    broken characters. Of a body over 1 MB only the beginning is kept.
    """
    return quarantine.put(
        connection,
        Refused(
            way=way, sender=neutral(sender), content_type=neutral(content_type), body=body, reason=neutral(reason)[:2000], region=region
        ),
        now,
    )
