"""The answers of the ways in: 202 only for what is durable; what is refused is kept in quarantine with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request

from alerts import quarantine
from alerts.desk import Desk
from alerts.intake import accept_one
from alerts.message import Fate, Message, Outcome, Status
from api.alert_models import Accepted, NewAlert
from api.bodies import raw, read
from api.problem import ApiFailed, Problem, response
from data_access.stores.engine import Store
from security import audit, guard
from security.audit import Act
from security.identity import Identity

RESERVED = frozenset({"rule", "system", "demo", "operator"})
"""Sources that are this product's own: nobody outside speaks in their name."""


@dataclass(frozen=True, kw_only=True)
class AlertServices:
    """What the alerts' addresses need: who calls, the store, the desk and the time."""

    identity: Callable[[], Identity]
    store: Callable[[], Store]
    desk: Callable[[], Desk]
    now: Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What came in by which way, as it came."""

    way: str
    body: bytes

    def keep(self, services: AlertServices, reason: str, conflict: str | None = None) -> None:
        """Put it into quarantine; a contradiction of an alert that is known goes into the audit trail too."""
        kind = request.headers.get("Content-Type", "")
        identity, now = services.identity(), services.now()
        with services.store().write() as connection:
            quarantine.put(connection, way=self.way, sender=identity.user, content_type=kind, body=self.body, reason=reason, now=now)
            if conflict:
                address = request.remote_addr or ""
                act = Act(action="alert.conflict", object=conflict, result="denied", now=now, detail=reason, address=address)
                audit.add(connection, identity, act)


def take_native(services: AlertServices) -> Response:
    """One alert in our own JSON."""
    delivery = Delivery(way="json", body=raw())
    try:
        message = message_of(read(NewAlert, delivery.body), services.desk())
    except ApiFailed as failed:
        delivery.keep(services, failed.problem.detail)
        raise
    refuse_foreign(services, message)
    outcome = accept_one(services.store(), message, services.desk(), services.now())
    return answer(services, delivery, message, outcome)


def message_of(told: NewAlert, desk: Desk) -> Message:
    """The message of a native alert. Raises ApiFailed for a time that cannot be read and for a source that is not the caller's to name."""
    if told.source.strip().lower() in RESERVED:
        raise ApiFailed(400, f"the source {told.source!r} is kept for this product itself.", "source")
    try:
        at = datetime.fromisoformat(told.occurred_at.strip())
    except ValueError as error:
        raise ApiFailed(400, "occurred_at is no RFC 3339 time such as 2026-11-20T08:00:00+08:00.", "occurred_at") from error
    return Message(
        source=told.source, source_id=told.source_id, level=told.level, title=told.title, region=told.region, occurred_at=at,
        detail=told.detail or "", rule=told.rule, family=told.family, cause=told.cause, entity=told.entity or {},
        evidence=tuple(told.evidence or ()), lon=told.lon, lat=told.lat, status=Status(told.status), nature=desk.nature, resolved=told.resolved,
    )  # fmt: skip


def refuse_foreign(services: AlertServices, message: Message) -> None:
    """Raises ApiFailed 403 for an alert in a region that is not the caller's; the refusal is audited."""
    regions, identity = services.desk().regions, services.identity()
    known = message.region in regions.all or message.region in regions.retired
    if known and not identity.scope.allows(regions.locate(message.region).region):
        guard.note_refusal(services.store(), identity, "POST alert", f"foreign region {message.region}", services.now())
        raise ApiFailed(403, "the region is not among those that you may report for.", "region")


def answer(services: AlertServices, delivery: Delivery, message: Message, outcome: Outcome) -> Response:
    """The answer for what became of one message."""
    if outcome.fate in (Fate.ACCEPTED, Fate.DUPLICATE, Fate.UPDATED):
        made = Accepted(id=outcome.id or "", state=outcome.fate.value, group=outcome.group or "")
        found = Response(made.model_dump_json(), status=202, content_type="application/json")
        found.headers["Cache-Control"] = "no-store"
        found.headers["Location"] = f"/api/v1/alerts/{outcome.id}"
        return found
    if outcome.fate is Fate.BUSY:
        return busy(429, outcome.reason, outcome.retry_after or 1.0)
    conflict = f"{message.source} {message.source_id}" if outcome.fate is Fate.CONFLICT else None
    delivery.keep(services, outcome.reason, conflict)
    if conflict:
        raise ApiFailed(409, f"{outcome.reason}（{outcome.id}）。", "source_id")
    raise ApiFailed(400, f"{outcome.reason}。")


def busy(status: int, sentence: str, seconds: float) -> Response:
    """The answer that asks to come again."""
    title = {429: "Too many requests", 503: "Store unavailable"}[status]
    found = response(Problem(title=title, status=status, detail=sentence))
    found.headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    return found
