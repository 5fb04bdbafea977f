"""The building of the demo province: its history and today in one edition, the stories in the store; and its going on.

An edition is drawn piece by piece into a staging folder and takes the old one's place in a single switch. What is cut off goes on where it
was; nobody sees a half-built province.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from data_access.mart_tables import MARTS
from data_access.marts import Marts, Staged, own_marts_of
from data_access.staging import Staging, held, journal, opened
from data_access.stores import demo_state, outbox, story_state
from data_access.stores.engine import Store, store_of
from demo import draws, sources, stage, supervision
from demo.effects import Effects
from demo.frames import TABLES
from demo.gaps import CATCH_UP_DAYS
from demo.pieces import Drawn, history, moving, parts, registers, today
from demo.places import rules
from demo.plan import EDITION, NATURE, SOURCE, Plan, months_before, plan_of
from demo.things.parts import TABLES as THINGS
from demo.things.parts import publish_moving
from settings import Settings

__all__ = ["Plan", "advance", "build", "ensure", "plan_of", "standing", "turn", "unfinished"]

REGISTERS = ("kitchen_site", "remote_site")
WHOLE_AGAIN = timedelta(days=92)
"""After this time the history is published whole again, so that the batches of single months do not pile up."""
TURN_SECONDS = 60.0
log = logging.getLogger("yiping.demo")
Told = Callable[[str], None]


def build(plan: Plan, marts: Marts, store: Store, told: Told = log.info) -> None:
    """Build the whole province, or go on with a build of the same plan that was cut off. Until the switch the old province stands."""
    with opened(_staging_of(marts), plan.identity) as staging:
        told(f"演示省 {plan.province.name}：生成 {plan.first('entity_daily')} 起的历史（种子 {plan.seed}，规模 {plan.scale}）")
        staged = _stage(history(plan), staging, told)
        days = rules()["scale"][plan.scale]["story_days"]
        scene = stage.Scene(plan.seed, plan.province, plan.now, plan.now - timedelta(days=days), fresh=True)
        scene.drawn  # noqa: B018 - drawn here, so that nobody waits for the store meanwhile
        with turn(marts):
            staged += _stage([*today(plan), moving(plan)], staging)
            staging.note(switching=True)  # from here on whoever comes next finishes the switch
            with store.write() as connection:
                stage.clear(connection)
                story_state.forget(connection)
                stage.play(connection, scene)
                _record(connection, plan, plan.now.date())
                marts.publish_staged(staged)
        staging.clear()
    draws.ensure(marts, store, plan.seed, plan.province, plan.now)
    told(f"演示省：{sum(part.rows for one in staged for part in one.parts):,} 行已一次发布；预警、派单、舆情、摄像机、值班和变化已就位")


def _stage(drawn: Iterable[Drawn], staging: Staging, told: Told = lambda text: None) -> list[Staged]:
    """Have all pieces written; those that were before are taken as they are."""
    found = []
    wanted = list(drawn)
    for number, one in enumerate(wanted, 1):
        made, known = staging.found(one.piece), "（接续上次，已有）"
        if made is None:
            known, drawing = "", one.draw()
            made = staging.write(one.piece, drawing) if drawing else None
        if made:
            found.append(made)
            names = "、".join(f"{MARTS.tables[part.table].info['zh']} {part.rows:,} 行" for part in made.parts)
            told(f"演示省 {number}/{len(wanted)}：{names}{known}")
    return found


def unfinished(marts: Marts) -> dict[str, Any] | None:
    """The journal of a build that was cut off; None when there is none."""
    return journal(_staging_of(marts))


def _staging_of(marts: Marts) -> Path:
    return marts.folder / ".staging"


def turn(marts: Marts) -> AbstractContextManager[None]:
    """The right to change the standing province: a minute's publication and the switch of an edition never mix."""
    return held(marts.folder / ".turn", TURN_SECONDS, "演示省正由另一个进程更新：请待其结束后重做。")


def publish_history(plan: Plan, marts: Marts) -> None:
    """Publish all closed days, the dimensions and the things whole, in the place of the batches of single months."""
    with opened(_staging_of(marts), plan.identity) as staging:
        marts.publish_staged(_stage([*history(plan), moving(plan)], staging))
        staging.clear()


