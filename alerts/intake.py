"""The intake: the one door by which alerts come into the store, whatever way they came.

`accept` judges each message by itself, writes a chunk in one transaction and returns when it is durable. Asked again with the same
messages it changes nothing. Threads of one process that come at the same time share a transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from alerts import moves
from alerts.desk import Desk, desk_of
from alerts.gravity import above, lesser
from alerts.message import Fate, Message, Occasion, Outcome
from alerts.stages import deduplicate, endings, inhibit
from alerts.stages.grade import grade
from alerts.stages.group import key_of
from alerts.stages.normalise import normalise
from alerts.stages.record import Case, Ledger
from alerts.stages.validate import RULE, refusal
from data_access.stores import alert_writes as store
from data_access.stores.alert_writes import Row, Sheet, step
from data_access.stores.engine import Store, StoreFailed

__all__ = ["Desk", "accept", "accept_one", "desk_of"]

LOG = logging.getLogger("yiping.alerts")
CHUNK = 100
TRIES = 8
"""How often a transaction that lost a race on PostgreSQL is done again; each time somebody else has come through."""


@dataclass(eq=False)
class _Entry:
    """One caller's cases that wait to be written."""

    store: Store
    cases: Sequence[Case]
    now: datetime
    revising: bool
    outcomes: list[Outcome] | None = None


def accept_one(into: Store, message: Message, desk: Desk, now: datetime, *, revising: bool = False) -> Outcome:
    """`accept` for one message."""
    return accept(into, [message], desk, now, revising=revising)[0]


def accept(into: Store, messages: Sequence[Message], desk: Desk, now: datetime, *, revising: bool = False) -> list[Outcome]:
    """What becomes of each message, in order; all that is accepted is durable.

    `revising`: the source itself says that these take the place of what it told under the same number (a CAP Update); without it another
    body under a known number is a conflict. Raises StoreFailed; nothing that it has not returned counts as accepted, ask again.
    """
    found: dict[int, Outcome] = {}
    cases: dict[int, Case] = {}
    free, wait = _admitted(messages, desk)
    for place, message in enumerate(messages):
        if message.source != RULE and free <= 0:
            found[place] = Outcome(fate=Fate.BUSY, reason="超过接收能力，未写入，请稍后重发", retry_after=max(wait, 0.1))
            continue
        free -= message.source != RULE
        judged = _judged(message, desk, now)
        if isinstance(judged, Outcome):
            found[place] = judged
        else:
            cases[place] = judged
    places = list(cases)
    for first in range(0, len(places), CHUNK):
        chunk = places[first : first + CHUNK]
        entry = _Entry(into, [cases[place] for place in chunk], now, revising)
        found |= dict(zip(chunk, _written(entry, desk), strict=True))
    return [found[place] for place in range(len(messages))]


def _admitted(messages: Sequence[Message], desk: Desk) -> tuple[int, float]:
    wanted = sum(message.source != RULE for message in messages)
    return desk.gate.admit(wanted) if desk.gate and wanted else (wanted, 0.0)


def _judged(message: Message, desk: Desk, now: datetime) -> Case | Outcome:
    """The stages that need no store."""
    why = refusal(message, desk, now)
    if why:
        return Outcome(fate=Fate.REFUSED, reason=why)
    told = normalise(message, desk)
    level, lowered = grade(told.message, desk)
    notes = (*told.notes, lowered) if lowered else told.notes
    return Case(told=told, key=key_of(told.message, desk), level=level, notes=notes)


def _written(entry: _Entry, desk: Desk) -> list[Outcome]:
    """Queue up; whoever gets the turn writes all that wait in one transaction, and the others find theirs written.

    What fails for the one who writes is not theirs: they then write alone.
    """
    desk.waiting.append(entry)
    with desk.turn:
        if entry.outcomes is None:
            together = [entry]
            for other in list(desk.waiting):
                fits = other.store is entry.store and other.revising == entry.revising
                if other is not entry and fits and sum(len(each.cases) for each in together) + len(other.cases) <= CHUNK:
                    together.append(other)
            for each in together:
                if each in desk.waiting:
                    desk.waiting.remove(each)
            outcomes = _transaction(entry, [case for each in together for case in each.cases], desk)
            for each in together:
                each.outcomes, outcomes = outcomes[: len(each.cases)], outcomes[len(each.cases) :]
        return entry.outcomes or []


