"""The story of the silent city: the one alert that is no alert level, 报送异常, with the batches that are due and have not come."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from data_access.stores.alerts import Step
from demo.places import Province
from demo.plot import Change, Event, Tale
from demo.roster import turns
from demo.sources import due_of

ANSWERED_AFTER = timedelta(minutes=14)


def silences(seed: int, province: Province, first: date, last: date, zone: tzinfo) -> list[Tale]:
    """The alerts of each day's silence; a day's is closed at the next midnight, when its batches have been delivered late."""
    found, day = [], first
    while day <= last:
        found.append(_silence(seed, province, day, zone))
        day += timedelta(days=1)
    return found


def _silence(seed: int, province: Province, day: date, zone: tzinfo) -> Tale:
    city, midnight = province.silent, datetime.combine(day, datetime.min.time(), zone)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone) - timedelta(seconds=1)
    answered = midnight + ANSWERED_AFTER
    who = next(
        turn["person"] for turn in turns(seed, day - timedelta(days=1), day, zone) if turn["role"] == "duty" and turn["ends_at"] > answered
    )
    name, short = f"D0-{day:%Y%m%d}", f"{city.short}报送异常"
    row = {
        "id": name,
        "source": "demo",
        "source_id": name,
        "rule": "silent",
        "level": "0",
        "title": f"{city.name}局当日 00:00 起无报送",
        "detail": _detail(province, 1),
        "region": city.code,
        "lon": city.lon,
        "lat": city.lat,
        "merged": 1,
        "state": "open",
        "owner": None,
        "status": "actual",
        "occurred_at": midnight,
        "acknowledged_at": None,
        "dispatched_at": None,
        "closed_at": None,
        "due_at": midnight + timedelta(minutes=30),
        "changed_at": midnight,
        "nature": "demo",
        "entity": None,
    }
    taken = Step(state_from="open", state_to="acknowledged", who=who, why="已电话催报")
    events = [
        Event(
            at=answered,
            values={"acknowledged_at": answered, "owner": who, "due_at": None},
            step=taken,
            change=Change(kind="alert_ack", text=f"{short} 已确认，{who}"),
        )
    ]
    events += [Event(at=midnight + timedelta(hours=hour), values={"detail": _detail(province, hour * 60)}) for hour in range(1, 24)]
    closed = Step(state_from="acknowledged", state_to="closed", who=who, why="补报到齐")
    events.append(Event(at=end, values={"closed_at": end}, step=closed, change=Change(kind="alert_close", text=f"{short} 补报到齐")))
    return Tale(row, Change(kind="alert_new", text=f"{short} 新报"), tuple(sorted(events, key=lambda event: event.at)))


def _detail(province: Province, minute: int) -> str:
    return f"应到 {due_of(province, province.silent.code, minute)} 批，实到 0；未知不等于正常"
