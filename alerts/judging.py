"""The judging: every rule over its cells, and the messages that follow: one when a cell falls ill, one when it is well again.

Where a rule stands in a cell is written before the message goes out, with the message itself: a crash between the two sends the same
message again, which the intake knows. What is quiet for the rule's `hold` has ended; what is unknown neither begins nor ends.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from alerts.failure import AlertsFailed
from alerts.message import Fate, Message, Outcome, Status
from alerts.reading import Reading
from alerts.rule import Frame, Grade, Rule
from alerts.rulebook import rulebook
from alerts.verdicts import Verdicts, batch_behind, judged, nature_behind
from data_access.batches import MartsFailed
from data_access.measure import MeasureFailed
from data_access.stores import rulings
from data_access.stores.engine import Store
from data_access.stores.rulings import CellState
from indicators.failure import IndicatorFailed
from indicators.registry import catalogue

SOURCE = "rule"
ORDER = ("IV", "III", "II", "I")
WHOLE = ""
"""The cell that holds when a rule was last judged as a whole."""
MOST_AT_ONCE = 60
"""New alerts of one rule in one judging; the rest is one sentence in the summary: a rule that fires everywhere is itself ill."""
Send = Callable[[Sequence[Message], bool], list[Outcome]]
"""Hands messages to the intake; True: they take the place of what was told under the same number."""


@dataclass
class Summary:
    """What one judging did."""

    judged: list[str] = field(default_factory=list)
    fired: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    held_back: dict[str, int] = field(default_factory=dict)
    finished: bool = True
    """False: the time was up, and rules that are due wait for the next time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bench:
    """Who judges: where it is written, how messages go out, and the moment."""

    store: Store
    send: Send
    now: datetime
    seconds: float = math.inf
    """How long to work at a time: other work of the process waits meanwhile."""


def judge_all(reading: Reading, bench: Bench, rules: Mapping[str, Rule] | None = None, *, due_only: bool = True) -> Summary:
    """Judge every rule that is due. A rule that fails is named in the summary and the others go on."""
    summary, began = Summary(), time.monotonic()
    for rule in (rulebook() if rules is None else rules).values():
        if time.monotonic() - began > bench.seconds:
            summary.finished = False
            break
        with bench.store.read() as connection:
            standing = rulings.cells(connection, rule.code)
            whole = standing.pop(WHOLE, None)
            if due_only and whole is not None and timedelta(0) <= bench.now - whole.judged_at < rule.every:
                continue
            known = {cell: state.level for cell, state in standing.items() if state.level}
            try:
                verdicts = judged(rule, replace(reading.knowing(known), store=connection))
            except (AlertsFailed, IndicatorFailed, MartsFailed, MeasureFailed) as error:
                summary.failed[rule.code] = str(error)
        if rule.code in summary.failed:
            _note(bench, CellState(rule.code, WHOLE, None, None, {"failed": summary.failed[rule.code]}, bench.now, bench.now))
            continue
        _act(_Ruling(rule, reading, bench, standing, summary), verdicts)
        _note(bench, CellState(rule.code, WHOLE, None, None, {}, bench.now, bench.now))
        summary.judged.append(rule.code)
    return summary


@dataclass(frozen=True)
class _Ruling:
    """One rule being judged."""

    rule: Rule
    reading: Reading
    bench: Bench
    standing: Mapping[str, CellState]
    summary: Summary


def _act(ruling: _Ruling, verdicts: Verdicts) -> None:
    fresh = [cell for cell in verdicts.grades if cell not in ruling.standing]
    unsent = [cell for cell, state in ruling.standing.items() if state.alert is None]
    if len(fresh) > MOST_AT_ONCE:
        ruling.summary.held_back[ruling.rule.code] = len(fresh) - MOST_AT_ONCE
        fresh = sorted(fresh, key=lambda cell: _gravity(verdicts.grades[cell].level), reverse=True)[:MOST_AT_ONCE]
    _fire(ruling, {cell: (verdicts.frames[cell], verdicts.grades[cell]) for cell in fresh})
    _again(ruling, unsent)
    for cell, state in ruling.standing.items():
        grade = verdicts.grades.get(cell)
        if grade is not None:
            _go_on(ruling, state, verdicts.frames[cell], grade)
        elif cell in verdicts.frames or ruling.rule.feed.ends_by_absence:
            _ease(ruling, state)


def _fire(ruling: _Ruling, found: Mapping[str, tuple[Frame, Grade]]) -> None:
    """Write down where the rule stands now, then tell it."""
    bench, code = ruling.bench, ruling.rule.code
    told = {cell: message_of(ruling.rule, ruling.reading, *pair, since=bench.now) for cell, pair in found.items()}
    with bench.store.write() as connection:
        for cell, message in told.items():
            since = {"message": _kept(message), "quiet": None}
            rulings.set_cell(connection, CellState(code, cell, message.level, None, since, bench.now, bench.now))
    _send(ruling, told)


def _again(ruling: _Ruling, cells: Sequence[str]) -> None:
    """Tell again what was written down and perhaps never arrived."""
    _send(ruling, {cell: _message(ruling.standing[cell].since["message"]) for cell in cells})


