"""The fourth stage: which alerts are one matter. One key has one open group; the first is its head."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from alerts.desk import Desk
from alerts.message import Message

LONGEST = 170
"""Characters of a key; its column has room for the id behind it besides."""
APART, ASIDE = "|", "#"


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


def laid_aside(head: Mapping[str, Any]) -> str | None:
    """The key of a closed group: with its id behind it, free for a new matter, and to be had again when the group is reopened."""
    key = key_in(head)
    return f"{key}{ASIDE}{head['id']}" if key and len(key) <= LONGEST else None


def key_in(head: Mapping[str, Any]) -> str | None:
    """The key of a group, open or closed."""
    return head["group_key"] and str(head["group_key"]).removesuffix(f"{ASIDE}{head['id']}")


def incident_of(message: Message) -> str | None:
    """The number of the incident that all alerts of one failing batch belong to, whatever their cities: groups stay in a city, an incident does not."""
    batch = message.entity.get("batch")
    if not batch or not (message.cause or "").startswith("batch:"):
        return None
    key = APART.join((str(message.status), message.nature, batch))
    return f"E{hashlib.sha256(key.encode()).hexdigest()[:12]}"
