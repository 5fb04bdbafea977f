"""The casework of a story: alerts and their groups, who takes them, the orders and their steps, the close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from data_access.stores import alerts, orders, story_state
from data_access.stores.alerts import Step
from demo import verbs
from demo.playing import PASSED, Deed, Done, line
from demo.plot import alert_row
from demo.story import ANSWER

MILESTONES = frozenset({2, 10, 50, 100, 200, 300, 400, 500, 1000, 2000})
"""Sizes of a group that are worth a line in the ticker."""
LAST = 6


def send_alert(connection: Any, row: Mapping[str, Any], at: datetime) -> None:
    """The one place where a story's alert enters the store."""
    alerts.insert_many(connection, [row], [], at)


def alert(connection: Any, deed: Deed) -> Done:
    verb, play, number = deed.verb, deed.play, deed.beat.number
    name = play.alert_id(verb.ref, number)
    head = play.alert_id(verb.joins or verb.ref)
    merged = play.story.merged[deed.beat.index, number]
    region = verb.regions[(number - 1) % len(verb.regions)] if verb.regions else verb.region
    place = play.places.get(region)
    fills = {"{county}": place.short if place else play.province.name, "{n}": str(number)}
    told = {key: _filled(getattr(verb, key), fills) for key in ("title", "detail", "short")}
    due = timedelta(minutes=verb.due or ANSWER.get(verb.level, 5))
    given: dict[str, Any] = {
        "source": story_state.SOURCE, "rule": verb.rule, "level": verb.level, "title": told["title"], "detail": told["detail"], "region": region,
        "lon": place.lon if place else None, "lat": place.lat if place else None, "due_at": deed.at + due, "received_at": deed.at,
        "family": verb.family, "entity": {"batch": verb.batch} if verb.batch else None, "head": head,
        "group_key": f"story:{head}" if name == head else None,
    }  # fmt: skip
    send_alert(connection, alert_row(name, deed.at, given), deed.at)
    if name == head:
        said = line(deed, "alert_new", f"{told['short']} 新报", (region, name), level_to=verb.level)
        return Done(f"告警 {told['title']}", rows=[said])
    first = play.story.alert(verb.joins or verb.ref)
    alerts.move(connection, head, deed.at, {"merged": merged})
    grown = f"{_filled(first.short, fills)} 并案至 {merged} 起"
    lines = [line(deed, "alert_merge", grown, (first.region, head))] if merged in MILESTONES or verb.joins else []
    return Done(f"并案 {told['title']}（{merged} 起）", rows=lines)


def _filled(text: str, fills: Mapping[str, str]) -> str:
    for mark, value in fills.items():
        text = text.replace(mark, value)
    return text


def _short(deed: Deed, ref: str) -> tuple[str, tuple[str, str]]:
    """The short name of an alert's matter, and where it is with its id."""
    first = deed.play.story.alert(ref)
    place = deed.play.places.get(first.region)
    fills = {"{county}": place.short if place else deed.play.province.name, "{n}": "1"}
    return _filled(first.short, fills), (first.region, deed.play.alert_id(ref))


def level(connection: Any, deed: Deed) -> Done:
    short, about = _short(deed, deed.verb.alert)
    was = deed.play.story.level(deed.verb.alert, deed.beat.index)
    if not alerts.move(connection, about[1], deed.at, {"level": deed.verb.to}):
        return Done(f"{short}：{PASSED}")
    said = line(deed, "alert_level", short, about, level_from=was, level_to=deed.verb.to)
    return Done(f"{short}：{was} 级调为 {deed.verb.to} 级", rows=[said])


def acknowledge(connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    short, about = _short(deed, verb.alert)
    values = {"acknowledged_at": deed.at, "owner": verb.who, "due_at": deed.at + timedelta(minutes=verb.due)}
    move = Step(state_from="open", state_to="acknowledged", who=verb.who, why=verb.why)
    if not alerts.move(connection, about[1], deed.at, values, move):
        return Done(f"{short}：{PASSED}")
    return Done(f"{short}：{verb.who} 确认", rows=[line(deed, "alert_ack", f"{short} 已确认，{verb.who}", about)])


def dispatch(connection: Any, deed: Deed) -> Done:
    verb, play = deed.verb, deed.play
    short, about = _short(deed, verb.alert)
    unit = verb.unit or f"{play.name_of(about[0])}局"
    move = Step(state_from="acknowledged", state_to="dispatched", who=verb.who, why=f"派单至{unit}")
    if not alerts.move(connection, about[1], deed.at, {"dispatched_at": deed.at, "due_at": None}, move):
        return Done(f"{short}：{PASSED}")
    number = f"{int(play.started.timestamp()) % 10_000_000:07d}-{deed.beat.index}"
    row = {
        "id": play.order_id(verb.alert), "number": number, "alert": about[1], "level": play.story.level(verb.alert, deed.beat.index),
        "title": verb.order, "region": about[0], "unit": unit, "person": None, "step": 1, "due_at": deed.at + timedelta(minutes=verb.due),
        "created_at": deed.at, "changed_at": deed.at, "closed_at": None, "nature": "demo",
    }  # fmt: skip
    orders.insert_many(connection, [row], deed.at)
    return Done(f"{short}：派单至{unit}", rows=[line(deed, "alert_dispatch", f"{short} 派单至{unit}", about)])


def step(connection: Any, deed: Deed) -> Done:
    verb = deed.verb
    short, about = _short(deed, verb.alert)
    values = {"due_at": deed.at + timedelta(minutes=verb.due), "person": verb.person}
    if not orders.move(connection, deed.play.order_id(verb.alert), deed.at, verbs.ORDER_STEPS[verb.to], values):
        return Done(f"{short}：{PASSED}")
    return Done(f"{short}：{verb.person} {verb.to}", rows=[line(deed, "order_step", f"{short}，已{verb.to}", about)])


def close(connection: Any, deed: Deed) -> Done:
    verb, play = deed.verb, deed.play
    short, about = _short(deed, verb.alert)
    sent = any(isinstance(one, verbs.Dispatch) and one.alert == verb.alert for one in play.story.script.step[: deed.beat.index])
    move = Step(state_from="dispatched" if sent else "acknowledged", state_to="closed", who=verb.who, why=verb.why)
    values = {
        "closed_at": deed.at,
        "due_at": None,
        "group_key": None,
        "disposition": "confirmed",
        "disposed_by": verb.who,
        "disposed_at": deed.at,
    }
    done = alerts.move(connection, about[1], deed.at, values, move)
    if sent:
        done = orders.move(connection, play.order_id(verb.alert), deed.at, LAST, {"due_at": None, "closed_at": deed.at}) or done
    if not done:
        return Done(f"{short}：{PASSED}")
    story_state.close_members(connection, about[1], deed.at, verb.who, verb.why)
    return Done(f"{short}：办结", rows=[line(deed, "alert_close", f"{short}，已办结", about)])
