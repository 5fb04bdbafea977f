"""The recording stage: judged messages as rows, groups, steps and ticker lines, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alerts.gravity import ANSWER, graver
from alerts.message import Fate, Occasion, Outcome
from alerts.stages.group import incident_of
from alerts.stages.normalise import Normal
from data_access.stores.alert_writes import EMPTY, Pair, Row, Sheet, line, step
from data_access.stores.ulid import new_id

CROSSINGS = frozenset({2, 10, 50, 100, 500, 1000, 5000})
"""Sizes of a group that are worth a line of the ticker: a storm of five hundred must not push everything else off it."""
SYSTEM = "system"
LOUD = "actual"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A message that passed the stages before: its words, its group's key, its final level and what was noted."""

    told: Normal
    key: str
    level: str
    notes: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        return self.told.message.source, self.told.message.source_id


@dataclass
class Ledger:
    """What a transaction knows and is going to write. New groups and raised ones are in `news`: head's id → what happened."""

    now: datetime
    known: dict[Pair, Row]
    heads: dict[str, Row]
    sheet: Sheet = field(default_factory=Sheet)
    fresh: set[str] = field(default_factory=set)
    news: dict[str, Occasion] = field(default_factory=dict)
    joined: dict[str, list[Row]] = field(default_factory=dict)
    reopen: dict[str, str] = field(default_factory=dict)
    """Acknowledged groups that a graver member opens again, and why."""

    def enter(self, case: Case) -> Outcome:
        """Write one new alert down: as the head of a new group or into an open one."""
        row = self._row(case)
        self.known[case.pair] = row
        if case.told.message.resolved:
            return self._over(case, row)
        head = self.heads.get(case.key)
        return self._lead(case, row) if head is None else self._join(case, row, head)

    def _row(self, case: Case) -> Row:
        told = case.told.message
        return dict(EMPTY) | {
            "id": new_id(self.now), "source": told.source, "source_id": told.source_id, "rule": told.rule, "level": case.level,
            "title": told.title, "detail": told.detail, "region": told.region, "lon": told.lon, "lat": told.lat, "state": "open",
            "status": str(told.status), "occurred_at": told.occurred_at, "received_at": self.now, "changed_at": self.now,
            "nature": told.nature, "entity": dict(told.entity) or None, "family": told.family, "digest": case.told.digest,
            "inputs": dict(told.inputs) if told.inputs else None, "evidence": list(told.evidence) or None, "incident": incident_of(told),
        }  # fmt: skip

    def _over(self, case: Case, row: Row) -> Outcome:
        """The end of an alert that never came is kept closed, so that the beginning, if it comes late, does not fire."""
        row |= {"head": row["id"], "state": "closed", "resolved_at": self.now, "closed_at": self.now}
        self._put(row, case, "来源报告已解除；此前没有收到其开始，直接存档", None)
        return Outcome(fate=Fate.ACCEPTED, reason="已存档：来源报告时即已解除", id=row["id"], group=row["id"])

    def _lead(self, case: Case, row: Row) -> Outcome:
        row |= {"head": row["id"], "group_key": case.key, "due_at": self.now + ANSWER[row["level"]]}
        self.heads[case.key] = row
        self.fresh.add(row["id"])
        self.news[row["id"]] = Occasion.FIRED
        self._put(row, case, "收到告警", None)
        self._tell(row, "alert_new", f"{row['title']} 新报")
        return Outcome(fate=Fate.ACCEPTED, reason="已入库，新告警", id=row["id"], group=row["id"], occasion=Occasion.FIRED)

    def _join(self, case: Case, row: Row, head: Row) -> Outcome:
        before = head["level"]
        row |= {"head": head["id"], "state": head["state"], "owner": head["owner"], "acknowledged_at": head["acknowledged_at"]}
        self._set(head, merged=head["merged"] + 1)
        self.joined.setdefault(head["id"], []).append(row)
        occasion = None
        if graver(row["level"], before):
            occasion = self._raise(head, row, before)
        self._put(row, case, f"并入 {head['id']}（同类并案）", head["state"])
        if head["merged"] in CROSSINGS:
            self._tell(head, "alert_merge", f"{head['title']} 并案至 {head['merged']} 起")
        return Outcome(
            fate=Fate.ACCEPTED, reason=f"已入库，并入同类告警，共 {head['merged']} 起", id=row["id"], group=head["id"], occasion=occasion
        )

    def _raise(self, head: Row, row: Row, before: str) -> Occasion:
        """A graver member lifts its group; a group that was acknowledged as a lesser one waits for an answer again."""
        self._set(head, level=row["level"])
        self._tell(head, "alert_level", head["title"], (before, row["level"]))
        why = f"并入更重的告警，{before} 级升为 {row['level']} 级"
        if head["state"] == "acknowledged":
            self.reopen[head["id"]] = f"{why}，需重新确认"
            self._set(head, reopen_at=None, due_at=self.now + ANSWER[row["level"]], reopened=head["reopened"] + 1)
            head |= {"state": "open", "owner": None}  # the whole group is moved after the rows are written
        else:
            self.sheet.steps.append(step(head["id"], (head["state"], head["state"]), SYSTEM, why, self.now))
        if self.news.get(head["id"]) is not Occasion.FIRED:
            self.news[head["id"]] = Occasion.RAISED
        return Occasion.RAISED

    def _set(self, head: Row, **values: Any) -> None:
        head |= values
        if head["id"] not in self.fresh:
            self.sheet.changed.setdefault(head["id"], {}).update(values)

    def _put(self, row: Row, case: Case, why: str, joins: str | None) -> None:
        self.sheet.rows.append(row)
        text = "；".join((why, *case.notes))
        self.sheet.steps.append(step(row["id"], (None, joins or row["state"]), row["source"], text, self.now))

    def _tell(self, row: Mapping[str, Any], kind: str, text: str, levels: tuple[str | None, str | None] = (None, None)) -> None:
        if row["status"] == LOUD:
            self.sheet.lines.append(line(row, kind, text, self.now, levels))
