"""The happenings of a story beside the casework: topics, cameras, readings, cities that fall silent, sources that are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from data_access.stores import alerts, cameras, opinion, story_state
from data_access.stores.alerts import Step
from demo.effects import Effects
from demo.lenses import WORDS
from demo.places import systems
from demo.playing import PASSED, Deed, Done, Play, line


def raise_cameras(connection: Any, play: Play) -> None:
    """Register the story's own cameras; they stand in the strip with the watched ones."""
    wanted = {play.camera_id(own.id): own for own in play.story.script.camera}
    known = cameras.known(connection, list(wanted))
    moment = play.started
    shared = {"gb28181": None, "state": "live", "last_frame": moment, "clue": None, "changed_at": moment, "watched": 1, "nature": "demo"}
    rows = [
        {"id": key, "name": own.name, "kind": own.kind, "region": own.region, "still": own.still, "reading": own.reading, **shared}
        for key, own in wanted.items()
    ]
    cameras.insert_many(connection, [row for row in rows if row["id"] not in known], moment)
    again = {key: {"state": "live", "last_frame": moment, "changed_at": moment, "watched": 1, "clue": None} for key in known}
    cameras.set_all(connection, again, moment)


def lower_cameras(connection: Any, play: Play, now: datetime) -> None:
    """Take the story's own cameras out of the strip."""
    cameras.set_all(connection, {play.camera_id(own.id): {"watched": 0} for own in play.story.script.camera}, now)


