"""The fourth stage: which alerts are one matter. One key has one open group; the first is its head."""

from __future__ import annotations

import hashlib

from alerts.desk import Desk
from alerts.message import Message

LONGEST = 200
APART = "|"


def key_of(message: Message, desk: Desk) -> str:
    """What alerts of one matter share: cause, else rule, else the source's own title; with the family and the city.

    A drill never joins a real matter, and a demonstration never joins either.
    """
    cause = message.cause or message.rule or f"{message.source}{APART}{message.title}"
    city = desk.regions.city_of(message.region) or message.region
    key = APART.join((str(message.status), message.nature, city, message.family or "", cause))
    if len(key) <= LONGEST:
        return key
    return APART.join((str(message.status), message.nature, city, hashlib.sha256(key.encode()).hexdigest()))