def publish_today(plan: Plan, marts: Marts) -> None:
    """Publish what of today has come by now."""
    for drawn in today(plan):
        found = drawn.draw()
        if found:
            marts.publish(found, source=SOURCE, nature=NATURE, as_of=drawn.piece.as_of)


def publish_closed(plan: Plan, marts: Marts, through: date, tables: tuple[str, ...]) -> None:
    """Publish closed days of some tables again: a day has ended, or what was held back has come.

    They reach back to the beginning of a month, so that in the end one batch a month remains.
    """
    month = months_before(min(through, plan.yesterday) - timedelta(days=CATCH_UP_DAYS), 0)
    first = {table: max(month, plan.first(table)) for table in tables}
    if supervision.CREDIT.table in first:
        first[supervision.CREDIT.table] = months_before(month, 1)
    late = plan.gaps.late_table
    for some in ((late,), tuple(table for table in tables if table != late)):
        found = parts(plan, some, first) if set(some) & set(tables) else []
        if found:
            marts.publish(found, source=SOURCE, nature=NATURE, as_of=plan.as_of(some[0]))


def publish_registers(plan: Plan, marts: Marts) -> None:
    """Publish the registers of sites as they stand on a new day."""
    drawn = registers(plan)
    marts.publish(drawn.draw(), source=SOURCE, nature=NATURE, as_of=plan.now)


def _record(connection: Any, plan: Plan, whole: date) -> None:
    played = {"through": plan.yesterday.isoformat(), "whole": whole.isoformat(), "played": plan.now.isoformat()}
    demo_state.write(connection, {**plan.identity, **played, "stamps": plan.stamps()}, plan.now)
    outbox.put(connection, (*TABLES, *THINGS, *REGISTERS, *stage.TABLES), plan.now)


def advance(plan: Plan, marts: Marts, store: Store, record: Mapping[str, Any]) -> None:
    """Bring a built province to now: missing days, late arrivals, today so far, the stories."""
    whole = date.fromisoformat(record["whole"])
    publish_today(plan, marts)  # first: the minute's rows do not wait for yesterday's
    changed = tuple(table for table, stamp in plan.stamps().items() if stamp != record["stamps"].get(table))
    if plan.now.date() - whole > WHOLE_AGAIN:
        publish_history(plan, marts)
        whole = plan.now.date()
    elif changed:
        publish_closed(plan, marts, date.fromisoformat(record["through"]), changed)
    if record["through"] != plan.yesterday.isoformat() and whole != plan.now.date():  # a new whole has them
        publish_registers(plan, marts)
    publish_moving(plan.things(whole), marts)
    since = min(plan.now, datetime.fromisoformat(record["played"]).astimezone(plan.now.tzinfo))
    scene = stage.Scene(plan.seed, plan.province, plan.now, since, effects=plan.effects)
    scene.drawn  # noqa: B018 - likewise
    with store.write() as connection:
        stage.play(connection, scene)
        _record(connection, plan, whole)
    draws.ensure(marts, store, plan.seed, plan.province, plan.now)


def standing(province: str, marts: Marts, store: Store) -> dict[str, Any] | None:
    """The record of the demo province where one of this edition stands and its marts are there; None when it has to be built."""
    with store.read() as connection:
        record = demo_state.read(connection)
    known = record is not None and record["edition"] == EDITION and record["province"] == province
    return record if known and sources.TABLE in marts.tables() else None


def ensure(settings: Settings, now: datetime, told: Told = log.info) -> None:
    """Have the province stand at now: build it where there is none, finish a switch that was cut off, else only bring it on.

    A standing province keeps its seed and size, whatever the settings say: another one is built by `yiping demo build`.
    """
    plan, marts, store = plan_of(settings, now), own_marts_of(settings), store_of(settings)
    left = unfinished(marts) or {}
    if left.get("switching") and (left["edition"], left["province"]) == (EDITION, settings.province):
        build(replace(plan, seed=left["seed"], scale=left["scale"]), marts, store, told)
        return
    if standing(settings.province, marts, store) is None:
        build(plan, marts, store, told)
        return
    with turn(marts):
        record = standing(settings.province, marts, store)
        if record:
            with store.read() as connection:
                held = story_state.read(connection)
            effects = Effects.of(held.record.get("effects") if held else None)
            advance(replace(plan, seed=record["seed"], scale=record["scale"], effects=effects), marts, store, record)
