"""The thread of CAP messages, folded: what a set of messages means, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from alerts.message import Message, Status

RANK: Mapping[str, int] = MappingProxyType({"Alert": 0, "Update": 1, "Cancel": 2})
"""Order of messages of one moment. Ack and Error speak of messages, not of the world: they have no place in a thread."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One message of a thread: what it is, what it names, and the alert that it was last taken for."""

    key: str
    kind: str
    references: tuple[str, ...]
    sent: datetime
    message: Message | None
    alert: str | None = None


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One alert's worth of a thread: from its first message to a Cancel or an all-clear, or to the present.

    `keys` are its messages in order, `numbers` the sender's numbers of those that tell something, `message` what they say together.
    """

    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    message: Message


def episodes(thread: Iterable[Told]) -> list[Episode]:
    """The episodes of a thread, in order. A pure function of the set of messages: any order of arrival, and any repetition, gives the same.

    The newest Alert or Update speaks; a Cancel ends what was said before it; an Update sent after a Cancel begins anew. A Cancel with
    nothing before it waits: what it cancels is over as soon as it comes.
    """
    found: list[Episode] = []
    run: list[Told] = []
    for told in _ordered(thread):
        if told.kind == "Cancel":
            if run:
                found.append(_folded([*run, told], ended=True))
            run = []
            continue
        run.append(told)
        if told.message is not None and told.message.resolved:
            found.append(_folded(run, ended=True))
            run = []
    return [*found, _folded(run, ended=False)] if run else found


def _ordered(thread: Iterable[Told]) -> list[Told]:
    """By time of sending; a message never comes before one that it names, whatever the sender's clock said."""
    known = {told.key: told for told in thread if told.kind in RANK}
    moments = {key: max([told.sent, *(known[name].sent for name in told.references if name in known)]) for key, told in known.items()}
    return sorted(known.values(), key=lambda told: (moments[told.key], RANK[told.kind], told.sent, told.key))


def _folded(run: Sequence[Told], *, ended: bool) -> Episode:
    said = [told.message for told in run if told.message is not None]
    numbers = tuple(dict.fromkeys(message.source_id for message in said))
    begun = min(message.occurred_at for message in said)
    message = replace(said[-1], source_id=numbers[0], occurred_at=begun, resolved=ended)
    return Episode(keys=tuple(told.key for told in run), numbers=numbers, message=message)


def as_data(message: Message) -> dict[str, Any]:
    """A message as plain data for the store."""
    found = asdict(message)
    return found | {"occurred_at": message.occurred_at.isoformat(), "status": str(message.status), "evidence": list(message.evidence)}


def from_data(data: Mapping[str, Any]) -> Message:
    """The message that the store kept."""
    given = {**data, "occurred_at": datetime.fromisoformat(data["occurred_at"]), "status": Status(data["status"])}
    return Message(**{**given, "evidence": tuple(data["evidence"])})
