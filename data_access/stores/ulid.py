"""The number of a new record: 26 characters, in order of time, never twice."""

from __future__ import annotations

import secrets
from datetime import datetime

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(now: datetime) -> str:
    """A ULID: 48 bits of milliseconds and 80 bits of chance in Crockford's base 32."""
    number = (int(now.timestamp() * 1000) & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return "".join(SIGNS[number >> shift & 31] for shift in range(125, -1, -5))
