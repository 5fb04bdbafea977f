"""The building of the demo province: its history as one batch, today as another, the stories in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data_access.marts import Batch, Marts, Part, marts_of
from data_access.stores import demo_state, outbox, story_state
from data_access.stores.engine import Store, store_of
from demo import sources, stage, supervision
from demo.dimensions import dimensions
from demo.effects import Effects
from demo.frames import HOURLY, TABLES, Span, frame
from demo.gaps import CATCH_UP_DAYS, Gaps, gaps_at
from demo.places import Province, Regions, province_of, rules
from demo.things.parts import TABLES as THINGS
from demo.things.parts import View, parts, publish_moving
from geo.regions import regions_of
from settings import Settings

SOURCE, NATURE = "demo", "demo"
WHOLE_AGAIN = timedelta(days=31)
"""After this time the history is published whole again, so that daily batches do not pile up."""
EDITION = 2
"""Raised when the generator's numbers change: an older province is then built anew."""
log = logging.getLogger("yiping.demo")


@dataclass(frozen=True)
class Plan:
    """A province to be built: its seed, its size and the moment."""

    province: Province
    seed: int
    scale: str
    now: datetime
    effects: Effects = Effects()
    """What a running story does to what is published."""

    @property
    def gaps(self) -> Gaps:
        return gaps_at(self.province, self.now, self.effects)

    def things(self, whole: date) -> View:
        """The enterprises and what belongs to them, the settled whole having been published on a day."""
        return View(self.seed, self.province, self.scale, self.now, whole)

    def first(self, table: str) -> date:
        """The first day of a table's history."""
        size, today = rules()["scale"][self.scale], self.now.date()
        if table in {fact.table for fact in HOURLY}:
            return today - timedelta(days=size["hourly_days"])
        return _months_before(today, size["months"])