def topic(connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    name = deed.play.alert_id(verb.ref)
    row = {
        "id": name, "source": story_state.SOURCE, "source_id": name, "title": verb.title, "topic": verb.topic, "region": verb.region,
        "heat": verb.heat, "reposts": verb.reposts, "first_at": deed.at, "changed_at": deed.at, "state": "open",
        "answer_due": deed.at + timedelta(minutes=verb.answer), "answered_at": None, "nature": "demo",
    }  # fmt: skip
    opinion.insert_many(connection, [row], deed.at)
    return Done(f"舆情 {verb.title}", rows=[line(deed, "opinion_new", f"新增舆情：{verb.title}", (verb.region, name))])


def heat(connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    first, name = deed.play.story.opinion(verb.opinion), deed.play.alert_id(verb.opinion)
    if not opinion.move(connection, name, deed.at, {"heat": verb.to, "reposts": verb.reposts}):
        return Done(f"{first.title}：{PASSED}")
    text = f"“{first.title}”热度至 {verb.to}"
    return Done(text, rows=[line(deed, "opinion_heat", text, (first.region, name))])


def answer(connection: Any, deed: Deed) -> Done:
    first, name = deed.play.story.opinion(deed.verb.opinion), deed.play.alert_id(deed.verb.opinion)
    if not opinion.move(connection, name, deed.at, {"state": "answered", "answered_at": deed.at}):
        return Done(f"{first.title}：{PASSED}")
    text = f"“{first.title}”已回应"
    return Done(text, rows=[line(deed, "opinion_answer", text, (first.region, name))])


def _hour(deed: Deed) -> str:
    return deed.at.astimezone(deed.play.started.tzinfo).replace(minute=0, second=0, microsecond=0, tzinfo=None).isoformat()


def _added(deed: Deed, table: str, where: Mapping[str, str], add: Mapping[str, int]) -> Effects:
    one = {"table": table, "hour": _hour(deed), "where": dict(where), "add": dict(add)}
    return replace(deed.effects, added=(*deed.effects.added, one))


def volume(_connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    where = {"region": verb.region, "topic": verb.topic}
    effects = _added(deed, "opinion_hourly", where, {"items": verb.items, "negative": min(verb.negative, verb.items)})
    text = f"{deed.play.places[verb.region].short} {verb.topic}声量增 {verb.items} 条"
    return Done(text, effects, [line(deed, "opinion_heat", text, (verb.region, story_state.SOURCE))])


def excursion(_connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    where = {"region": verb.region, "site": verb.site}
    minutes = min(verb.minutes, 60 * verb.sensors)
    effects = _added(deed, "cold_chain_hourly", where, {"excursions": verb.sensors, "excursion_minutes": minutes})
    text = f"{deed.play.name_of(verb.region)} {verb.sensors} 个冷链测点超温，累计 {minutes} 分"
    return Done(text, effects, [line(deed, "cold_chain", text, (verb.region, story_state.SOURCE))])


def camera(connection: Any, deed: Deed) -> Done:
    verb, name = deed.verb, deed.play.camera_id(deed.verb.camera)
    before = cameras.known(connection, [name]).get(name)
    if before is None:
        return Done(f"摄像机 {verb.camera} 尚未登记，跳过")
    held: dict[str, Any] = {"state": verb.state, "reading": verb.reading, "clue": verb.clue}
    frame = deed.at if verb.state == "live" else before.last_frame
    moved = {"changed_at": deed.at} if before.state != verb.state else {}
    cameras.set_all(connection, {name: {**held, **moved, "last_frame": frame}}, deed.at)
    said = f"读数 {verb.reading}" if before.state == verb.state and verb.reading else verb.clue or WORDS[verb.state]
    row = line(deed, "camera", f"{before.name} {said}", (before.region, story_state.SOURCE))
    ours = name.startswith(story_state.SOURCE)
    effects = deed.effects if ours else replace(deed.effects, cameras={**deed.effects.cameras, name: held})
    return Done(f"{before.name} {said}", effects, [row])


def silence(_connection: Any, deed: Deed) -> Done:
    city = deed.verb.region
    since = deed.at.astimezone(deed.play.started.tzinfo).isoformat()
    text = f"{deed.play.places[city].name}报送中断"
    effects = replace(deed.effects, silent={**deed.effects.silent, city: since})
    return Done(text, effects, [line(deed, "source", text, (city, story_state.SOURCE))])


def late(_connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    since = (deed.at - timedelta(minutes=verb.behind)).astimezone(deed.play.started.tzinfo).isoformat()
    text = f"{_system(verb.source)}迟报，末批 {verb.behind} 分前"
    effects = replace(deed.effects, stopped={**deed.effects.stopped, verb.source: since})
    return Done(text, effects, [line(deed, "source", text, (deed.play.province.code, story_state.SOURCE))])


def _system(code: str) -> str:
    return next(system.name for system in systems() if system.code == code)


def recover(connection: Any, deed: Deed) -> Done:
    verb, play, effects = deed.verb, deed.play, deed.effects
    if not (verb.region or verb.source or verb.camera):
        return Done("剧本的影响全部解除", effects.lasting)
    said: list[tuple[str, str]] = []
    if verb.region:
        day = deed.at.astimezone(play.started.tzinfo).date()
        effects = replace(effects.without(city=verb.region), reporting={**effects.reporting, verb.region: day.isoformat()})
        _close_standing(connection, deed, f"D0-{day:%Y%m%d}", verb.region)
        said.append((f"{play.places[verb.region].name}补报到齐", verb.region))
    if verb.source:
        effects = effects.without(source=verb.source)
        said.append((f"{_system(verb.source)}恢复报送", play.province.code))
    if verb.camera:
        name = play.camera_id(verb.camera)
        effects = effects.without(camera=name)
        fields = {"state": "live", "clue": None, "last_frame": deed.at, "changed_at": deed.at}
        cameras.set_all(connection, {name: fields}, deed.at)
        found = cameras.known(connection, [name]).get(name)
        said.append((f"{found.name if found else verb.camera} 画面恢复", found.region if found else play.province.code))
    lines = [line(deed, "source", text, (region, story_state.SOURCE)) for text, region in said]
    return Done("；".join(text for text, _ in said), effects, lines)


def _close_standing(connection: Any, deed: Deed, name: str, city: str) -> None:
    """Close the alert of the city's standing silence: it has reported after all."""
    if city != deed.play.province.silent.code:
        return
    for state in ("open", "acknowledged"):
        step = Step(state_from=state, state_to="closed", who=f"{deed.play.places[city].name}局", why="补报到齐")
        alerts.move(connection, name, deed.at, {"closed_at": deed.at, "due_at": None}, step)


def note(_connection: Any, deed: Deed) -> Done:
    return Done(deed.verb.text, rows=[line(deed, "note", deed.verb.text, (deed.verb.region, story_state.SOURCE))])
