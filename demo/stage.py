"""The stage: brings the store to where the stories stand at a moment, whether a minute or a day has gone since the last time.

What has become of a thing is written once, by compare-and-set from its own record; what a person did to it meanwhile stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from data_access.stores import alerts, cameras, changes, corrections, duty, heard, opinion, orders, outbox, plans, teams
from demo import doubts, emergency, proceeding
from demo.crews import crews
from demo.effects import Effects
from demo.gaps import Gaps, gaps_at
from demo.lenses import WORDS, lenses
from demo.places import Province
from demo.plot import Change, Event, Tale
from demo.roster import turns
from demo.silence import silences
from demo.story import tales
from demo.topics import Topic, topics

TABLES = ("alert", "alert_step", "work_order", "opinion_item", "camera", "duty", "change", "team", "plan")
TICKER = timedelta(hours=24)
"""How far back changes are written for things that were not known before."""
LATE = timedelta(minutes=3)
"""Things that come to be known later than this came late: their past makes no ticker lines on a running wall."""
LONGEST = timedelta(hours=16)
"""No alert and no topic is in hand for longer; a day more where the silent city's last day comes in."""
TOPIC_DAYS = 60
KEEP_CHANGES, KEEP_ALERTS, KEEP_TURNS = timedelta(days=7), timedelta(days=90), timedelta(days=30)


@dataclass(frozen=True)
class Scene:
    """What is played: the province, the moment, and since when the stage has to catch up."""

    seed: int
    province: Province
    now: datetime
    since: datetime
    fresh: bool = False
    """The store is empty: the past day's changes are written too."""
    effects: Effects = Effects()
    """What a running story holds."""

    @property
    def ticker_from(self) -> datetime:
        return self.now - TICKER if self.fresh else max(self.since, self.now - TICKER) - LATE

    @cached_property
    def drawn(self) -> tuple[list[Any], list[Any]]:
        """Its tales and topics. They take a second or two to draw: have them before the store is held for writing."""
        gaps = gaps_at(self.province, self.now, self.effects)
        first = self.since - (LONGEST if self.since.date() == self.now.date() else LONGEST + timedelta(days=1))
        found = [*tales(self.seed, self.province, first, self.now)]
        found += silences(self.seed, self.province, first.date(), gaps.today, self.now.tzinfo) if self.now.tzinfo else []
        back = self.now - timedelta(days=TOPIC_DAYS) if self.fresh else first
        return [tale for tale in found if _reported(tale, gaps)], list(topics(self.seed, self.province, back, self.now))


@dataclass
class _Ledger:
    """The ticker lines gathered in one playing."""

    scene: Scene
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, at: datetime, change: Change | None, region: str, name: str) -> None:
        if change and at >= self.scene.ticker_from:
            self.lines.append(
                {
                    "at": at,
                    "kind": change.kind,
                    "region": region,
                    "text": change.text,
                    "level_from": change.level_from,
                    "level_to": change.level_to,
                    "object": name,
                    "nature": "demo",
                }
            )


def play(connection: Any, scene: Scene) -> int:
    """Bring the store to the scene's moment, in the caller's transaction. Returns the number of ticker lines written."""
    ledger, (told, heat) = _Ledger(scene), scene.drawn
    _play_alerts(connection, told, ledger)
    _play_topics(connection, heat, ledger)
    _play_cameras(connection, ledger)
    _play_roster(connection, scene)
    _set_ready(connection, scene)
    tables = (
        (*TABLES, *proceeding.TABLES)
        if proceeding.play(connection, scene.seed, scene.province, (scene.now, scene.since, scene.fresh))
        else TABLES
    )
    if scene.fresh:
        doubts.play(connection, scene.province, scene.now)
    changes.insert_many(connection, sorted(ledger.lines, key=lambda line: line["at"]), scene.now)
    heard.mark(connection, tables, scene.now, "demo")
    outbox.put(connection, tables, scene.now)
    if scene.fresh or scene.now.date() != scene.since.date():
        _trim(connection, scene.now)
    return len(ledger.lines)


def clear(connection: Any) -> None:
    """Take the whole demo out of the store."""
    for forget in (
        alerts.forget_demo,
        opinion.forget_demo,
        duty.forget_demo,
        changes.forget_demo,
        cameras.forget_demo,
        teams.forget_demo,
        plans.forget_demo,
        proceeding.clear,
        corrections.forget_demo,
    ):
        forget(connection)


def _reported(tale: Tale, gaps: Gaps) -> bool:
    """Whether an alert is known: what happened in the silent city since it fell silent is not, but that it is silent is."""
    row = tale.row
    since = gaps.silent_from(f"{row['region'][:4]}00")
    return row["level"] == "0" or since is None or row["occurred_at"] < since


def _play_alerts(connection: Any, found: Sequence[Tale], ledger: _Ledger) -> None:
    now = ledger.scene.now
    stood = alerts.changed_times(connection, [tale.id for tale in found])
    sent = orders.changed_times(connection, [tale.order for tale in found if tale.order])
    rows: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    errands: list[dict[str, Any]] = []
    for tale in found:
        if tale.id not in stood:
            if tale.row["occurred_at"] <= now:
                _stand(tale, ledger, rows, steps, errands)
            continue
        for event in tale.events:
            if stood[tale.id] < event.at <= now or (event.order_step and tale.order in sent and sent[tale.order] < event.at <= now):
                _happen(connection, tale, event, ledger)
    alerts.insert_many(connection, rows, steps, now)
    orders.insert_many(connection, errands, now)