def _send(ruling: _Ruling, told: Mapping[str, Message]) -> None:
    if not told:
        return
    bench, code = ruling.bench, ruling.rule.code
    outcomes = bench.send(list(told.values()), False)
    with bench.store.write() as connection:
        for (cell, message), outcome in zip(told.items(), outcomes, strict=True):
            if outcome.id is None:
                ruling.summary.refused.append(f"{code} {cell}: {outcome.reason}")
                if outcome.fate is Fate.REFUSED:
                    rulings.drop_cell(connection, code, cell, bench.now)
                continue
            state = CellState(code, cell, message.level, outcome.id, {"message": _kept(message), "quiet": None}, bench.now, bench.now)
            rulings.set_cell(connection, state)
            ruling.summary.fired.append(message.title)


def _go_on(ruling: _Ruling, state: CellState, frame: Frame, grade: Grade) -> None:
    """What stands goes on standing; a graver level takes the place of what was told."""
    if state.alert is None:
        return
    if _gravity(grade.level) > _gravity(state.level or ""):
        before = _message(state.since["message"])
        message = replace(
            message_of(ruling.rule, ruling.reading, frame, grade, since=ruling.bench.now),
            source_id=before.source_id, occurred_at=before.occurred_at, region=before.region,
        )  # fmt: skip
        ruling.bench.send([message], True)
        since = {"message": _kept(message), "quiet": None}
        _note(ruling.bench, replace(state, level=grade.level, since=since, judged_at=ruling.bench.now, changed_at=ruling.bench.now))
        ruling.summary.raised.append(message.title)
    elif state.since.get("quiet"):
        _note(ruling.bench, replace(state, since={**state.since, "quiet": None}, judged_at=ruling.bench.now))


def _ease(ruling: _Ruling, state: CellState) -> None:
    """What is quiet for long enough has ended, and that is told once."""
    now = ruling.bench.now
    if state.alert is None:
        return
    quiet = datetime.fromisoformat(state.since["quiet"]) if state.since.get("quiet") else now
    if now - quiet < ruling.rule.hold:
        if not state.since.get("quiet"):
            _note(ruling.bench, replace(state, since={**state.since, "quiet": now.isoformat()}, judged_at=now))
        return
    message = replace(_message(state.since["message"]), resolved=True)
    ruling.bench.send([message], False)
    with ruling.bench.store.write() as connection:
        rulings.drop_cell(connection, ruling.rule.code, state.cell, now)
    ruling.summary.ended.append(message.title)


def _note(bench: Bench, state: CellState) -> None:
    with bench.store.write() as connection:
        rulings.set_cell(connection, state)


def _gravity(level: str) -> int:
    return ORDER.index(level) if level in ORDER else -1


def message_of(rule: Rule, reading: Reading, frame: Frame, grade: Grade, *, since: datetime) -> Message:
    """A grade as the message that the intake takes: what it is, what was seen, by which limit, whose it is."""
    one = catalogue().get(grade.indicator) if grade.indicator else None
    inputs: dict[str, Any] = {
        "rule": rule.code, "name": rule.name, "question": rule.question, "limit": rule.limit, "citation": rule.citation, "example": rule.example,
        "owner": rule.owner, "plan": rule.plan, "clock": rule.clock, "read": list(rule.feed.inputs())[:12], "batch": batch_behind(reading, rule.feed),
        "indicator": grade.indicator, "indicator_name": one.name if one else None, "value": grade.value, "threshold": grade.threshold, "unit": grade.unit,
        "window": grade.window, "cell": frame.cell, "keys": dict(frame.keys), "series": frame.series(grade.indicator) if grade.indicator else [],
    }  # fmt: skip
    return Message(
        source=SOURCE, source_id=f"{rule.code}:{frame.cell}:{since:%Y%m%dT%H%M%SZ}", rule=rule.code, family=rule.family, level=grade.level,
        title=grade.title[:200], detail=grade.detail, region=frame.region, occurred_at=since, cause=grade.cause or rule.code,
        entity=dict(grade.entity), evidence=tuple(grade.evidence), inputs=inputs,
        nature=frame.keys.get("nature") or nature_behind(reading, rule.feed),
    )  # fmt: skip


def _kept(message: Message) -> dict[str, Any]:
    """A message as JSON."""
    kept = {name: getattr(message, name) for name in Message.__dataclass_fields__}
    return {
        **kept, "occurred_at": message.occurred_at.isoformat(), "entity": dict(message.entity), "evidence": [dict(part) for part in message.evidence],
        "status": str(message.status), "inputs": dict(message.inputs or {}),
    }  # fmt: skip


def _message(kept: Mapping[str, Any]) -> Message:
    """The message that was kept."""
    values = {name: value for name, value in kept.items() if name in Message.__dataclass_fields__}
    values |= {
        "occurred_at": datetime.fromisoformat(kept["occurred_at"]),
        "evidence": tuple(kept["evidence"]),
        "status": Status(kept["status"]),
    }
    return Message(**values)