def _transaction(leader: _Entry, cases: Sequence[Case], desk: Desk) -> list[Outcome]:
    """One transaction, done again when another process was faster with the same alert or the same group."""
    last: IntegrityError | None = None
    for _ in range(TRIES):
        try:
            with leader.store.write() as connection:
                return _write(connection, cases, desk, leader)
        except IntegrityError as error:
            last = error
        except StoreFailed as error:
            if not error.retry or leader.store.url.startswith("sqlite"):
                raise
    if last:  # a race is over after the second try: this is more than one
        LOG.error("An alert could not be written: %s", last.orig)
    raise StoreFailed("The store is too busy with the same alerts: nothing was written. Try again.", retry=True) from last


def _write(connection: Connection, cases: Sequence[Case], desk: Desk, leader: _Entry) -> list[Outcome]:
    now = leader.now
    ledger = Ledger(now, store.known(connection, {case.pair for case in cases}), store.open_heads(connection, {case.key for case in cases}))
    outcomes: list[Outcome] = []
    later: list[tuple[int, Any, Case]] = []
    for place, case in enumerate(cases):
        known = ledger.known.get(case.pair)
        verdict = deduplicate.judge(known, case.told, revising=leader.revising)
        if known is None or verdict is None:
            outcomes.append(ledger.enter(case))
            continue
        fate, why = verdict
        outcomes.append(Outcome(fate=fate, reason=why, id=known["id"], group=known["head"] or known["id"]))
        if fate is Fate.UPDATED:
            known |= {"resolved_at": now} if case.told.message.resolved else {"digest": case.told.digest}
            later.append((place, endings.end if case.told.message.resolved else endings.revise, case))
    store.write(connection, ledger.sheet, now)
    _news(connection, ledger, desk)
    for place, act, case in later:
        outcomes[place] = act(connection, desk, ledger.known[case.pair], case, now)
    return outcomes


def _news(connection: Connection, ledger: Ledger, desk: Desk) -> None:
    """After the rows are there: what is a consequence of what, and who hears of the rest."""
    heads = {row["id"]: row for row in ledger.heads.values()}
    for head, why in ledger.reopen.items():
        endings.reopen(connection, heads[head] | {"state": moves.ACKNOWLEDGED}, why, ledger.now)
    for head, rows in ledger.joined.items():
        raised = ledger.news.get(head) is Occasion.RAISED
        if heads[head]["inhibited_by"] and (raised or any(not _same_things(heads[head], row) for row in rows)):
            heads[head] |= {"inhibited_by": None}
            store.write(connection, Sheet(changed={head: {"inhibited_by": None}}), ledger.now)
            ledger.news.setdefault(head, Occasion.FIRED)
    for head in ledger.news:
        _inhibit(connection, heads[head], heads, ledger.now)
    for head, occasion in ledger.news.items():
        moves.announce(connection, desk, heads[head], occasion, ledger.now)


def _same_things(head: Row, member: Row) -> bool:
    return (head["entity"] or {}) == (member["entity"] or {})


def _inhibit(connection: Connection, row: Row, heads: dict[str, Row], now: datetime) -> None:
    """Find what makes a new or raised head a consequence, and which lesser ones it makes consequences itself."""
    if not row["inhibited_by"] and row["merged"] == 1:
        near = store.graver_heads(connection, row, [*above(row["level"]), "0"])
        # locked and looked at again: one that is being closed would not release what is put under it now
        found = inhibit.inhibitor_of(row, (store.one(connection, other["id"]) or other for other in near if inhibit.reason(row, other)))
        if found:
            _hold(connection, row, found[0], found[1], now)
    for stored in store.lesser_heads(connection, row, lesser(row["level"]) if row["level"] != "0" else ("III", "IV")):
        other = heads.get(stored["id"], stored)
        why = inhibit.reason(other, row)
        if why and other["merged"] == 1:
            _hold(connection, other, row, why, now)


def _hold(connection: Connection, row: Row, by: Row, why: str, now: datetime) -> None:
    row["inhibited_by"] = by["id"]
    text = f"{why}（{by['id']}），本条不单独通知，计入其抑制数"
    store.write(
        connection,
        Sheet(changed={row["id"]: {"inhibited_by": by["id"]}}, steps=[step(row["id"], (row["state"], row["state"]), "system", text, now)]),
        now,
    )
    store.count_suppressed(connection, {by["id"]: 1}, now)