def _stand(tale: Tale, ledger: _Ledger, rows: list[dict[str, Any]], steps: list[dict[str, Any]], errands: list[dict[str, Any]]) -> None:
    """Write an alert that is not known yet as it stands now, with all its steps."""
    row, errand = dict(tale.row), None
    ledger.add(row["occurred_at"], tale.born, row["region"], tale.id)
    for event in tale.events:
        if event.at > ledger.scene.now:
            break
        row |= event.values
        if event.moves_alert:
            row["changed_at"] = event.at
        if event.step:
            row["state"] = event.step.state_to
            step = event.step
            steps.append(
                {
                    "alert": tale.id,
                    "state_from": step.state_from,
                    "state_to": step.state_to,
                    "who": step.who,
                    "why": step.why,
                    "at": event.at,
                }
            )
        if event.order:
            errand = dict(event.order)
            errands.append(errand)
        elif event.order_step and errand:
            errand |= {**event.order_values, "step": event.order_step, "changed_at": event.at}
        ledger.add(event.at, event.change, row["region"], tale.id)
    rows.append(row)


def _happen(connection: Any, tale: Tale, event: Event, ledger: _Ledger) -> None:
    """Let one event happen to a known alert and its order, where they still are as the story has them."""
    done = False
    if event.moves_alert:
        done = alerts.move(connection, tale.id, event.at, event.values, event.step)
    if event.order and done:
        orders.insert_many(connection, [event.order], event.at)
    if event.order_step and tale.order:
        done = orders.move(connection, tale.order, event.at, event.order_step, event.order_values) or done
    if done:
        ledger.add(event.at, event.change, str(tale.row["region"]), tale.id)


def _play_topics(connection: Any, found: Iterable[Topic], ledger: _Ledger) -> None:
    now, cast = ledger.scene.now, list(found)
    stood = opinion.changed_times(connection, [topic.id for topic in cast])
    rows = []
    for topic in cast:
        row, region = dict(topic.row), str(topic.row["region"])
        if topic.id not in stood:
            ledger.add(row["first_at"], topic.born, region, topic.id)
        for turn in topic.turns:
            if turn.at > now:
                break
            if topic.id not in stood:
                row |= {**turn.values, "changed_at": turn.at}
            elif turn.at <= stood[topic.id] or not opinion.move(connection, topic.id, turn.at, turn.values):
                continue
            ledger.add(turn.at, turn.change, region, topic.id)
        if topic.id not in stood:
            rows.append(row)
    opinion.insert_many(connection, rows, now)


def _play_cameras(connection: Any, ledger: _Ledger) -> None:
    now = ledger.scene.now
    cast = lenses(ledger.scene.seed, ledger.scene.province, now)
    known = cameras.known(connection, [str(lens.row["id"]) for lens in cast])
    moved: dict[str, dict[str, Any]] = {}
    for lens in cast:
        name = str(lens.row["id"])
        before = known.get(name)
        if before is None:
            continue
        moved[name] = {**lens.now, **ledger.scene.effects.cameras.get(name, {})}
        if before.state != moved[name]["state"]:
            text = f"{lens.row['name']} {WORDS[moved[name]['state']]}"
            ledger.add(now, Change(kind="camera", text=text), str(lens.row["region"]), name)
    cameras.insert_many(connection, [lens.row for lens in cast if lens.row["id"] not in known], now)
    cameras.set_all(connection, moved, now)


def _play_roster(connection: Any, scene: Scene) -> None:
    """Keep the roster set down for a week back and ahead."""
    zone = scene.now.tzinfo
    week, today = timedelta(days=7), scene.now.date()
    if zone is None or (scene.since.date() == today and not scene.fresh):
        return
    known = duty.known_turns(connection, scene.now - week - timedelta(days=2))
    wanted = turns(scene.seed, today - week, today + week, zone)
    duty.insert_many(connection, [turn for turn in wanted if (turn["role"], turn["person"], turn["starts_at"]) not in known], scene.now)


def _set_ready(connection: Any, scene: Scene) -> None:
    """Set teams and emergency plans down where they are missing; what became of a known one is left alone."""
    if not scene.fresh and scene.since.date() == scene.now.date():
        return
    cast, written = crews(scene.seed, scene.province), emergency.plans(scene.province)
    known = teams.known(connection, [str(row["id"]) for row in cast])
    teams.insert_many(connection, [row for row in cast if row["id"] not in known], scene.now)
    known = plans.known(connection, [str(row["id"]) for row in written])
    plans.insert_many(connection, [row for row in written if row["id"] not in known], scene.now)


def _trim(connection: Any, now: datetime) -> None:
    alerts.forget_demo(connection, now - KEEP_ALERTS)
    opinion.forget_demo(connection, now - timedelta(days=TOPIC_DAYS + 1))
    changes.forget_demo(connection, now - KEEP_CHANGES)
    duty.forget_demo(connection, now - KEEP_TURNS)
