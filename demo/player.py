"""The player of stories: the worker's second, in which all beats that are due happen, each exactly once.

The record of the running story lies in the store and moves on in the transaction in which its beats happen. So a worker that dies goes on
where it stood, and two of them never do a beat twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from data_access.marts import own_marts_of
from data_access.stores import outbox, story_state
from data_access.stores.engine import Store, store_of
from data_access.stores.story_state import Held
from demo import script
from demo.build import Plan, plan_of, publish_today, standing, turn
from demo.deeds import perform
from demo.effects import Effects
from demo.frames import TABLES
from demo.happenings import lower_cameras, raise_cameras
from demo.places import DemoFailed
from demo.playing import Deed, Play
from settings import Settings

AT_ONCE = 50
"""Beats in one transaction: others write in between."""
FASTEST = 600.0
Told = Callable[[timedelta, str], None]


def silent(_at: timedelta, _text: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Wish:
    """A story that somebody wants to see."""

    name: str
    speed: float = 1.0
    at: datetime | None = None
    """When it begins; None: now."""


def ask(settings: Settings, wish: Wish, now: datetime) -> str:
    """Read a story, check it and let it begin; gives its run. Raises DemoFailed when it is wrong or another one runs."""
    if not 0 < wish.speed <= FASTEST:
        raise DemoFailed(f"速度 {wish.speed:g} 不可用：请给出大于 0、不超过 {FASTEST:g} 的数。")
    text = script.text_of(wish.name)
    script.read(wish.name, text, script.known_of(_plan(settings, now).province))
    started = (wish.at or now).astimezone(settings.tz)
    record = {"name": wish.name, "text": text, "state": "running", "speed": wish.speed, "position": 0}
    record |= {"run": f"{int(now.timestamp()):08x}", "started_at": started.isoformat(), "unpublished": False}
    if not story_state.begin(store_of(settings), record, now):
        raise DemoFailed(f"剧本 {_running(settings)} 正在播放：等它结束，或先执行 yiping demo play --stop。")
    return str(record["run"])


def tick(settings: Settings, now: datetime) -> None:
    """Let all that is due happen: the job of the timetable."""
    play(settings, now)


def play(settings: Settings, now: datetime, told: Told = silent) -> bool:
    """Let all that is due happen and publish what it changed. True while a story is under way."""
    store = store_of(settings)
    with store.read() as connection:
        held = story_state.read(connection)
    if held is None or not (held.live or held.record.get("unpublished")):
        return False
    plan = _plan(settings, now)
    if held.record["state"] == "asked" and not _begin(store, plan, held):
        return False
    while _turn(store, plan, told):
        pass
    return _publish(settings, store, plan)


def stop(settings: Settings, now: datetime) -> str | None:
    """End the running story and its effects; gives its name. What it wrote stays until `reset`."""
    store, plan = store_of(settings), _plan(settings, now)
    with store.write() as connection:
        held = story_state.read(connection, lock=True)
        if held is None or not held.live:
            return None
        if held.record["state"] == "running":
            lower_cameras(connection, _playing(plan, held.record), now)
        story_state.swap(connection, held, _over(held.record, "stopped", now), now)
    _publish(settings, store, plan)
    return str(held.record["name"])


def reset(settings: Settings, now: datetime) -> int:
    """End the story and take away all that stories left; gives the number of alerts."""
    stop(settings, now)
    store = store_of(settings)
    with store.write() as connection:
        story_state.forget(connection)
        gone = story_state.sweep(connection, now)
    _publish_today(settings, store, _plan(settings, now))
    return gone


def effects_of(store: Store) -> Effects:
    """What the story of this store does to the province."""
    with store.read() as connection:
        held = story_state.read(connection)
    return Effects.of(held.record.get("effects") if held else None)


def _plan(settings: Settings, now: datetime) -> Plan:
    """The standing province. Raises DemoFailed where none stands."""
    record = standing(settings.province, own_marts_of(settings), store_of(settings))
    if record is None:
        raise DemoFailed("演示省尚未生成，剧本无处可演：先执行 yiping demo build，或以 yiping serve --demo 启动。")
    return replace(plan_of(settings, now), seed=record["seed"], scale=record["scale"])


def _running(settings: Settings) -> str:
    with store_of(settings).read() as connection:
        held = story_state.read(connection)
    return str(held.record["name"]) if held else ""


def _begin(store: Store, plan: Plan, held: Held) -> bool:
    """Let a story that a page asked for begin: its text is read here, where the story files are."""
    try:
        text = script.text_of(held.record["name"])
        script.read(held.record["name"], text, script.known_of(plan.province))
        more = {"text": text, "state": "running", "started_at": plan.now.isoformat(), "position": 0, "unpublished": False}
    except DemoFailed as failure:
        more = {"state": "refused", "why": str(failure)}
    with store.write() as connection:
        return story_state.swap(connection, held, {**held.record, **more}, plan.now) and more["state"] == "running"


def _playing(plan: Plan, record: Mapping[str, Any]) -> Play:
    found = script.read(record["name"], record["text"], script.known_of(plan.province))
    started = datetime.fromisoformat(record["started_at"]).astimezone(plan.now.tzinfo)
    return Play(record["run"], found, plan.province, started, float(record["speed"]))


def _turn(store: Store, plan: Plan, told: Told) -> bool:
    """Let some due beats happen in one transaction; False when none is left that is due."""
    said: list[tuple[timedelta, str]] = []
    with store.write() as connection:
        held = story_state.read(connection, lock=True)
        if held is None or held.record["state"] != "running":
            return False
        playing, record = _playing(plan, held.record), dict(held.record)
        position, beats = int(record["position"]), playing.story.beats
        reached = (plan.now - playing.started) * playing.speed
        due = [beat for beat in beats[position : position + AT_ONCE] if beat.at <= reached]
        if not due:
            return False
        if position == 0:
            raise_cameras(connection, playing)
        effects = before = Effects.of(record["effects"])
        for order, beat in enumerate(due, position):
            done = perform(connection, Deed(playing, beat, playing.moment(beat, order), effects))
            effects = done.effects or effects
            said.append((beat.at, done.told))
        record |= {"position": position + len(due), "effects": effects.told()}
        record["unpublished"] = record["unpublished"] or effects.on_marts() != before.on_marts()
        if position + len(due) == len(beats):
            lower_cameras(connection, playing, plan.now)
            record = _over(record, "ended", plan.now)
        story_state.swap(connection, held, record, plan.now)
    for at, text in said:
        told(at, text)
    return True


def _over(record: Mapping[str, Any], state: str, now: datetime) -> dict[str, Any]:
    """The record of a story that is over: its effects end, but for what lasts."""
    effects = Effects.of(record.get("effects"))
    changed = effects.on_marts() != effects.lasting.on_marts()
    more = {"state": state, "ended_at": now.isoformat(), "effects": effects.lasting.told()}
    return {**record, **more, "unpublished": bool(record.get("unpublished")) or changed}


def _publish(settings: Settings, store: Store, plan: Plan) -> bool:
    """Publish today anew where a story changed it. True while a story is under way."""
    with store.read() as connection:
        held = story_state.read(connection)
    if held is not None and held.record.get("unpublished"):
        _publish_today(settings, store, plan)
        with store.write() as connection:
            again = story_state.read(connection, lock=True)
            if again is not None and again.record["effects"] == held.record["effects"]:
                story_state.swap(connection, again, {**again.record, "unpublished": False}, plan.now)
    return held is not None and held.live


def _publish_today(settings: Settings, store: Store, plan: Plan) -> None:
    marts = own_marts_of(settings)
    with turn(marts):
        publish_today(replace(plan, effects=effects_of(store)), marts)
    with store.write() as connection:
        outbox.put(connection, TABLES, plan.now)