def _months_before(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def build(plan: Plan, marts: Marts, store: Store, told: Callable[[str], None] = log.info) -> None:
    """Build the whole province. An interrupted building leaves what was there before: the record is written last."""
    told(f"演示省 {plan.province.name}：生成 {plan.first('entity_daily')} 起的历史（种子 {plan.seed}，规模 {plan.scale}）")
    told(f"演示省：历史 {publish_history(plan, marts):,} 行已发布")
    publish_today(plan, marts)
    publish_moving(plan.things(plan.now.date()), marts, always=True)
    days = rules()["scale"][plan.scale]["story_days"]
    with store.write() as connection:
        stage.clear(connection)
        story_state.forget(connection)
        stage.play(connection, stage.Scene(plan.seed, plan.province, plan.now, plan.now - timedelta(days=days), fresh=True))
        _record(connection, plan, plan.now.date())
    told("演示省：预警、派单、舆情、摄像机、值班和变化已就位")


def publish_history(plan: Plan, marts: Marts) -> int:
    """Publish all closed days and the dimensions, in the place of whatever demo days there were. Returns the number of rows."""
    yesterday = plan.now.date() - timedelta(days=1)
    whole = (rules()["time"]["epoch"], yesterday)
    found = [_part(plan, table, Span(plan.first(table), yesterday), whole) for table in TABLES]
    calendar = dimensions(plan.province, plan.first("entity_daily") - timedelta(days=366), date(plan.now.year + 1, 12, 31))
    found += [Part(table=name, data=rows) for name, rows in calendar.items()]
    found += parts(plan.seed, plan.province, plan.scale, plan.now)
    _publish(marts, found, plan.gaps)
    return sum(len(part.data) for part in found if part is not None and isinstance(part.data, pd.DataFrame))


def publish_today(plan: Plan, marts: Marts) -> Batch | None:
    """Publish what of today has come by now."""
    today = plan.now.date()
    return _publish(marts, [_part(plan, table, Span(today, today)) for table in TABLES], plan.gaps)


def publish_closed(plan: Plan, marts: Marts, first: date) -> None:
    """Publish closed days again, from `first` to yesterday: a day has ended, or what was held back has come."""
    yesterday = plan.now.date() - timedelta(days=1)
    spans = {table: Span(max(first, plan.first(table)), yesterday) for table in TABLES}
    spans[supervision.CREDIT.table] = Span(_months_before(first, 1), yesterday)
    _publish(marts, [_part(plan, table, span) for table, span in spans.items()], plan.gaps)


def _part(plan: Plan, table: str, span: Span, speaks_for: tuple[date, date] | None = None) -> Part | None:
    found = plan.effects.applied(table, frame(plan.seed, plan.province, table, span, plan.gaps))
    return None if found.empty else Part(table=table, data=found, span=speaks_for)


def _publish(marts: Marts, parts: list[Part | None], gaps: Gaps) -> Batch | None:
    """Publish parts at the present minute; the late table apart, with the cut-off of its own batch."""
    late = [part for part in parts if part is not None and part.table == gaps.late_table]
    timely = [part for part in parts if part is not None and part.table != gaps.late_table]
    if late:
        marts.publish(late, source=SOURCE, nature=NATURE, as_of=gaps.late_as_of)
    return marts.publish(timely, source=SOURCE, nature=NATURE, as_of=gaps.now.replace(second=0, microsecond=0)) if timely else None


def _record(connection: Any, plan: Plan, whole: date) -> None:
    through = plan.now.date() - timedelta(days=1)
    record = {"stamp": plan.gaps.stamp, "through": through.isoformat(), "whole": whole.isoformat(), "played": plan.now.isoformat()}
    identity = {"edition": EDITION, "province": plan.province.code, "seed": plan.seed, "scale": plan.scale}
    demo_state.write(connection, {**identity, **record}, plan.now)
    outbox.put(connection, (*TABLES, *THINGS, *stage.TABLES), plan.now)


def advance(plan: Plan, marts: Marts, store: Store, record: Mapping[str, Any]) -> None:
    """Bring a built province to now: missing days, late arrivals, today so far, the stories."""
    today, whole = plan.now.date(), date.fromisoformat(record["whole"])
    if today - whole > WHOLE_AGAIN:
        publish_history(plan, marts)
        whole = today
    elif plan.gaps.stamp != record["stamp"]:
        publish_closed(plan, marts, date.fromisoformat(record["through"]) - timedelta(days=CATCH_UP_DAYS))
    publish_today(plan, marts)
    publish_moving(plan.things(whole), marts, always=whole.isoformat() != record["whole"])
    since = min(plan.now, datetime.fromisoformat(record["played"]).astimezone(plan.now.tzinfo))
    with store.write() as connection:
        stage.play(connection, stage.Scene(plan.seed, plan.province, plan.now, since, effects=plan.effects))
        _record(connection, plan, whole)


def standing(province: str, marts: Marts, store: Store) -> dict[str, Any] | None:
    """The record of the demo province where one of this edition stands and its marts are there; None when it has to be built."""
    with store.read() as connection:
        record = demo_state.read(connection)
    known = record is not None and record["edition"] == EDITION and record["province"] == province
    return record if known and sources.TABLE in marts.tables() else None


def plan_of(settings: Settings, now: datetime, regions: Regions | None = None) -> Plan:
    """The province that the settings ask for, at a moment."""
    province = province_of(regions or regions_of(settings.province))
    return Plan(province, settings.seed, settings.demo_scale, now.astimezone(settings.tz))


def ensure(settings: Settings, now: datetime, told: Callable[[str], None] = log.info) -> None:
    """Have the province stand at now: build it where there is none, else only bring it on.

    A standing province keeps its seed and size, whatever the settings say: another one is built by `yiping demo build`.
    """
    plan, marts, store = plan_of(settings, now), marts_of(settings), store_of(settings)
    record = standing(settings.province, marts, store)
    if record is None:
        build(plan, marts, store, told)
    else:
        with store.read() as connection:
            held = story_state.read(connection)
        effects = Effects.of(held.record.get("effects") if held else None)
        advance(replace(plan, seed=record["seed"], scale=record["scale"], effects=effects), marts, store, record)
