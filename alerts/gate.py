"""The gate: the wiring of all ways in. A delivery is read, each alert of it taken in by itself, and what is refused is kept in the quarantine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from alerts import quarantine
from alerts.cap_intake import accept_cap
from alerts.desk import Desk
from alerts.failure import AlertsFailed
from alerts.intake import accept
from alerts.message import Fate, Message, Outcome
from alerts.ways import alertmanager, cap, cloudevents, native, sql, stream
from alerts.ways.part import Delivery, Part
from data_access.stores.engine import Store
from security.audit import neutral

REVISING = frozenset({"alertmanager", "sql"})
"""Ways whose source tells an alert again with newer words under the same number: the newer words count."""
KEPT = frozenset({Fate.REFUSED, Fate.CONFLICT})
"""Fates whose bytes are kept for an operator."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of each alert of a delivery, and the quarantine's rows of what was refused."""

    outcomes: tuple[Outcome, ...]
    kept: tuple[str, ...] = ()
    readable: bool = True
    """False: the delivery as a whole could not be read."""

    @property
    def busy(self) -> Outcome | None:
        """The first alert for which there was no room."""
        return next((outcome for outcome in self.outcomes if outcome.fate is Fate.BUSY), None)


def take(store: Store, delivery: Delivery, desk: Desk, now: datetime, *, keep: bool = True) -> Taken:
    """Take a delivery in; when it returns, what is accepted is durable and what is refused lies in the quarantine (`keep`).

    Asked again with the same bytes it changes nothing. Raises StoreFailed: nothing of it may be taken for accepted then.
    """
    inner = delivery
    try:
        inner = stream.unwrapped(delivery) if delivery.way == "stream" else delivery
        if inner.way == "cap":
            outcomes, refused = _cap(store, inner, desk, now)
        else:
            outcomes, refused = _each(store, inner, WAYS[inner.way](inner, desk), desk, now)
        readable = True
    except AlertsFailed as failed:
        outcomes, refused, readable = [Outcome(fate=Fate.REFUSED, reason=str(failed))], [inner.body], False
    told = tuple(replace(outcome, reason=neutral(outcome.reason)) for outcome in outcomes)
    reasons = [outcome.reason for outcome in told if outcome.fate in KEPT]
    kept = _keep(store, inner, list(zip(refused, reasons, strict=True)), now) if keep else ()
    return Taken(outcomes=told, kept=kept, readable=readable)


def _cap(store: Store, delivery: Delivery, desk: Desk, now: datetime) -> tuple[list[Outcome], list[bytes]]:
    read = cap.read(delivery.body, desk.regions, now, _charset(delivery.content_type))
    if read.message is not None:
        _refuse_foreign(delivery, read.message)
        read = replace(read, message=replace(read.message, nature=desk.nature))
    outcome = accept_cap(store, read, desk, now)
    return [outcome], [delivery.body] if outcome.fate in KEPT else []


def _each(store: Store, delivery: Delivery, parts: list[Part], desk: Desk, now: datetime) -> tuple[list[Outcome], list[bytes]]:
    """Take the good parts in together; a bad one holds nobody up."""
    parts = [_checked(delivery, part, desk) for part in parts]
    messages = [part.message for part in parts if part.message is not None]
    answers = iter(accept(store, messages, desk, now, revising=delivery.way in REVISING) if messages else ())
    outcomes = [Outcome(fate=Fate.REFUSED, reason=part.reason) if part.message is None else next(answers) for part in parts]
    return outcomes, [part.body for part, outcome in zip(parts, outcomes, strict=True) if outcome.fate in KEPT]


def _checked(delivery: Delivery, part: Part, desk: Desk) -> Part:
    if part.message is None:
        return part
    try:
        _refuse_foreign(delivery, part.message)
    except AlertsFailed as failed:
        return Part(body=part.body, reason=str(failed))
    return replace(part, message=replace(part.message, nature=desk.nature))


def _refuse_foreign(delivery: Delivery, message: Message) -> None:
    if delivery.scope is not None and not delivery.scope.allows(message.region):
        raise AlertsFailed("所报区域不在上报人的范围内")


def _keep(store: Store, delivery: Delivery, refused: list[tuple[bytes, str]], now: datetime) -> tuple[str, ...]:
    if not refused:
        return ()
    said = {"way": delivery.way, "sender": delivery.sender, "content_type": delivery.content_type}
    with store.write() as connection:
        return tuple(quarantine.put(connection, **said, body=body, reason=reason, now=now) for body, reason in refused)


def _charset(content_type: str) -> str | None:
    return next(
        (part.split("=", 1)[1].strip("\"' ") for part in content_type.split(";")[1:] if part.strip().lower().startswith("charset=")), None
    )


Reader = Callable[[Delivery, Desk], list[Part]]
WAYS: Mapping[str, Reader] = MappingProxyType({
    "json": lambda delivery, desk: [Part(body=delivery.body, message=native.read(delivery.body))],
    "alertmanager": lambda delivery, desk: alertmanager.read(delivery.body, desk.regions),
    "cloudevents": lambda delivery, desk: cloudevents.read(delivery.body),
    "sql": lambda delivery, desk: sql.read(delivery.body),
})  # fmt: skip
"""How each way but CAP, whose messages hang together, becomes alerts."""
